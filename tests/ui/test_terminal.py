"""Under a real pseudo-terminal: what reaches it, and what happens when it goes away."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.corpus import hostile
from tests.ui.terminal import Terminal
from workboard.cli.main import main
from workboard.domain.activity import Activity
from workboard.domain.ticket import Message
from workboard.store import mirror
from workboard.store.database import Database
from workboard.store.mirror import Facts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

OURS = re.compile(
    rb"\x1b\[[0-9;:?<=>!$ ]*[@-~]"  # CSI: colours, cursor, modes, queries of the framework
    rb"|\x1b[78=>]|\x1b\([B0]|\x1b\]22;[a-z]*\x07"  # OSC 22 is the shape of the pointer
)
"""The grammar of what the framework itself writes; everything else that begins with ESC came from a ticket."""
BOARD, REPLIES = b"skip", b"no answer needed"
"""words at the foot: painted anew when what covered them closes"""
FORBIDDEN = re.compile(
    "[\x00-\x06\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e0fff]"
)


def put_hostile(folder: Path, texts: tuple[str, ...]) -> None:
    """As if the border had let everything through: raw texts in the database itself."""
    flags = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data")]
    assert main(["ticket", "new", "--name", "Ruth", "--urgent", "--problem", "First", *flags]) == 0
    database = Database.open(str(folder / "data" / "workboard.db"))
    with closing(database):
        ticket = mirror.tickets(database.read(), ["standalone:ticket:1001"])["standalone:ticket:1001"]
        joined = " ".join(texts)
        bad = ticket._replace(title=joined, company=joined, contact_name=joined, status=joined)
        at = ticket.created_at + 60_000
        said = [
            Message(f"m{n}", ticket.id, at + n, "c", text, "client", "public", "reply", text, next_step=text)
            for n, text in enumerate(texts)
        ]
        planned = Activity("standalone:reminder:1", "reminder", ticket.id, "me", joined)
        facts = Facts(tickets=(bad,), messages=tuple(said), activities=(planned,))
        database.write(lambda tx: mirror.store(tx, facts))


def storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


@pytest.mark.parametrize("group", ["TERMINAL", "CONTROLS", "MARKUP", "UNICODE", "DATA"])
def test_nothing_raw_reaches_the_terminal(tmp_path: Path, group: str) -> None:
    put_hostile(tmp_path, tuple(storable(one) for one in getattr(hostile, group)))
    with Terminal(tmp_path) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        for opens, sees in ((b"n", b"INTERNAL"), (b"w", b"Why this one"), (b"f", b"Result")):
            terminal.press(opens, sees)
            terminal.press(b"\x1b", BOARD)
        terminal.press(b"r", REPLIES)
        terminal.press(b"a", b"SENDS TO")
        terminal.press(b"\x1b", REPLIES)
        terminal.press(b"r", BOARD)
        before_leaving = terminal.written
    rest = OURS.sub(b"", before_leaving)
    assert b"\x1b" not in rest, rest[max(0, rest.find(b"\x1b") - 40) :][:120]
    text = rest.decode("utf-8")
    found = FORBIDDEN.search(text)
    assert found is None, repr(found)
    for sequence in (b"]52;", b"]0;", b"]8;", b"]9;", b"]777;", b"]1337;"):
        assert b"\x1b" + sequence not in before_leaving


def test_a_terminal_that_goes_away_ends_the_board(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.hang_up()
        assert terminal.process.wait(timeout=20) is not None


def test_ctrl_c_and_a_kill_lose_no_draft(tmp_path: Path) -> None:
    put_hostile(tmp_path, ("hello",))
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
