"""Small rules of the house that no tool knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "build", "dist"}
OUTSIDE = ("../" + "shared",)
"""a place this project was made near; nobody who reads it has it"""
HEAVY = {"asyncio", "textual", "rich", "httpx", "sqlite_utils", "keyring", "dataclasses", "tomllib", "logging"}


def files() -> Iterator[Path]:
    """Everything that belongs to the project."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ours = not any(
            one in NOT_OURS or one == "__pycache__" or one.endswith(("_cache", ".egg-info")) for one in parts
        )
        if ours and ".hypothesis" not in parts and path.is_file():
            yield path


def sources(folder: str) -> list[Path]:
    return [one for one in files() if one.suffix == ".py" and one.is_relative_to(ROOT / folder)]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def test_no_file_points_out_of_the_project() -> None:
    found = [
        str(path.relative_to(ROOT)) for path in files() if any(place.encode() in path.read_bytes() for place in OUTSIDE)
    ]
    assert found == []


def test_packages_import_nothing_by_themselves() -> None:
    packages = [one for one in sources("workboard") if one.name == "__init__.py"]
    assert len(packages) >= 8
    for path in packages:
        imports = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert imports == [], path


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in sources("workboard")}
    assert [str(one) for one in folders if not (one / "__init__.py").exists()] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path.relative_to(ROOT)) for path in sources("workboard") if _has_code(path) and not _says(path)]
    assert silent == []


def _has_code(path: Path) -> bool:
    return bool(tree(path).body) and path.name != "__init__.py"


def _says(path: Path) -> bool:
    return bool(ast.get_docstring(tree(path)))


def test_tests_wait_for_conditions_and_never_for_a_time() -> None:
    """``sleep(0)`` lets others run and is no wait; the helper that polls has the only one (and
    the script that waits for a real server to come up)."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources("tests")
        if path.name != "until.py" and not path.is_relative_to(ROOT / "tests" / "rt")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _name(node.func) == "sleep" and not _zero(node)
    ]
    assert found == []


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _zero(call: ast.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0


@pytest.mark.parametrize("modules", ["workboard.board.face", "workboard.board.face, workboard.board.look"])
def test_the_first_picture_of_the_board_needs_nothing_heavy(modules: str) -> None:
    program = f"import sys\nimport {modules}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {one.split(".")[0] for one in done.stdout.split()}
    assert "workboard" in loaded
    assert loaded & HEAVY == set()
    if "look" not in modules:
        assert loaded & {"sqlite3", "json", "datetime", "zoneinfo", "threading"} == set()
