"""Everything since a cursor: a first reading, then whatever was stamped since. A quiet look is one call."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from typing import Final, Literal

from workboard.backends.autotask.calls import Calls, Listing, numbers_in, upward
from workboard.backends.autotask.cursor import OVERLAP_MS, Cursor, First, read
from workboard.backends.autotask.errors import UnknownField
from workboard.backends.autotask.first_time import FirstTime
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.news import TIME_STAMPS, News, due, latest
from workboard.backends.autotask.query import AnyOf, Is, Where
from workboard.backends.autotask.reader import TIME, WHOLE, Reader
from workboard.backends.autotask.shapes import Row, utc
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.translate import STAMPS
from workboard.backends.base import Known, Page
from workboard.domain.ticket import Ticket

TIME_EVERY_MS: Final = 15 * 60_000
PLAN_EVERY_MS: Final = 30 * 60_000

Written = Literal["all", "notes", "newest"]
"""what is read on a ticket: all notes and the time booked on it, all notes, or those that are new"""


class Changes:
    def __init__(self, calls: Calls, terms: Terms, names: Names, reader: Reader) -> None:
        self._calls = calls
        self._terms = terms
        self._names = names
        self._reader = reader
        self.news = News(terms, reader)
        self._stamps: tuple[str, ...] = STAMPS
        self._first_time = FirstTime(calls, terms, names, reader, self.news)

    async def pages(self, text: str | None, known: Known) -> AsyncIterator[Page]:
        cursor = self._widened(read(text) or Cursor(first=First()))
        while cursor.first is not None:
            page, cursor = await self._first_time.page(cursor, cursor.first, known)
            yield page
        more = True
        while more:
            page, cursor, more = await self._step(cursor, known)
            yield page

    def _widened(self, cursor: Cursor) -> Cursor:
        """Whoever leads from now on reads what the team has as if for the first time; mine is there."""
        lead = self._terms.watched.whole_team
        if lead and not cursor.whole_team:
            cursor = cursor._replace(first=First("plan") if cursor.first is None else First())
        return cursor._replace(whole_team=lead)

    async def _step(self, cursor: Cursor, known: Known) -> tuple[Page, Cursor, bool]:
        """One page of tickets that changed; with the last, what has no stamps is read, if it is time."""
        harvest = Harvest(self._terms, self._names, known)
        began = time.monotonic()
        listing = await self._changed(cursor)
        await self._moved(harvest, listing.items, known, cursor)
        several = listing.more or cursor.after is not None
        walked = int((time.monotonic() - began) * 1000) if several else 0
        stamp = max(cursor.newest, latest(listing.items, *STAMPS) - walked)
        if listing.more:
            onward = cursor._replace(after=upward(listing.items, cursor.after), newest=stamp)
            return harvest.page(onward.text()), onward, True
        since = max(cursor.since, stamp)
        cursor = cursor._replace(since=since, after=None, newest=0, young=self._young(known, since, walked))
        cursor = await self._without_stamps(harvest, await self.news.team_ticket(harvest, cursor), known)
        return harvest.page(cursor.text()), cursor, False

    async def _changed(self, cursor: Cursor) -> Listing:
        """An edit need not be an activity, nor the other way round; a new ticket may be neither. A stamp that this
        tenant does not know is done without."""
        since = utc(max(0, cursor.since - OVERLAP_MS))
        while True:
            condition = AnyOf(tuple(Where(stamp, Is.FROM, since) for stamp in self._stamps))
            try:
                return await self._calls.page("Tickets", (condition,), WHOLE, cursor.after)
            except UnknownField as error:
                left = tuple(one for one in self._stamps if one.casefold() != error.field.casefold())
                if not left or left == self._stamps:
                    raise
                self._stamps = left

    async def _moved(self, harvest: Harvest, rows: Iterable[Row], known: Known, cursor: Cursor) -> None:
        """Tickets that changed, and what is written on them as far as that concerns me."""
        rows = list(rows)
        before = {number: known.ticket(self._terms.ids.ticket(number)) for number in numbers_in(rows)}
        wanted: dict[Written | None, list[int]] = {}
        for number in await self._reader.take(harvest, rows):
            header = harvest.tickets.get(self._terms.ids.ticket(number))
            if header is not None:
                how = self._written(number, header, before.get(number), cursor)
                wanted.setdefault(how, []).append(number)
        await self._reader.details(harvest, wanted.get("all", ()))
        await self._reader.notes(harvest, wanted.get("notes", ()))
        await self.news.notes(harvest, wanted.get("newest", ()), cursor.since)

    def _written(self, number: int, now: Ticket, old: Ticket | None, cursor: Cursor) -> Written | None:
        """Of mine the notes are read where the mirror is not as new as this, or the last look came so soon after it
        that it need not have seen all: a note may show a little later than its ticket's stamp, and two may come in one
        moment. Of the others that concern me the newest ones do. What did not concern me before, and is older than
        that, is read from its beginning."""
        touched = old is None or old.updated_at != now.updated_at or 0 < cursor.young <= now.updated_at
        if now.presence == "mine" and number != self._terms.watched.team_ticket:
            new = old is None or old.presence != "mine"
            return "all" if new else "notes" if touched else None
        if not touched or not (self.news.read_in_full(now) or number == self._terms.watched.team_ticket):
            return None
        known_of_old = old is not None and self.news.read_in_full(old) and old.presence != "mine"
        fresh = known_of_old or now.created_at >= cursor.since - OVERLAP_MS or number == self._terms.watched.team_ticket
        return "newest" if fresh else "notes"

    def _young(self, known: Known, since: int, walked: int) -> int:
        """From which stamp on it has only just happened, by whichever of the clocks is the server's own; 0 where
        nothing has, ``since`` being the newest."""
        clocks = (known.now(), self._calls.wire.server_time_at() or 0)
        slack = OVERLAP_MS + walked
        near = [clock for clock in clocks if abs(clock - since) < slack]
        return max(0, min(near) - slack) if near else 0

    async def _without_stamps(self, harvest: Harvest, cursor: Cursor, known: Known) -> Cursor:
        if due(cursor.time_at, known.now(), TIME_EVERY_MS):
            cursor = await self._time(harvest, cursor, known)
        if not self.news.planned or due(cursor.plan_at, known.now(), PLAN_EVERY_MS):
            cursor = await self.news.plan(harvest, cursor, known)
        return cursor

    async def _time(self, harvest: Harvest, cursor: Cursor, known: Known) -> Cursor:
        """Booked time, everybody's: whether it moves its ticket's stamp is not known."""
        since = Where("lastModifiedDateTime", Is.FROM, utc(max(0, cursor.time_since - OVERLAP_MS)))
        rows = await self._calls.rows("TimeEntries", (since,), TIME)
        self.news.take_time(harvest, rows, known)
        return cursor._replace(time_since=max(cursor.time_since, latest(rows, *TIME_STAMPS)), time_at=known.now())
