"""Changing a status: only from where it stood, with the ETag, and believed only when it reads back.

The ETag is no lock (two writes at the same moment both pass), but it stops what is stale by more than that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.shapes import Row, identifier, line, part
from workboard.backends.request_tracker.shapes import number as number_in
from workboard.backends.request_tracker.statuses import Statuses
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.text import clean
from workboard.domain.ticket import Category

STALE: Final = 412
TRIES: Final = 3


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

    async def bring(self, number: int, category: Category, base: str | None) -> str | None:
        """Bring a ticket into a category, from ``base`` (``None``: from anywhere).

        A remark, where there was nothing to write. Raises ``Conflicting`` if it stands elsewhere, ``Refused`` if
        the server keeps it where it is, or if it was merged into another: what is true of the one need not be of
        the other.
        """
        for _ in range(TRIES):
            row, etag = await self._unmerged(number)
            now = line(row, "Status") or ""
            word = self.word(row, category)
            if word is None:
                return f"no status for “{category.replace('_', ' ')}” here: none was written"
            if now == word or self._statuses.category(now) == category:
                return None
            if base is not None and now != base:
                raise _conflict(base, word, now)
            if await self.write(number, now, word, etag):
                return None
        raise Refused("the ticket keeps changing: try again later", status=STALE)

    async def _unmerged(self, number: int) -> tuple[Row, str | None]:
        row, etag = await self._calls.ticket(number)
        if identifier(row) != number:
            raise Refused(f"ticket {number} was merged into {identifier(row)}: set the status there, then outbox drop")
        return row, etag

    async def write(self, number: int, base: str, word: str, etag: str | None) -> bool:
        """One PUT and its proof; ``False`` when the ticket had changed since it was read."""
        try:
            said = await self._calls.put(number, {"Status": word}, etag)
        except Refused as error:
            if error.status == STALE:
                return False
            raise
        row, _ = await self._calls.ticket(number)
        after = line(row, "Status") or ""
        if after == word:
            return True
        if after == base:
            told = clean(" ".join(said.split()), 120)
            raise Refused(f"Request Tracker keeps the status {base}" + (f" ({told})" if told else ""))
        raise _conflict(base, word, after)

    async def bring_back(self, number: int) -> int | None:
        """Out of the reply status, to what it was before; ``None`` if the ticket is not in it (any more)."""
        for _ in range(TRIES):
            row, etag = await self._unmerged(number)
            now = line(row, "Status") or ""
            if self._statuses.category(now) != "reply":
                return None
            if await self._back(row, now, etag):
                return number
        raise Refused("the ticket keeps changing: try again later", status=STALE)

    async def _back(self, row: Row, now: str, etag: str | None) -> bool:
        number = identifier(row)
        fallback = self.word(row, "open") or "open"
        before = await self._before(number, now) or fallback
        try:
            return await self.write(number, now, before, etag)
        except Refused:
            if before == fallback:
                raise
        row, etag = await self._calls.ticket(number)
        return await self.write(number, now, fallback, etag)

    async def _before(self, number: int, now: str) -> str | None:
        """The status from which the ticket came into the one it is in, if that is one to go back to."""
        query = f"ObjectId={number} AND Type='Status'"
        for row in (await self._calls.transactions(query, newest_first=True)).items:
            if line(row, "NewValue") == now:
                before = line(row, "OldValue")
                usable = before and self._statuses.category(before) not in {"reply", "gone"}
                return before if usable else None
        return None


def _conflict(base: str, mine: str, theirs: str) -> Conflicting:
    text = f"the status is {theirs} by now, not {base}: choose mine (outbox retry) or theirs (outbox drop)"
    return Conflicting(text, field="status", base=base, mine=mine, theirs=theirs)
