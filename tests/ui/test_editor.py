"""Ctrl+G: the words go to the user's own editor and come back into the sheet, unsaved."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.corpus.desk import flags
from tests.ui.terminal import Terminal
from workboard.cli.main import main
from workboard.store.database import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

EDITOR = """
import os, signal, sys
signal.signal(signal.SIGINT, lambda *_: None)
os.kill(0, signal.SIGINT)
with open(sys.argv[1], "a", encoding="utf-8") as file:
    file.write(" WRITTEN ELSEWHERE")
print("THE EDITOR HAS THE TERMINAL")
"""
"""With a Ctrl+C in it, which the terminal tells the board as well."""


def test_a_note_goes_through_the_users_own_editor(tmp_path: Path) -> None:
    assert main(["ticket", "new", "--name", "Ruth Osei", "--problem", "Outlook hangs", *flags(tmp_path)]) == 0
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    terminal = Terminal(tmp_path, EDITOR=f"'{sys.executable}' '{script}'")
    with terminal:
        terminal.until(lambda: b"Outlook" in terminal.written, "the board")
        terminal.press(b"n", b"reads as")
        terminal.press(b"typed here", b"here")
        terminal.press(b"\x07", b"ELSEWHERE")
        assert b"THE EDITOR HAS THE TERMINAL" in terminal.written
        terminal.rest()
        terminal.press(b"\x13", b"note saved")
    with closing(Database.open(str(tmp_path / "data" / "workboard.db"))) as database:
        assert database.read().all("SELECT body FROM note") == [("typed here WRITTEN ELSEWHERE",)]
