"""Did it arrive after all? Autotask knows no key by which a create could be repeated, so what a lost answer would
have told is looked for: by the marker where there is one, else by author, time and text; two that fit are a case for
a person. Nothing is sent here.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from workboard.backends.autotask import cursor
from workboard.backends.autotask.booking import UNSEEN, Booking
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.completing import Completing
from workboard.backends.autotask.ids import appointment_of, number_of
from workboard.backends.autotask.meetings import Meetings
from workboard.backends.autotask.new_ticket import NewTicket
from workboard.backends.autotask.query import Condition, Is, Where, equal
from workboard.backends.autotask.reader import NOTE
from workboard.backends.autotask.receipts import Receipts, joined
from workboard.backends.autotask.shapes import Misshapen, Row, asked_for, identifier, number, reference, utc
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.writer import Writer
from workboard.backends.base import Known, Op, Page, Receipt
from workboard.domain.errors import NeedsPerson, Refused
from workboard.domain.intent import AddNote, Answer, CompleteActivity, Dismiss, OpenTicket, Schedule, SetCategory
from workboard.domain.text import clean

SLACK_MS: Final = 5 * 60_000
"""How much earlier than we believe a note may be dated over there."""


class Prober:
    def __init__(
        self, calls: Calls, terms: Terms, status: StatusWriter, writer: Writer, booking: Booking, meetings: Meetings,
        new_ticket: NewTicket, completing: Completing, receipts: Receipts,
    ) -> None:  # fmt: skip
        self._completing = completing
        self._receipts = receipts
        self._calls = calls
        self._terms = terms
        self._status = status
        self._writer = writer
        self._booking = booking
        self._meetings = meetings
        self._new_ticket = new_ticket

    async def note(self, op: Op, intent: AddNote, known: Known) -> Receipt | None:
        if appointment_of(intent.ticket_id) is not None:
            return await self._meetings.noted(op, intent, known)
        ticket = number_of(intent.ticket_id)
        if intent.minutes:
            row = await self._booking.found(op, ticket)
            if row is None and self._booking.unseen:
                raise NeedsPerson(UNSEEN.format(ticket=ticket))
            return None if row is None else self._receipts.timed(row, known)
        for row in await self._notes(op, ticket):
            if op.marker and op.marker in asked_for(row, "description"):
                return await self._receipts.noted(row, known)
        return None

    async def answer(self, op: Op, intent: Answer, known: Known) -> Receipt | None:
        """Public notes of mine with these words, that no other wish of this process has made."""
        ticket = number_of(intent.ticket_id)
        found = [
            row
            for row in await self._notes(op, ticket, equal("publish", self._terms.public))
            if self._fits(row, intent.text) and self._writer.credited.get(identifier(row), op.id) == op.id
        ]
        if len(found) > 1:
            raise NeedsPerson(f"ticket {ticket} has this answer twice: look, then outbox retry or drop")
        if not found:
            return None
        moved, left = await self._after(ticket, identifier(found[0]), intent, known)
        receipt = await self._receipts.noted(found[0], known)
        time = await self._receipts.time_of(op, ticket, intent.minutes, known)
        return receipt._replace(page=joined(receipt.page, moved, time), note=left or receipt.note)

    async def _after(self, ticket: int, note: int, intent: Answer, known: Known) -> tuple[Page, str | None]:
        """The half of an answer that was left undone: the status, unless the client wrote again since."""
        conditions = (equal("ticketID", ticket), Where("id", Is.AFTER, note))
        then = intent.then
        with suppress(Refused):
            for row in await self._calls.rows("TicketNotes", conditions, NOTE):
                then = None if reference(row, "createdByContactID") else then
        return await self._writer.after_answer(ticket, then, known)

    async def open_ticket(self, op: Op, intent: OpenTicket, known: Known) -> Receipt | None:
        return await self._new_ticket.found(op, known)

    async def schedule(self, op: Op, intent: Schedule, known: Known) -> Receipt | None:
        return await self._meetings.scheduled(op, intent, known)

    async def set_category(self, intent: SetCategory, known: Known) -> Receipt | None:
        row = await self._status.ticket(number_of(intent.ticket_id))
        nothing_to_write = self._terms.statuses.written(intent.category) is None
        if nothing_to_write or self._status.category(row) == intent.category:
            return self._receipts.stands(row, known)
        return None

    async def dismiss(self, intent: Dismiss, known: Known) -> Receipt | None:
        row = await self._status.ticket(number_of(intent.ticket_id))
        return None if self._status.category(row) == "reply" else self._receipts.stands(row, known)

    async def complete(self, intent: CompleteActivity, known: Known) -> Receipt | None:
        return await self._completing.found(intent, known)

    # --- looking ----------------------------------------------------------------------------------

    async def _notes(self, op: Op, ticket: int, *more: Condition) -> list[Row]:
        """What was written on the ticket since the wish was on its way, by the server's clock as far as it is known."""
        conditions: tuple[Condition, ...] = (equal("ticketID", ticket), *more)
        since = (cursor.fence(op.fence) or op.created_at) - SLACK_MS
        conditions = (*conditions, Where("createDateTime", Is.FROM, utc(max(0, since))))
        return await self._calls.rows("TicketNotes", conditions, NOTE)

    def _fits(self, row: Row, text: str) -> bool:
        """Mine, public and with these words."""
        if number(row, "publish") is None:
            raise Misshapen("a note does not say who may read it")
        mine = self._terms.person(reference(row, "creatorResourceID")) == self._terms.me
        public = number(row, "publish") == self._terms.public and not reference(row, "createdByContactID")
        return mine and public and words(asked_for(row, "description")) == words(text)


def words(text: str) -> list[str]:
    """A text as far as it counts when texts are compared: without what a server does to its blanks."""
    return clean(text).split()
