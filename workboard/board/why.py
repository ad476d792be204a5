"""Why this one: the full comparison with what would be next."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.offer import Offer, offer
from workboard.domain.bands import waited
from workboard.domain.caller import appointed
from workboard.domain.errors import NotFoundError
from workboard.domain.policy import Ranked, place
from workboard.domain.reason import length, moment, rule_of, why
from workboard.domain.text import safe
from workboard.domain.ticket import Ticket
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import MINUTE, minutes_of
from workboard.store import to_do
from workboard.store.given import Given, given


class Why(NamedTuple):
    """One ticket's place. ``rule`` is the first rule that differs from the next one's; ``before`` its number;
    ``given`` who gave the ticket to whom, where a note says so."""

    ticket: Ticket
    band: int
    climbed: int
    rule: str
    sentence: str
    before: str | None
    given: Given | None = None


def of_ticket(desk: Desk, ticket: Ticket) -> Why:
    """The best activity of that ticket, in the ranking as it stands."""
    found = offer(desk)
    together = list(found.ranked)
    index = next((i for i, one in enumerate(together) if one.ticket.id == ticket.id), None)
    if index is None:
        together, index = _put_in(desk, found, ticket)
    one = together[index]
    sentence = why(together, index, desk.policy, desk.shift, desk.zone, desk.now())
    below = together[index + 1].ticket.number if index + 1 < len(together) else None
    handover = given(desk.database.read(), ticket.id)
    return Why(ticket, one.band, one.climbed, rule_of(together, index), sentence, below, handover)


def _put_in(desk: Desk, found: Offer, ticket: Ticket) -> tuple[list[Ranked], int]:
    """Running, asleep or not yet due: where it would stand."""
    reader = desk.database.read()
    answered = frozenset(one.ticket.id for one in found.waiting)
    own = [one for one in to_do.candidates(reader, desk.me.id, answered) if one.ticket.id == ticket.id]
    if found.current is not None and found.current.ticket.id == ticket.id:
        own = [found.current]
    if not own:
        raise NotFoundError(f"#{ticket.number} has no activity of yours: nothing to compare")
    placed = min((place(one, desk.policy, desk.shift, desk.now()) for one in own), key=lambda one: one.key)
    together = sorted((*found.ranked, placed), key=lambda one: one.key)
    return together, together.index(placed)


def explain(desk: Desk, activity_id: str) -> list[tuple[str, str]]:
    """Rows of (label, sentence) for the sheet: the rule, then each part of the comparison."""
    reader = desk.database.read()
    candidate = to_do.candidate(reader, activity_id)
    if candidate is None:
        raise NotFoundError("this activity is no longer known here")
    one = place(candidate, desk.policy, desk.shift, desk.now())
    about = of_ticket(desk, candidate.ticket)
    rows = [("Rule", about.sentence), ("Band", _band(one))]
    rows.append(("Target", _target(desk, one)))
    rows.append(("Age", f"ticket opened {length((desk.now() - candidate.ticket.created_at) // MINUTE)} ago"))
    if candidate.activity.start_at is not None:
        one_at, fixed = candidate.activity.start_at, candidate.activity.fixed
        rows.append(("Time", appointed(one_at, fixed, desk.zone, desk.now())))
    if about.before is not None:
        rows.append(("Before", f"#{about.before}"))
    if candidate.moved is not None:
        moved = candidate.moved
        rows.append(("Moved up", f"{safe(moved.by)}, {moment(moved.at, desk.zone, desk.now())}: {safe(moved.reason)}"))
    if about.given is not None:
        rows.append(("Given", handover(desk, about.given)))
    rows.append(("Order", "emergency, fixed time, moved up, band, client's hours, ticket age"))
    return rows


def handover(desk: Desk, found: Given) -> str:
    """``to you by Sam, 10:15``."""
    me = desk.me
    to = "you" if found.to.casefold() in (me.name.casefold(), me.id.casefold()) else safe(found.to)
    return f"to {to} by {safe(found.by)}, {moment(found.at, desk.zone, desk.now())}"


def _band(one: Ranked) -> str:
    if one.climbed == one.band:
        return f"P{one.band}"
    return f"P{one.band}, raised to P{one.climbed} because it is past its target"


def _target(desk: Desk, one: Ranked) -> str:
    ticket = one.ticket
    if ticket.due_at is not None:
        left = (ticket.due_at - desk.now()) // MINUTE
        return f"due in {length(left)}" if left >= 0 else f"due {length(-left)} ago"
    shift = desk.shift
    target = minutes_of(desk.policy.order.targets[one.band - 1], shift)
    so_far = waited(ticket, one.candidate.spans, shift, desk.now())
    day = shift.minutes_a_day
    return f"{length(so_far, day)} of {length(target, day)} working time on us"
