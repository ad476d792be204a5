"""A client's words into the desk of this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from tests.cli.conftest import Desk
from tests.cli.test_contract import NOTE, check_ticket
from tests.corpus.hostile import HOSTILE
from workboard.domain.text import clean

LATER = "2026-11-24T10:50"


@pytest.fixture
def number(empty: Desk) -> str:
    opened = empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "x", "--mine", "--json").json
    return str(opened["ticket"]["number"])


def test_the_client_waits_and_an_answer_ends_it(empty: Desk, number: str) -> None:
    told = empty("received", number, "--from", "Ruth Osei", "It", "hangs again", "--json", now=LATER).json
    assert set(told) == NOTE
    check_ticket(told["ticket"])
    assert (told["text"], told["visibility"], told["state"]) == ("It hangs again", "public", "sent")
    assert told["ticket"]["category"] == "reply"
    (waits,) = empty("replies", "--json", now="2026-11-24T11:00").json
    assert (waits["from"], waits["excerpt"], waits["waiting_minutes"]) == ("Ruth Osei", "It hangs again", 10)
    assert empty("next", "--json", now=LATER).json["activity"] is None, "the reply is the work"
    assert empty("answer", number, "Better now?", now="2026-11-24T11:05").code == 0
    assert empty("replies", "--json", now="2026-11-24T11:06").json == []


def test_a_closed_ticket_comes_back(empty: Desk, number: str) -> None:
    empty("finish")
    assert empty("received", number, "--from", "Ruth", "No, it is not.", now=LATER).code == 0
    assert "next step: answer the client; answers go out today at 11:30" in empty("say", number, now=LATER).out


def test_it_wakes_what_waits_for_the_client(empty: Desk, number: str) -> None:
    empty("skip", "--reason", "waiting for client")
    assert empty("next", "--json", now=LATER).json["activity"]["state"] == "skipped"
    empty("received", number, "--from", "Ruth", "Here it is.", now=LATER)
    assert [one["ticket"]["number"] for one in empty("replies", "--json", now=LATER).json] == [number]


def test_a_deleted_ticket_takes_no_words(empty: Desk, number: str) -> None:
    with sqlite3.connect(empty.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET category = 'gone'")
    database.close()
    got = empty("received", number, "--from", "Ruth", "Hello?", now=LATER)
    assert (got.code, "was deleted" in got.err) == (4, True)


def test_words_from_standard_input(empty: Desk, number: str, typed: Callable[[str], None]) -> None:
    typed("first\n\nsecond +20m\n")
    assert empty("received", number, "--from", "Ruth", "-", "--json", now=LATER).json["text"] == "first\n\nsecond +20m"


def test_hostile_words_are_stored_clean(empty: Desk, number: str, typed: Callable[[str], None]) -> None:
    text = "\n".join(one for one in HOSTILE if len(one) < 2_000).encode("utf-8", "replace").decode()
    typed(text)
    told = empty("received", number, "--from", "R\x1b[2Juth", "-", "--json", now=LATER).json["text"]
    assert told == clean(text).strip()
    assert empty("replies", now=LATER).code == 0


@pytest.mark.parametrize("words", [
    ("--from", "Ruth"),
    ("--from", "", "words"),
    ("words",),
    ("--from", "Ruth", "  "),
])  # fmt: skip
def test_words_and_a_name_are_wanted(empty: Desk, number: str, words: tuple[str, ...]) -> None:
    assert empty("received", number, *words).code == 2
    assert empty("received", "99999", "--from", "Ruth", "x").code == 2


def test_a_help_desk_with_a_network_has_its_own_way(empty: Desk) -> None:
    empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "x")
    with sqlite3.connect(empty.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET number = '1'")
    database.close()
    (empty.folder / "config.toml").write_text(
        '[account]\nbackend = "request_tracker"\nname = "standalone"\nurl = "https://rt.example.org"\n'
    )
    got = empty("received", "1", "--from", "Ruth", "x")
    assert (got.code, "by mail or on its pages" in got.err) == (2, True)
    assert "workboard sync" in got.err
