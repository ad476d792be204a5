"""Service calls of mine, and for a lead those of the team.

A service call knows no technician. It has tickets, each of these has resources, and only there stands who is to come;
none of them tells when it was changed. So a window of days is read as a whole each time, with the calls known of old.
Of colleagues' only what is planned until tomorrow is wanted, or was left undone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.planned import Link
from workboard.backends.autotask.query import AT_ONCE, AnyOf, Condition, among, chunks, equal
from workboard.backends.autotask.shapes import Row, flag, identifier
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.window import Window, near
from workboard.domain.activity import Activity

CALLS: Final = "ServiceCalls"
CALL: Final = (
    "id", "companyID", "description", "startDateTime", "endDateTime", "status", "isComplete", "canceledDateTime",
    "lastModifiedDateTime",
)  # fmt: skip
LINK: Final = ("id", "serviceCallID", "ticketID")
PLACE: Final = ("id", "serviceCallTicketID", "resourceID")


class ServiceCalls:
    def __init__(self, calls: Calls, terms: Terms) -> None:
        self._calls = calls
        self._terms = terms

    async def read(self, harvest: Harvest, window: Window, known: Collection[Link]) -> tuple[Link, ...]:
        """All in the window, and those known of old that it may not show; the links of those still open. One that is
        there no longer is told as cancelled. All is as it was where service calls may not be asked for."""
        asked = self._known_of_old(harvest, known, window)
        condition: Condition = window.condition()
        if asked:
            condition = AnyOf((condition, among("id", sorted(asked))))
        spoiled = len(harvest.spoiled)
        try:
            rows = self._numbered(harvest, await self._calls.rows(CALLS, (condition,), CALL))
            links = await self._placed(harvest, await self._links(harvest, "serviceCallID", rows))
        except NotPermitted:
            self._terms.forbidden.add(CALLS)
            return tuple(known)
        self._terms.forbidden.discard(CALLS)
        soon = near(harvest.known.now()).until
        self._take(harvest, rows, links, lambda made: made.start_at is not None and made.start_at < soon)
        unseen = [one for one in known if self._key(one) not in harvest.activities]
        if len(harvest.spoiled) == spoiled:
            unseen = [one for one in unseen if not self._gone(harvest, one, asked, window)]
        there = {one for one in links if harvest.is_open(self._key(one))}
        return tuple(sorted({*there, *unseen}))

    def _known_of_old(self, harvest: Harvest, known: Collection[Link], window: Window) -> set[int]:
        """Calls to ask for by their numbers: mine, and what colleagues were to do before the window begins."""
        mine = {one.call for one in known if not one.colleague}
        left = {one.call for one in known if one.colleague and self._begins(harvest, one) < window.since}
        return {*[*sorted(left - mine), *sorted(mine)][-AT_ONCE:]}

    def _begins(self, harvest: Harvest, link: Link) -> int:
        """When a known one is to begin, as the mirror has it; 0 without a time."""
        old = self._old(harvest, link)
        return 0 if old is None else old.start_at or 0

    def _old(self, harvest: Harvest, link: Link) -> Activity | None:
        known = harvest.known.activities(self._terms.ids.ticket(link.ticket))
        return next((one for one in known if one.id == self._key(link)), None)

    async def of_tickets(self, harvest: Harvest, tickets: Collection[int]) -> None:
        """Those about these tickets, of colleagues' those that are known; where they may not be asked for, they are as
        they were."""
        try:
            links = await self._placed(harvest, await self._links(harvest, "ticketID", tickets))
            rows: dict[int, Row] = {}
            for some in chunks(one.call for one in links):
                rows |= self._numbered(harvest, await self._calls.rows(CALLS, (among("id", some),), CALL))
        except NotPermitted:
            self._terms.forbidden.add(CALLS)
            harvest.keep(tickets, "call")
        else:
            here = {one.id for ticket in tickets for one in harvest.known.activities(self._terms.ids.ticket(ticket))}
            self._take(harvest, rows, links, lambda made: made.id in here)

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

    async def _placed(self, harvest: Harvest, links: Iterable[Link]) -> list[Link]:
        """The same, once for each person whose work is read."""
        by_row = {one.row: one for one in links}
        found: list[Link] = []
        for some in chunks(by_row):
            conditions = (*self._people(), among("serviceCallTicketID", some))
            for row in await self._calls.rows("ServiceCallTicketResources", conditions, PLACE):
                place = harvest.tried("activities", row, lambda row=row: _place(row))  # type: ignore[misc]
                if place is not None and place[0] in by_row:
                    me = str(place[1]) == self._terms.me
                    found.append(by_row[place[0]]._replace(colleague=0 if me else place[1]))
        return found

    def _people(self) -> tuple[Condition, ...]:
        """Whose: mine alone, and for a lead the team's."""
        watched, me = self._terms.watched, int(self._terms.me)
        if not watched.whole_team:
            return (equal("resourceID", me),)
        return (among("resourceID", sorted(watched.team)[:AT_ONCE]),) if watched.team else ()

    def _take(
        self, harvest: Harvest, rows: Mapping[int, Row], links: Iterable[Link], wanted: Callable[[Activity], bool]
    ) -> None:
        """Mine all, colleagues' as far as they are ``wanted``."""
        for one in links:
            if one.call in rows:
                harvest.call(rows[one.call], one, wanted if one.colleague else lambda made: True)

    def _gone(self, harvest: Harvest, link: Link, asked: Collection[int], window: Window) -> bool:
        """Whether one that was known and did not show should have; then it is told as cancelled."""
        old = self._old(harvest, link)
        inside = window.everything or self._begins(harvest, link) >= window.since
        theirs = bool(link.colleague) and (inside or not self._terms.watched.whole_team)
        looked_for = theirs or link.call in asked
        if looked_for and old is not None and old.remote_state == "open":
            harvest.activities[old.id] = old._replace(remote_state="cancelled")
        return looked_for

    def _key(self, link: Link) -> str:
        return self._terms.ids.call(link.call, link.row, link.colleague)


def _link(row: Row) -> Link:
    return Link(identifier(row, "serviceCallID"), identifier(row), identifier(row, "ticketID"))


def _place(row: Row) -> tuple[int, int]:
    """(row of ServiceCallTickets, resource)"""
    return identifier(row, "serviceCallTicketID"), identifier(row, "resourceID")


def is_done(row: Row, complete: int) -> bool:
    """Whether a service call is marked as complete."""
    return flag(row, "isComplete") or str(row.get("status")) == str(complete)
