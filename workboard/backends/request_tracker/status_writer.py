"""Changing a status: only from where it stood, with the ETag, and believed only when it reads back.

The ETag is no lock (two writes at the same moment both pass), but it stops what is stale by more than that. It is the
number of the ticket's newest transaction, so a change of status with a greater number came after what was read: that
is the proof, and the mirror needs it anyway. Where the history does not tell, the ticket is read again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from workboard.backends.http_answers import read_back
from workboard.backends.request_tracker import history
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.shapes import Row, identifier, line, part
from workboard.backends.request_tracker.shapes import number as number_in
from workboard.backends.request_tracker.statuses import Statuses
from workboard.domain.errors import Conflicting, Refused, RemoteError
from workboard.domain.text import clean
from workboard.domain.ticket import Category

STALE: Final = 412
TRIES: Final = 3
CHANGES: Final = "Type='Status'"


class NoSuchWord(Refused):
    """The ticket's lifecycle does not have the status that was written."""


class Stand(NamedTuple):
    """A ticket's own row as it is now, and the newest part of its history that was read besides, newest first;
    ``remark`` is for the person."""

    row: Row
    trail: list[Row] = []  # noqa: RUF012 (a NamedTuple's default is shared, and never changed)
    remark: str | None = None


class StatusWriter:
    """``lifecycles``: queue number → lifecycle, since single tickets tell only the queue's number."""

    def __init__(self, calls: Calls, statuses: Statuses, lifecycles: Mapping[int, str]) -> None:
        self._calls = calls
        self._statuses = statuses
        self._lifecycles = lifecycles

    def lifecycle(self, row: Row) -> str:
        queue = part(row, "Queue")
        return line(queue, "Lifecycle") or self._lifecycles.get(number_in(queue, "id"), "")

    def word(self, row: Row, category: Category) -> str | None:
        """The status to write so that this ticket comes into a category."""
        return self._statuses.written(self.lifecycle(row), category)

    async def bring(self, number: int, category: Category, base: str | None) -> Stand:
        """Bring a ticket into a category, from ``base`` (``None``: from anywhere).

        With a remark where there is nothing to write. Raises ``Conflicting`` if it stands elsewhere, ``Refused`` if
        the server keeps it where it is, or if it was merged into another: what is true of the one need not be of
        the other. A word that the lifecycle turns out not to have gives way to the next for the category.
        """
        refused = Refused("the ticket keeps changing: try again later", status=STALE)
        for _ in range(TRIES):
            row, etag = await self._unmerged(number)
            now = line(row, "Status") or ""
            word = self.word(row, category)
            if now == word or self._statuses.category(now) == category:
                return Stand(row)
            if word is None:
                return Stand(row, remark=_nothing_written(category, refused))
            if base is not None and now != base:
                raise _conflict(base, word, now)
            try:
                stand = await self.write(row, word, etag)
                if stand is not None:
                    return stand
            except NoSuchWord as error:
                refused = error
        raise refused

    async def _unmerged(self, number: int) -> tuple[Row, str | None]:
        row, etag = await self._calls.ticket(number)
        if identifier(row) != number:
            raise Refused(f"ticket {number} was merged into {identifier(row)}: set the status there, then outbox drop")
        return row, etag

    async def write(self, row: Row, word: str, etag: str | None, about: str = CHANGES) -> Stand | None:
        """One PUT and its proof; ``None`` when the ticket had changed since ``row`` was read. ``about`` says which
        part of the history is read: changes of status must be in it."""
        number, base = identifier(row), line(row, "Status") or ""
        try:
            said = await self._calls.put(number, {"Status": word}, etag)
        except Refused as error:
            if error.status == STALE:
                return None
            raise
        trail = await self._history(number, about)
        last = next(filter(history.is_status, trail), None)
        if last is not None and line(last, "NewValue") == word and identifier(last) > _newest(etag):
            return Stand({**row, "Status": word, "LastUpdated": last.get("Created")}, trail)
        return Stand(await self._read_back(number, base, word, said), trail)

    async def _history(self, number: int, about: str) -> list[Row]:
        """Newest first; nothing where it is not shown, or cannot be read now."""
        try:
            return (await self._calls.transactions(f"ObjectId={number} AND ({about})", newest_first=True)).items
        except RemoteError:
            return []

    async def _read_back(self, number: int, base: str, word: str, said: str) -> Row:
        """The ticket with its new status. Raises what is to be said where it has not got it."""
        with read_back():
            row, _ = await self._calls.ticket(number)
        after = line(row, "Status") or ""
        if after == word:
            return row
        if after != base:
            raise _conflict(base, word, after)
        told = clean(" ".join(said.split()), 120)
        message = f"Request Tracker keeps the status {base}" + (f" ({told})" if told else "")
        if _speaks_of(said, word) and not _speaks_of(said, base):
            self._statuses.refused(self.lifecycle(row), word)
            raise NoSuchWord(message)
        raise Refused(message)

    async def bring_back(self, number: int) -> Stand:
        """Out of the reply status, to what it was before; as it is, if it is not in it (any more)."""
        for _ in range(TRIES):
            row, etag = await self._unmerged(number)
            now = line(row, "Status") or ""
            if self._statuses.category(now) != "reply":
                return Stand(row)
            stand = await self._back(row, now, etag)
            if stand is not None:
                return stand
        raise Refused("the ticket keeps changing: try again later", status=STALE)

    async def _back(self, row: Row, now: str, etag: str | None) -> Stand | None:
        number = identifier(row)
        fallback = self.word(row, "open") or "open"
        before = await self._before(number, now) or fallback
        try:
            return await self.write(row, before, etag)
        except Refused:
            if before == fallback:
                raise
        row, etag = await self._calls.ticket(number)
        return await self.write(row, fallback, etag)

    async def _before(self, number: int, now: str) -> str | None:
        """The status from which the ticket came into the one it is in, if that is one to go back to."""
        query = f"ObjectId={number} AND Type='Status'"
        for row in (await self._calls.transactions(query, newest_first=True)).items:
            if line(row, "NewValue") == now:
                before = line(row, "OldValue")
                usable = before and self._statuses.category(before) not in {"reply", "gone"}
                return before if usable else None
        return None


def _newest(etag: str | None) -> float:
    """The newest transaction at the time of an ETag; beyond all where it does not tell."""
    told = (etag or "").strip('W/"')
    return int(told) if told.isdecimal() else float("inf")


def _nothing_written(category: Category, refused: Refused) -> str:
    """A ticket that is to be closed and stays open is for a person to see; elsewhere a remark will do."""
    if category == "done" and isinstance(refused, NoSuchWord):
        raise refused
    return f"no status for “{category.replace('_', ' ')}” here: none was written"


def _speaks_of(said: str, word: str) -> bool:
    """What the server says is in the language of the token's user. But about a status that is not there it names
    this one, and about a move that is not allowed it names both."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said, re.IGNORECASE) is not None


def _conflict(base: str, mine: str, theirs: str) -> Conflicting:
    text = f"the status is {theirs} by now, not {base}: choose mine (outbox retry) or theirs (outbox drop)"
    return Conflicting(text, field="status", base=base, mine=mine, theirs=theirs)
