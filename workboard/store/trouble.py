"""What SQLite met, in words with their remedy; and damage leaves a mark beside the file. Loaded only when it is needed:
a question that goes well has no word for trouble."""

from __future__ import annotations

import os
import sqlite3

from workboard.domain.errors import DamagedDatabase, NeedsPerson, NewerDatabase, NotStored
from workboard.store.schema import ADDED, VERSION

REMEDY = "close every workboard, then open one; it puts the newest backup in its place and keeps this file"
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_NO_ROOM = ("SQLITE_FULL",)
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_FAILING = ("SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_NOLFS")
_TROUBLE = (*_NO_ROOM, *_READ_ONLY, *_FAILING, "SQLITE_BUSY", "SQLITE_LOCKED")
_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE '%sqlite_%' ORDER BY type, name"
SUSPECT = ".suspect"
"""ending of the mark beside a file in which damage was met"""
WAL_RESET_FIXED = (3, 51, 3)
"""Before it, two connections that write and checkpoint in the same moment can damage a file in WAL mode."""


def is_damage(error: BaseException) -> bool:
    """Also where a text is no text any more: then Python raises in SQLite's name."""
    return name_of(error).startswith(_DAMAGE) or str(error).startswith("Could not decode to UTF-8")


def in_words(path: str, error: sqlite3.Error) -> NeedsPerson:
    """What SQLite met, as a sentence with its remedy. Damage leaves a mark beside the file, so that the next
    workboard that may write looks closer (``recovery``)."""
    name = name_of(error)
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


def told(connection: sqlite3.Connection, error: sqlite3.Error) -> Exception:
    """The same while a file is in use. A mistake of ours stays what it is, unless the schema is no longer ours: then
    a newer workboard has changed it under us, or a letter in it fell over."""
    if is_damage(error) or name_of(error).startswith(_TROUBLE):
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
    try:
        return str(connection.execute("PRAGMA database_list").fetchone()[2])
    except sqlite3.Error:
        return "of workboard"


def suspect(path: str) -> None:
    try:
        os.close(os.open(path + SUSPECT, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError:
        return  # then the next one does not look closer


def name_of(error: BaseException) -> str:
    """SQLite's own name for it: ``SQLITE_BUSY``; empty for what is none of its errors."""
    return getattr(error, "sqlite_errorname", "") or ""


def sqlite_with_reset_bug() -> str | None:
    """The version of this Python's SQLite, where it is one of those."""
    return sqlite3.sqlite_version if sqlite3.sqlite_version_info < WAL_RESET_FIXED else None
