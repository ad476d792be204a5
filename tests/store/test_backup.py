"""Copies while the database is in use: whole, private, checked, and not for ever."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.damage import DAY, filled
from tests.store.make import NOW, enqueue, found
from tests.support.until import until
from workboard.domain.errors import NeedsPerson, NotStored
from workboard.domain.intent import AddNote
from workboard.store import delivery, upkeep
from workboard.store.backup import Copy, copies, expired, folder_of, newest_sound, stamp, take
from workboard.store.database import Database
from workboard.store.lock import sync_lock
from workboard.store.schema import VERSION
from workboard.store.spool import spool_of

TICKET = "desk:ticket:101"
times = st.lists(st.integers(0, 30 * DAY).map(lambda back: NOW - back), unique=True, max_size=40)


def named(at: int) -> Copy:
    return Copy(f"workboard-{stamp(at)}-v{VERSION}.db", at)


def notes(path: str) -> int:
    connection = sqlite3.connect(path)
    try:
        (number,) = connection.execute("SELECT count(*) FROM note").fetchone()
        return int(number)
    finally:
        connection.close()


@given(times)
def test_three_newest_and_one_a_day_for_a_week(at: list[int]) -> None:
    kept = [named(one) for one in at]
    left = sorted(set(kept) - set(expired(kept, NOW)), key=lambda one: -one.at)
    assert left[:3] == sorted(kept, key=lambda one: -one.at)[:3]
    assert len(left) <= 3 + 7
    week = {one // DAY for one in at if NOW // DAY - one // DAY < 7}
    assert week <= {one.at // DAY for one in left}
    assert expired(left, NOW) == []


@pytest.mark.parametrize("name", ["notes.db", "workboard-yesterday.db", "workboard-20261124T104200Z.db.7.part"])
def test_a_name_that_is_not_ours_is_nobodys_backup(tmp_path: Path, name: str) -> None:
    path = filled(tmp_path)
    os.makedirs(folder_of(path))
    Path(folder_of(path), name).write_bytes(b"x")
    assert copies(path) == []


def test_a_backup_is_whole_private_and_one_file(tmp_path: Path) -> None:
    path = filled(tmp_path)
    copy = take(path, NOW, VERSION)
    assert os.path.basename(copy) == f"workboard-20261124T104200Z-v{VERSION}.db"
    assert os.listdir(folder_of(path)) == [os.path.basename(copy)]
    assert notes(copy) == 3
    if os.name != "nt":
        assert stat.S_IMODE(os.stat(copy).st_mode) == 0o600
        assert stat.S_IMODE(os.stat(folder_of(path)).st_mode) == 0o700
    assert copies(path) == [named(NOW // 1000 * 1000)]


def test_two_in_one_second_are_two(tmp_path: Path) -> None:
    path = filled(tmp_path)
    assert take(path, NOW, VERSION) != take(path, NOW, VERSION)
    assert len(copies(path)) == 2


def test_what_is_still_in_the_log_is_in_the_backup(database: Database) -> None:
    enqueue(database, AddNote(TICKET, "only in the log"))
    assert notes(take(database.path, NOW, VERSION)) == 1


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    path = filled(tmp_path)
    take(path, NOW - DAY, VERSION)
    newest = Path(take(path, NOW, VERSION))
    newest.write_bytes(newest.read_bytes()[:5000])
    assert newest_sound(path) == named((NOW - DAY) // 1000 * 1000)


def test_a_copy_of_a_damaged_file_is_not_called_a_backup(tmp_path: Path) -> None:
    path = filled(tmp_path)
    raw = bytearray(Path(path).read_bytes())
    raw[4096:8192] = b"\xff" * 4096
    Path(path).write_bytes(raw)
    with pytest.raises(NeedsPerson):
        take(path, NOW, VERSION)
    assert os.listdir(folder_of(path)) == []


def test_a_folder_that_cannot_be_made_is_said_in_a_line(tmp_path: Path) -> None:
    path = filled(tmp_path)
    Path(folder_of(path)).write_text("a file")
    with pytest.raises(NotStored, match="no backup"):
        take(path, NOW, VERSION)


def test_looking_after_it_takes_away_what_expired_and_what_a_kill_left(tmp_path: Path) -> None:
    path = filled(tmp_path)
    for back in range(12):
        take(path, NOW - back * DAY, VERSION)
    left = Path(folder_of(path), "workboard-20261124T104200Z-v1.db.4194304.part")
    left.write_bytes(b"half")
    upkeep.look_after(path, NOW + 1000)
    assert len(copies(path)) == 8, "the three newest, two of them today's, and six days before"
    assert not left.exists()


def test_the_spool_keeps_what_the_backup_does_not_end(database: Database) -> None:
    done, open_ = (enqueue(database, AddNote(TICKET, text)) for text in ("done", "open"))
    database.write(lambda tx: delivery.mark_inflight(tx, done, NOW, NOW, None))
    database.write(lambda tx: delivery.delivered(tx, found(tx, done.id), NOW, "77", "sent"))
    upkeep.look_after(database.path, NOW)
    assert [line["id"] for line in spool_of(database.path).read().lines] == [open_.id]


def test_a_line_the_spool_never_got_is_made_good(database: Database) -> None:
    one = enqueue(database, AddNote(TICKET, "Reboot\nNext step: Call Ruth"))
    before = spool_of(database.path).read()
    os.unlink(spool_of(database.path).path)
    upkeep.look_after(database.path, NOW)
    assert spool_of(database.path).read() == before
    assert before.lines[0]["id"] == one.id


# -- every day ----------------------------------------------------------------------------------------------


def test_a_backup_is_due_a_day_after_the_last_and_an_hour_after_the_first_sync(tmp_path: Path) -> None:
    path = filled(tmp_path)
    lock = sync_lock(path)
    assert lock.take()
    lock.release()
    os.utime(lock.path, ns=(NOW * 1_000_000, NOW * 1_000_000))
    assert upkeep.due_at(path) == NOW + upkeep.FIRST_AFTER_MS
    take(path, NOW, VERSION)
    assert upkeep.due_at(path) == NOW // 1000 * 1000 + DAY


async def test_the_holder_takes_it_beside_its_work_once_a_day(tmp_path: Path) -> None:
    path = filled(tmp_path)
    now = [NOW]
    take(path, NOW, VERSION)
    database = Database.open(path, lambda: now[0])
    database.checkpoint()
    now[0] += DAY
    for _ in range(5):
        database.checkpoint()
        await until(lambda: len(copies(path)) == 2)
    enqueue(database, AddNote(TICKET, "meanwhile"))
    database.close()
    assert len(copies(path)) == 2


async def test_one_that_fails_is_tried_again_an_hour_later(tmp_path: Path) -> None:
    path = filled(tmp_path)
    now = [NOW]
    os.close(os.open(folder_of(path), os.O_CREAT))  # a file is in the way
    database = Database.open(path, lambda: now[0])
    database.checkpoint()
    await until(lambda: all(one.name != "workboard-backup" for one in threading.enumerate()))
    os.unlink(folder_of(path))
    database.checkpoint()
    assert copies(path) == []
    now[0] += upkeep.AGAIN_AFTER_MS
    database.checkpoint()
    await until(lambda: copies(path))
    database.close()
