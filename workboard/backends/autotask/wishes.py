"""Each kind of wish, and who carries it out, or looks whether it was."""

from __future__ import annotations

from collections.abc import Awaitable

from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.booking import Booking
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.completing import Completing
from workboard.backends.autotask.meetings import Meetings
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.new_ticket import NewTicket
from workboard.backends.autotask.owner_writer import OwnerWriter
from workboard.backends.autotask.prober import Prober
from workboard.backends.autotask.reader import Reader
from workboard.backends.autotask.receipts import Receipts
from workboard.backends.autotask.roles import Roles
from workboard.backends.autotask.sight import Pause, Sight
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.writer import Writer
from workboard.backends.base import Known, Op, Receipt
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    OpenTicket,
    Schedule,
    SetCategory,
)

CREATES = AddNote | Answer | OpenTicket | Schedule
"""wishes that make something new: before a second attempt the first one's is looked for"""


class Wishes:
    """``pause`` awaits so many seconds."""

    def __init__(self, calls: Calls, terms: Terms, names: Names, reader: Reader, pause: Pause) -> None:
        self.acting = acting = Acting(calls, terms)
        sight, status, booking = Sight(calls, pause), StatusWriter(calls, terms, pause), Booking(calls, terms, acting)
        receipts = Receipts(calls, terms, names, reader, acting, booking, sight)
        self._meetings = meetings = Meetings(calls, terms, names, acting, status, sight)
        self._writer = writer = Writer(terms, status, acting, booking, meetings, receipts)
        self._owner = OwnerWriter(terms, status, Roles(calls, terms), receipts)
        self._completing = completing = Completing(calls, terms, reader.service_calls, status, meetings, receipts)
        self._new_ticket = new = NewTicket(calls, terms, acting, receipts, sight)
        self._prober = Prober(calls, terms, status, writer, booking, meetings, new, completing, receipts)

    async def apply(self, op: Op, known: Known) -> Receipt:
        if op.attempts > 1 and isinstance(op.intent, CREATES):
            found = await self.probe(op, known)
            if found is not None:
                return found
        return await self._applied(op, known)

    def _applied(self, op: Op, known: Known) -> Awaitable[Receipt]:
        match op.intent:
            case AddNote() as note:
                return self._writer.note(op, note, known)
            case Answer() as answer:
                return self._writer.answer(op, answer, known)
            case SetCategory() as wish:
                return self._writer.set_category(wish, known)
            case Dismiss() as wish:
                return self._writer.dismiss(wish, known)
            case CompleteActivity() as wish:
                return self._completing.complete(wish, known)
            case Claim() as wish:
                return self._owner.claim(wish, known)
            case Assign() as wish:
                return self._owner.assign(wish, known)
            case Schedule() as wish:
                return self._meetings.create(op, wish, known)
            case OpenTicket() as wish:
                return self._new_ticket.open(op, wish, known)

    def probe(self, op: Op, known: Known) -> Awaitable[Receipt | None]:
        match op.intent:
            case AddNote() as note:
                return self._prober.note(op, note, known)
            case Answer() as answer:
                return self._prober.answer(op, answer, known)
            case SetCategory() as wish:
                return self._prober.set_category(wish, known)
            case Dismiss() as wish:
                return self._prober.dismiss(wish, known)
            case CompleteActivity() as wish:
                return self._prober.complete(wish, known)
            case Claim() as wish:
                return self._owner.held_by(wish.ticket_id, known.me().id, known)
            case Assign() as wish:
                return self._owner.held_by(wish.ticket_id, wish.person_id, known)
            case Schedule() as wish:
                return self._prober.schedule(op, wish, known)
            case OpenTicket() as wish:
                return self._prober.open_ticket(op, wish, known)
