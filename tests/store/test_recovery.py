"""A damaged or lost file costs no word: it is put aside, a backup takes its place, and the spool fills the gap."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.store.damage import HERE, filled, flip, texts
from tests.store.make import NOW, enqueue, found, moves
from workboard.domain.errors import DamagedDatabase, ForeignDatabase, NewerDatabase
from workboard.domain.intent import AddNote, Answer, OpenTicket
from workboard.store import account, by_hand, delivery, drafts, entries, following, upkeep
from workboard.store.backup import sound
from workboard.store.database import Database
from workboard.store.drafts import Draft
from workboard.store.lock import sync_lock
from workboard.store.recovery import open_whole
from workboard.store.restoring import RESTORED, Care
from workboard.store.schema import VERSION
from workboard.store.states import PROMISED
from workboard.store.trouble import SUSPECT

TICKET = "desk:ticket:101"
THREE = ["note 0", "note 1", "note 2"]
STANDALONE = Care(HERE.wall, network=False)
Spoil = Callable[[Path], None]

HOLD = """
import sys
from workboard.store.database import Database
database = Database.open(sys.argv[1])
database.write(lambda tx: None)
print("open", flush=True)
sys.stdin.read()
"""


def aside(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.glob("workboard.db.damaged-*"))


def ruined(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def page_gone(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 : 8 * 4096] = bytes(7 * 4096)
    path.write_bytes(raw)


def deleted(path: Path) -> None:
    path.unlink()


def spoil_table(database: Database, name: str) -> None:
    """Close it, then take away the table's first page. Noticed by whoever looks into it."""
    root = database.read().value("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,))
    database.checkpoint()
    database.close()
    with open(database.path, "rb+") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    Path(database.path + SUSPECT).touch()


@pytest.mark.parametrize("spoil", [ruined, cut, page_gone, deleted])
@pytest.mark.parametrize("with_backup", [True, False])
def test_every_word_comes_back_and_it_is_said(tmp_path: Path, spoil: Spoil, with_backup: bool) -> None:
    path = filled(tmp_path)
    if with_backup:
        upkeep.look_after(path, NOW)
    database = Database.open(path)
    enqueue(database, AddNote(TICKET, "since the backup"))
    database.close()
    spoil(Path(path))
    if os.path.exists(path):
        with pytest.raises(DamagedDatabase, match="close every workboard, then open one"):
            _read_all(path)
    back, said = texts(path)
    assert back == [*THREE, "since the backup"]
    (sentence,) = said
    assert "\n" not in sentence
    assert ("the backup of 2026-11-24 10:42 UTC is in its place" in sentence) == with_backup
    assert ("1 of your acts" if with_backup else "4 of your acts") in sentence
    assert [os.path.join(tmp_path, one) in sentence for one in aside(tmp_path)] == [True] * (spoil is not deleted)
    assert texts(path) == (back, ())


def _read_all(path: str) -> None:
    database = Database.open(path)
    try:
        for (table,) in database.read().all("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            database.read().all(f"SELECT * FROM {table}")
    finally:
        database.close()


def test_the_damaged_file_is_kept_as_it_was(tmp_path: Path) -> None:
    path = filled(tmp_path)
    ruined(Path(path))
    before = Path(path).read_bytes()
    texts(path)
    (name,) = aside(tmp_path)
    assert (tmp_path / name).read_bytes() == before


def test_what_comes_back_is_looked_for_before_it_is_sent(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=1)
    ruined(Path(path))
    database = open_whole(path, HERE)
    (one,) = entries.open_entries(database.read())
    assert (one.state, one.attempts, one.next_at) == ("uncertain", 1, HERE.wall() + HERE.settle_ms)
    assert one.sent_at == NOW, "a look goes back to when it was made"
    assert moves(database, one.id)[-1] == ("pending", "uncertain", "from the spool, after the database was restored")
    database.close()


def test_what_waits_in_the_backup_may_have_been_sent_since(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=2)
    upkeep.look_after(path, NOW)
    database = Database.open(path)
    first, second = entries.open_entries(database.read())
    database.write(lambda tx: delivery.mark_inflight(tx, first, NOW, NOW, None))
    database.write(lambda tx: delivery.delivered(tx, found(tx, first.id), NOW, "77", "sent"))
    database.close()
    ruined(Path(path))
    again = open_whole(path, HERE)
    assert [found(again, one.id).state for one in (first, second)] == ["done", "uncertain"]
    again.close()


def test_what_was_dropped_stays_dropped(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=2)
    database = Database.open(path)
    first, second = entries.open_entries(database.read())
    database.write(lambda tx: by_hand.drop(tx, first, NOW))
    database.close()
    ruined(Path(path))
    for care in (HERE, STANDALONE):
        again = open_whole(path, care)
        assert [one.id for one in entries.open_entries(again.read())] == [second.id]
        again.close()


def test_a_clients_text_that_could_be_taken_back_goes_to_a_person(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    database = Database.open(path)
    one = enqueue(database, Answer(TICKET, "It works again"), sendable_at=PROMISED)
    database.close()
    ruined(Path(path))
    again = open_whole(path, HERE)
    back = found(again, one.id)
    assert (back.state, back.promised) == ("rejected", False)
    assert "see whether the client has it" in (back.reason or "")
    again.write(lambda tx: by_hand.retry(tx, back, NOW))
    assert found(again, one.id).state == "uncertain", "even then it is looked for first"
    assert found(again, one.id).sendable_at <= HERE.wall()
    again.close()


def test_without_a_help_desk_everything_since_the_backup_is_done_again(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    upkeep.look_after(path, NOW)
    database = Database.open(path)
    one = enqueue(database, AddNote(TICKET, "delivered since"))
    database.write(lambda tx: delivery.mark_inflight(tx, one, NOW, NOW, None))
    database.write(lambda tx: delivery.delivered(tx, found(tx, one.id), NOW, "77", "sent"))
    database.close()
    ruined(Path(path))
    again = open_whole(path, STANDALONE)
    assert found(again, one.id).state == "uncertain"
    assert "work times since then are lost" in again.warnings[0]
    again.close()


def test_a_ticket_that_got_its_number_keeps_it(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    database = Database.open(path)
    ticket = enqueue(database, OpenTicket("desk:ticket:new-1", "Printer", "", "Ruth"))
    note = enqueue(database, AddNote("desk:ticket:new-1", "It is the fuse"))
    database.write(lambda tx: delivery.mark_inflight(tx, ticket, NOW, NOW, None))
    database.write(lambda tx: following.rename_ticket(tx, "desk:ticket:new-1", "desk:ticket:9"))
    database.write(lambda tx: delivery.delivered(tx, found(tx, ticket.id), NOW, "9", "sent"))
    database.close()
    ruined(Path(path))
    again = open_whole(path, HERE)
    (left,) = entries.open_entries(again.read())
    assert (left.id, left.ticket_id, left.intent) == (
        note.id,
        "desk:ticket:9",
        AddNote("desk:ticket:9", "It is the fuse"),
    )
    again.close()


def test_words_for_one_help_desk_name_it_in_a_new_file(tmp_path: Path) -> None:
    path = filled(tmp_path)
    ruined(Path(path))
    database = open_whole(path, HERE)
    there = account.load(database.read())
    assert there is not None
    assert (there.id, there.backend, there.generation, there.state) == ("desk", "fake", "g1", "never")
    database.close()


@pytest.mark.parametrize(("care", "left"), [(HERE, 0), (STANDALONE, 1)])
def test_everything_is_read_anew_where_there_is_somebody_to_ask(tmp_path: Path, care: Care, left: int) -> None:
    path = filled(tmp_path)
    database = Database.open(path)
    database.write(lambda tx: account.set_watermark(tx, "desk", "changes", "41", "run", "g1"))
    database.close()
    upkeep.look_after(path, NOW)
    ruined(Path(path))
    again = open_whole(path, care)
    assert again.read().value("SELECT count(*) FROM cursor") == left
    again.close()


def test_what_was_being_typed_is_taken_from_the_damaged_file_where_it_can_be_read(tmp_path: Path) -> None:
    path = filled(tmp_path)
    upkeep.look_after(path, NOW)
    database = Database.open(path)
    database.write(lambda tx: drafts.save(tx, Draft(TICKET, "note", "half a sent", 0, 11, saved_at=NOW)))
    spoil_table(database, "outbox")
    again = open_whole(path, HERE)
    assert drafts.find(again.read(), TICKET, "note") == Draft(TICKET, "note", "half a sent", 0, 11, saved_at=NOW)
    assert again.read().value("SELECT count(*) FROM outbox") == 3
    again.close()


# -- who may do it ------------------------------------------------------------------------------------------


def test_nobody_restores_while_another_workboard_sends(tmp_path: Path) -> None:
    path = filled(tmp_path)
    ruined(Path(path))
    before = Path(path).read_bytes()
    lock = sync_lock(path)
    assert lock.take()
    with pytest.raises(DamagedDatabase, match="another workboard is open"):
        open_whole(path, HERE)
    assert Path(path).read_bytes() == before
    assert aside(tmp_path) == []
    lock.release()
    assert texts(path)[0] == THREE


@pytest.mark.skipif(os.name == "nt", reason="there an open file cannot be moved at all")
def test_nobody_restores_under_one_who_has_it_open(tmp_path: Path) -> None:
    path = filled(tmp_path)
    other = python_open(path)
    page_gone(Path(path))
    Path(path + SUSPECT).touch()
    with pytest.raises(DamagedDatabase, match="another workboard is open"):
        open_whole(path, HERE)
    other.communicate("")
    assert texts(path)[0] == THREE
    assert len(aside(tmp_path)) >= 1


def python_open(path: str):  # type: ignore[no-untyped-def]
    import subprocess
    import sys

    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    return other


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "workboard.db"
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE song (title)")
    foreign.commit()
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(ForeignDatabase):
        open_whole(str(path), HERE)
    assert path.read_bytes() == before
    assert aside(tmp_path) == []


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = filled(tmp_path)
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    before = Path(path).read_bytes()
    with pytest.raises(NewerDatabase):
        open_whole(path, HERE)
    assert Path(path).read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["spool.jsonl", "spool.lock", "workboard.db"]


def test_a_first_start_restores_nothing(tmp_path: Path) -> None:
    database = open_whole(str(tmp_path / "workboard.db"), HERE)
    assert database.warnings == ()
    database.close()


def test_a_suspicion_that_is_none_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = Path(path).read_bytes()
    Path(path + SUSPECT).touch()
    assert texts(path) == (THREE, ())
    assert not os.path.exists(path + SUSPECT)
    assert Path(path).read_bytes() == before


# -- killed while it is done --------------------------------------------------------------------------------


def test_a_kill_between_moving_and_putting_in_place_is_made_good(tmp_path: Path) -> None:
    path = filled(tmp_path)
    shutil.copy(path, path + RESTORED)
    os.rename(path, path + ".damaged-20261124T104200Z")
    Path(path + "-wal").write_bytes(b"the log of the former file")
    back, said = texts(path)
    assert back == THREE
    assert "after an interruption" in said[0]
    assert not os.path.exists(path + RESTORED)


def test_a_half_made_new_file_is_made_again(tmp_path: Path) -> None:
    path = filled(tmp_path)
    Path(path + RESTORED).write_bytes(Path(path).read_bytes()[:6000])
    ruined(Path(path))
    assert texts(path)[0] == THREE


def test_a_log_without_its_file_does_not_get_into_a_new_one(tmp_path: Path) -> None:
    path = filled(tmp_path)
    database = Database.open(path)
    enqueue(database, AddNote(TICKET, "in the log"))
    log = Path(path + "-wal").read_bytes()
    database.close()
    os.unlink(path)
    Path(path + "-wal").write_bytes(log)
    back, _ = texts(path)
    assert back == [*THREE, "in the log"]
    assert sound(path, thorough=True)
    (kept,) = aside(tmp_path)
    assert kept.endswith("-wal")
    assert (tmp_path / kept).read_bytes() == log


@pytest.mark.parametrize("spoil", [b"", b"spoilt", None])
def test_a_lost_log_costs_no_word(tmp_path: Path, spoil: bytes | None) -> None:
    """SQLite takes a missing or spoilt log for an empty one and says nothing."""
    path = filled(tmp_path)
    database = Database.open(path)
    enqueue(database, AddNote(TICKET, "in the log"))
    before = Path(path).read_bytes()
    database.close()
    Path(path).write_bytes(before)  # as it was, its log gone
    if spoil is not None:
        Path(path + "-wal").write_bytes(spoil)
    back, (said,) = texts(path)
    assert back == [*THREE, "in the log"]
    assert "1 of your acts came back" in said
    assert texts(path) == (back, ())


# -- by chance ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_a_spoilt_byte_is_told_or_costs_nothing(tmp_path: Path, seed: int) -> None:
    """What SQLite notices is restored; what it cannot notice (a letter in a text) is beyond everybody."""
    draw = random.Random(seed)
    path = filled(tmp_path)
    flip(path, draw.randrange(100, os.path.getsize(path)), draw.randrange(1, 256))
    with suppress(DamagedDatabase):
        _read_all(path)
    assert len(texts(path)[0]) == 3


@pytest.mark.parametrize("part", range(20))
def test_a_file_cut_anywhere_costs_no_word(tmp_path: Path, part: int) -> None:
    path = filled(tmp_path)
    size = os.path.getsize(path)
    with open(path, "rb+") as file:
        file.truncate(size * part // 20 + part)
    with suppress(DamagedDatabase):
        _read_all(path)
    assert texts(path)[0] == THREE


def test_damage_met_while_it_is_open_is_said_and_the_words_are_kept(tmp_path: Path) -> None:
    path = filled(tmp_path)
    spoil_table(Database.open(path), "outbox")
    database = Database.open(path)
    with pytest.raises(DamagedDatabase, match=r"is damaged .* come back as a draft"):
        enqueue(database, AddNote(TICKET, "written into a damaged file"))
    database.close()
    again = open_whole(path, HERE)
    kept = drafts.find(again.read(), TICKET, "note")
    assert kept is not None
    assert kept.body == "written into a damaged file"
    assert again.read().value("SELECT count(*) FROM outbox") == 3
    again.close()


def test_a_text_that_is_none_any_more_is_damage_too(tmp_path: Path) -> None:
    """No check of SQLite's looks at letters; whoever reads it does."""
    path = filled(tmp_path)
    raw = Path(path).read_bytes()
    Path(path).write_bytes(raw.replace(b"Ruth Osei", b"Ruth\xff\xfesei"))
    with pytest.raises(DamagedDatabase, match="decode"):
        _read_all(path)
    assert not sound(path, thorough=True)
    back, said = texts(path)
    assert (back, len(said)) == (THREE, 1)
    _read_all(path)
