"""The only place that opens SQLite: one writer thread, readers beside it, and the news after each commit.

Reading: ``read()`` gives this thread's own read-only connection. Writing: ``write(work)`` runs ``work`` on the
writer thread inside one ``BEGIN IMMEDIATE`` transaction and returns its result once it is on the disk; what
the work touched is then published as ``Changed``. No network call, no await and no question to a person
belongs into a piece of work.
"""

from __future__ import annotations

import os
import sqlite3
from _thread import allocate_lock, get_ident  # a question starts no thread, and threading costs as much as it does
from collections.abc import Callable

from workboard.domain.errors import NotStored
from workboard.domain.typed import TYPE_CHECKING
from workboard.store.connection import (
    Reader,
    Row,
    Transaction,
    connect,
    create_private,
    plain,
    set_up,
    unchanging,
    version,
)
from workboard.store.schema import ADDED, VERSION

if TYPE_CHECKING:
    from typing import TypeVar

    from workboard.store.idle import Idle
    from workboard.store.upkeep import Upkeep
    from workboard.store.writer import Listener, Work, Writer

    T = TypeVar("T")

__all__ = ["Database", "Reader", "Row", "Transaction"]
WAL = "wal"
LONG_LOG = 4 * 1024 * 1024
"""Bytes from which on the write-ahead log is folded back even between two reads of the help desk."""


class Database:
    """A workboard file. ``Database.open`` makes it (0600) when it is not there and migrates it when it is old."""

    def __init__(self, path: str, wall: Callable[[], int] | None = None) -> None:
        self.path = path
        self.warnings: tuple[str, ...] = ()
        """what was done to the file when it was opened, a line each"""
        self._wall = wall
        self._upkeep: Upkeep | None = None
        self._readers: dict[int, Reader] = {}
        """by thread; one that takes over the number of a dead one takes over its reader"""
        self._writer: Writer | None = None
        self._idle: Idle | None = None
        self._start = allocate_lock()
        self._listeners: list[Listener] = []

    @classmethod
    def open(cls, path: str, wall: Callable[[], int] | None = None, journal: str | None = None) -> Database:
        """Raises ``DamagedDatabase``, ``NewerDatabase``, ``NotStored``; all say what to do. With ``wall`` (the
        machine's clock, milliseconds UTC) ``checkpoint`` also sees to the daily backup. ``journal``:
        *wal*, or *delete* where the folder is on another machine; ``None`` leaves a file as it is."""
        try:
            create_private(path)
        except OSError as error:
            raise NotStored(f"{path} cannot be made ({(error.strerror or 'no access').lower()})") from None
        try:
            connection = _brought_up(path, wall, journal)
        except sqlite3.DatabaseError as error:
            from workboard.store.trouble import in_words

            raise in_words(path, error) from None
        database = cls(path, wall)
        database._read_on(connection)
        return database

    @classmethod
    def read_only(cls, path: str) -> Database | None:
        """For the questions of somebody who may not write there; ``None`` where even that cannot be done: while
        something is still in the log, or where the schema is another one."""
        if os.path.exists(path + "-wal"):
            return None
        try:
            connection = unchanging(path)
            if version(connection) != VERSION:
                return None
        except sqlite3.Error:
            return None
        database = cls(path)
        database._read_on(connection)
        database.warnings = (f"{os.path.dirname(path)} cannot be written; nothing can be saved there",)
        return database

    @classmethod
    def nothing(cls) -> Database:
        """An empty one for the questions of a first run: in memory, for this thread's reader alone."""
        database = cls(":memory:")
        connection = plain(database.path)
        for statements in ADDED:
            for statement in statements:
                connection.execute(statement)
        database._read_on(connection)
        return database

    def read(self) -> Reader:
        """This thread's reader."""
        return self._readers.get(get_ident()) or self._read_on(connect(self.path))

    @property
    def idle(self) -> Idle:
        """Connections that see less than all, waiting for their next look (``team_views``)."""
        from workboard.store.idle import Idle

        with self._start:
            if self._idle is None:
                self._idle = Idle()
            return self._idle

    def _read_on(self, connection: sqlite3.Connection) -> Reader:
        connection.execute("PRAGMA query_only = ON")
        reader = self._readers[get_ident()] = Reader(connection)
        return reader

    def write(self, work: Work[T], *, durable: bool = True) -> T:
        """Run ``work`` in a transaction and wait; what it raises rolls everything back and is raised here.

        ``durable`` waits for the disk (what a person typed); without it a power cut may cost the newest
        transactions, never their order (what a pull can read again)."""
        from workboard.store.writer import Order

        order = Order(work, durable)
        self._open_writer().take(order)
        order.done.wait()
        return order.outcome()

    async def awrite(self, work: Work[T], *, durable: bool = True) -> T:
        """``write`` for a running event loop: the loop goes on meanwhile."""
        import asyncio
        from contextlib import suppress

        from workboard.store.writer import Order

        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()
        order = Order(work, durable)

        def wake() -> None:
            with suppress(RuntimeError):  # the loop ended meanwhile: nobody waits any more
                loop.call_soon_threadsafe(arrived.set)

        order.wake = wake
        self._open_writer().take(order)
        await arrived.wait()
        return order.outcome()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """``listener`` is called on the writer thread after each commit; the result takes it off again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notice_foreign(self) -> bool:
        """Whether another process wrote since the last call; then everything counts as changed and is published.

        Never waits: while a write is going on the answer is no, and the next call tells."""
        return self._open_writer().notice_foreign()

    def checkpoint(self) -> None:
        """Fold the write-ahead log back into the file; only for the holder of ``sync.lock``."""
        self._open_writer().checkpoint()
        if self._wall is not None:
            self._look_after(self._wall)

    async def keep_log_short(self) -> None:
        """Between two of many writes: ``checkpoint`` once the log is long, beside the running loop. Only for the
        holder of ``sync.lock``."""
        import asyncio

        if self._log_is_long():
            await asyncio.to_thread(self._open_writer().checkpoint)

    def _log_is_long(self) -> bool:
        try:
            return os.path.getsize(f"{self.path}-wal") > LONG_LOG
        except OSError:
            return False  # there is none yet

    def _look_after(self, wall: Callable[[], int]) -> None:
        from workboard.store.upkeep import Upkeep

        if self._upkeep is None:
            self._upkeep = Upkeep(self.path, wall)
        self._upkeep.glance()

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        if self._upkeep is not None:
            self._upkeep.close()
        if self._idle is not None:
            self._idle.close()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        reader = self._readers.pop(get_ident(), None)
        if reader is not None:
            reader.connection.close()

    def _open_writer(self) -> Writer:
        from workboard.store.writer import Writer

        with self._start:
            if self._writer is None:
                self._writer = Writer(self.path, self._listeners)
            return self._writer


def _brought_up(path: str, wall: Callable[[], int] | None, journal: str | None) -> sqlite3.Connection:
    connection = plain(path)
    try:
        # before anything is set: a file that is not ours stays as it was, byte for byte
        current = version(connection)
        set_up(connection, journal or (None if current else WAL))
        if current != VERSION:
            from workboard.store.migrations import bring_up

            bring_up(connection, path, wall() if wall else 0)
    except BaseException:
        connection.close()
        raise
    return connection
