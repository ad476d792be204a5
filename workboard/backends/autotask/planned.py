"""Planned work as activities. Pure; a row that is not as promised raises ``Misshapen``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from workboard.backends.autotask.picklists import label
from workboard.backends.autotask.shapes import (
    MAX_MINUTES,
    Misshapen,
    Row,
    block,
    flag,
    identifier,
    instant,
    number,
)
from workboard.backends.autotask.terms import Terms
from workboard.domain.activity import Activity
from workboard.domain.ticket import DoneEvent

MINUTE: Final = 60_000


class Link(NamedTuple):
    """One ticket on one service call, and who is to come."""

    call: int
    row: int
    """of ServiceCallTickets"""
    ticket: int
    colleague: int = 0
    """a resource; 0: me"""


def call(row: Row, link: Link, terms: Terms, known: Sequence[Activity]) -> Activity:
    """A service call as far as it is about one ticket, and mine or a colleague's."""
    status = number(row, "status")
    word = (label(terms.lists.call_status, status) or "").casefold()
    start, end = instant(row, "startDateTime"), instant(row, "endDateTime")
    if start is None:
        raise Misshapen("startDateTime is missing")
    made = Activity(
        id=terms.ids.call(identifier(row), link.row, link.colleague),
        kind="call",
        ticket_id=terms.ids.ticket(link.ticket),
        owner_id=str(link.colleague or terms.me),
        title=" ".join(block(row, "description").split())[:500] or "Service call",
        start_at=start,
        estimate_minutes=length(start, end),
        fixed=word in terms.fixed or str(status) in terms.fixed,
    )
    if instant(row, "canceledDateTime") is not None:
        return made._replace(remote_state="cancelled")
    if flag(row, "isComplete") or status == terms.call_complete:
        return made._replace(remote_state="done")
    return made if link.colleague else still_done(made, known)


def finished(row: Row, link: Link, made: Activity, old: Activity | None, terms: Terms, now: int) -> DoneEvent | None:
    """That a call is done, and since when. Autotask knows no such instant: where the call has no stamp it is when that
    was seen; when it was met like this, its end. One that was finished here counts once, by its activity."""
    if made.remote_state != "done" or (old is not None and old.remote_state == "done"):
        return None
    end = instant(row, "endDateTime") or now
    at = instant(row, "lastModifiedDateTime") or (now if old is not None else min(end, now))
    person = str(link.colleague or terms.me)
    return DoneEvent(terms.ids.call_done(link.call, link.row, link.colleague), person, at, made.ticket_id, made.id)


def still_done(made: Activity, known: Sequence[Activity]) -> Activity:
    """What was finished here and has no place in Autotask for being so (an appointment, a call that others are still
    on) stays finished, unless it was given another time."""
    old = next((one for one in known if one.id == made.id), None)
    done = old is not None and old.remote_state == "done" and old.start_at == made.start_at
    return made._replace(remote_state="done") if done else made


def length(start: int | None, end: int | None) -> int | None:
    """Whole minutes between two instants; an absurd length counts as none."""
    if start is None or end is None:
        return None
    minutes = (end - start) // MINUTE
    return minutes if 0 < minutes <= 14 * MAX_MINUTES else None
