"""What to tell a caller about a ticket, from the mirror alone: works offline, disturbs nobody."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.offer import Offer, offer
from workboard.domain.bands import band, waited
from workboard.domain.caller import Told, appointed, promise, sentence, spoken
from workboard.domain.people import Person
from workboard.domain.reason import moment
from workboard.domain.replies import next_window
from workboard.domain.rules import Span
from workboard.domain.ticket import CLOSED, ON_US, Ticket
from workboard.domain.working_time import add_working, day_bounds, minutes_of
from workboard.store import journal, mirror, people, to_do
from workboard.store.database import Reader

ANSWER = "answer the client"
_WAITS = {"waiting_client": "it waits for the client's answer", "waiting_other": "it waits for somebody else's answer"}


def of_ticket(desk: Desk, ticket: Ticket) -> str:
    """Owner, next step, when, due by: one sentence."""
    reader = desk.database.read()
    found = offer(desk, reader) if ticket.owner_id is not None and ticket.owner_id == desk.me.id else None
    answered = ticket.category == "reply" or (found is not None and ticket.id in {w.ticket.id for w in found.waiting})
    told = Told(
        ticket.number,
        _owner(desk, reader, ticket),
        ticket.category in CLOSED,
        to_do.next_step(reader, ticket.id) or (ANSWER if answered else None),
        _when(desk, reader, ticket) or (_window(desk) if answered else _in_turn(found, ticket)),
        _due(desk, reader, ticket),
    )
    return sentence(told)


def policy_sentence(desk: Desk, ticket: Ticket | None) -> str:
    """The company's promise; with a ticket, also the target of its band."""
    return promise(desk.policy, None if ticket is None else band(ticket, desk.policy))


def _owner(desk: Desk, reader: Reader, ticket: Ticket) -> str | None:
    if ticket.owner_id is None:
        return None
    me = desk.me
    if ticket.owner_id == me.id:
        return me.name
    found: Person | None = people.person(reader, ticket.owner_id)
    return found.name if found is not None else ticket.owner_id


def _when(desk: Desk, reader: Reader, ticket: Ticket) -> str | None:
    """What is known best first: in hand, put aside, with a date, waiting for others."""
    now = desk.now()
    works = {one.state: one for one in journal.work_on(reader, ticket.id)}
    if "running" in works:
        return "being worked on now"
    if "interrupted" in works:
        return "begun, and taken up again shortly"
    parked = works.get("parked")
    if parked is not None and parked.sleep_until_at is not None and parked.sleep_until_at > now:
        return f"taken up again {spoken(parked.sleep_until_at, desk.zone, now)}"
    return _dated(desk, reader, ticket) or _WAITS.get(ticket.category)


def _dated(desk: Desk, reader: Reader, ticket: Ticket) -> str | None:
    """The next open activity with a date, whoever's it is; else the first one that was to begin earlier today."""
    now = desk.now()
    found = [one for one in mirror.activities_of(reader, [ticket.id]).values() if one.remote_state == "open"]
    starts = sorted((one.start_at, not one.fixed) for one in found if one.start_at is not None)
    midnight = day_bounds(now, desk.zone)[0]
    ahead = [one for one in starts if one[0] >= now] or [one for one in starts if one[0] >= midnight]
    if not ahead:
        return None
    at, loose = ahead[0]
    return appointed(at, not loose, desk.zone, now)


def _in_turn(found: Offer | None, ticket: Ticket) -> str:
    """Its place in the order, which is known of my own tickets alone."""
    ranked = () if found is None else found.ranked
    at = next((at for at, one in enumerate(ranked) if one.ticket.id == ticket.id), None)
    if at is None:
        return "no time is set yet"
    before = len({one.ticket.id for one in ranked[:at]})
    others = "one other comes" if before == 1 else f"{before} others come"
    return f"{others} before it" if before else "it is next"


def _window(desk: Desk) -> str:
    at = next_window(desk.policy.replies, desk.shift, desk.now())
    return (
        "the message is answered in its turn" if at is None else f"answers go out {spoken(at, desk.zone, desk.now())}"
    )


def _due(desk: Desk, reader: Reader, ticket: Ticket) -> str | None:
    """The remote's own target, else what is left of the policy's while the ticket is on us."""
    now = desk.now()
    if ticket.due_at is not None:
        return f"{'due' if ticket.due_at >= now else 'was due'} by {moment(ticket.due_at, desk.zone, now)}"
    if ticket.category not in ON_US:
        return None
    target = minutes_of(desk.policy.order.targets[band(ticket, desk.policy) - 1], desk.shift)
    left = target - waited(ticket, tuple(mirror.spans(reader, ticket.id)), desk.shift, now)
    if left <= 0:
        return "past its target"
    return f"due by {moment(add_working(desk.shift, now, Span(left)), desk.zone, now)}"
