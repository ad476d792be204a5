"""Service calls of mine.

A service call knows no technician. It has tickets, each of these has resources, and only there stands who is to come;
none of them tells when it was changed. So a window of days is read as a whole each time, with the calls known of old.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.query import AT_ONCE, AnyOf, Condition, among, chunks, equal
from workboard.backends.autotask.shapes import Row, flag, identifier
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.window import Window

CALLS: Final = "ServiceCalls"
CALL: Final = (
    "id", "companyID", "description", "startDateTime", "endDateTime", "status", "isComplete", "canceledDateTime",
)  # fmt: skip
LINK: Final = ("id", "serviceCallID", "ticketID")
PLACE: Final = ("id", "serviceCallTicketID", "resourceID")


class Link(NamedTuple):
    """One ticket on one service call, with me as a resource."""

    call: int
    row: int
    """of ServiceCallTickets"""
    ticket: int


class ServiceCalls:
    def __init__(self, calls: Calls, terms: Terms) -> None:
        self._calls = calls
        self._terms = terms

    async def read(self, harvest: Harvest, window: Window, known: Collection[Link]) -> tuple[Link, ...]:
        """All of mine in the window, and those known of old; the links of those still open. One that is mine no longer
        is told as cancelled. All is as it was where service calls may not be asked for."""
        numbers = sorted({one.call for one in known})[-AT_ONCE:]
        condition: Condition = window.condition()
        if numbers:
            condition = AnyOf((condition, among("id", numbers)))
        spoiled = len(harvest.spoiled)
        try:
            rows = self._numbered(harvest, await self._calls.rows(CALLS, (condition,), CALL))
            links = await self._mine(harvest, await self._links(harvest, "serviceCallID", rows))
        except NotPermitted:
            self._terms.forbidden.add(CALLS)
            return tuple(known)
        self._terms.forbidden.discard(CALLS)
        self._take(harvest, rows, links)
        if len(harvest.spoiled) == spoiled:
            self._gone(harvest, (one for one in known if one.call in numbers), {one.row for one in links})
        return tuple(sorted(one for one in links if harvest.is_open(self._terms.ids.call(one.call, one.row))))

    async def of_tickets(self, harvest: Harvest, tickets: Collection[int]) -> None:
        """Those about these tickets; where they may not be asked for, they are as they were."""
        try:
            links = await self._mine(harvest, await self._links(harvest, "ticketID", tickets))
            rows: dict[int, Row] = {}
            for some in chunks(one.call for one in links):
                rows |= self._numbered(harvest, await self._calls.rows(CALLS, (among("id", some),), CALL))
        except NotPermitted:
            self._terms.forbidden.add(CALLS)
            harvest.keep(tickets, "call")
        else:
            self._take(harvest, rows, links)

    async def others(self, call: int) -> tuple[list[Link], set[int]]:
        """All tickets of a service call, and every resource on it."""
        found = await self._calls.rows("ServiceCallTickets", (equal("serviceCallID", call),), LINK)
        links = [_link(row) for row in found]
        people: set[int] = set()
        for some in chunks(one.row for one in links):
            rows = await self._calls.rows("ServiceCallTicketResources", (among("serviceCallTicketID", some),), PLACE)
            people |= {identifier(row, "resourceID") for row in rows}
        return links, people

    def _numbered(self, harvest: Harvest, rows: Iterable[Row]) -> dict[int, Row]:
        found = {}
        for row in rows:
            number = harvest.tried("activities", row, lambda row=row: identifier(row))  # type: ignore[misc]
            if number is not None:
                found[number] = row
        return found

    async def _links(self, harvest: Harvest, field: str, numbers: Iterable[int]) -> list[Link]:
        """The tickets of these calls, or the calls of these tickets; whose, is not known yet."""
        found: list[Link] = []
        for some in chunks(numbers):
            for row in await self._calls.rows("ServiceCallTickets", (among(field, some),), LINK):
                link = harvest.tried("activities", row, lambda row=row: _link(row))  # type: ignore[misc]
                found += [link] if link is not None else []
        return found

    async def _mine(self, harvest: Harvest, links: Iterable[Link]) -> list[Link]:
        """Those of which I am a resource."""
        by_row = {one.row: one for one in links}
        mine: set[int | None] = set()
        for some in chunks(by_row):
            conditions = (equal("resourceID", int(self._terms.me)), among("serviceCallTicketID", some))
            for row in await self._calls.rows("ServiceCallTicketResources", conditions, PLACE):
                mine.add(harvest.tried("activities", row, lambda row=row: identifier(row, "serviceCallTicketID")))  # type: ignore[misc]
        return [one for row, one in by_row.items() if row in mine]

    def _take(self, harvest: Harvest, rows: Mapping[int, Row], links: Iterable[Link]) -> None:
        for one in links:
            if one.call in rows:
                harvest.call(rows[one.call], one.row, self._terms.ids.ticket(one.ticket))

    def _gone(self, harvest: Harvest, known: Iterable[Link], there: set[int]) -> None:
        for one in known:
            key = self._terms.ids.call(one.call, one.row)
            old = harvest.known.activities(self._terms.ids.ticket(one.ticket))
            for activity in old if one.row not in there else ():
                if activity.id == key and activity.remote_state == "open":
                    harvest.activities[key] = activity._replace(remote_state="cancelled")


def _link(row: Row) -> Link:
    return Link(identifier(row, "serviceCallID"), identifier(row), identifier(row, "ticketID"))


def is_done(row: Row, complete: int) -> bool:
    """Whether a service call is marked as complete."""
    return flag(row, "isComplete") or str(row.get("status")) == str(complete)
