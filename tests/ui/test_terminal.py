"""Under a real pseudo-terminal: what reaches it, and what happens when it goes away."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.corpus import hostile
from tests.corpus.desk import fill, flags, joined
from tests.support.visible import foreign
from tests.ui.terminal import Terminal
from workboard.cli.main import main
from workboard.store import account
from workboard.store.account import Account
from workboard.store.database import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

BOARD, REPLIES = b" replies", b"no answer needed"
"""words at the foot: painted anew when what covered them closes"""
HIGH = 450
"""lines, so that all who wait stand on one screen, and with them the whole corpus"""
SHEETS = (
    (b"n", b"INTERNAL", b"\x1b"), (b"w", b"Why this one", b"w"), (b"f", b"Result", b"\x1b"),
    (b"p", b"Coming back", b"\x1b"), (b"!", b"On its way", b"!"), (b"?", b"Keys", b"?"), (b"\x10", b"Search", b"\x1b"),
)  # fmt: skip
"""what opens one, what is seen then, what closes it"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose every field is hostile."""
    folder = tmp_path_factory.mktemp("desk")
    fill(folder, hostile.HOSTILE)
    return folder


def test_nothing_raw_reaches_the_terminal_from_any_sheet(desk: Path) -> None:
    with Terminal(desk, 200, 60) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.press(b"\r", b"RUNNING")
        for opens, sees, closes in SHEETS:
            terminal.press(opens, sees)
            terminal.press(closes, BOARD)
        terminal.press(b"p", b"Coming back")
        terminal.press(b"\r", b"parked")
        for _ in range(4):  # other titles, companies and contacts come to the board
            terminal.press(b"s", b"why?")
            terminal.press(b"k", b"skipped")
        terminal.press(b"r", REPLIES)
        for opens, sees in ((b"a", b"SENDS TO"), (b"n", b"INTERNAL")):
            terminal.press(opens, sees)
            terminal.press(b"\x1b", REPLIES)
        terminal.rest()
        assert foreign(terminal.written, 200, 60) is None
        assert terminal.written.count("\ufffd".encode()) > 100, "the corpus was on the screen"


def test_nor_from_the_clients_who_wait_and_what_they_wrote(desk: Path) -> None:
    with Terminal(desk, 200, HIGH) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.press(b"r", REPLIES)
        terminal.until(lambda: terminal.written.count("\ufffd".encode()) > 500, "the corpus on the screen")
        terminal.press(b"j", "▸".encode())
        terminal.press(b"\r", b"#")
        terminal.rest()
        assert foreign(terminal.written, 200, HIGH) is None


def test_nor_what_a_help_desk_said_when_it_would_not_let_us_in(tmp_path: Path) -> None:
    """First run on a desk that cannot be reached; its last word is still in the file."""
    (tmp_path / "config.toml").write_text(
        'schema = 1\n[account]\nbackend = "request_tracker"\nname = "desk"\nurl = "http://127.0.0.1:9/"\n'
    )
    words = " ".join(joined([hostile.storable(one[:200]) for one in (*hostile.TERMINAL, *hostile.UNICODE)]))
    (tmp_path / "data").mkdir(mode=0o700)
    with closing(Database.open(str(tmp_path / "data" / "workboard.db"))) as database:
        refused = Account("desk", "request_tracker", me_name=words, state="auth", reason=words)
        database.write(lambda tx: account.save(tx, refused))
        database.write(lambda tx: account.set_state(tx, "auth", words, 0))
    with Terminal(tmp_path, 200, 40, WORKBOARD_TOKEN="x") as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.rest()
        assert foreign(terminal.written, 200, 40) is None
        assert "\ufffd[31mred".encode() in terminal.written


def test_a_terminal_that_goes_away_ends_the_board(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.hang_up()
        assert terminal.process.wait(timeout=20) is not None


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_who_is_told_to_end_gives_the_terminal_back_and_keeps_the_draft(tmp_path: Path, name: str) -> None:
    assert main(["ticket", "new", "--name", "Ruth", "--urgent", "--problem", "First", *flags(tmp_path)]) == 0
    number = getattr(signal, name)
    with Terminal(tmp_path) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        os.kill(terminal.process.pid, signal.SIGQUIT)  # Ctrl+\\, which is not heard
        terminal.press(b"n", b"INTERNAL")
        terminal.press(b"half a thought", b"thought")
        terminal.process.send_signal(number)
        assert terminal.process.wait(timeout=20) == 128 + number
        terminal.drain()
        assert b"\x1b[?1049l" in terminal.written
        assert b"\x1b[?25h" in terminal.written
    with closing(Database.open(str(tmp_path / "data" / "workboard.db"))) as database:
        assert database.read().value("SELECT body FROM draft") == "half a thought"


def test_ctrl_c_and_a_kill_lose_no_draft(tmp_path: Path) -> None:
    assert main(["ticket", "new", "--name", "Ruth", "--urgent", "--problem", "First", *flags(tmp_path)]) == 0
    with Terminal(tmp_path) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.press(b"n", b"INTERNAL")
        terminal.press(b"half a thought", b"thought")
        database = Database.open(str(tmp_path / "data" / "workboard.db"))
        sql = "SELECT body FROM draft"
        terminal.until(lambda: database.read().value(sql) == "half a thought", "the draft on the disk")
        database.close()
        terminal.process.kill()
        terminal.process.wait()
    with Terminal(tmp_path) as terminal:
        terminal.until(lambda: b"half a thought" in terminal.written, "the sheet with its draft")
