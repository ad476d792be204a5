"""The only place that opens SQLite: one writer thread, readers beside it, and the news after each commit.

Reading: ``read()`` gives this thread's own read-only connection. Writing: ``write(work)`` runs ``work`` on the
writer thread inside one ``BEGIN IMMEDIATE`` transaction and returns its result once it is on the disk; what
the work touched is then published as ``Changed``. No network call, no await and no question to a person
belongs into a piece of work.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from workboard.domain.errors import DamagedDatabase, NeedsPerson
from workboard.domain.event import TOPICS, Changed, Event
from workboard.store.migrations import migrate, version
from workboard.store.schema import ADDED, VERSION

T = TypeVar("T")
Row = tuple[Any, ...]
Work = Callable[["Transaction"], T]
Listener = Callable[[Changed], None]
_BUSY_MS = 5000
_WRITER = "workboard-writer"


class Reader:
    """Queries on one connection. Rows are plain tuples."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def all(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Row | None:
        row: Row | None = self.connection.execute(sql, parameters).fetchone()
        return row

    def value(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Any:
        """First column of the first row, or ``None``."""
        row = self.one(sql, parameters)
        return None if row is None else row[0]


class Transaction(Reader):
    """One open transaction: queries, writes, and notes on what to publish after the commit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.topics: set[str] = set()
        self.events: list[Event] = []

    def run(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> int:
        """One statement; the number of rows it changed."""
        return self.connection.execute(sql, parameters).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        return self.connection.executemany(sql, rows).rowcount

    def touch(self, *topics: str) -> None:
        """These views have to be read anew."""
        self.topics.update(topics)

    def tell(self, event: Event) -> None:
        self.events.append(event)


class _Order(Generic[T]):
    """A piece of work on its way to the writer thread and its outcome on the way back."""

    def __init__(self, work: Work[T], durable: bool) -> None:
        self.work = work
        self.durable = durable
        self.done = threading.Event()
        self.result: list[T] = []
        self.error: BaseException | None = None
        self.wake: Callable[[], None] | None = None

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        return self.result[0]

    def finish(self) -> None:
        self.done.set()
        if self.wake is not None:
            self.wake()


class Database:
    """A workboard file. ``Database.open`` makes it (0600) when it is not there and migrates it when it is old."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._readers = threading.local()
        self._orders: SimpleQueue[_Order[Any] | None] = SimpleQueue()
        self._writer: threading.Thread | None = None
        self._writing: sqlite3.Connection | None = None
        self._start = threading.Lock()
        self._turn = threading.Lock()
        """held by whoever uses the writing connection"""
        self._listeners: list[Listener] = []
        self._data_version: int | None = None

    @classmethod
    def open(cls, path: str) -> Database:
        """Raises ``DamagedDatabase``, ``NewerDatabase``; both say what to do."""
        _create_private(path)
        try:
            connection = sqlite3.connect(path, isolation_level=None, timeout=5)
            try:
                # before anything is set: a file that is not ours stays as it was, byte for byte
                current = version(connection)
                _set_up(connection)
                if current != VERSION:
                    migrate(connection)
            finally:
                connection.close()
        except sqlite3.DatabaseError as error:
            raise _in_words(path, error) from None
        return cls(path)

    @classmethod
    def nothing(cls) -> Database:
        """An empty one for the questions of a first run: in memory, for this thread's reader alone."""
        database = cls(":memory:")
        connection = sqlite3.connect(":memory:", isolation_level=None)
        for statements in ADDED:
            for statement in statements:
                connection.execute(statement)
        database._readers.reader = Reader(connection)
        return database

    def read(self) -> Reader:
        """This thread's reader."""
        reader: Reader | None = getattr(self._readers, "reader", None)
        if reader is None:
            connection = _connect(self.path)
            connection.execute("PRAGMA query_only = ON")
            reader = self._readers.reader = Reader(connection)
        return reader

    def write(self, work: Work[T], *, durable: bool = True) -> T:
        """Run ``work`` in a transaction and wait; what it raises rolls everything back and is raised here.

        ``durable`` waits for the disk (what a person typed); without it a power cut may cost the newest
        transactions, never their order (what a pull can read again)."""
        order = _Order(work, durable)
        self._enqueue(order)
        order.done.wait()
        return order.outcome()

    async def awrite(self, work: Work[T], *, durable: bool = True) -> T:
        """``write`` for a running event loop: the loop goes on meanwhile."""
        import asyncio

        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()
        order = _Order(work, durable)

        def wake() -> None:
            with suppress(RuntimeError):  # the loop ended meanwhile: nobody waits any more
                loop.call_soon_threadsafe(arrived.set)

        order.wake = wake
        self._enqueue(order)
        await arrived.wait()
        return order.outcome()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """``listener`` is called on the writer thread after each commit; the result takes it off again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def notice_foreign(self) -> bool:
        """Whether another process wrote since the last call; then everything counts as changed and is published.

        The writing connection is asked, because to any other one our own writes look foreign. Never waits:
        while a write is going on the answer is no, and the next call tells."""
        connection = self._open_writer()
        if not self._turn.acquire(blocking=False):
            return False
        try:
            (current,) = connection.execute("PRAGMA data_version").fetchone()
        finally:
            self._turn.release()
        before, self._data_version = self._data_version, current
        if before is None or before == current:
            return False
        self._publish(Changed(TOPICS, foreign=True))
        return True

    def checkpoint(self) -> None:
        """Fold the write-ahead log back into the file; only for the holder of ``sync.lock``."""
        connection = self._open_writer()
        with self._turn:
            connection.execute("PRAGMA busy_timeout = 200")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        if self._writer is not None and self._writing is not None:
            self._orders.put(None)
            self._writer.join()
            self._writing.close()
            self._writer = self._writing = None
        reader: Reader | None = getattr(self._readers, "reader", None)
        if reader is not None:
            reader.connection.close()
            self._readers.reader = None

    def _open_writer(self) -> sqlite3.Connection:
        with self._start:
            if self._writing is None:
                self._writing = _connect(self.path)
                work = (self._writing,)
                self._writer = threading.Thread(target=self._write_forever, args=work, name=_WRITER, daemon=True)
                self._writer.start()
            return self._writing

    def _enqueue(self, order: _Order[Any]) -> None:
        self._open_writer()
        self._orders.put(order)

    def _write_forever(self, connection: sqlite3.Connection) -> None:
        while (order := self._orders.get()) is not None:
            with self._turn:
                changed = self._carry_out(connection, order)
            if changed is not None:
                self._publish(changed)
            order.finish()

    def _carry_out(self, connection: sqlite3.Connection, order: _Order[Any]) -> Changed | None:
        transaction = Transaction(connection)
        try:
            connection.execute(f"PRAGMA synchronous = {'FULL' if order.durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            result = order.work(transaction)
            connection.execute("COMMIT")
            order.result.append(result)
        except BaseException as error:  # noqa: BLE001 (handed to the caller, who waits)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            order.error = _in_words(self.path, error) if _is_damage(error) else error
            return None
        if not transaction.topics and not transaction.events:
            return None
        return Changed(frozenset(transaction.topics), tuple(transaction.events))

    def _publish(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(changed)
            except Exception as error:  # noqa: BLE001 (its trouble; whoever waits for the writer must not hang)
                threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))


def _create_private(path: str) -> None:
    """The file before SQLite sees it, so that it and its -wal and -shm belong to nobody else."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    _set_up(connection)
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        # only the holder of sync.lock checkpoints: two connections doing so at once can corrupt the file
        # in SQLite before 3.51.3 (the WAL-reset bug)
        "wal_autocheckpoint = 0",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _is_damage(error: BaseException) -> bool:
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _in_words(path: str, error: BaseException) -> NeedsPerson:
    if _is_damage(error):
        return DamagedDatabase(f"the database {path} cannot be read ({error}): move it aside and sync again")
    # locked, full, read-only: nothing is wrong with the file
    return NeedsPerson(f"the database {path} cannot be used now ({error}): check the folder and try again")
