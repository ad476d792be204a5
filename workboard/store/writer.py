"""The one writer thread: each order is one transaction, and what it touched is published after the commit.

Begun with the first order, so that whoever only asks pays for no thread. What a person said in a transaction goes
into the spool before the order is acknowledged; what could not be stored is kept as well (``keeping``).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from workboard.domain.event import TOPICS, Changed
from workboard.store.connection import BUSY_MS, Transaction, connect
from workboard.store.keeping import Keeping
from workboard.store.trouble import told

T = TypeVar("T")
Work = Callable[[Transaction], T]
Listener = Callable[[Changed], None]
NAME = "workboard-writer"


class Order(Generic[T]):
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


class Writer:
    """Owns the writing connection. ``listeners`` may grow and shrink meanwhile."""

    def __init__(self, path: str, listeners: Sequence[Listener]) -> None:
        self._listeners = listeners
        self._connection = connect(path)
        self._keeping = Keeping(path, self._connection)
        self._orders: SimpleQueue[Order[Any] | None] = SimpleQueue()
        self._turn = threading.Lock()
        """held by whoever uses the connection"""
        self._data_version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        self._thread = threading.Thread(target=self._write_forever, name=NAME, daemon=True)
        self._thread.start()

    def take(self, order: Order[Any]) -> None:
        self._orders.put(order)

    def notice_foreign(self) -> bool:
        """See ``Database.notice_foreign``. This connection is asked, because to any other one our own writes
        look foreign."""
        if not self._turn.acquire(blocking=False):
            return False
        try:
            (current,) = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:
            return False  # whoever reads or writes next is told
        finally:
            self._turn.release()
        before, self._data_version = self._data_version, current
        if before == current:
            return False
        self._publish(Changed(TOPICS, foreign=True))
        return True

    def checkpoint(self) -> None:
        with self._turn, suppress(sqlite3.Error):  # busy, or no room: the log keeps it until the next time
            self._connection.execute("PRAGMA busy_timeout = 200")
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        self._orders.put(None)
        self._thread.join()
        self._connection.close()

    def _write_forever(self) -> None:
        while (order := self._orders.get()) is not None:
            with self._turn:
                changed = self._carry_out(order)
            if changed is not None:
                self._publish(changed)
            order.finish()

    def _carry_out(self, order: Order[Any]) -> Changed | None:
        try:
            return self._carried_out(order)
        except BaseException as error:  # noqa: BLE001 (handed to the caller, who waits)
            order.error = error
            return None

    def _carried_out(self, order: Order[Any]) -> Changed | None:
        transaction = Transaction(self._connection)
        try:
            result = self._commit(order, transaction)
        except BaseException as error:  # noqa: BLE001 (told in words)
            raise self._in_trouble(order, transaction, error) from error.__cause__
        if transaction.kept:
            self._keeping.said(transaction.kept)
        order.result.append(result)
        if not transaction.topics and not transaction.events:
            return None
        return Changed(frozenset(transaction.topics), tuple(transaction.events))

    def _commit(self, order: Order[T], transaction: Transaction) -> T:
        connection = self._connection
        self._keeping.check_place()
        connection.execute(f"PRAGMA synchronous = {'FULL' if order.durable else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        self._keeping.check_schema()
        result = order.work(transaction)
        connection.execute("COMMIT")
        return result

    def _in_trouble(self, order: Order[Any], transaction: Transaction, error: BaseException) -> BaseException:
        """What the caller is told, after everything is rolled back and the words in it are in safety."""
        words = told(self._connection, error) if isinstance(error, sqlite3.Error) else error
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
        return self._keeping.unsaved(order.work, transaction.kept, words) if order.durable else words

    def _publish(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(changed)
            except Exception as error:  # noqa: BLE001 (its trouble; whoever waits for the writer must not hang)
                threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
