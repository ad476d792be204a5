"""Opening for whoever may write: a damaged or lost database is restored first, one older than its spool is filled, and
words that could not be stored come back. Only by the holder of ``sync.lock``, and never without saying so."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from workboard.domain.errors import DamagedDatabase, ForeignDatabase, NeedsPerson
from workboard.store import backup, replay, unsaved
from workboard.store.database import Database
from workboard.store.lock import SyncLock, sync_lock
from workboard.store.restoring import RESTORED, Care, is_empty, replayed, rest, restore
from workboard.store.spool import Line, Spool, spool_of
from workboard.store.trouble import SUSPECT


def open_whole(path: str, care: Care) -> Database:
    """``Database.open`` for whoever may write: a damaged or lost file is restored first, and words that could not
    be stored come back as drafts. What was done stands in ``warnings``."""
    said = restore(path, care) if lost(path) or os.path.exists(path + SUSPECT) else None
    try:
        database = Database.open(path, care.wall, care.journal)
    except ForeignDatabase:
        raise
    except DamagedDatabase:
        said = restore(path, care)
        database = Database.open(path, care.wall, care.journal)
    try:
        gap = _gap_filled(database, care)  # a file just restored has had its spool, and said so
        database.warnings = tuple(filter(None, (said or gap, *_drafts_back(database))))
    except BaseException:
        database.close()
        raise
    return database


def lost(path: str) -> bool:
    """There is no database, or an empty one, and there was one."""
    if not is_empty(path):
        return False
    traces = (path + RESTORED, path + "-wal", spool_of(path).path)
    return any(map(os.path.exists, traces)) or bool(backup.copies(path))


def _gap_filled(database: Database, care: Care) -> str | None:
    """A lost or spoilt write-ahead log does not count as damage to SQLite: the database is simply an older one. The
    spool tells, because what is in it was in the database first."""
    spool = spool_of(database.path)
    newest = [line for line in _quietly(spool.tail) if "verb" in line][-1:]
    if not newest or not replay.missing(database.read(), newest):
        return None
    lock = sync_lock(database.path)
    if not _taken(lock):
        return None  # whoever has it open knows more
    try:
        back = database.write(lambda tx: replayed(tx, spool.read().lines, care))
    finally:
        lock.release()
    return f"the database was older than its spool: {back} of your acts came back, {rest(care)}"


def _taken(lock: SyncLock) -> bool:
    try:
        return lock.take()
    except OSError:
        return False


def _quietly(read: Callable[[], tuple[Line, ...]]) -> tuple[Line, ...]:
    try:
        return read()
    except OSError:
        return ()


def _drafts_back(database: Database) -> list[str]:
    """A line for each file with words that could not be stored: brought back, or why they are still there."""
    return [line for line in (_one_back(database, place) for place in unsaved.waiting(database.path)) if line]


def _one_back(database: Database, place: Spool) -> str | None:
    try:
        lines = place.read().lines
        left = database.write(lambda tx: unsaved.bring_back(tx, lines))
        place.rewrite(lambda now: [line for line in now if line in left or line not in lines])
    except (OSError, NeedsPerson, sqlite3.Error):
        return f"words that could not be stored are in {place.path}"
    came = len(lines) - len(left)
    told = [f"{came} could not be stored before: now a draft on its ticket"] if came else []
    told += [f"{len(left)} could not be stored and belong to no ticket here: see {place.path}"] if left else []
    return "texts: " + ", ".join(told) if told else None
