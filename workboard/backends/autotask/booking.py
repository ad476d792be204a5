"""Booked time: one time entry, with the technician as its resource and a role that the technician holds.

Its ``internalNotes`` are for staff, its ``summaryNotes`` reach the client's invoice: the words of a note stand in the
former, in the latter only what the work was about.
"""

from __future__ import annotations

from typing import Any, Final

from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.reader import TIME
from workboard.backends.autotask.shapes import Row, asked_for, day, utc
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Op
from workboard.domain import note_lines
from workboard.domain.errors import Refused

MINUTE: Final = 60_000
LONGEST: Final = 30_000
"""characters of a text; the fields hold 32,000"""


UNSEEN: Final = "booked time is not shown to workboard, so nobody can tell: look at ticket {ticket}, then retry or drop"


class Booking:
    def __init__(self, calls: Calls, terms: Terms, acting: Acting) -> None:
        self._calls = calls
        self._terms = terms
        self._acting = acting
        self.unseen = False
        """whether a booked entry was not shown afterwards: then that none is found says nothing"""

    async def book(self, op: Op, ticket: int, minutes: int, text: str, known: Known) -> tuple[int, str | None]:
        """The entry's id, and a remark on its author. Ends when the wish was made."""
        return await self._acting.create("TimeEntries", "/TimeEntries", self.entry(op, ticket, minutes, text, known))

    def entry(self, op: Op, ticket: int, minutes: int, text: str, known: Known) -> dict[str, Any]:
        """What is sent: whole seconds, UTC, and the date as the technician's own."""
        if self._terms.role is None:
            raise Refused("Autotask books time only in a role you hold, and shows none: set [account] role")
        ends = op.created_at // 1000 * 1000
        starts = ends - minutes * MINUTE
        fields: dict[str, Any] = {
            "resourceID": int(self._terms.me),
            "ticketID": ticket,
            "roleID": self._terms.role,
            "dateWorked": day(starts, self._terms.settings.zone),
            "startDateTime": utc(starts),
            "endDateTime": utc(ends),
            "summaryNotes": subject(ticket, self._terms, known),
            "internalNotes": marked(text, op.marker),
        }
        if self._terms.billing_code is not None:
            fields["billingCodeID"] = self._terms.billing_code
        return fields

    async def found(self, op: Op, ticket: int) -> Row | None:
        """The entry with this wish's marker."""
        conditions = (equal("ticketID", ticket), equal("resourceID", int(self._terms.me)))
        for row in await self._calls.rows("TimeEntries", conditions, TIME):
            if op.marker and op.marker in asked_for(row, "internalNotes"):
                return row
        return None


def subject(ticket: int, terms: Terms, known: Known) -> str:
    """What the work was about, in words a client may read: the planned activity's, else the ticket's."""
    ticket_id = terms.ids.ticket(ticket)
    planned = [one for one in known.activities(ticket_id) if one.owner_id == terms.me and one.remote_state == "open"]
    old = known.ticket(ticket_id)
    title = planned[0].title if len(planned) == 1 else old.title if old else ""
    return title[:250] or "Work on this ticket"


def marked(text: str, marker: str) -> str:
    """The text with its marker on the last line."""
    if len(text) > LONGEST:
        raise Refused(f"Autotask holds {LONGEST:,} characters of a note: put the rest into a second one")
    return note_lines.compose(text, marker=marker or None)
