"""A new file in the place of a damaged or lost one: put together from the newest good backup and what the spool knows.

It is finished beside the old one before anything is moved, and the old one's name goes first. So a kill in between
leaves the old database, or none and a finished new one, which the next start puts in its place.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

from workboard.domain.errors import DamagedDatabase, NotStored
from workboard.domain.typed import Final, NamedTuple
from workboard.store import backup, drafts, replay
from workboard.store.backup import Copy
from workboard.store.connection import Transaction, create_private, plain, set_up, version
from workboard.store.database import WAL
from workboard.store.drafts import Draft
from workboard.store.lock import in_use, sync_lock
from workboard.store.migrations import migrate
from workboard.store.schema import VERSION
from workboard.store.spool import Line, spool_of, sync_folder
from workboard.store.trouble import REMEDY, SUSPECT, in_words

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


def is_empty(path: str) -> bool:
    """Whether nothing is there yet."""
    try:
        return os.stat(path).st_size == 0
    except FileNotFoundError:
        return True


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
    used = _copied(path, fresh)
    found = spool_of(path).read()
    typed = _typed_in(path)
    with closing(plain(fresh)) as connection:
        set_up(connection, "delete")
        if version(connection) != VERSION:
            migrate(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        transaction = Transaction(connection)
        back = replayed(transaction, found.lines, care)
        _type_again(transaction, typed)
        connection.execute("COMMIT")
    return used, back, len(found.spoilt)


def _copied(path: str, fresh: str) -> Copy | None:
    """The newest good backup as the beginning of the new file; an empty one where there is none."""
    for ending in (*PARTS, "-journal"):
        _clear(fresh + ending)
    used = backup.newest_sound(path)
    create_private(fresh)
    if used is not None:
        import shutil

        shutil.copyfile(os.path.join(backup.folder_of(path), used.name), fresh)
    return used


def replayed(transaction: Transaction, lines: tuple[Line, ...], care: Care) -> int:
    """What the spool knows and the file does not; how many acts came back."""
    back = replay.restore(transaction, lines, care.wall(), care.settle_ms, network=care.network)
    if care.network:
        transaction.run("DELETE FROM cursor")  # everything is read anew
    transaction.kept.clear()  # all of it is in the spool
    return back


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


def _type_again(transaction: Transaction, typed: list[Draft]) -> None:
    for one in typed:
        there = drafts.find(transaction, one.ticket_id, one.kind)
        if there is None or there.saved_at < one.saved_at:
            drafts.save(transaction, one)


def _sentence(path: str, used: Copy | None, back: int, care: Care, spoilt: int) -> str:
    what = "was damaged" if os.path.exists(path) else "was not there"
    base = f"the backup of {backup.told(used.at)} is in its place" if used else "a new one is in its place"
    came = f"{back} of your acts came back from the spool"
    lines = f" ({spoilt} lines of it cannot be read)" if spoilt else ""
    return f"the database {what}: {base}, {came}{lines}, {rest(care)}"


def rest(care: Care) -> str:
    """What became of everything else."""
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
