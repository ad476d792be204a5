"""One SQLite connection: how it is set up, what is asked and written on it, and what its damage is called."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workboard.domain.errors import DamagedDatabase, NeedsPerson

if TYPE_CHECKING:  # a question makes no news
    from workboard.domain.event import Event

Row = tuple[Any, ...]
BUSY_MS = 5000


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
        self.kept: list[dict[str, object]] = []
        """what a person said in it, for the spool: plain JSON values"""

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

    def keep(self, said: dict[str, object]) -> None:
        """A wish or a draft that must survive the file itself: goes to the spool with the commit."""
        self.kept.append(said)


def create_private(path: str) -> None:
    """The file before SQLite sees it, so that it and its -wal and -shm belong to nobody else."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def connect(path: str) -> sqlite3.Connection:
    connection = plain(path)
    set_up(connection)
    return connection


def plain(path: str) -> sqlite3.Connection:
    """A connection on which nothing is set yet."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)


def set_up(connection: sqlite3.Connection) -> None:
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
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


def is_damage(error: BaseException) -> bool:
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def in_words(path: str, error: BaseException) -> NeedsPerson:
    if is_damage(error):
        remedy = "put a backup in its place, or move it aside and start anew"  # without a help desk it was all there is
        return DamagedDatabase(f"the database {path} cannot be read ({error}): {remedy}")
    # locked, full, read-only: nothing is wrong with the file
    return NeedsPerson(f"the database {path} cannot be used now ({error}): check the folder and try again")
