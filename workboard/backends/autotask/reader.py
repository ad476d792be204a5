"""Reading tickets with few, large requests: headers, notes and booked time of many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workboard.backends.autotask import team_ticket
from workboard.backends.autotask.agenda import Agenda
from workboard.backends.autotask.busy import Busy
from workboard.backends.autotask.calls import Calls, numbers_in
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.ids import appointment_of, number_of
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.query import Condition, among, chunks
from workboard.backends.autotask.service_calls import ServiceCalls
from workboard.backends.autotask.shapes import Misshapen, Row, identifier, reference
from workboard.backends.autotask.terms import Terms

HEADER: Final = (
    "id", "ticketNumber", "title", "status", "priority", "queueID", "ticketType", "companyID", "contactID",
    "assignedResourceID", "createDate", "dueDateTime", "lastActivityDate", "lastTrackedModificationDateTime",
    "lastActivityPersonType", "completedDate", "completedByResourceID",
)  # fmt: skip
WHOLE: Final = (*HEADER, "description", "creatorResourceID", "createdByContactID", "externalID")
"""a header with the words that the ticket was opened with"""
NOTE: Final = (
    "id", "ticketID", "title", "description", "noteType", "publish", "createDateTime", "lastActivityDate",
    "creatorResourceID", "createdByContactID",
)  # fmt: skip
TIME: Final = (
    "id", "resourceID", "ticketID", "dateWorked", "startDateTime", "endDateTime", "hoursWorked", "hoursToBill",
    "isNonBillable", "summaryNotes", "internalNotes", "createDateTime", "lastModifiedDateTime",
)  # fmt: skip


class Reader:
    """Fills a ``Harvest``."""

    def __init__(self, calls: Calls, terms: Terms, names: Names) -> None:
        self._calls = calls
        self._terms = terms
        self._names = names
        self.service_calls = ServiceCalls(calls, terms)
        self.agenda = Agenda(calls, terms)
        self.busy = Busy(calls, terms)

    async def headers(self, harvest: Harvest, numbers: Iterable[int], *, fresh: bool = False) -> dict[int, Row]:
        """These tickets, with the words they were opened with; what does not show is not in the answer."""
        found: dict[int, Row] = {}
        for some in chunks(numbers):
            found |= await self.take(harvest, await self._calls.rows("Tickets", (among("id", some),), WHOLE), fresh)
        return found

    async def take(self, harvest: Harvest, rows: Iterable[Row], fresh: bool = False) -> dict[int, Row]:
        """Rows of tickets as headers, the names in them asked for: ``fresh`` also those that the mirror has. By id;
        a row that cannot be read is set aside, and is there all the same."""
        rows = list(rows)
        harvest.add_people(await self._names.learn(*self._nameless(harvest, rows, fresh)))
        found: dict[int, Row] = {}
        for row in rows:
            header = harvest.header(row)
            if header is not None and "description" in row:
                harvest.first_words(row, header.id)
            found |= dict.fromkeys(numbers_in([row]), row)
        return found

    def _nameless(self, harvest: Harvest, rows: list[Row], fresh: bool) -> tuple[set[int], set[int]]:
        """Client firms of all, contacts of mine."""
        firms: set[int] = set()
        contacts: set[int] = set()
        for row in rows:
            try:
                old = harvest.known.ticket(self._terms.ids.ticket(identifier(row)))
                firm, contact = reference(row, "companyID"), reference(row, "contactID")
                writer = reference(row, "createdByContactID")
                mine = str(reference(row, "assignedResourceID")) == self._terms.me
            except Misshapen:
                continue
            if firm is not None and (fresh or old is None or old.company is None):
                firms.add(firm)
            if mine and (fresh or old is None or old.contact_name is None):
                contacts |= {one for one in (contact, writer) if one}
        return firms, contacts

    async def details(self, harvest: Harvest, numbers: Iterable[int]) -> None:
        """Everything written on these tickets, and the time booked on them."""
        numbers = list(numbers)
        await self.notes(harvest, numbers)
        for some in chunks(numbers):
            for row in await self._calls.rows("TimeEntries", (among("ticketID", some),), TIME):
                harvest.time(row)

    async def notes(self, harvest: Harvest, numbers: Iterable[int], *narrowed: Condition) -> None:
        """All notes of these tickets, or some; of the team ticket never all."""
        numbers, its = set(numbers), self._terms.watched.team_ticket
        if its in numbers and not narrowed:
            numbers.discard(its)
            await self.add_notes(harvest, await team_ticket.notes(self._calls, its, NOTE, harvest.known.now()))
        for some in chunks(numbers):
            conditions = (among("ticketID", some), *narrowed)
            await self.add_notes(harvest, await self._calls.rows("TicketNotes", conditions, NOTE))

    async def add_notes(self, harvest: Harvest, rows: Iterable[Row]) -> None:
        rows = list(rows)
        writers: set[int] = set()
        for row in rows:
            writers |= {one for one in (harvest.tried("messages", row, lambda row=row: _writer(row)),) if one}  # type: ignore[misc]
        harvest.add_people(await self._names.learn((), writers))
        for row in rows:
            harvest.note(row)

    async def whole(self, harvest: Harvest, ticket_ids: Iterable[str], now: int) -> None:
        """These tickets in full: headers, words, time, and what is planned on them."""
        wanted = set(ticket_ids)
        meetings = {one: number for one in wanted if (number := appointment_of(one)) is not None}
        numbers = {number_of(one): one for one in wanted - meetings.keys()}
        found = await self.headers(harvest, numbers, fresh=True)
        await self.details(harvest, found)
        await self.service_calls.of_tickets(harvest, found)
        await self.agenda.of_tickets(harvest, found, now)
        shown = await self.agenda.take(harvest, meetings.values(), now)
        harvest.missing |= {one for one, number in meetings.items() if number not in shown}
        harvest.missing |= {one for number, one in numbers.items() if number not in found}
        harvest.complete |= {self._terms.ids.ticket(number) for number in found}


def _writer(row: Row) -> int | None:
    return reference(row, "createdByContactID")
