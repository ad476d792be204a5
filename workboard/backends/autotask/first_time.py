"""A first reading: stages that may stop after any page. My tickets in full, what is planned, the headers of the others'
open ones, and what was closed and booked lately."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from workboard.backends.autotask.calls import Calls, Listing, upward
from workboard.backends.autotask.cursor import Cursor, First
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.news import TIME_STAMPS, News, latest
from workboard.backends.autotask.query import AllOf, AnyOf, Condition, Is, Where, among, equal
from workboard.backends.autotask.reader import HEADER, TIME, WHOLE, Reader
from workboard.backends.autotask.shapes import Row, day, utc
from workboard.backends.autotask.statuses import COMPLETE
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.translate import STAMPS
from workboard.backends.autotask.window import DAY_MS
from workboard.backends.base import Known, Page

AT_ONCE: Final = 100
"""tickets of mine that are read in full in one step"""
MONTH_MS: Final = 35 * DAY_MS
"""how far back closures and my own booked time are read: enough for a month's goal"""
WEEK_MS: Final = 8 * DAY_MS
"""and everybody's booked time; for a lead it is the month"""


class Step(NamedTuple):
    """``after``: the last row of a page that has a successor, else ``None``. ``done``: tickets read in it."""

    cursor: Cursor
    after: int | None = None
    done: int = 0


class FirstTime:
    def __init__(self, calls: Calls, terms: Terms, names: Names, reader: Reader, news: News) -> None:
        self._calls = calls
        self._terms = terms
        self._names = names
        self._reader = reader
        self._news = news

    async def page(self, cursor: Cursor, first: First, known: Known) -> tuple[Page, Cursor]:
        """The next page, and the cursor after it."""
        if first.total == 0:
            first = first._replace(total=await self._calls.count("Tickets", self._terms.open()))
        harvest = Harvest(self._terms, self._names, known)
        stages = {
            "mine": self._mine, "plan": self._plan, "team": self._team, "closed": self._closed, "time": self._time,
        }  # fmt: skip
        cursor, after, read_now = await stages[first.stage](harvest, cursor, first, known)
        step = first._replace(after=after, done=min(first.done + read_now, first.total))
        cursor = cursor._replace(first=step if after is not None else step.next_stage())
        done = step.done if cursor.first is not None else first.total
        return harvest.page(cursor.text(), done, first.total), cursor

    async def _mine(self, harvest: Harvest, cursor: Cursor, first: First, known: Known) -> Step:
        conditions = (equal("assignedResourceID", int(self._terms.me)), *self._terms.open())
        listing = await self._calls.page("Tickets", conditions, WHOLE, first.after, AT_ONCE)
        found = await self._reader.take(harvest, listing.items)
        await self._reader.details(harvest, found)
        return Step(_stamped(cursor, listing.items), _onward(listing, first), len(found))

    async def _plan(self, harvest: Harvest, cursor: Cursor, first: First, known: Known) -> Step:
        return Step(await self._news.plan(harvest, cursor._replace(wide_at=0), known))

    async def _team(self, harvest: Harvest, cursor: Cursor, first: First, known: Known) -> Step:
        """Open tickets of everybody and nobody, for a lead with what is noted on the team's. Mine were read in full; a
        query for *not mine* would lose nobody's."""
        listing = await self._calls.page("Tickets", self._terms.open(), HEADER, first.after)
        others = [row for row in listing.items if str(row.get("assignedResourceID")) != self._terms.me]
        found = await self._reader.take(harvest, others)
        await self._reader.notes(harvest, self._read_in_full(harvest, found))
        return Step(_stamped(cursor, listing.items), _onward(listing, first), len(others))

    def _read_in_full(self, harvest: Harvest, numbers: Iterable[int]) -> list[int]:
        tickets = {number: harvest.tickets.get(self._terms.ids.ticket(number)) for number in numbers}
        return [number for number, one in tickets.items() if one is not None and self._news.read_in_full(one)]

    async def _closed(self, harvest: Harvest, cursor: Cursor, first: First, known: Known) -> Step:
        listing = await self._calls.page("Tickets", (self._ended(known.now() - MONTH_MS),), HEADER, first.after)
        await self._reader.take(harvest, listing.items)
        return Step(_stamped(cursor, listing.items), _onward(listing, first))

    def _ended(self, since: int) -> Condition:
        """Complete since then; what stands in another status that ends a ticket may have no such date."""
        completed, touched = (Where(one, Is.FROM, utc(since)) for one in ("completedDate", "lastActivityDate"))
        others = [value for value in self._terms.statuses.closed() if value != COMPLETE]
        return AnyOf((completed, AllOf((among("status", others), touched)))) if others else completed

    async def _time(self, harvest: Harvest, cursor: Cursor, first: First, known: Known) -> Step:
        now = known.now()
        mine = AllOf((equal("resourceID", int(self._terms.me)), self._worked_from(now - MONTH_MS)))
        back = MONTH_MS if self._terms.watched.whole_team else WEEK_MS
        others = AllOf((*self._news.theirs(), self._worked_from(now - back)))
        listing = await self._calls.page("TimeEntries", (AnyOf((mine, others)),), TIME, first.after)
        self._news.take_time(harvest, listing.items, known)
        since = cursor.time_since or latest(listing.items, *TIME_STAMPS)
        return Step(cursor._replace(time_since=since, time_at=now), _onward(listing, first))

    def _worked_from(self, at: int) -> Where:
        """A date, as the technician's calendar has it."""
        return Where("dateWorked", Is.FROM, day(at, self._terms.settings.zone))


def _stamped(cursor: Cursor, rows: Iterable[Row]) -> Cursor:
    """The first page with a stamp says from when on changes are news: whatever is changed while the rest is walked is
    stamped later."""
    return cursor if cursor.since else cursor._replace(since=latest(rows, *STAMPS))


def _onward(listing: Listing, first: First) -> int | None:
    return upward(listing.items, first.after) if listing.more else None
