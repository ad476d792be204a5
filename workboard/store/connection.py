"""One SQLite connection: whose file it opens, how it is set up, and what is asked and written on it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence

from workboard.domain.errors import ForeignDatabase, NewerDatabase
from workboard.domain.typed import TYPE_CHECKING, Any
from workboard.store.schema import APPLICATION_ID, VERSION

if TYPE_CHECKING:  # a question makes no news
    from workboard.domain.event import Event

Row = tuple[Any, ...]
BUSY_MS = 5000


class Reader:
    """Queries on one connection. Rows are plain tuples."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def all(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise _told(self.connection, error) from None

    def one(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Row | None:
        try:
            row: Row | None = self.connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise _told(self.connection, error) from None
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


def _told(connection: sqlite3.Connection, error: sqlite3.Error) -> Exception:
    from workboard.store.trouble import told

    return told(connection, error)


def create_private(path: str) -> None:
    """The file before SQLite sees it, so that it and its -wal and -shm belong to nobody else."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def connect(path: str) -> sqlite3.Connection:
    """One more connection to a file that was opened before, journal and all; what is wrong comes in words."""
    try:
        connection = plain(path)
        set_up(connection)
    except sqlite3.Error as error:
        from workboard.store.trouble import in_words

        raise in_words(path, error) from None
    return connection


def plain(path: str) -> sqlite3.Connection:
    """A connection on which nothing is set yet."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)


def unchanging(path: str) -> sqlite3.Connection:
    """A file that nobody changes: SQLite neither locks it nor makes any file beside it."""
    from urllib.parse import quote

    name = f"file:{quote(path)}?mode=ro&immutable=1"
    return sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)


def version(connection: sqlite3.Connection) -> int:
    """The file's schema version; 0 for a new file. Refuses what is not ours or is newer than this program."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if owner != APPLICATION_ID and (tables or number):
        raise ForeignDatabase("this file is not a workboard database: name another folder with --data-dir")
    if number > VERSION:
        raise NewerDatabase(
            f"the database was written by a newer workboard (schema {number}, known here: {VERSION}): update workboard"
        )
    return int(number)


def set_up(connection: sqlite3.Connection, journal: str | None = None) -> None:
    """``journal``: *wal* or *delete*, SQLite's words for how it undoes what a crash broke off; the file remembers it,
    so that only who makes or changes it has to say it."""
    if journal is not None:
        _set_journal(connection, journal)
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        # only the holder of sync.lock checkpoints: two connections doing so at once can corrupt the file
        # in SQLite before 3.51.3 (the WAL-reset bug)
        "wal_autocheckpoint = 0",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _set_journal(connection: sqlite3.Connection, journal: str) -> None:
    """Not while another process has the file open: then it stays as it is until the next start."""
    if connection.execute("PRAGMA journal_mode").fetchone() == (journal,):
        return
    connection.execute("PRAGMA busy_timeout = 200")
    try:
        connection.execute(f"PRAGMA journal_mode = {journal}")
    except sqlite3.OperationalError as error:
        if not (getattr(error, "sqlite_errorname", "") or "").startswith("SQLITE_BUSY"):
            raise
