"""Everything since a cursor: a first sync in stages that may stop anywhere, then the feed of transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from typing import Final

from workboard.backends.base import Known, Page
from workboard.backends.request_tracker.client import PER_PAGE, Calls, any_of
from workboard.backends.request_tracker.cursor import OVERLAP, Cursor, First, read
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.reader import AT_ONCE, LINKS, Reader, had_date
from workboard.backends.request_tracker.shapes import Row, identifier
from workboard.backends.request_tracker.translate import Terms

MINE: Final = "Owner='__CurrentUser__' AND Status='__Active__'"
TEAM: Final = "Owner!='__CurrentUser__' AND Status='__Active__'"
REMINDERS: Final = f"Type='reminder' AND {MINE}"
RECENT: Final = "35 days ago"
"""How far back booked time and closures are read at first: a month and a little, for monthly goals."""
COUNT: Final = {"per_page": "1", "fields": "Type"}
QUEUES_IN_QUERY: Final = 100
PAGES_HIDDEN: Final = 1000
LOOK_FOR_END_EACH: Final = 10
"""Every so many quiet polls it is checked that quiet does not mean *hidden by rights*."""


class Changes:
    """``queues``: numbers of those one may see; rows of others would take up places on the feed's pages."""

    def __init__(self, calls: Calls, terms: Terms, reader: Reader, queues: Collection[int]) -> None:
        self._calls = calls
        self._terms = terms
        self._reader = reader
        self._queues = queues
        self._quiet = 0

    @property
    def _narrowed(self) -> str:
        narrow = 0 < len(self._queues) <= QUEUES_IN_QUERY
        return f" AND {any_of('TicketQueue', sorted(self._queues))}" if narrow else ""

    async def pages(self, text: str | None, known: Known) -> AsyncIterator[Page]:
        cursor = read(text)
        if cursor is None:
            cursor = (await self._newest())._replace(first=First())
        if cursor.first is None and not cursor.queues.issuperset(self._queues):
            cursor = cursor._replace(first=First())
        cursor = cursor._replace(queues=frozenset(self._queues))
        while cursor.first is not None:
            async for page, step in self._stage(cursor, cursor.first, known):
                cursor = step
                yield page
        async for page in self._feed(cursor, known):
            yield page

    # --- the first time ---------------------------------------------------------------------------

    async def _stage(self, cursor: Cursor, first: First, known: Known) -> AsyncIterator[tuple[Page, Cursor]]:
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
        yield harvest.page(following.text(), done, first.total), following

    async def _mine(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        query = MINE if first.after is None else f"{MINE} AND id < {first.after}"
        listing = await self._calls.tickets(query, {"per_page": str(AT_ONCE)}, newest_first=True)
        for row in listing.items:
            harvest.header(row)
        await self._reader.details(harvest, list(harvest.tickets), known)
        return _last(listing.items, AT_ONCE), len(listing.items)

    async def _reminders(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        query = REMINDERS if first.after is None else f"{REMINDERS} AND id < {first.after}"
        listing = await self._calls.tickets(query, LINKS, newest_first=True)
        parents = self._reader.add_reminders(harvest, listing.items)
        await self._reader.headers(harvest, self._unknown(parents.values(), known), known)
        return _last(listing.items, PER_PAGE), 0

    async def _team(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        query = TEAM if first.after is None else f"{TEAM} AND id < {first.after}"
        listing = await self._calls.tickets(query, newest_first=True)
        for number, row in harvest.numbered(listing.items, "ticket").items():
            harvest.header(row, dated_before=had_date(known, self._terms.ids.ticket(number)))
        return _last(listing.items, PER_PAGE), len(listing.items)

    async def _work(self, harvest: Harvest, first: First, known: Known) -> tuple[int | None, int]:
        done = any_of("NewValue", self._terms.statuses.words("done"))
        worth = f"Created > '{RECENT}' AND (TimeTaken > 0 OR (Type='Status' AND {done}))"
        listing = await self._calls.transactions(f"{worth} AND id > {first.after or 0}{self._narrowed}")
        await self._add_work(harvest, listing.items, known, again=False)
        return _last(listing.items, 1), 0

    async def _count(self) -> int:
        mine = await self._calls.tickets(MINE, COUNT)
        team = await self._calls.tickets(TEAM, COUNT)
        return mine.total + team.total

    # --- from then on -----------------------------------------------------------------------------

    async def _feed(self, cursor: Cursor, known: Known) -> AsyncIterator[Page]:
        newest, page = 0, 0  # page 0 overlaps what was read; from 1 on only what may hide behind hidden rows
        while page < PAGES_HIDDEN:
            items = await self._since(cursor.feed, page) if page else await self._since(cursor.feed - OVERLAP)
            if not items and page == 0 and await self._is_restored(cursor):
                async for anew in self.pages(None, known):
                    yield anew
                return
            fresh = [row for row in items if identifier(row) not in cursor.seen]
            if fresh:
                moved = {identifier(row) for row in fresh}
                further = max(moved) > cursor.feed
                cursor, page, self._quiet = cursor.with_rows(moved), 0, 0
                yield await self._news(fresh, cursor, known)
                if further:
                    continue
            newest = newest or await self._hidden_end(cursor)
            if newest <= cursor.feed:
                return
            page += 1

    async def _news(self, fresh: Sequence[Row], cursor: Cursor, known: Known) -> Page:
        harvest = Harvest(self._terms, known.me().id)
        await self._add_work(harvest, fresh, known, again=True)
        return harvest.page(cursor.text())

    async def _since(self, after: int, page: int = 1) -> list[Row]:
        return (await self._calls.transactions(f"id > {max(after, 0)}{self._narrowed}", page=page)).items

    async def _hidden_end(self, cursor: Cursor) -> int:
        """The greatest number there is, asked for now and then; else *this was the end*."""
        self._quiet += 1
        if self._quiet % LOOK_FOR_END_EACH != 1:
            return cursor.feed
        return (await self._newest()).feed

    async def _newest(self) -> Cursor:
        """The feed's end as it stands, with the rows just before it as seen."""
        query = f"id > 0{self._narrowed}"
        items = (await self._calls.transactions(query, newest_first=True)).items
        return Cursor(0).with_rows({identifier(row) for row in items})

    async def _is_restored(self, cursor: Cursor) -> bool:
        """Whether the server forgot what we have read: it was restored from a backup, or is another one."""
        return cursor.feed > 0 and (await self._newest()).feed < cursor.feed

    # --- transactions to facts --------------------------------------------------------------------

    async def _add_work(self, harvest: Harvest, items: Sequence[Row], known: Known, *, again: bool) -> None:
        """Time and closures of these transactions, and the tickets they are about.

        ``again``: the tickets have changed, so all of them are read anew, mine in full; else only headers of
        tickets that are not known.
        """
        touched = {identifier(row, "ObjectId") for row in items}
        wanted = touched if again else set(self._unknown(touched, known))
        missing = await self._reader.headers(harvest, wanted, known)
        parents = await self._reader.reminders(harvest, missing) if missing else {}
        if again:
            await self._read_tickets(harvest, missing - parents.keys(), set(parents.values()), known)
        else:
            await self._reader.headers(harvest, self._unknown(parents.values(), known), known)
        for row in items:
            number = identifier(row, "ObjectId")
            parent = parents.get(number)
            activity = self._terms.ids.reminder(number) if parent is not None else None
            harvest.work(row, number if parent is None else parent, activity)

    async def _read_tickets(self, harvest: Harvest, lost: set[int], parents: set[int], known: Known) -> None:
        for number in lost:
            instead = await self._reader.missing(harvest, number)
            if instead is not None:
                parents.add(instead)
        await self._reader.headers(harvest, parents | await self._all_mine(harvest), known)
        mine = [number for number, one in harvest.tickets.items() if one.presence == "mine"]
        await self._reader.details(harvest, mine, known)

    async def _all_mine(self, harvest: Harvest) -> set[int]:
        """All my tickets, if a reminder was deleted: RT does not say from which ticket it is gone."""
        if not harvest.orphans:
            return set()
        return {identifier(row) async for row in self._reader.walk(MINE, {"fields": "Type"})}

    def _unknown(self, numbers: Iterable[int], known: Known) -> list[int]:
        return [number for number in numbers if known.ticket(self._terms.ids.ticket(number)) is None]


def _last(items: Sequence[Row], full: int) -> int | None:
    """Where to go on: after the last row of a page that may have a successor."""
    return identifier(items[-1]) if len(items) >= full else None
