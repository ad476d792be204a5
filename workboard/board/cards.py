"""The one card in words: the activity that is next, runs or sleeps, or what to do where there is none."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.offer import Offer, shown_title
from workboard.board.time_spent import today_minutes
from workboard.board.view import Card, Hint
from workboard.board.words import when
from workboard.domain.note_lines import read as read_lines
from workboard.domain.policy import Candidate
from workboard.domain.reason import clock
from workboard.domain.text import first_line, safe, unquoted
from workboard.domain.ticket import CLOSED
from workboard.domain.working_time import MINUTE
from workboard.store import texts
from workboard.store.account import Account
from workboard.store.database import Reader

HERE_FIRST = (
    Hint("t", "a first ticket, while the caller is on the line"),
    Hint("workboard import FILE", "tickets from a CSV or JSON export"),
    Hint("workboard init", "connects your help desk"),
)
"""The ways to begin with nothing."""


def card(desk: Desk, reader: Reader, offered: Offer, found: Account | None) -> Card:
    """The card for what is offered now."""
    one = offered.current
    if one is None or offered.place is None:
        return _without_work(desk, reader, offered, found)
    ticket, activity = one.ticket, one.activity
    label, key, action = _labels(desk, offered, one)
    return Card(
        state="offered" if offered.state == "empty" else offered.state,
        label=label,
        title=safe(shown_title(one, offered.next_step)),
        activity_id=activity.id,
        ticket_id=ticket.id,
        band=f"P{offered.place.band}",
        minutes=_minutes(desk, reader, offered, one),
        number=f"#{safe(ticket.number)}",
        company=safe(ticket.company) if ticket.company else None,
        contact=safe(ticket.contact_name) if ticket.contact_name else None,
        window=_time_on_it(desk, one),
        where=where_it_stands(reader, ticket.id),
        next_step=_step_beside(one, offered.next_step),
        why=safe(offered.why) if offered.why else None,
        action_key=key,
        action=action,
        meanwhile=_meanwhile(desk, one) if offered.state == "running" else None,
    )


def where_it_stands(reader: Reader, ticket_id: str) -> str | None:
    """The last thing a technician wrote, first line; else what the client wrote first."""
    for mine in texts.pending_notes(reader, ticket_id):
        line = first_line(read_lines(mine.body).text)
        if line:
            return safe(line)
    said = texts.messages(reader, ticket_id)
    staff = (first_line(read_lines(one.body).text) for one in said if one.author == "staff")
    for line in staff:
        if line:
            return safe(line)
    client = [first_line(unquoted(one.body)) for one in reversed(said) if one.author == "client"]
    return next((safe(line) for line in client if line), None)


# -- an activity ----------------------------------------------------------------------------------------------


def _step_beside(one: Candidate, next_step: str | None) -> str | None:
    """The next step where the title does not say it already."""
    if next_step is None or next_step == shown_title(one, next_step):
        return None
    return safe(next_step)


def _labels(desk: Desk, offered: Offer, one: Candidate) -> tuple[str, str, str]:
    if offered.state == "running":
        return "RUNNING", "f", "when it is finished"
    if offered.state == "asleep":
        until = when(desk, one.sleep_until_at or desk.now())
        word = "PARKED" if one.state == "parked" else "SKIPPED"
        return f"{word} until {until}", "Enter", "resumes it now"
    if one.state == "skipped" and one.reason:
        return f"ASK AGAIN: {safe(one.reason)}", "Enter", "to start"
    return "NEXT", "Enter", "to resume" if one.state == "parked" else "to start"


def _minutes(desk: Desk, reader: Reader, offered: Offer, one: Candidate) -> str | None:
    estimate = one.activity.estimate_minutes
    if offered.state == "running":
        spent = today_minutes(desk, one.activity.id, reader)
        return f"{spent} of {estimate} min" if estimate else f"{spent} min"
    return None if not estimate else f"{estimate} min"


def _time_on_it(desk: Desk, one: Candidate) -> str | None:
    """A fixed time, kept or missed, and how long the client is free."""
    found = [part for part in (_fixed(desk, one), _window(desk, one)) if part]
    return " · ".join(found) or None


def _fixed(desk: Desk, one: Candidate) -> str | None:
    start = one.activity.start_at
    if not one.activity.fixed or start is None:
        return None
    estimate = one.activity.estimate_minutes or desk.policy.order.default_estimate
    missed = one.state != "running" and desk.now() >= start + estimate * MINUTE
    return f"fixed time {when(desk, start)} missed" if missed else f"fixed at {when(desk, start)}"


def _window(desk: Desk, one: Candidate) -> str | None:
    until = one.ticket.window_until_at
    if until is None or until < desk.now():
        return None
    return f"free until {when(desk, until)}"


def _meanwhile(desk: Desk, one: Candidate) -> str | None:
    """What happened to the ticket under the hands of whoever works on it."""
    ticket = one.ticket
    if ticket.presence == "gone" or ticket.category == "gone":
        return f"{desk.capabilities.label} no longer shows this ticket. What you write is kept here."
    if ticket.category in CLOSED:
        return "Closed elsewhere; your notes and time still go to it."
    if ticket.presence == "left" and one.activity.kind in ("derived", "dated"):  # a reminder stays its owner's
        return "Somebody else has it now; your notes still go to it."
    return None


# -- no activity ----------------------------------------------------------------------------------------------


def _without_work(desk: Desk, reader: Reader, offered: Offer, found: Account | None) -> Card:
    if desk.capabilities.network and (found is None or found.synced_at is None):
        return _first_sync(desk, found)
    if offered.waiting:
        return Card("notice", "NEXT", "Only the replies are left.", action_key="r", action="opens them")
    if offered.later:
        at = clock(offered.later[0].activity.start_at or desk.now(), desk.zone)
        return Card("notice", "NEXT", f"Nothing until {at}.", why="A fixed time is next. Until then the time is yours.")
    if reader.value("SELECT EXISTS (SELECT 1 FROM ticket)"):
        return Card("notice", "NEXT", "Nothing waits for you.", why="All your activities are done or wait for others.")
    if desk.capabilities.network:
        why = f"{desk.capabilities.label} has no tickets that you may see."
        return Card("notice", "NEXT", "No work here yet.", why=why)
    return Card("notice", "NEXT", "No work here yet.", ways=HERE_FIRST)


def _first_sync(desk: Desk, found: Account | None) -> Card:
    label = desk.capabilities.label
    if found is not None and found.state == "auth":
        return Card("notice", "NEXT", f"{label} asks who you are.", why=_reason(found))
    if found is not None and found.state in ("offline", "throttled"):
        return Card("notice", "NEXT", f"{label} has not answered yet.", why=_reason(found))
    if found is None or not found.first_total:
        return Card("notice", "NEXT", "Not synced yet.")
    return Card(
        "notice",
        "NEXT",
        "Reading your tickets",
        why="Once, and some minutes long; afterwards only what has changed is read.",
        share=(found.first_done or 0) / found.first_total,
        counted=f"{found.first_done or 0} of {found.first_total}",
    )


def _reason(found: Account) -> str | None:
    return safe(found.reason) if found.reason else None
