"""An older file: brought up by one who is alone, after a backup; nobody else is disturbed, and nobody stays behind."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.damage import HERE, filled
from tests.store.make import NOW
from tests.store.test_database import python
from workboard.domain.errors import NeedsPerson, NotStored
from workboard.store import backup, upkeep
from workboard.store.backup import copies, folder_of
from workboard.store.database import Database
from workboard.store.lock import sync_lock
from workboard.store.recovery import open_whole
from workboard.store.schema import ADDED, VERSION

MODULES = ("connection", "migrations", "database", "trouble", "keeping", "upkeep", "restoring")
WRITE = """
import sys
from workboard.domain.intent import AddNote
from workboard.domain.marks import ulid
from workboard.domain.note_lines import format_marker
from workboard.store.database import Database
from workboard.store.entries import Wish
from workboard.store.outbox import enqueue
path, who, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
database = Database.open(path)
for number in range(count):
    name = ulid(number, who)
    wish = Wish(name, name, format_marker(who * count + number), AddNote("desk:ticket:101", f"{who}: {number}"))
    database.write(lambda tx: enqueue(tx, wish, number, number))
database.close()
"""
"""``count`` notes by process ``who``"""


@contextmanager
def at_version(number: int, *more: str) -> Iterator[None]:
    """As a workboard would see it that knows the schema up to ``number``; ``more`` are a step of the future."""
    steps = (*ADDED[:number], more) if more else ADDED[:number]
    with pytest.MonkeyPatch.context() as patch:
        for name in MODULES:
            for attribute, value in (("ADDED", steps), ("VERSION", len(steps))):
                patch.setattr(f"workboard.store.{name}.{attribute}", value, raising=False)
        yield


def schema_of(path: str) -> int:
    one = sqlite3.connect(path)
    try:
        (number,) = one.execute("PRAGMA user_version").fetchone()
        return int(number)
    finally:
        one.close()


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A file of the first version with three notes in it."""
    with at_version(1):
        return filled(tmp_path)


def test_a_backup_comes_first(old: str) -> None:
    database = Database.open(old, lambda: NOW)
    assert database.read().value("PRAGMA user_version") == VERSION
    assert database.read().value("SELECT count(*) FROM note") == 3
    database.close()
    (copy,) = copies(old)
    assert copy.name == "workboard-20261124T104200Z-v1.db"
    assert schema_of(os.path.join(folder_of(old), copy.name)) == 1


def test_a_backup_of_an_older_version_is_brought_up_when_it_is_restored(old: str) -> None:
    with at_version(1):
        upkeep.look_after(old, NOW)
    Path(old).write_bytes(b"ruined" * 1000)
    database = open_whole(old, HERE)
    assert database.read().value("PRAGMA user_version") == VERSION
    assert database.read().value("SELECT count(*) FROM note") == 3
    database.close()


def test_nobody_migrates_under_an_open_board(old: str) -> None:
    before = Path(old).read_bytes()
    lock = sync_lock(old)
    assert lock.take()
    with pytest.raises(NeedsPerson, match="another workboard is open: close it first") as caught:
        Database.open(old)
    assert caught.value.exit_code == 4
    assert Path(old).read_bytes() == before
    assert copies(old) == []
    lock.release()
    Database.open(old).close()
    assert lock.take(), "the lock is free again"
    lock.release()


def test_a_new_file_needs_no_lock(tmp_path: Path) -> None:
    path = str(tmp_path / "workboard.db")
    lock = sync_lock(path)
    assert lock.take()
    Database.open(path).close()
    assert copies(path) == []
    lock.release()


def test_without_a_backup_nothing_is_changed(old: str) -> None:
    Path(folder_of(old)).write_text("in the way")
    with pytest.raises(NotStored, match="no backup can be made"):
        Database.open(old)
    assert schema_of(old) == 1


def test_whoever_had_it_open_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = filled(tmp_path)
    database = Database.open(path)
    with at_version(VERSION, "ALTER TABLE place RENAME COLUMN value TO said"):
        Database.open(path).close()
    with pytest.raises(NeedsPerson, match="newer workboard changed the database"):
        database.read().value("SELECT value FROM place")
    database.close()


def test_processes_write_while_another_makes_backups(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    running = [python(WRITE, path, str(who), "40") for who in range(3)]
    taken = 0
    while any(one.poll() is None for one in running):
        upkeep.look_after(path, NOW + taken * 1000)
        taken += 1
    assert [one.communicate() for one in running] == [("", "")] * 3
    database = Database.open(path)
    assert database.read().value("SELECT count(*) FROM note") == 120
    assert backup.sound(path, thorough=True)
    database.close()
