"""One SQLite connection: how it is set up, what is asked and written on it, and what its damage is called."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from workboard.domain.errors import DamagedDatabase, NeedsPerson, NewerDatabase, NotStored
from workboard.store.schema import ADDED, VERSION

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
            raise told(self.connection, error) from None

    def one(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> Row | None:
        try:
            row: Row | None = self.connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise told(self.connection, error) from None
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
    """One more connection to a file that was opened before, journal and all; what is wrong comes in words."""
    try:
        connection = plain(path)
        set_up(connection)
    except sqlite3.Error as error:
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
        if not _name(error).startswith("SQLITE_BUSY"):
            raise


def is_damage(error: BaseException) -> bool:
    """Also where a text is no text any more: then Python raises in SQLite's name."""
    return _name(error).startswith(_DAMAGE) or str(error).startswith("Could not decode to UTF-8")


def in_words(path: str, error: sqlite3.Error) -> NeedsPerson:
    """What SQLite met, as a sentence with its remedy. Damage leaves a mark beside the file, so that the next
    workboard that may write looks closer (``recovery``)."""
    name = _name(error)
    if is_damage(error):
        suspect(path)
        return DamagedDatabase(f"the database {path} is damaged ({error}): {REMEDY}")
    if name.startswith(_NO_ROOM):
        return NotStored(f"there is no room left in {os.path.dirname(path)}: make some, then do it again")
    if name.startswith(_READ_ONLY):
        return NotStored(f"the database {path} cannot be written ({error}): see who owns it and its folder")
    if name.startswith(_FAILING):
        return NotStored(f"the disk of {path} fails ({error}): see that it is there and sound, then do it again")
    # locked: nothing is wrong with the file
    return NotStored(f"the database {path} cannot be used now ({error}): check the folder and try again")


REMEDY = "close every workboard, then open one; it puts the newest backup in its place and keeps this file"
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_NO_ROOM = ("SQLITE_FULL",)
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_FAILING = ("SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_NOLFS")
_TROUBLE = (*_NO_ROOM, *_READ_ONLY, *_FAILING, "SQLITE_BUSY", "SQLITE_LOCKED")


def told(connection: sqlite3.Connection, error: sqlite3.Error) -> Exception:
    """The same while a file is in use. A mistake of ours stays what it is, unless the schema is no longer ours: then
    a newer workboard has changed it under us, or a letter in it fell over."""
    if is_damage(error) or _name(error).startswith(_TROUBLE):
        return in_words(path_of(connection), error)
    if not isinstance(error, sqlite3.OperationalError):
        return error
    return newer(connection) or (error if own_schema(connection) else _schema_damaged(connection, error))


def _schema_damaged(connection: sqlite3.Connection, error: sqlite3.Error) -> DamagedDatabase:
    path = path_of(connection)
    suspect(path)
    return DamagedDatabase(f"the database {path} is damaged ({error}): {REMEDY}")


def own_schema(connection: sqlite3.Connection) -> bool:
    """Whether every table and index is as the steps up to its version made it."""
    wanted = sqlite3.connect(":memory:")
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        for statement in (one for statements in ADDED[:number] for one in statements):
            wanted.execute(statement)
        return bool(connection.execute(_SCHEMA).fetchall() == wanted.execute(_SCHEMA).fetchall())
    except sqlite3.Error:
        return False
    finally:
        wanted.close()


_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE '%sqlite_%' ORDER BY type, name"


def newer(connection: sqlite3.Connection) -> NewerDatabase | None:
    """Whether the file was brought to a schema this program does not know."""
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error:
        return None
    if number <= VERSION:
        return None
    return NewerDatabase(f"a newer workboard changed the database (schema {number}): close this one, start the new one")


def path_of(connection: sqlite3.Connection) -> str:
    """The file behind a connection, whatever state it is in."""
    with suppress(sqlite3.Error):
        return str(connection.execute("PRAGMA database_list").fetchone()[2])
    return "of workboard"


def suspect(path: str) -> None:
    with suppress(OSError):
        create_private(path + SUSPECT)


SUSPECT = ".suspect"
"""ending of the mark beside a file in which damage was met"""


def _name(error: BaseException) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


WAL_RESET_FIXED = (3, 51, 3)
"""Before it, two connections that write and checkpoint in the same moment can damage a file in WAL mode."""


def sqlite_with_reset_bug() -> str | None:
    """The version of this Python's SQLite, where it is one of those."""
    return sqlite3.sqlite_version if sqlite3.sqlite_version_info < WAL_RESET_FIXED else None
