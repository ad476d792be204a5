"""Carrying wishes out: each is one note, one time entry or one change, and what it made is read back.

Where a wish needs two of them (an answer whose minutes are booked), the half that can be found again by its marker goes
first, and a second attempt looks for it before it is made.
"""

from __future__ import annotations

from typing import Any, Final

from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.booking import UNSEEN, Booking, marked
from workboard.backends.autotask.ids import appointment_of, number_of
from workboard.backends.autotask.meetings import Meetings
from workboard.backends.autotask.receipts import Receipts, joined
from workboard.backends.autotask.shapes import Misshapen
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Op, Page, Receipt
from workboard.domain.errors import NeedsPerson, RemoteError
from workboard.domain.intent import AddNote, Answer, Dismiss, SetCategory
from workboard.domain.ticket import CLOSED, Category

STATUS_LEFT: Final = "the answer is on the ticket; its status could not be set"
LONGEST_TITLE: Final = 250


class Writer:
    """One method per kind of wish."""

    def __init__(
        self, terms: Terms, status: StatusWriter, acting: Acting, booking: Booking, meetings: Meetings,
        receipts: Receipts,
    ) -> None:  # fmt: skip
        self._terms = terms
        self._status = status
        self._acting = acting
        self._booking = booking
        self._meetings = meetings
        self._receipts = receipts
        self.credited: dict[int, str] = {}
        """note → the wish that it fulfilled, in this process"""

    # --- words ------------------------------------------------------------------------------------

    async def note(self, op: Op, intent: AddNote, known: Known) -> Receipt:
        """An internal note; with minutes, one time entry that holds the words as well."""
        if appointment_of(intent.ticket_id) is not None:
            return await self._meetings.note(op, intent, known)
        ticket = number_of(intent.ticket_id)
        if intent.minutes:
            fields = self._booking.entry(op, ticket, intent.minutes, intent.text, known)
            entry, remark = await self._acting.create("TimeEntries", "/TimeEntries", fields)
            return await self._receipts.booked(entry, known, fields, remark)
        fields = self.fields(ticket, intent.text, self._terms.internal, _title(intent.text), op.marker)
        number, remark = await self._acting.create("TicketNotes", "/Tickets/{}/Notes", fields, ticket)
        self.credited[number] = op.id
        return await self._receipts.written(number, known, fields, remark)

    async def answer(self, op: Op, intent: Answer, known: Known) -> Receipt:
        """No marker: the client would read it. The minutes go first, in an entry of their own."""
        ticket = number_of(intent.ticket_id)
        remark = await self._minutes(op, ticket, intent.minutes, known)
        old = known.ticket(intent.ticket_id)
        title = f"Re: {old.title}" if old else _title(intent.text)
        fields = self.fields(ticket, intent.text, self._terms.public, title, "")
        number, author = await self._acting.create("TicketNotes", "/Tickets/{}/Notes", fields, ticket)
        self.credited[number] = op.id
        page, left = await self.after_answer(ticket, intent.then, known)
        receipt = await self._receipts.written(number, known, fields, author or remark)
        time = await self._receipts.time_of(op, ticket, intent.minutes, known)
        return receipt._replace(page=joined(receipt.page, page, time), note=left or receipt.note)

    def fields(self, ticket: int, text: str, publish: int, title: str, marker: str) -> dict[str, Any]:
        """A note as it is sent: plain text, and always with a title."""
        return {
            "ticketID": ticket,
            "title": title[:LONGEST_TITLE],
            "description": marked(text, marker),
            "noteType": self._terms.note_type,
            "publish": publish,
        }

    async def _minutes(self, op: Op, ticket: int, minutes: int, known: Known) -> str | None:
        """The minutes of an answer, booked once however often it is tried."""
        if not minutes:
            return None
        if op.attempts > 1 and await self._booking.found(op, ticket) is not None:
            return None
        if op.attempts > 1 and self._booking.unseen:
            raise NeedsPerson(UNSEEN.format(ticket=ticket))
        return (await self._booking.book(op, ticket, minutes, "", known))[1]

    async def after_answer(self, ticket: int, then: Category | None, known: Known) -> tuple[Page, str | None]:
        """Where the ticket stands once its client was answered; whatever happens here, the answer is there."""
        try:
            row = await self._status.ticket(ticket)
            if then is None or self._status.category(row) in {then, *CLOSED}:
                return self._receipts.stands(row, known).page, None
            choice = self._terms.statuses.written(then)
            after = row if choice is None else (await self._status.write(row, choice.value)).row
            return self._receipts.stands(after, known).page, None
        except (RemoteError, Misshapen):
            return Page(), STATUS_LEFT if then else None

    # --- fields -----------------------------------------------------------------------------------

    async def set_category(self, intent: SetCategory, known: Known) -> Receipt:
        number = number_of(intent.ticket_id)
        stand = await self._status.bring(number, intent.category, intent.base or None)
        return self._receipts.stands(stand.row, known, stand.remark)

    async def dismiss(self, intent: Dismiss, known: Known) -> Receipt:
        number = number_of(intent.ticket_id)
        stand = await self._status.bring_back(number, before_reply(known, intent.ticket_id))
        return self._receipts.stands(stand.row, known)


def before_reply(known: Known, ticket_id: str) -> Category:
    """Where the ticket stood before its client wrote, as far as it was seen; else open."""
    earlier = [one.category for one in known.spans(ticket_id)[:-1]]
    return earlier[-1] if earlier and earlier[-1] not in {"reply", *CLOSED} else "open"


def _title(text: str) -> str:
    """The first line of a note, which lists show."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "Note")
