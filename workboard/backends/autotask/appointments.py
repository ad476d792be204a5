"""Appointments as fixed times. Autotask knows no ticket for one, so here each has one of its own, which waits for
nobody and yields nothing but the appointment; what is noted on it stands in the appointment's description.

One that workboard made for a ticket says so on a line of its own, and belongs there.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from workboard.backends.autotask.planned import length, still_done
from workboard.backends.autotask.shapes import Row, block, identifier, instant, line
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.written import unmarked
from workboard.backends.base import Known
from workboard.domain import markers, note_lines
from workboard.domain.activity import Activity
from workboard.domain.ticket import Message, Ticket

FIELDS: Final = (
    "id", "resourceID", "title", "description", "startDateTime", "endDateTime", "createDateTime", "updateDateTime",
)  # fmt: skip
APPOINTMENTS: Final = "Appointments"
STATUS: Final = "Appointment"
OVER_MS: Final = 12 * 3_600_000
"""So long after its end an appointment can still be noted and finished; then it is over."""
FOR_TICKET: Final = re.compile(r"^Ticket: \S+ \((\d{1,16})\)$", re.MULTILINE)


class Value(NamedTuple):
    """``about`` is the ticket it was made for; then it has none of its own."""

    activity: Activity
    about: int | None = None
    ticket: Ticket | None = None
    words: Message | None = None


def value(row: Row, terms: Terms, known: Known, now: int) -> Value:
    """The ticket that stands for it, the activity, and what is written in it."""
    key = identifier(row)
    start, end = instant(row, "startDateTime"), instant(row, "endDateTime")
    title = line(row, "title") or "Appointment"
    about = about_ticket(row)
    ticket_id = terms.ids.calendar(key) if about is None else terms.ids.ticket(about)
    owner = str(identifier(row, "resourceID"))
    over = is_over(row, now)
    activity = Activity(
        id=terms.ids.appointment(key),
        kind="appointment",
        ticket_id=ticket_id,
        owner_id=owner,
        title=title,
        start_at=start,
        estimate_minutes=length(start, end),
        fixed=start is not None,
        remote_state="done" if over else "open",
    )
    activity = still_done(activity, known.activities(ticket_id))
    if about is not None:
        return Value(activity, about)
    ticket = _ticket(row, terms, ticket_id, title, owner, over)
    return Value(activity, None, ticket, _words(row, terms, ticket))


def about_ticket(row: Row) -> int | None:
    """The ticket that workboard made it for."""
    match = FOR_TICKET.search(block(row, "description"))
    return int(match[1]) if match else None


def _ticket(row: Row, terms: Terms, ticket_id: str, title: str, owner: str, over: bool) -> Ticket:
    created = instant(row, "createDateTime") or instant(row, "startDateTime") or 0
    return Ticket(
        id=ticket_id,
        number=f"A{identifier(row)}",
        title=title,
        status=STATUS,
        category="done" if over else "waiting_other",
        owner_id=owner,
        created_at=created,
        updated_at=instant(row, "updateDateTime") or created,
        presence="mine" if owner == terms.me else "team",
        reply_signal="status",
    )


def _words(row: Row, terms: Terms, ticket: Ticket) -> Message | None:
    text = block(row, "description")
    body = unmarked(text)
    if not body:
        return None
    found = markers.MARKER.findall(text)
    return Message(
        id=f"{terms.ids.account}:message:appointment-{identifier(row)}",
        ticket_id=ticket.id,
        at=ticket.updated_at,
        author_id=terms.me,
        author_name=terms.name(int(terms.me)) if terms.me.isdecimal() else terms.me,
        author="staff",
        visibility="internal",
        origin="note",
        body=body,
        marker=found[-1] if found else None,
        next_step=note_lines.read(body).next_step,
    )


def is_over(row: Row, now: int) -> bool:
    end = instant(row, "endDateTime")
    return end is not None and end + OVER_MS <= now
