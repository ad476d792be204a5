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

BOARD, FOCUS, REPLIES = b" replies", b" ask for help", b"no answer needed"
"""words at the foot: painted anew when what covered them closes"""
HIGH = 450
"""lines, so that all who wait stand on one screen, and with them the whole corpus"""
SHEETS = (
    (b"n", b"INTERNAL", b"\x1b"), (b"w", b"Why this one", b"w"), (b"f", b"Result", b"\x1b"),
    (b"?", b"Keys", b"?"), (b"\x10", b"Search", b"\x1b"),
)  # fmt: skip
"""what opens one, what is seen then, what closes it"""
PARK, OUTBOX = (b"p", b"Coming back", b"\x1b"), (b"!", b"On its way", b"!")
LAST = b"ZEBRA"
CLIPBOARD = [hostile.storable(one[:60]).replace("\x1b[201~", "") for one in hostile.HOSTILE]
"""without what would end the paste: that is for a terminal to take out"""
PASTED, PASTED_LINE = (
    f"\x1b[200~{words} {LAST.decode()}\x1b[201~".encode() for words in (" ".join(CLIPBOARD), " ".join(CLIPBOARD)[:48])
)
CONTACTS = (b"pa", b"re", b"hi", b"la", b"ei", b"wh", b"co", b"jo", b"ne")
"""letters some of the corpus has behind its escapes"""
NUMBERS = (b"2000", b"2020", b"2040", b"2070", b"2100", b"2130")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose every field is hostile."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "config.toml").write_text('schema = 1\n[account]\nurl = "http://127.0.0.1:9/"\n')
    (folder / "policy.toml").write_text(
        'schema = 1\n[skip.tell]\n"needs approval" = "Dear {contact} of {company}: {title}"\n'
    )
    fill(folder, hostile.HOSTILE)
    return folder


def test_nothing_raw_reaches_the_terminal_from_any_sheet(desk: Path) -> None:
    with Terminal(desk, 200, 60) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        for foot in (BOARD, FOCUS):
            for opens, sees, closes in (*SHEETS, PARK if foot == FOCUS else OUTBOX):
                terminal.press(opens, sees)
                terminal.press(closes, foot)
            if foot == BOARD:
                terminal.press(b"\r", b"Emergencies still reach you")
        terminal.press(b"p", b"Coming back")
        terminal.press(b"\r", b"parked")
        for _ in range(4):  # other titles, companies and contacts come to the board
            terminal.press(b"s", b"why?")
            terminal.press(b"k", b"skipped")
        terminal.press(b"r", REPLIES)
        for opens, sees in ((b"a", b"SENDS TO"), (b"n", b"INTERNAL")):
            terminal.press(opens, sees)
            terminal.press(b"\x1b", REPLIES)
        terminal.press(b"r", BOARD)
        terminal.rest()
        assert foreign(terminal.written, 200, 60) is None
        assert terminal.written.count("\ufffd".encode()) > 100, "the corpus was on the screen"


def test_nor_from_the_clients_who_wait_and_what_they_wrote(desk: Path) -> None:
    with Terminal(desk, 200, HIGH) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        terminal.press(b"r", REPLIES)
        terminal.until(lambda: terminal.written.count("\ufffd".encode()) > 500, "the corpus on the screen")
        terminal.press(b"j", "▸".encode())
        terminal.press(b"\r", b"the list")
        terminal.rest()
        terminal.press(b"\x1b", "▸".encode())
        terminal.rest()
        terminal.press(b"r", b"PROGRESS")
        terminal.rest()
        assert foreign(terminal.written, 200, HIGH) is None


def test_nor_from_a_new_ticket_a_ticket_by_number_help_a_text_to_the_client_and_what_was_refused(desk: Path) -> None:
    with Terminal(desk, 200, 60) as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        a_new_ticket(terminal)
        tickets_by_number(terminal)
        help_is_asked_for(terminal)
        the_palette_is_asked(terminal)
        a_text_goes_to_the_client(terminal)
        one_is_answered_later(terminal)
        what_was_refused(terminal)
        terminal.rest()
        assert foreign(terminal.written, 200, 60) is None
        assert terminal.written.count("\ufffd".encode()) > 300, "the corpus was on the screen"


def a_new_ticket(terminal: Terminal) -> None:
    """Contacts come by their first letters; the marked one is taken, and its words go into the field."""
    terminal.press(b"t", b"New ticket")
    for letters in CONTACTS:
        terminal.press(letters, b"somebody else, as written")
        terminal.press(b"\x15", b"Urgent")
    terminal.press(CONTACTS[0], b"somebody else, as written")
    terminal.press(b"\r", b"Urgent")
    terminal.press(b"n", b"What is wrong")
    terminal.press(PASTED, LAST)
    terminal.press(b"\x13", b"The ticket's number")
    terminal.press(b"y", b"copied")
    terminal.press(b"\r", b"opened")


def tickets_by_number(terminal: Terminal) -> None:
    for number in NUMBERS:
        terminal.press(b"/", b"Open a ticket")
        terminal.press(number, number[-1:])
        terminal.press(b"\r", b"Tell the caller")
        terminal.press(b"y", b"copied")
        terminal.press(b"o", b"is not opened")
        terminal.press(b"\x1b", BOARD)


def help_is_asked_for(terminal: Terminal) -> None:
    terminal.press(b"e", b"Ask for help")
    terminal.press(PASTED_LINE, LAST)
    terminal.press(b"\x1b", BOARD)
    terminal.press(b"e", LAST)
    terminal.press(b"\r", b"asked for help")


def the_palette_is_asked(terminal: Terminal) -> None:
    terminal.press(b"\x10", b"Search")
    terminal.press(PASTED_LINE, LAST)
    terminal.press(b"\x1b", BOARD)


def a_text_goes_to_the_client(terminal: Terminal) -> None:
    terminal.press(b"s", b"why?")
    terminal.press(b"A", b"In a word")
    terminal.press(PASTED_LINE, LAST)
    terminal.press(b"\x14", b"gets:")
    terminal.press(b"\r", b"is told")
    terminal.press(b"u", b"taken back")
    terminal.press(b"\x1b", BOARD)


def one_is_answered_later(terminal: Terminal) -> None:
    terminal.press(b"r", REPLIES)
    terminal.press(b"l", b"work again")
    terminal.press(b"?", b"Keys")
    terminal.press(b"?", REPLIES)
    terminal.press(b"r", BOARD)


def what_was_refused(terminal: Terminal) -> None:
    terminal.press(b"!", b"On its way")
    for _ in range(3):
        terminal.press(b"\r", b"refused")
        terminal.press(b"\r", b"refused")
        terminal.press(b"j", "▸".encode())
    terminal.press(b"d", b"d once more")
    terminal.press(b"!", BOARD)


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
