"""Writing on appointments: what is noted goes to the end of their description, and a piece of work on a ticket that
is given a date becomes one, with the ticket named in it."""

from __future__ import annotations

from typing import Any, Final

from workboard.backends.autotask import appointments
from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.booking import MINUTE, marked
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.harvest import Harvest
from workboard.backends.autotask.ids import appointment_of, number_of
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.query import Is, Where, equal
from workboard.backends.autotask.shapes import Row, asked_for, block, identifier, utc
from workboard.backends.autotask.sight import Sight
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Op, Receipt
from workboard.domain import note_lines
from workboard.domain.errors import Refused, Uncertain
from workboard.domain.intent import AddNote, CompleteActivity, Schedule

NO_TIME: Final = "Autotask books no time on an appointment: these minutes are in your own log only"
LONGEST: Final = 8000
ORDINARY_MINUTES: Final = 30
TITLE: Final = 250


class Meetings:
    def __init__(
        self, calls: Calls, terms: Terms, names: Names, acting: Acting, status: StatusWriter, sight: Sight
    ) -> None:
        self._calls = calls
        self._terms = terms
        self._names = names
        self._acting = acting
        self._status = status
        self._sight = sight

    async def note(self, op: Op, intent: AddNote, known: Known) -> Receipt:
        row = await self.row(intent.ticket_id)
        before = block(row, "description")
        if op.marker and op.marker not in before:
            text = "\n\n".join(part for part in (before, marked(intent.text, op.marker)) if part)
            if len(text) > LONGEST:
                raise Refused(f"an appointment holds {LONGEST:,} characters, and this one is full")
            await self._calls.change("Appointments", {"id": identifier(row), "description": text})
            row = await self.row(intent.ticket_id)
            if op.marker not in block(row, "description"):
                raise Uncertain("Autotask took the note on the appointment and does not show it")
        return self._told(row, known, NO_TIME if intent.minutes else None)

    async def noted(self, op: Op, intent: AddNote, known: Known) -> Receipt | None:
        """Whether the note is on its appointment."""
        row = await self.row(intent.ticket_id)
        return self._told(row, known) if op.marker and op.marker in block(row, "description") else None

    async def complete(self, intent: CompleteActivity, known: Known) -> Receipt:
        """Nothing to write, but it has to be there."""
        receipt = self._told(await self.row(intent.activity_id), known)
        done = tuple(one._replace(remote_state="done") for one in receipt.page.activities)
        return receipt._replace(page=receipt.page._replace(activities=done))

    async def create(self, op: Op, intent: Schedule, known: Known) -> Receipt:
        """A fixed time of mine about a ticket."""
        await self._status.ticket(number_of(intent.ticket_id))  # it has to be there
        fields = self.fields(op, intent, known)
        number, remark = await self._acting.create("Appointments", "/Appointments", fields)
        rows = await self._sight.of("Appointments", number, appointments.FIELDS)
        return self._told(rows[0] if rows else {**fields, "id": number}, known, remark)

    def fields(self, op: Op, intent: Schedule, known: Known) -> dict[str, Any]:
        ticket = known.ticket(intent.ticket_id)
        name = ticket.number if ticket else "-"
        ends = intent.start_at + (intent.minutes or ORDINARY_MINUTES) * MINUTE
        return {
            "resourceID": int(self._terms.me),
            "title": intent.title[:TITLE] or name,
            "startDateTime": utc(intent.start_at),
            "endDateTime": utc(ends),
            "description": note_lines.compose(
                f"Ticket: {name} ({number_of(intent.ticket_id)})", marker=op.marker or None
            ),
        }

    async def scheduled(self, op: Op, intent: Schedule, known: Known) -> Receipt | None:
        """Whether the appointment was made."""
        conditions = (
            equal("resourceID", int(self._terms.me)),
            Where("startDateTime", Is.FROM, utc(intent.start_at - MINUTE)),
            Where("startDateTime", Is.UNTIL, utc(intent.start_at + MINUTE)),
        )
        for row in await self._calls.rows("Appointments", conditions, appointments.FIELDS):
            if op.marker and op.marker in asked_for(row, "description"):
                return self._told(row, known)
        return None

    async def row(self, identifier_: str) -> Row:
        row = await self._calls.get("Appointments", appointment_of(identifier_) or 0)
        if row is None:
            raise Refused("Autotask shows no such appointment: it was deleted, or is not yours to see", status=404)
        return row

    def _told(self, row: Row, known: Known, remark: str | None = None) -> Receipt:
        harvest = Harvest(self._terms, self._names, known)
        harvest.appointment(row, known.now())
        return Receipt(str(identifier(row)), harvest.page(), note=remark)
