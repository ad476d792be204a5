"""What the first paint loads."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("httpx", "sqlite_utils", "keyring", "markdown_it", "textual.widgets._markdown", "tree_sitter", "pydantic")


def test_the_app_loads_nothing_heavy() -> None:
    code = f"import workboard.ui.app, sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == []


def test_the_face_needs_neither_textual_nor_rich_nor_the_store() -> None:
    code = (
        "import workboard.board.face, sys; "
        "print(*[n for n in sys.modules if n.split('.')[0] in "
        "{'textual', 'rich', 'sqlite3', 'asyncio', 'json', 'dataclasses', 'tomllib'}])"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.split() == []
