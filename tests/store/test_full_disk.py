"""A disk that is full, read-only, failing, or from which the file is gone: one line, and no word lost."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.board.bench import standalone
from tests.store.damage import HERE, filled
from tests.store.make import NOW, enqueue, wish
from workboard.board import notes
from workboard.domain.errors import NeedsPerson, NewerDatabase, NotStored
from workboard.domain.intent import AddNote, Answer, Claim, OpenTicket
from workboard.store import connection, drafts, outbox, unsaved
from workboard.store.database import Database, Transaction
from workboard.store.drafts import Draft
from workboard.store.recovery import open_whole
from workboard.store.schema import VERSION
from workboard.store.spool import unsaved_of

TICKET = "desk:ticket:101"


@pytest.fixture(autouse=True)
def _folders_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "session").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "session"))


def fill_up(monkeypatch: pytest.MonkeyPatch, pages: int = 0) -> None:
    """A disk with room for so many pages more, for every connection made from now on."""
    usual = connection.set_up

    def with_little_room(one: sqlite3.Connection, journal: str | None = None) -> None:
        usual(one, journal)
        (used,) = one.execute("PRAGMA page_count").fetchone()
        one.execute(f"PRAGMA max_page_count = {used + pages}")

    monkeypatch.setattr(connection, "set_up", with_little_room)


def write_until_full(database: Database) -> tuple[int, NotStored]:
    """How many notes were acknowledged, and what was said of the next."""
    for number in range(1000):
        try:
            enqueue(database, AddNote(TICKET, f"{number} " + "x" * 3000))
        except NotStored as error:
            return number, error
    raise AssertionError("the disk never filled up")


def bodies(path: str) -> list[str]:
    database = open_whole(path, HERE)
    try:
        return [row[0] for row in database.read().all("SELECT body FROM draft ORDER BY body")]
    finally:
        database.close()


@pytest.mark.parametrize("pages", range(8))
def test_full_at_any_moment_every_note_is_saved_or_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    path = filled(tmp_path, notes=0)
    with monkeypatch.context() as patch:
        fill_up(patch, pages)
        database = Database.open(path)
        acknowledged, error = write_until_full(database)
        database.close()
    assert re.search(r"no room left .* come back as a draft\)$", str(error))
    assert "\n" not in str(error)
    database = open_whole(path, HERE)
    saved = {row[0][:2] for row in database.read().all("SELECT body FROM note")}
    assert saved == {f"{number} "[:2] for number in range(acknowledged)}
    kept = drafts.find(database.read(), TICKET, "note")
    assert kept is not None
    assert kept.body == f"{acknowledged} " + "x" * 3000
    assert any("now a draft on its ticket" in one for one in database.warnings)
    assert unsaved.waiting(path) == []
    database.close()


async def test_a_sheet_hears_the_remedy_and_keeps_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = await standalone(tmp_path).ready()
    ticket = await bench.ticket()
    bench.close()
    fill_up(monkeypatch)
    bench = standalone(tmp_path)
    with pytest.raises(NotStored, match="make some, then do it again"):
        await notes.add(bench.desk, ticket.id, "It was the fuse " + "x" * 9000 + " +20m #kb >Call Ruth")
    with pytest.raises(NotStored):
        await notes.save_draft(bench.desk, ticket.id, "note", "x" * 9000)
    bench.close()
    monkeypatch.undo()
    again = open_whole(bench.database.path, HERE)
    kept = drafts.find(again.read(), ticket.id, "note")
    assert kept is not None
    assert kept.body == "It was the fuse " + "x" * 9000 + "\n+20m #kb >Call Ruth"
    again.close()


def test_the_second_half_of_an_act_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first statement fails, and what the work would have said after it is heard all the same."""
    path = filled(tmp_path, notes=0)
    with monkeypatch.context() as patch:
        fill_up(patch)
        database = Database.open(path)

        def work(transaction: Transaction) -> None:
            outbox.enqueue(transaction, wish(Answer(TICKET, "For the client " + "x" * 9000)), NOW, NOW)
            outbox.enqueue(transaction, wish(AddNote(TICKET, "Only for us")), NOW, NOW)
            outbox.enqueue(transaction, wish(Claim(TICKET)), NOW, NOW)

        with pytest.raises(NotStored):
            database.write(work)
        database.close()
    assert [one[:11] for one in bodies(path)] == ["For the cli", "Only for us"]


def test_saved_at_the_second_try_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path, notes=0)
    text = "once " + "x" * 9000
    with monkeypatch.context() as patch:
        fill_up(patch)
        database = Database.open(path)
        for _ in range(3):
            with pytest.raises(NotStored):
                enqueue(database, AddNote(TICKET, text))
        database.close()
    database = Database.open(path)
    enqueue(database, AddNote(TICKET, text))
    database.close()
    assert bodies(path) == []


def test_a_newer_draft_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path, notes=0)
    with monkeypatch.context() as patch:
        fill_up(patch)
        database = Database.open(path)
        with pytest.raises(NotStored):
            enqueue(database, AddNote(TICKET, "older " + "x" * 9000))
        database.close()
    database = Database.open(path)
    database.write(lambda tx: drafts.save(tx, Draft(TICKET, "note", "newer", saved_at=NOW + 1)))
    database.close()
    assert bodies(path) == ["newer"]
    (place,) = unsaved.waiting(path)
    assert [line["body"][:5] for line in place.read().lines] == ["older"], "its words are still in the file"


def test_a_ticket_that_was_never_opened_stays_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path, notes=0)
    with monkeypatch.context() as patch:
        fill_up(patch)
        database = Database.open(path)
        with pytest.raises(NotStored, match=r"unsaved\.jsonl"):
            enqueue(database, OpenTicket("desk:ticket:new-1", "Printer", "x" * 9000, "Ruth"))
        database.close()
    database = open_whole(path, HERE)
    assert any("see " in one and "unsaved.jsonl" in one for one in database.warnings)
    database.close()
    (place,) = unsaved.waiting(path)
    assert place.read().lines[0]["fields"]["contact_name"] == "Ruth"


def test_where_the_folder_takes_nothing_the_words_go_to_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(tmp_path, notes=0)
    (tmp_path / "unsaved.jsonl").mkdir()
    with monkeypatch.context() as patch:
        fill_up(patch)
        database = Database.open(path)
        with pytest.raises(NotStored, match="session") as caught:
            enqueue(database, AddNote(TICKET, "elsewhere " + "x" * 9000))
        database.close()
    elsewhere = unsaved_of(path)[1].path
    assert elsewhere in str(caught.value)
    if os.name != "nt":
        assert stat.S_IMODE(os.stat(elsewhere).st_mode) == 0o600
    (tmp_path / "unsaved.jsonl").rmdir()
    assert [one[:9] for one in bodies(path)] == ["elsewhere"]
    assert not os.path.exists(elsewhere)


@pytest.mark.skipif(os.name == "nt", reason="there an open file cannot be taken away")
@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_gone_from_its_place_takes_no_more_words(tmp_path: Path, replaced: bool) -> None:
    path = filled(tmp_path, notes=1)
    database = Database.open(path)
    enqueue(database, AddNote(TICKET, "before"))
    os.rename(path, path + ".moved")
    if replaced:
        Path(path).write_bytes(Path(path + ".moved").read_bytes())
    with pytest.raises(NotStored, match="no longer where it was: close workboard and open it again"):
        enqueue(database, AddNote(TICKET, "after"))
    database.close()
    again = open_whole(path, HERE)
    bodies = [row[0] for row in again.read().all("SELECT body FROM note ORDER BY id")]
    assert bodies == ["note 0", "before"]
    kept = drafts.find(again.read(), TICKET, "note")
    assert kept is not None
    assert kept.body == "after"
    again.close()


def test_a_schema_that_changed_meanwhile_ends_the_writing_politely(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    database = Database.open(path)
    database.write(lambda tx: None)
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {VERSION + 1}")
    other.close()
    with pytest.raises(NewerDatabase, match="close this one, start the new one"):
        enqueue(database, AddNote(TICKET, "too late"))
    database.close()
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {VERSION}")
    other.close()
    assert bodies(path) == ["too late"]


def test_a_locked_database_is_no_reason_to_lose_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path, notes=0)
    monkeypatch.setattr(connection, "BUSY_MS", 10)
    database = Database.open(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(NeedsPerson, match="locked"):
        enqueue(database, AddNote(TICKET, "waiting in vain"))
    holder.close()
    database.close()
    assert bodies(path) == ["waiting in vain"]


def test_a_mistake_of_ours_stays_one(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    database = Database.open(path)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.write(lambda tx: tx.all("SELECT * FROM nowhere"))
    with pytest.raises(sqlite3.IntegrityError):
        database.write(lambda tx: tx.run("INSERT INTO place (name, value, at) VALUES ('a', NULL, 1)"))
    database.close()
    assert unsaved.waiting(path) == []
