"""Reading on from a cursor: the stretch that is read again, then whatever is new, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from typing import Final

from workboard.backends.base import Known, Page
from workboard.backends.request_tracker.client import PER_PAGE, Calls, any_of
from workboard.backends.request_tracker.cursor import SEEN_AT_MOST, Cursor, First, reaches_back
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.news import News
from workboard.backends.request_tracker.paging import PAGES_AT_MOST, downward, numbers_in, upward
from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier, instant
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.errors import Refused, Unreachable

QUEUES_IN_QUERY: Final = 100
LOOK_FOR_END_EACH: Final = 10
"""Every so many quiet polls it is checked that quiet does not mean *hidden by rights*."""


class Feed:
    """Transactions of tickets in ``queues`` (numbers of those one may see; rows of others would take up places on
    the pages)."""

    def __init__(self, calls: Calls, terms: Terms, news: News, queues: Collection[int]) -> None:
        self._calls = calls
        self._terms = terms
        self._news = news
        self._queues = queues
        self._quiet = 0
        self._hidden = 0
        """a last number of ours that is known to be hidden from us by now"""

    @property
    def narrowed(self) -> str:
        """The rest of a query for transactions."""
        narrow = 0 < len(self._queues) <= QUEUES_IN_QUERY
        return f" AND {any_of('TicketQueue', sorted(self._queues))}" if narrow else ""

    async def newest(self) -> Cursor:
        """The feed's end as it stands, with all rows as seen among which another one could still show: one page of
        them, more only after a burst."""
        rows = some = await self._latest()
        for _ in range(1, SEEN_AT_MOST // PER_PAGE):
            if len(some) < PER_PAGE or reaches_back(rows):
                break
            some = await self._latest(below=min(some))
            rows = rows | some
        return Cursor(0, floor=max(0, max(rows, default=0) - SEEN_AT_MOST)).with_rows(rows)

    async def _latest(self, below: int | None = None) -> dict[int, int]:
        """A page of the newest transactions there are, by their dates."""
        under = "" if below is None else f" AND id < {below}"
        items = (await self._calls.transactions(f"id > 0{under}{self.narrowed}", newest_first=True)).items
        if items:
            downward(items, below)
        return dates(items)

    async def pages(self, start: Cursor, known: Known) -> AsyncIterator[Page]:
        """All that is new. One with ``anew`` is the last: the server is not what it was."""
        cursor, after, page = start, start.reread_from, 1
        shown, end = start.feed == 0, None
        for _ in range(PAGES_AT_MOST):
            items = (await self._calls.transactions(f"id > {after}{self.narrowed}", page=page)).items
            rows = dates(items)
            if _rewritten(start, rows):
                yield await self._anew(start)
                return
            fresh = _strangers(items, rows, cursor)
            if fresh:
                self._quiet = 0
                cursor = cursor.with_rows({number: rows[number] for number in numbers_in(fresh)})
                yield await self._told(fresh, cursor, known)
            shown = shown or start.feed in rows
            after, page = (upward(items, after), 1) if items else (after, page + 1)  # hidden rows make pages empty
            if len(items) == PER_PAGE:
                continue
            end = await self._end(start, shown) if end is None else end
            if end < start.feed and await self._is_no_more(start.feed, end):
                yield await self._anew(start)
                return
            if end <= max(after, cursor.feed):
                break
        if self._may_settle(cursor):
            yield Page(cursor=cursor.settled().text())

    async def _told(self, fresh: list[Row], cursor: Cursor, known: Known) -> Page:
        harvest = Harvest(self._terms, known.me().id)
        await self._news.fresh(harvest, fresh, known)
        return harvest.page(cursor.text())

    async def _end(self, start: Cursor, shown: bool) -> int:
        """The greatest number there is, asked for now and then, and when our last one is no longer shown; else
        *this was the end*."""
        self._quiet += 1
        due = self._quiet % LOOK_FOR_END_EACH == 1
        if not due and (shown or self._hidden == start.feed):
            return start.feed
        self._hidden = 0 if shown else start.feed
        return max(await self._latest(), default=0)

    async def _is_no_more(self, number: int, newest: int) -> bool:
        """Whether a transaction we have read does not exist (any more); one that is only hidden still does.

        RT 5.0.3 has no *not found* for transactions but stumbles (500), so it is looked whether it stumbles over
        this one alone, and again."""
        if newest == 0:
            return False  # nothing at all is shown: that says something about rights, not about the past
        first = await self._asked_for(number)
        if first == 404:
            return True
        return first == 500 and await self._asked_for(newest) == 200 and await self._asked_for(number) == 500

    async def _asked_for(self, number: int) -> int:
        """The status of the answer to one transaction, as far as it says something about it."""
        try:
            await self._calls.transaction(number)
        except (Refused, Unreachable) as error:
            if error.status in {403, 404, 500}:
                return error.status
            raise
        return 200

    async def _anew(self, start: Cursor) -> Page:
        """The server forgot what we have read, or tells it otherwise: it was restored from a backup."""
        cursor = (await self.newest())._replace(first=First(), queues=start.queues)
        return Page(anew=True, cursor=cursor.text())

    def _may_settle(self, cursor: Cursor) -> bool:
        """Whether a long stretch, left by a burst, need not be read again; by the server's clock."""
        server = self._calls.http.server_time_at()
        return len(cursor.seen) > PER_PAGE and server is not None and server >= cursor.settles_at


def dates(items: Iterable[Row]) -> dict[int, int]:
    """Number → second of its date (0 for none) of transactions; rows without a number are left out."""
    found: dict[int, int] = {}
    for row in items:
        for number in numbers_in([row]):
            found[number] = _second(row)
    return found


def _second(row: Row) -> int:
    try:
        return (instant(row, "Created") or 0) // 1000
    except Misshapen:
        return 0


def _strangers(items: Iterable[Row], rows: Mapping[int, int], cursor: Cursor) -> list[Row]:
    """Rows not read before, each once."""
    new = rows.keys() - {number for number, _ in cursor.seen}
    by_number = {identifier(row): row for row in items if set(numbers_in([row])) & new}
    return [by_number[number] for number in sorted(by_number)]


def _rewritten(cursor: Cursor, rows: Mapping[int, int]) -> bool:
    """Whether a number stands for something else than when we read it."""
    return any(second and rows.get(number, second) not in (second, 0) for number, second in cursor.seen)
