"""Appointments of mine, as far as they are to come or were lately; a ticket that stands for one comes with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from workboard.backends.autotask.appointments import APPOINTMENTS, FIELDS, about_ticket, is_over
from workboard.backends.autotask.calls import Calls, numbers_in
from workboard.backends.autotask.errors import NotPermitted
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.ids import appointment_of
from workboard.backends.autotask.query import AT_ONCE, AnyOf, Condition, among, chunks, equal
from workboard.backends.autotask.shapes import Row, identifier
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.window import Window, wide

SEEN_MS: Final = 35 * 60_000
"""a little longer than from one reading of the plan to the next"""


class Meeting(NamedTuple):
    """``ticket`` is the one it was made for, 0 for none."""

    number: int
    ticket: int = 0


class Agenda:
    def __init__(self, calls: Calls, terms: Terms) -> None:
        self._calls = calls
        self._terms = terms
        self._seen: tuple[int, frozenset[str]] | None = None
        """when this process last read them all, and the tickets that stand for them"""

    async def read(self, harvest: Harvest, window: Window, known: Collection[Meeting], now: int) -> tuple[Meeting, ...]:
        """All of mine in the window, and those known of old; those that are not over. One that is there no longer is
        told as cancelled. All is as it was where appointments may not be asked for."""
        asked = sorted(known)[-AT_ONCE:]
        try:
            rows = await self._rows(window, [one.number for one in asked])
        except NotPermitted:
            self._terms.forbidden.add(APPOINTMENTS)
            return tuple(known)
        self._terms.forbidden.discard(APPOINTMENTS)
        shown: set[Meeting] = set()
        for row in rows:
            number = harvest.tried("activities", row, lambda row=row: identifier(row))  # type: ignore[misc]
            if number is not None:
                shown.add(Meeting(number, about_ticket(row) or 0))
                harvest.appointment(row, now)
        for one in asked:
            if one.number not in {each.number for each in shown}:
                self._dropped(harvest, one)
        there = sorted(one for one in shown if harvest.is_open(self._terms.ids.appointment(one.number)))
        self._seen = (now, frozenset(self._terms.ids.calendar(one.number) for one in there if not one.ticket))
        return tuple(there)

    async def of_tickets(self, harvest: Harvest, tickets: Collection[int], now: int) -> None:
        """Those that were made here for these tickets."""
        made_here = [
            number
            for ticket in tickets
            for one in harvest.known.activities(self._terms.ids.ticket(ticket))
            if (number := appointment_of(one.id)) is not None
        ]
        try:
            await self.take(harvest, made_here, now)
        except NotPermitted:
            self._terms.forbidden.add(APPOINTMENTS)
            harvest.keep(tickets, "appointment")

    async def take(self, harvest: Harvest, numbers: Iterable[int], now: int) -> set[int]:
        """These by their numbers; which of them are shown."""
        shown: set[int] = set()
        for some in chunks(numbers):
            rows = await self._calls.rows(APPOINTMENTS, (among("id", some),), FIELDS)
            shown |= set(numbers_in(rows))
            for row in rows:
                harvest.appointment(row, now)
        return shown

    async def tickets(self, now: int) -> frozenset[str]:
        """Ids of the tickets that stand for my appointments, as they were read lately."""
        if self._seen is not None and 0 <= now - self._seen[0] < SEEN_MS:
            return self._seen[1]
        try:
            rows = await self._rows(wide(now), ())
        except NotPermitted:
            self._terms.forbidden.add(APPOINTMENTS)
            return frozenset()
        there = [row for row in rows if about_ticket(row) is None and not is_over(row, now)]
        return frozenset(self._terms.ids.calendar(number) for number in numbers_in(there))

    async def _rows(self, window: Window, known: Collection[int]) -> list[Row]:
        condition: Condition = window.condition()
        if known:
            condition = AnyOf((condition, among("id", known)))
        return await self._calls.rows(APPOINTMENTS, (equal("resourceID", int(self._terms.me)), condition), FIELDS)

    def _dropped(self, harvest: Harvest, gone: Meeting) -> None:
        """Deleted, or given to somebody else; a ticket of its own goes with it."""
        ids = self._terms.ids
        key, own = ids.appointment(gone.number), ids.calendar(gone.number)
        for activity in harvest.known.activities(ids.ticket(gone.ticket) if gone.ticket else own):
            if activity.id == key and activity.remote_state == "open":
                harvest.activities[key] = activity._replace(remote_state="cancelled")
        ticket = None if gone.ticket else harvest.known.ticket(own)
        if ticket is not None:
            harvest.tickets[own] = ticket._replace(category="done")
