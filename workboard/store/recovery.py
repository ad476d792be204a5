"""A damaged or lost database: put aside as it is, the newest good backup in its place, and in that what the spool
knows. Only by the holder of ``sync.lock``, while nobody else has the file open, and never without saying so.

The new file is finished beside the old one before anything is moved, and the old one's name goes first. So a kill in
between leaves the old database, or none and a finished new one, which the next start puts in its place.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final, NamedTuple

from workboard.domain.errors import DamagedDatabase, ForeignDatabase, NeedsPerson, NotStored
from workboard.store import backup, replay, unsaved
from workboard.store.backup import Copy
from workboard.store.connection import REMEDY, SUSPECT, Transaction, create_private, in_words, plain, set_up
from workboard.store.database import WAL, Database
from workboard.store.journal import Draft, draft, save_draft
from workboard.store.lock import SyncLock, in_use, sync_lock
from workboard.store.migrations import migrate, version
from workboard.store.schema import VERSION
from workboard.store.spool import Line, Spool, spool_of, sync_folder

RESTORED: Final = ".restored"
PARTS: Final = ("", "-wal", "-shm")


class Care(NamedTuple):
    """What looking after a file needs to know. ``wall``: the machine's clock, milliseconds UTC; ``network``: whether
    a help desk has what was delivered; ``settle_ms``: before looking there whether a write arrived; ``journal``: see
    ``Database.open``."""

    wall: Callable[[], int]
    network: bool = True
    settle_ms: int = 120_000
    journal: str = WAL


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


def is_empty(path: str) -> bool:
    """Whether nothing is there yet."""
    try:
        return os.stat(path).st_size == 0
    except FileNotFoundError:
        return True


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
        back = database.write(lambda tx: _replayed(tx, spool.read().lines, care))
    finally:
        lock.release()
    return f"the database was older than its spool: {back} of your acts came back, {_rest(care)}"


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


def _replayed(transaction: Transaction, lines: tuple[Line, ...], care: Care) -> int:
    back = replay.restore(transaction, lines, care.wall(), care.settle_ms, network=care.network)
    if care.network:
        transaction.run("DELETE FROM cursor")  # everything is read anew
    transaction.kept.clear()  # all of it is in the spool
    return back


def restore(path: str, care: Care) -> str | None:
    """What was done, in a sentence; ``None`` where nothing had to be. ``DamagedDatabase`` while another workboard
    is open, ``NotStored`` without room for it: then nothing was changed."""
    lock = sync_lock(path)
    if not lock.take() or in_use(path):
        lock.release()
        raise DamagedDatabase(f"the database {path} is damaged or lost, and another workboard is open: {REMEDY}")
    try:
        if not is_empty(path) and backup.sound(path, thorough=True):
            _clear(path + SUSPECT)  # somebody else was quicker, or it was the disk's bad moment
            return None
        return _restored(path, care)
    except sqlite3.Error as error:
        raise in_words(path, error) from None
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise NotStored(f"the database {path} cannot be restored ({why}): make room on its disk") from None
    finally:
        lock.release()


def _restored(path: str, care: Care) -> str:
    now = care.wall()
    fresh = path + RESTORED
    if os.path.exists(path) or not (os.path.exists(fresh) and backup.sound(fresh)):
        used, back, spoilt = _build(path, care)
        words = _sentence(path, used, back, care, spoilt)
    else:
        words = f"the database {path} was restored after an interruption"
    aside = _move_aside(path, now)
    os.replace(fresh, path)
    sync_folder(path)
    _clear(path + SUSPECT)
    return f"{words}; the former file is {aside}" if aside else words


def _build(path: str, care: Care) -> tuple[Copy | None, int, int]:
    """The new file, complete; which backup it is made of, how much came back, and how many lines were spoilt."""
    fresh = path + RESTORED
    for ending in (*PARTS, "-journal"):
        _clear(fresh + ending)
    used = backup.newest_sound(path)
    create_private(fresh)
    if used is not None:
        import shutil

        shutil.copyfile(os.path.join(backup.folder_of(path), used.name), fresh)
    found = spool_of(path).read()
    typed = _typed_in(path)
    with closing(plain(fresh)) as connection:
        set_up(connection, "delete")
        if version(connection) != VERSION:
            migrate(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        transaction = Transaction(connection)
        back = _replayed(transaction, found.lines, care)
        for one in typed:
            there = draft(transaction, one.ticket_id, one.kind)
            if there is None or there.saved_at < one.saved_at:
                save_draft(transaction, one)
        connection.execute("COMMIT")
    return used, back, len(found.spoilt)


def _typed_in(path: str) -> list[Draft]:
    """What was being typed, as far as the damaged file still tells: no backup and no spool has that."""
    if is_empty(path):
        return []
    try:
        with closing(plain(path)) as connection:
            rows = connection.execute(
                "SELECT ticket_id, kind, body, row, col, public, saved_at FROM draft WHERE promote_at IS NULL"
            ).fetchall()
    except sqlite3.Error:
        return []
    return [Draft._make((*row[:5], bool(row[5]), row[6])) for row in rows]


def _sentence(path: str, used: Copy | None, back: int, care: Care, spoilt: int) -> str:
    what = "was damaged" if os.path.exists(path) else "was not there"
    base = f"the backup of {backup.told(used.at)} is in its place" if used else "a new one is in its place"
    came = f"{back} of your acts came back from the spool"
    lines = f" ({spoilt} lines of it cannot be read)" if spoilt else ""
    return f"the database {what}: {base}, {came}{lines}, {_rest(care)}"


def _rest(care: Care) -> str:
    return "everything else is read anew" if care.network else "work times since then are lost"


def _move_aside(path: str, now: int) -> str | None:
    """All that belongs to the former file under one new name, its own first; the name, if there was anything."""
    aside = f"{path}.damaged-{backup.stamp(now)}"
    while any(os.path.lexists(aside + ending) for ending in PARTS):
        now += 1000
        aside = f"{path}.damaged-{backup.stamp(now)}"
    moved = [ending for ending in PARTS if os.path.lexists(path + ending)]
    for ending in moved:
        os.rename(path + ending, aside + ending)
    sync_folder(path)
    return aside if moved else None


def _clear(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


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
