"""A board in one terminal, a key binding in another: each process follows what the other did, by the file alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.until import until_now
from tests.ui.terminal import Terminal
from workboard.store.database import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

HELD = b"Everything else is held until"


class Folder:
    """A standalone desk with one ticket of mine, and commands on it as processes of their own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "config.toml").write_text('schema = 1\n[time]\nzone = "UTC"\n')
        (path / "config.toml").chmod(0o600)

    def run(self, *words: str) -> Any:
        """What the command prints as JSON."""
        places = ("--config", str(self.path / "config.toml"), "--data-dir", str(self.path / "data"))
        argv = [sys.executable, "-m", "workboard", *words, "--json", *places]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done
        return json.loads(done.stdout)

    @property
    def state(self) -> str:
        return str(self.run("status")["state"])

    @property
    def boards(self) -> int:
        """How many leave a sign of life."""
        with closing(Database.open(str(self.path / "data" / "workboard.db"))) as database:
            return int(database.read().value("SELECT count(*) FROM place WHERE name LIKE 'alive %'"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.run("ticket", "new", "--name", "Ruth Osei", "--no-urgent", "--problem", "Outlook hangs", "--mine")
    return made


def test_the_board_follows_what_another_process_does_and_says_so_itself(folder: Folder) -> None:
    with Terminal(folder.path) as board:
        board.until(lambda: b"NEXT" in board.written, "the board")

        def shows(words: bytes, *command: str) -> None:
            before = len(board.written)
            folder.run(*command)
            board.until(lambda: words in board.written[before:], (words, command))
            board.rest()

        until_now(lambda: folder.boards == 1, 30)
        shows(HELD, "start")
        shows(b"You were here", "interrupted", "--source", "phone")
        assert folder.state == "away"
        shows(HELD, "back")
        shows(b"RUNNING", "focus", "stop")
        assert folder.state == "running"
        shows(HELD, "focus", "start", "--for", "10m")
        assert folder.run("focus", "status")["focus"]
        before = len(board.written)
        os.write(board.master, b"i")
        until_now(lambda: folder.state == "interrupted", 30)
        board.until(lambda: b"phone" in board.written[before:], "the question where it came from")
        shows(HELD, "back")
        shows(b"NEXT", "finish")
        os.write(board.master, b"q")
        assert board.process.wait(30) == 0
    assert folder.boards == 0, "left as it should be"
    assert folder.run("log")[-1]["ended_at"] is not None
