"""The daily backup and what hangs on it, on a thread of its own: nobody who types waits for a copy."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final

from workboard.domain.errors import WorkboardError
from workboard.store import backup, replay
from workboard.store.connection import Reader, plain
from workboard.store.lock import sync_lock
from workboard.store.schema import VERSION
from workboard.store.spool import spool_of

FIRST_AFTER_MS: Final = 3_600_000
"""The first backup comes this long after the first sync: a fresh file has little to lose, and its spool has it all."""
AGAIN_AFTER_MS: Final = 3_600_000
"""When one failed."""


class Upkeep:
    """For the holder of ``sync.lock``. ``wall`` is the machine's clock, milliseconds UTC."""

    def __init__(self, path: str, wall: Callable[[], int]) -> None:
        self._path = path
        self._wall = wall
        self._due_at: int | None = None
        self._thread: threading.Thread | None = None

    def glance(self) -> None:
        """Begin a backup if one is due; never waits."""
        now = self._wall()
        if self._thread is not None and self._thread.is_alive():
            return
        if self._due_at is None:
            self._due_at = due_at(self._path)
        if now >= self._due_at:
            self._due_at = now + AGAIN_AFTER_MS
            self._thread = threading.Thread(target=self._take, args=(now,), name="workboard-backup", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """A backup under way is finished first."""
        if self._thread is not None:
            self._thread.join()

    def _take(self, now: int) -> None:
        try:
            look_after(self._path, now)
        except (OSError, WorkboardError, sqlite3.Error) as error:
            logging.getLogger("workboard.store").warning("no backup: %s", error)
        else:
            self._due_at = now + backup.DAY_MS


def due_at(path: str) -> int:
    """When the next backup is due: a day after the newest, at first an hour after the lock was made (nothing is ever
    written to it, so its time is that of the first sync)."""
    found = backup.copies(path)
    if found:
        return found[0].at + backup.DAY_MS
    try:
        return os.stat(sync_lock(path).path).st_mtime_ns // 1_000_000 + FIRST_AFTER_MS
    except OSError:
        return 0


def look_after(path: str, now: int) -> str:
    """A backup, what has expired taken away, and the spool without what the backup has; the backup's path."""
    copy = backup.take(path, now, VERSION)
    with suppress(OSError):
        backup.prune(path, now)
    with closing(plain(copy)) as connection:
        reader = Reader(connection)
        spool_of(path).rewrite(lambda lines: replay.still_needed(reader, lines))
    return copy
