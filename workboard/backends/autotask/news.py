"""What both a first reading and every later one bring besides tickets: booked time, what is planned, and what is noted
on tickets of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workboard.backends.autotask.cursor import OVERLAP_MS, Cursor
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.query import AT_ONCE, AnyOf, Condition, Is, Where, among
from workboard.backends.autotask.reader import Reader
from workboard.backends.autotask.shapes import Misshapen, Row, newest, utc
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.window import DAY_MS, near, wide
from workboard.backends.base import Known
from workboard.domain.activity import split_id
from workboard.domain.ticket import Ticket

WIDE_EVERY_MS: Final = DAY_MS
TIME_STAMPS: Final = ("lastModifiedDateTime", "createDateTime")


class News:
    def __init__(self, terms: Terms, reader: Reader) -> None:
        self._terms = terms
        self._reader = reader
        self.planned = False
        """whether this process has looked at the plan: a person who asks wants to see it as it is"""

    def theirs(self) -> tuple[Condition, ...]:
        """Whose booked time counts beside mine."""
        team = self._terms.watched.team
        return (among("resourceID", sorted(team)[:AT_ONCE]),) if team else ()

    def take_time(self, harvest: Harvest, rows: Iterable[Row], known: Known) -> None:
        """The words of an entry only where its ticket is read in full."""
        for row in rows:
            number = row.get("ticketID")
            key = self._terms.ids.ticket(number) if isinstance(number, int) else ""
            ticket = harvest.tickets.get(key) or known.ticket(key)
            harvest.time(row, words=ticket is not None and self.read_in_full(ticket))

    def read_in_full(self, ticket: Ticket) -> bool:
        """Whether all that is written on it is read."""
        return ticket.presence == "mine" or self._terms.watched.has(ticket.owner_id)

    async def notes(self, harvest: Harvest, numbers: Iterable[int], since: int) -> None:
        """What was noted on these since an instant: a note's stamp is about as old as its ticket's."""
        stamp = utc(max(0, since - 2 * OVERLAP_MS))
        fresh = AnyOf((Where("createDateTime", Is.FROM, stamp), Where("lastActivityDate", Is.FROM, stamp)))
        await self._reader.notes(harvest, numbers, fresh)

    async def team_ticket(self, harvest: Harvest, cursor: Cursor) -> Cursor:
        """The team's own ticket with its notes, when it is named for the first time."""
        wanted = self._terms.watched.team_ticket or 0
        if wanted and wanted != cursor.team_ticket:
            await self._reader.headers(harvest, [wanted])
            await self._reader.notes(harvest, [wanted])
        return cursor._replace(team_ticket=wanted)

    async def plan(self, harvest: Harvest, cursor: Cursor, known: Known) -> Cursor:
        """Service calls and appointments: of today and tomorrow, once a day of all the weeks around."""
        now = known.now()
        everything = due(cursor.wide_at, now, WIDE_EVERY_MS)
        window = wide(now) if everything else near(now)
        links = await self._reader.service_calls.read(harvest, window, cursor.links)
        meetings = await self._reader.agenda.read(harvest, window, cursor.meetings, now)
        if self._terms.watched.whole_team:
            await self._reader.busy.read(harvest)
        await self._tickets(harvest, known)
        cursor = cursor._replace(links=links, meetings=meetings)
        if not self._terms.forbidden <= self._terms.never_read:
            return cursor  # a right that was there this morning: it is asked for again at the next look
        self.planned = True
        return cursor._replace(plan_at=now, wide_at=now if everything else cursor.wide_at)

    async def _tickets(self, harvest: Harvest, known: Known) -> None:
        """What is planned needs its ticket here, whosever it is."""
        named = {one.ticket_id for one in harvest.activities.values()} - harvest.tickets.keys()
        numbers = [int(split_id(one)[2]) for one in named if known.ticket(one) is None]
        await self._reader.headers(harvest, numbers)
        there = {one for one in named if one in harvest.tickets or known.ticket(one) is not None}
        for key in [key for key, one in harvest.activities.items() if one.ticket_id in named - there]:
            harvest.drop(key)


def due(last: int, now: int, every: int) -> bool:
    """Also after a clock went back."""
    return not 0 <= now - last < every


def latest(rows: Iterable[Row], *stamps: str) -> int:
    """The newest stamp of all; what cannot be read says nothing."""
    found = 0
    for row in rows:
        for stamp in stamps:
            try:
                found = max(found, newest(row, stamp))
            except Misshapen:
                continue
    return found
