"""The second place of every wish: in order, shared, and readable after any crash."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.make import NOW, enqueue, found
from tests.store.test_database import python
from workboard.domain.intent import AddNote, OpenTicket
from workboard.store import by_hand, delivery, following
from workboard.store.database import Database, Transaction
from workboard.store.spool import Found, Line, Spool, packed, spool_of, unpacked

TICKET = "desk:ticket:101"
APPEND = """
import sys
from workboard.store.spool import Spool
spool = Spool(sys.argv[1])
for number in range(60):
    spool.append([{"who": sys.argv[2], "number": number}])
"""
lines = st.lists(st.dictionaries(st.text(), st.text() | st.integers()), max_size=5)


def spooled(database: Database) -> list[Line]:
    return list(spool_of(database.path).read().lines)


@given(lines)
def test_what_is_packed_comes_back(several: list[Line]) -> None:
    assert unpacked(b"".join(map(packed, several))) == Found(tuple(several))


@given(lines, st.integers(0, 400))
def test_a_crash_tears_at_most_the_last_line(several: list[Line], cut: int) -> None:
    raw = b"".join(map(packed, several))
    found = unpacked(raw[: max(0, len(raw) - cut)])
    assert found.spoilt == ()
    assert list(found.lines) == several[: len(found.lines)]
    assert len(found.lines) == raw[: max(0, len(raw) - cut)].count(b"\n")


def test_after_a_torn_line_the_next_begins_anew(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path / "spool.jsonl"))
    spool.append([{"a": 1}])
    with open(spool.path, "ab") as file:
        file.write(packed({"b": 2})[:-4])
    spool.append([{"c": 3}])
    assert spool.read().lines == ({"a": 1}, {"c": 3})
    assert len(spool.read().spoilt) == 1


@pytest.mark.parametrize("garbage", [b"\x00\xff\n", b"00000000 {}\n", b"hello\n", b"\n\n"])
def test_garbage_is_passed_over_and_kept_aside(tmp_path: Path, garbage: bytes) -> None:
    spool = Spool(str(tmp_path / "spool.jsonl"))
    spool.append([{"a": 1}])
    with open(spool.path, "ab") as file:
        file.write(garbage)
    spool.append([{"b": 2}])
    assert spool.read().lines == ({"a": 1}, {"b": 2})
    spool.rewrite(lambda now: now[1:])
    assert spool.read() == Found(({"b": 2},))
    aside = tmp_path / "spool.jsonl.spoilt"
    assert (aside.read_bytes() if aside.exists() else b"").strip() == garbage.strip()


def test_several_processes_lose_no_line_while_it_is_rewritten(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path / "spool.jsonl"))
    running = [python(APPEND, spool.path, who) for who in "ab"]
    while any(one.poll() is None for one in running):
        spool.rewrite(lambda now: now)
    assert [one.communicate() for one in running] == [("", "")] * 2
    for who in "ab":
        assert [one["number"] for one in spool.read().lines if one["who"] == who] == list(range(60))


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_it_belongs_to_nobody_else(database: Database) -> None:
    enqueue(database, AddNote(TICKET, "hello"))
    assert stat.S_IMODE(os.stat(spool_of(database.path).path).st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no such flag here")
def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine\n")
    (tmp_path / "spool.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"."):
        Spool(str(tmp_path / "spool.jsonl")).append([{"a": 1}])
    assert (tmp_path / "elsewhere").read_text() == "mine\n"


def test_a_wish_is_in_the_spool_when_it_is_acknowledged(database: Database) -> None:
    one = enqueue(database, AddNote(TICKET, "Rebooted – twice"))
    (line,) = spooled(database)
    assert (line["id"], line["marker"], line["verb"]) == (one.id, one.marker, "note")
    assert "Rebooted – twice" in line["payload"]
    assert line["account"] == ["desk", "fake", None, "g1"]


def test_what_was_rolled_back_is_not_in_it(database: Database) -> None:
    def work(transaction: Transaction) -> None:
        transaction.keep({"id": "1", "verb": "note"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write(work)
    assert spooled(database) == []


def test_it_also_knows_what_became_of_a_wish(database: Database) -> None:
    one, other = (enqueue(database, AddNote(TICKET, text)) for text in ("a", "b"))
    database.write(lambda tx: by_hand.drop(tx, other, NOW))
    database.write(lambda tx: delivery.mark_inflight(tx, one, NOW, NOW, None))
    database.write(lambda tx: delivery.delivered(tx, found(tx, one.id), NOW, "77", "sent"))
    assert spooled(database)[2:] == [
        {"of": other.id, "ended": "dropped", "account": ["desk", "fake", None, "g1"]},
        {"of": one.id, "ended": "done", "account": ["desk", "fake", None, "g1"]},
    ]


def test_a_ticket_that_got_its_number_is_in_it_too(database: Database) -> None:
    enqueue(database, OpenTicket("desk:ticket:new-1", "Printer", "", "Ruth"))
    database.write(lambda tx: following.rename_ticket(tx, "desk:ticket:new-1", "desk:ticket:9"))
    assert {"was": "desk:ticket:new-1", "is": "desk:ticket:9"}.items() <= spooled(database)[-1].items()


@pytest.mark.skipif(sys.platform == "win32", reason="a directory cannot be put there while it is open")
def test_a_spool_that_cannot_be_written_holds_up_nobody_and_is_made_good(database: Database) -> None:
    place = Path(spool_of(database.path).path)
    place.mkdir()
    enqueue(database, AddNote(TICKET, "one"))
    place.rmdir()
    enqueue(database, AddNote(TICKET, "two"))
    assert ["one" in line["payload"] for line in spooled(database)] == [True, False]
