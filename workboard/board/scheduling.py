"""A date for a piece of work: mine from then on, and offered when its time has come."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.board.trace import Trace
from workboard.board.wish import wish
from workboard.domain.activity import Activity, split_id
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import Schedule
from workboard.domain.text import clean, first_line
from workboard.domain.ticket import CLOSED
from workboard.store import entries, mirror, to_do
from workboard.store.database import Transaction

TITLE_LIMIT = 120


async def schedule(
    desk: Desk, ticket_id: str, start_at: int, *, minutes: int | None, fixed: bool, title: str, hold_ms: int = 0
) -> Schedule:
    """The wish as it was stored. Without a title it is called by the ticket's next step, else by the ticket;
    ``fixed`` also where the help desk knows no other dates."""
    if desk.capabilities.dates is None:
        raise UsageError(f"a date is set in {desk.capabilities.label} itself: workboard sync brings it here")
    reader = desk.database.read()
    ticket = ticket_of(reader, ticket_id)
    if ticket.category in CLOSED:
        raise ImpossibleAct(f"#{ticket.number} is closed: open a new ticket for the work")
    called = first_line(clean(title)) or to_do.next_step(reader, ticket.id) or ticket.title
    promised = fixed or desk.capabilities.dates == "fixed"
    intent = Schedule(ticket.id, called[:TITLE_LIMIT], start_at, minutes, promised)

    def work(transaction: Transaction) -> None:
        trace = Trace(desk, transaction, "schedule", ticket.id)
        wish(desk, transaction, trace.act, intent, hold_ms)
        trace.end()

    await desk.database.awrite(work)
    return intent


def made(desk: Desk, identifiers: tuple[str, ...]) -> Activity | None:
    """The activity that a wish became; ``None`` while it is on its way."""
    reader = desk.database.read()
    rows = [one for one in (entries.find(reader, each) for each in identifiers) if one is not None]
    here = mirror.activities_of(reader, [one.ticket_id for one in rows]).values()
    return next((one for one in here if split_id(one.id)[2] in {row.remote_id for row in rows}), None)
