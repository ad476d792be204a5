"""Copies of the database: made while it is in use, checked, kept for a week, found again when it is damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress

from workboard.domain.errors import NotStored
from workboard.domain.typed import Final, NamedTuple
from workboard.store.connection import create_private, plain, unchanging
from workboard.store.schema import APPLICATION_ID
from workboard.store.spool import sync_folder
from workboard.store.trouble import in_words, own_schema

DAY_MS: Final = 86_400_000
NEWEST: Final = 3
DAYS: Final = 7
STEP_PAGES: Final = 512
STEP_PAUSE_S: Final = 0.002
PREFIX: Final = "workboard-"
ENDING: Final = ".db"


class Copy(NamedTuple):
    """A backup by its name: ``workboard-20261124T104200Z-v2.db``. ``at`` is milliseconds UTC."""

    name: str
    at: int


def folder_of(database: str) -> str:
    """Where the copies of this database are."""
    return os.path.join(os.path.dirname(database), "backups")


def copies(database: str) -> list[Copy]:
    """The newest first; none where there is no folder. A name that is not ours is nobody's backup."""
    try:
        names = os.listdir(folder_of(database))
    except OSError:
        return []
    return sorted((one for one in map(_copy, names) if one is not None), key=lambda one: (-one.at, one.name))


def expired(kept: Iterable[Copy], now: int) -> list[Copy]:
    """Which may go: all but the three newest and the newest of each of the last seven days (UTC)."""
    ordered = sorted(kept, key=lambda one: (-one.at, one.name))
    days: set[int] = set()
    gone = []
    for place, one in enumerate(ordered):
        day = one.at // DAY_MS
        first_of_its_day = day not in days and now // DAY_MS - day < DAYS
        days.add(day)
        if place >= NEWEST and not first_of_its_day:
            gone.append(one)
    return gone


def take(database: str, now: int, schema: int) -> str:
    """A checked copy in ``backups/``; its path. ``NotStored`` or ``DamagedDatabase`` when there is none."""
    folder = folder_of(database)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        return copy_to(database, _free_name(folder, now, schema))
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise NotStored(f"no backup can be made in {folder} ({why}): make room there and try again") from None


def copy_to(database: str, target: str) -> str:
    """The database as it is now, in a file of its own (0600), there whole or not at all; returns ``target``.

    Writers go on meanwhile. ``OSError``, or in words what SQLite met."""
    part = f"{target}.{os.getpid()}.part"
    try:
        _clear(part)
        create_private(part)
        _copied(database, part)
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        sync_folder(target)
    except sqlite3.Error as error:
        raise in_words(database, error) from None
    finally:
        _clear(part)
    return target


def _copied(database: str, part: str) -> None:
    with closing(plain(database)) as source, closing(plain(part)) as target:
        source.execute("PRAGMA query_only = ON")
        if source.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            # one moment for the whole copy: without it every write in between begins it anew
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        source.backup(target, pages=STEP_PAGES, sleep=STEP_PAUSE_S)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        if not _passes(target, "quick_check"):
            raise NotStored(f"the copy of {database} does not pass its check: run workboard doctor")


def sound(path: str, *, thorough: bool = False) -> bool:
    """Whether the file is a workboard database with its own tables that passes SQLite's own check; ``thorough`` also
    compares the indexes and reads every text. What SQLite cannot see (a changed letter) nobody can."""
    try:
        with closing(_to_look_at(path)) as connection:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            ours = owner == APPLICATION_ID and own_schema(connection)
            check = "integrity_check" if thorough else "quick_check"
            return ours and _passes(connection, check) and (not thorough or _readable(connection))
    except sqlite3.Error:
        return False


def _to_look_at(path: str) -> sqlite3.Connection:
    """Where nothing may be made beside the file, SQLite cannot even look into it but as one that nobody changes."""
    if os.access(os.path.dirname(path) or ".", os.W_OK) or os.path.exists(path + "-wal"):
        return plain(path)
    return unchanging(path)


def _readable(connection: sqlite3.Connection) -> bool:
    """SQLite checks no letters: a text that is none any more shows when it is read."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return all(len(row) for (name,) in tables for row in connection.execute(f'SELECT * FROM "{name}"'))


def _passes(connection: sqlite3.Connection, check: str) -> bool:
    return bool(connection.execute(f"PRAGMA {check}(1)").fetchone() == ("ok",))


def tickets_in(path: str) -> int:
    """How many tickets a copy holds."""
    with closing(plain(path)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM ticket").fetchone()
        return int(number)


def newest_sound(database: str) -> Copy | None:
    """The backup to put in the database's place."""
    folder = folder_of(database)
    return next((one for one in copies(database) if sound(os.path.join(folder, one.name), thorough=True)), None)


def prune(database: str, now: int) -> None:
    """Take away what has expired, and what a killed backup left."""
    folder = folder_of(database)
    parts = [name for name in os.listdir(folder) if name.endswith(".part") and _left_behind(name)]
    for name in (*(one.name for one in expired(copies(database), now)), *parts):
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))


def _left_behind(part: str) -> bool:
    """Its maker is no more."""
    pid = part.removesuffix(".part").rpartition(".")[2]
    if os.name == "nt" or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _free_name(folder: str, now: int, schema: int) -> str:
    """Two in one second: the second of them is a second later."""
    while True:
        path = os.path.join(folder, f"{PREFIX}{stamp(now)}-v{schema}{ENDING}")
        if not os.path.lexists(path):
            return path
        now += 1000


def _clear(part: str) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(part + ending)


def stamp(at: int) -> str:
    """``20261124T104200Z``: sorts by time, and no file system minds it."""
    from time import gmtime, strftime

    return strftime("%Y%m%dT%H%M%SZ", gmtime(at // 1000))


def told(at: int) -> str:
    """The same for a sentence."""
    from time import gmtime, strftime

    return strftime("%Y-%m-%d %H:%M UTC", gmtime(at // 1000))


def _copy(name: str) -> Copy | None:
    from calendar import timegm
    from time import strptime

    if not (name.startswith(PREFIX) and name.endswith(ENDING)):
        return None
    text = name.removeprefix(PREFIX).removesuffix(ENDING).partition("-")[0]
    try:
        return Copy(name, timegm(strptime(text, "%Y%m%dT%H%M%SZ")) * 1000)
    except ValueError:
        return None
