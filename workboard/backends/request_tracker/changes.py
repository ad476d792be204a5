"""Everything since a cursor: a first sync in stages that may stop anywhere, then the feed of transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Final

from workboard.backends.base import Known, Page
from workboard.backends.request_tracker.client import PER_PAGE, Calls, any_of
from workboard.backends.request_tracker.cursor import Cursor, First, read
from workboard.backends.request_tracker.feed import Feed
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.news import MINE, NOTHING, News, Watched
from workboard.backends.request_tracker.paging import AT_ONCE, downward, numbers_in, upward
from workboard.backends.request_tracker.reader import LINKS, Reader, had_date
from workboard.backends.request_tracker.shapes import Row
from workboard.backends.request_tracker.translate import Terms

TEAM: Final = "Owner!='__CurrentUser__' AND Status='__Active__'"
REMINDERS: Final = f"Type='reminder' AND {MINE}"
RECENT: Final = "35 days ago"
"""How far back booked time and closures are read at first: a month and a little, for monthly goals."""
COUNT: Final = {"per_page": "1", "fields": "Type"}


class Changes:
    """``queues``: numbers of those one may see, none while that cannot be told; a new one among them is read from
    the beginning."""

    def __init__(
        self, calls: Calls, terms: Terms, reader: Reader, queues: Collection[int], watched: Watched = NOTHING
    ) -> None:
        self._calls = calls
        self._terms = terms
        self._reader = reader
        self._queues = queues
        self._news = News(terms, reader, watched)
        self._feed = Feed(calls, terms, self._news, queues)

    async def pages(self, text: str | None, known: Known) -> AsyncIterator[Page]:
        async for page in self._first_time(await self._start(text), known):
            yield page
            text = page.cursor
        again: str | None = None
        async for page in self._feed.pages(await self._start(text), known):
            yield page
            again = page.cursor if page.anew else None
        if again is not None:
            async for page in self._first_time(await self._start(again), known):
                yield page

    async def _start(self, text: str | None) -> Cursor:
        """Where to go on; the feed's end is noted before anything is listed, so that nothing falls between."""
        cursor = read(text)
        if cursor is None:
            cursor = (await self._feed.newest())._replace(first=First())
        if cursor.first is None and not cursor.queues.issuperset(self._queues):
            cursor = cursor._replace(first=First())
        return cursor._replace(queues=frozenset(self._queues) or cursor.queues)

    async def _first_time(self, cursor: Cursor, known: Known) -> AsyncIterator[Page]:
        """The stages that are left of a first sync; each page's cursor says how to go on after it."""
        while cursor.first is not None:
            page, cursor = await self._stage(cursor, cursor.first, known)
            yield page

    async def _stage(self, cursor: Cursor, first: First, known: Known) -> tuple[Page, Cursor]:
        """One page of a first sync, and the cursor after it."""
        if first.total == 0:
            first = first._replace(total=await self._count())
        harvest = Harvest(self._terms, known.me().id)
        steps = {"mine": self._mine, "reminders": self._reminders, "team": self._team, "work": self._work}
        after, read_now = await steps[first.stage](harvest, first, known)
        done = min(first.done + read_now, first.total) if first.total else 0
        step = first._replace(after=after, done=done)
        following = cursor._replace(first=step if after is not None else step.next_stage())
        if following.first is None:
            done = first.total
        return harvest.page(following.text(), done, first.total), following

    async def _mine(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        listing = await self._calls.tickets(_below(MINE, first.after), {"per_page": str(AT_ONCE)}, newest_first=True)
        for row in listing.items:
            harvest.header(row)
        await self._reader.details(harvest, list(harvest.tickets), known)
        return _onward(listing.items, AT_ONCE, first.after), len(listing.items)

    async def _reminders(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        listing = await self._calls.tickets(_below(REMINDERS, first.after), LINKS, newest_first=True)
        parents = self._reader.add_reminders(harvest, listing.items)
        await self._reader.headers(harvest, self._news.unknown(parents.values(), known), known)
        return _onward(listing.items, PER_PAGE, first.after), 0

    async def _team(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        listing = await self._calls.tickets(_below(TEAM, first.after), newest_first=True)
        for number, row in harvest.numbered(listing.items, "tickets").items():
            harvest.header(row, dated_before=had_date(known, self._terms.ids.ticket(number)))
        if self._news.watched.team_ticket in harvest.tickets:
            await self._reader.details(harvest, [self._news.watched.team_ticket], known)
        return _onward(listing.items, PER_PAGE, first.after), len(listing.items)

    async def _work(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        done = any_of("NewValue", self._terms.statuses.words("done"))
        worth = f"Created > '{RECENT}' AND (TimeTaken > 0 OR (Type='Status' AND {done}))"
        after = first.after or 0
        listing = await self._calls.transactions(f"{worth} AND id > {after}{self._feed.narrowed}")
        await self._news.old(harvest, listing.items, known)
        return upward(listing.items, after) if numbers_in(listing.items) else None, 0

    async def _count(self) -> int:
        mine = await self._calls.tickets(MINE, COUNT)
        team = await self._calls.tickets(TEAM, COUNT)
        return mine.total + team.total


def _below(query: str, number: int | None) -> str:
    return query if number is None else f"{query} AND id < {number}"


def _onward(items: Sequence[Row], full: int, before: int | None) -> int | None:
    """Where to go on: below the last row of a page that may have a successor."""
    return downward(items, before) if len(items) >= full else None
