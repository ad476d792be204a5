"""What the writer does so that no word of a person is lost: the spool after each commit, a place for words that
could not be stored, and no writing into a file that is no longer the one it was."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from workboard.domain.errors import DamagedDatabase, NewerDatabase, NotStored
from workboard.store.connection import Transaction
from workboard.store.schema import VERSION
from workboard.store.spool import Line, spool_of, unsaved_of
from workboard.store.trouble import newer
from workboard.store.unsaved import draft_of

TOLD: Final = "the database {path} is no longer where it was: close workboard and open it again"


class Rehearsal(Transaction):
    """Lets a piece of work run without writing, to hear what a person says in it."""

    def run(self, sql: str, parameters: Sequence[object] | dict[str, object] = ()) -> int:
        return 1

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        return len(list(rows))


class Keeping:
    """For one writer; used on its thread."""

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._spool = spool_of(path)
        self._owed: list[Line] = []
        """lines the spool did not take; the database has them, so that only the second place is missing"""
        self._file = _identity(path)

    def check_place(self) -> None:
        """SQLite goes on writing into a file that was deleted or replaced, where nobody would find it again."""
        if _identity(self._path) != self._file:
            raise NotStored(TOLD.format(path=self._path))

    def check_schema(self) -> None:
        """Inside the transaction: another process may have migrated the file."""
        (number,) = self._connection.execute("PRAGMA user_version").fetchone()
        if number != VERSION:
            raise newer(self._connection) or NotStored(TOLD.format(path=self._path))

    def said(self, kept: list[dict[str, object]]) -> None:
        """After the commit. A spool that cannot be written stops nobody: it is tried again with the next words."""
        account = self._account()
        lines = [*self._owed, *({**one, "account": account} for one in kept)]
        try:
            self._spool.append(lines)
            self._owed = []
        except OSError as error:
            self._owed = lines
            logging.getLogger("workboard.store").warning("the spool cannot be written: %s", error.strerror)

    def _account(self) -> list[str | None] | None:
        """Whose tickets they are about, so that they never reach another help desk."""
        try:
            row = self._connection.execute("SELECT id, backend, base_url, generation FROM account").fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else list(row)

    def unsaved(
        self, work: Callable[[Transaction], Any], kept: list[dict[str, object]], error: BaseException
    ) -> BaseException:
        """The words of an act that the disk did not take, put where they come back as a draft; the error then says
        so. Any other error stays as it is: nothing was wrong with the disk."""
        if not isinstance(error, NotStored | DamagedDatabase | NewerDatabase):
            return error
        drafts = [one for one in map(draft_of, self._heard(work) or kept) if one is not None]
        if not drafts:
            return error
        where = _put(self._path, drafts)
        kept_in = f"the words are kept in {where} and come back as a draft" if where else "keep the words: nothing did"
        return type(error)(f"{error} ({kept_in})")

    def _heard(self, work: Callable[[Transaction], Any]) -> list[dict[str, object]]:
        """All that is said in the work, also behind the statement that failed."""
        rehearsal = Rehearsal(self._connection)
        try:
            work(rehearsal)
        except Exception:  # noqa: BLE001 (it may read what was not written; what it said until then counts)
            return rehearsal.kept
        return rehearsal.kept


def _put(path: str, drafts: list[Line]) -> str | None:
    for place in unsaved_of(path):
        try:
            place.append(drafts)
        except OSError:
            continue
        return place.path
    return None


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
