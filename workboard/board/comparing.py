"""Two tickets held against each other in the order of work."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.activity import derived_id
from workboard.domain.comparison import Comparison, compare
from workboard.domain.errors import UsageError
from workboard.domain.policy import Ranked, place
from workboard.domain.ticket import CLOSED, Ticket
from workboard.store import mirror, to_do

_OVER = frozenset({"finished", "away"})


def of_tickets(desk: Desk, one: Ticket, other: Ticket) -> Comparison:
    """Why the best piece of work on one goes before the best on the other, whoever's they are."""
    if one.id == other.id:
        raise UsageError(f"#{one.number} twice: name two tickets")
    return compare(_best(desk, one), _best(desk, other), desk.zone, desk.now())


def _best(desk: Desk, ticket: Ticket) -> Ranked:
    """Its open activity that goes first; without one, the activity an open ticket is by itself."""
    if ticket.category in CLOSED:
        raise UsageError(f"#{ticket.number} is closed: it has no place in the order")
    reader, now = desk.database.read(), desk.now()
    scheduled = [one.id for one in mirror.activities_of(reader, [ticket.id]).values() if one.remote_state == "open"]
    known = [to_do.candidate(reader, one) for one in (*scheduled, derived_id(ticket.id))]
    alive = [one for one in known if one is not None]
    kept = [one for one in alive if one.activity.kind != "derived" and one.state not in _OVER] or alive[-1:]
    return min((place(one, desk.policy, desk.shift, now) for one in kept), key=lambda one: one.key)
