"""Under a real pseudo-terminal: in focus every byte is one of the block's own minutes, whatever happens outside."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.corpus.desk import flags
from tests.ui.terminal import Terminal
from workboard.backends.base import Page
from workboard.cli.main import main
from workboard.domain.people import Me
from workboard.domain.ticket import Message, Ticket
from workboard.store import account, mirror
from workboard.store.database import Database
from workboard.sync.context import store_page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

MORNING = "2026-11-24T10:42:58Z"
FIRST = "standalone:ticket:1001"
SILENT = (b"\x07", b"\x1b]0;", b"\x1b]1;", b"\x1b]2;", b"\x1b]9;", b"\x1b]777;", b"\x1b]99;", b"\x1bP")
"""bell, titles, notifications, and what a terminal multiplexer would hand on"""
WORDS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\(B")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk of one ticket, its work begun: focus lasts."""
    now = ["--now", MORNING]
    assert (
        main(["ticket", "new", "--name", "Ruth", "--urgent", "--problem", "Outlook hangs", *flags(tmp_path), *now]) == 0
    )
    assert main(["start", *flags(tmp_path), *now]) == 0
    return tmp_path


@contextmanager
def the_file(folder: Path) -> Iterator[Database]:
    with closing(Database.open(str(folder / "data" / "workboard.db"))) as database:
        yield database


def in_focus(folder: Path, kind: type[Terminal] = Terminal) -> Terminal:
    terminal = kind(folder, 80, 24, WORKBOARD_NOW=MORNING)
    terminal.until(lambda: b"Emergencies still reach you." in terminal.written, "focus")
    terminal.rest()
    return terminal


def me(database: Database) -> Me:
    found = account.load(database.read())
    assert found is not None
    return found.me


def a_busy_hour(folder: Path) -> None:
    """500 replies, 40 assignments and 3 changes of priority, as another process's sync stores them."""
    with the_file(folder) as database:
        plain = mirror.tickets(database.read(), [FIRST])[FIRST]
        mine = [_ticket(plain, number, me(database).id) for number in range(2001, 2041)]
        said = [
            Message(
                f"m{n}", mine[n % 40].id, plain.created_at + n, "c1", "Ruth", "client", "public", "reply", f"News {n}"
            )
            for n in range(500)
        ]
        hotter = [one._replace(default_band=2) for one in mine[:3]]
        for page in (Page(tickets=tuple(mine)), Page(messages=tuple(said)), Page(tickets=tuple(hotter))):
            database.write(lambda tx, page=page: store_page(tx, page, plain.created_at, "standalone"))  # type: ignore[misc]


def _ticket(plain: Ticket, number: int, owner: str, band: int = 3) -> Ticket:
    return plain._replace(
        id=f"standalone:ticket:{number}", number=str(number), title=f"New thing {number}", owner_id=owner,
        default_band=band, presence="mine",
    )  # fmt: skip


def drawn(written: bytes) -> bytes:
    """What stands in it beside the moves and colours."""
    return WORDS.sub(b"", written)


class Hurried(Terminal):
    module = "tests.ui.hurried"


def test_ac07_three_minutes_of_a_busy_hour_are_three_minutes_and_not_a_byte_more(desk: Path) -> None:
    with in_focus(desk, Hurried) as terminal:
        quiet = len(terminal.written)
        before = int(drawn(terminal.written).split(b" min")[0].split()[-1])
        a_busy_hour(desk)
        terminal.until(lambda: len(drawn(terminal.written[quiet:]).split()) >= 3, "three minutes")
        found = drawn(terminal.written[quiet:]).split()
        assert [int(one) for one in found] == list(range(before + 1, before + 1 + len(found)))
        assert seen(desk) == 40
        for bad in SILENT:
            assert bad not in terminal.written[quiet:], bad


def seen(folder: Path) -> int:
    with the_file(folder) as database:
        return len(mirror.mine(database.read())) - 1


def test_ac07_nor_with_a_note_open_whose_cursor_stands_still(desk: Path) -> None:
    with in_focus(desk) as terminal:
        terminal.press(b"n", b"INTERNAL")
        terminal.press(b"half a thought", b"thought")
        terminal.rest()
        quiet = len(terminal.written)
        a_busy_hour(desk)
        terminal.until(lambda: seen(desk) == 40, "what the other process does")
        for _ in range(8):  # a minute passes, the draft is written, and all of it was looked at
            terminal.rest()
        assert terminal.written[quiet:] == b""


def test_ac08_an_emergency_is_one_line_of_words_and_no_sound(desk: Path) -> None:
    with in_focus(desk) as terminal:
        quiet = len(terminal.written)
        with the_file(desk) as database:
            plain = mirror.tickets(database.read(), [FIRST])[FIRST]
            hot = _ticket(plain, 2100, me(database).id, band=1)
            database.write(lambda tx: store_page(tx, Page(tickets=(hot,)), plain.created_at, "standalone"))
        terminal.until(lambda: b"P1 for you #2100: New thing 2100" in terminal.written[quiet:], "the line")
        terminal.rest()
        told = drawn(terminal.written[quiet:]).replace(b"P1 for you #2100: New thing 2100   Enter takes it up", b"")
        assert set(told.split()) <= {b"1"}, "the first minute may have come as well"
        for bad in SILENT:
            assert bad not in terminal.written[quiet:], bad
        terminal.press(b"\r", b"#2100")


def test_from_the_first_byte_on_nothing_of_the_board_is_seen(desk: Path) -> None:
    with in_focus(desk) as terminal:
        for word in (b"REPLIES", b"PROGRESS", b"saved on this machine", b"RUNNING"):
            assert word not in terminal.written, word
