"""Locks between processes, each on a file of its own. Freed by the operating system when their holder ends.

``sync.lock``: at most one process sends and pulls, migrates or restores. ``held`` waits for a short one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class SyncLock:
    """A lock on a file of its own: closing any descriptor of the database would drop SQLite's locks."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Try once; true when this process holds it."""
        if self._descriptor is not None:
            return True
        descriptor = _open(self.path)
        if not _try_lock(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def sync_lock(database: str) -> SyncLock:
    """The one beside this database file."""
    return SyncLock(os.path.join(os.path.dirname(database), "sync.lock"))


@contextmanager
def held(path: str) -> Iterator[None]:
    """Wait for the lock on ``path``, which everybody holds for a moment only; ``OSError`` where none can be made."""
    descriptor = _open(path)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def in_use(database: str) -> bool:
    """Whether another process has the file open. Its own connections must be closed: they would count, and looking
    would drop their locks. Where this cannot be told the answer is no, and moving an open file fails by itself."""
    return any(_locked(database + ending, start, length) for ending, start, length in _SQLITES)


_SQLITES = (("", 0x40000000, 512), ("-shm", 128, 1))
"""the bytes SQLite locks while it reads or writes, and the one it holds as long as a file in WAL mode is open"""


def _locked(path: str, start: int, length: int) -> bool:
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _open(path: str) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
