"""A date for a piece of work, on the desk of this machine."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.domain.activity import Activity
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.text import clean, first_line
from workboard.domain.ticket import CLOSED
from workboard.store import views
from workboard.sync import at_desk

TITLE_LIMIT = 120


def schedule(desk: Desk, ticket_id: str, start_at: int, *, minutes: int | None, fixed: bool, title: str) -> str:
    """The id of the new activity, mine. Without a title it is called by the ticket's next step, else by the ticket."""
    if desk.capabilities.network:
        raise UsageError(
            f"a date is set in {desk.capabilities.label} itself (a reminder, or when work starts): "
            "workboard sync brings it here"
        )
    reader = desk.database.read()
    ticket = ticket_of(reader, ticket_id)
    if ticket.category in CLOSED:
        raise ImpossibleAct(f"#{ticket.number} is closed: open a new ticket for the work")
    called = first_line(clean(title)) or views.next_step(reader, ticket.id) or ticket.title
    activity = Activity(
        f"{desk.slug}:scheduled:{desk.new_id()}", "scheduled", ticket.id, desk.me.id, called[:TITLE_LIMIT], start_at,
        minutes, fixed,
    )  # fmt: skip
    at_desk.schedule(desk.database, desk.slug, desk.now, activity)
    return activity.id
