"""What both a first reading and every later one bring besides tickets: booked time, and what is planned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workboard.backends.autotask.cursor import Cursor
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.query import Condition, among
from workboard.backends.autotask.reader import Reader
from workboard.backends.autotask.shapes import Misshapen, Row, newest
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.window import DAY_MS, near, wide
from workboard.backends.base import Known
from workboard.domain.activity import split_id

WIDE_EVERY_MS: Final = DAY_MS
TIME_STAMPS: Final = ("lastModifiedDateTime", "createDateTime")


class News:
    """``team``: resources whose booked time counts beside mine; none: everybody's."""

    def __init__(self, terms: Terms, reader: Reader) -> None:
        self._terms = terms
        self._reader = reader
        self.team: tuple[int, ...] = ()
        self.planned = False
        """whether this process has looked at the plan: a person who asks wants to see it as it is"""

    def theirs(self) -> tuple[Condition, ...]:
        return (among("resourceID", self.team[:200]),) if self.team else ()

    def take_time(self, harvest: Harvest, rows: Iterable[Row], known: Known) -> None:
        """The words of an entry only where its ticket is read in full."""
        for row in rows:
            ticket = row.get("ticketID")
            old = known.ticket(self._terms.ids.ticket(ticket)) if isinstance(ticket, int) else None
            harvest.time(row, words=old is not None and old.presence == "mine")

    async def plan(self, harvest: Harvest, cursor: Cursor, known: Known) -> Cursor:
        """Service calls and appointments: of today and tomorrow, once a day of all the weeks around."""
        now = known.now()
        everything = due(cursor.wide_at, now, WIDE_EVERY_MS)
        window = wide(now) if everything else near(now)
        links = await self._reader.service_calls.read(harvest, window, cursor.links)
        meetings = await self._reader.agenda.read(harvest, window, cursor.meetings, now)
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
            del harvest.activities[key]


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
