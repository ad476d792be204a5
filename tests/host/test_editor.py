"""The user's editor: what it saved comes back, nobody else could read it, and nothing of it stays."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from workboard.domain.errors import UsageError
from workboard.host import editor

SCRIPT = """
import os, sys
path = sys.argv[1]
modes = [f"{{os.stat(one).st_mode & 0o777:o}}" for one in (path, os.path.dirname(path))]
open({seen!r}, "w").write(" ".join([path, *modes]))
text = open(path, encoding="utf-8").read()
open(path, "w", encoding="utf-8").write(text + " and more\\n")
sys.exit({ends})
"""


def environ(folder: Path, ends: int = 0) -> dict[str, str]:
    script = folder / "an editor.py"
    script.write_text(SCRIPT.format(seen=str(folder / "seen"), ends=ends))
    return {"EDITOR": f"'{sys.executable}' '{script}'", "PATH": os.environ["PATH"]}


def test_what_the_editor_saved_comes_back_and_the_file_is_gone(tmp_path: Path) -> None:
    assert editor.edit("Ünïcode\nwords", environ(tmp_path)) == "Ünïcode\nwords and more"
    path, mode, folder_mode = (tmp_path / "seen").read_text().rsplit(" ", 2)
    assert (mode, folder_mode) == ("600", "700")
    assert not os.path.exists(os.path.dirname(path))


def test_an_editor_that_fails_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the editor ended with 3"):
        editor.edit("words", environ(tmp_path, ends=3))
    assert not os.path.exists(os.path.dirname((tmp_path / "seen").read_text().rsplit(" ", 2)[0]))


@pytest.mark.parametrize("named", ["/nowhere/at-all", "no 'end"])
def test_an_editor_that_cannot_be_started_names_the_remedy(named: str) -> None:
    with pytest.raises(UsageError, match="EDITOR"):
        editor.edit("words", {"EDITOR": named})


def test_visual_goes_before_editor_and_none_is_said() -> None:
    assert editor.command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    with pytest.raises(UsageError, match="there is no editor"):
        editor.command({"PATH": "/nowhere"})
