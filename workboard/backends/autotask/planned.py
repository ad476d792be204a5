"""Planned work as activities. Pure; a row that is not as promised raises ``Misshapen``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

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

MINUTE: Final = 60_000


def call(row: Row, call_ticket: int, ticket_id: str, terms: Terms, known: Sequence[Activity]) -> Activity:
    """A service call as far as it is about one ticket, and mine."""
    status = number(row, "status")
    word = (label(terms.lists.call_status, status) or "").casefold()
    start, end = instant(row, "startDateTime"), instant(row, "endDateTime")
    if start is None:
        raise Misshapen("startDateTime is missing")
    made = Activity(
        id=terms.ids.call(identifier(row), call_ticket),
        kind="call",
        ticket_id=ticket_id,
        owner_id=terms.me,
        title=" ".join(block(row, "description").split())[:500] or "Service call",
        start_at=start,
        estimate_minutes=length(start, end),
        fixed=word in terms.fixed or str(status) in terms.fixed,
    )
    if instant(row, "canceledDateTime") is not None:
        return made._replace(remote_state="cancelled")
    if flag(row, "isComplete") or status == terms.call_complete:
        return made._replace(remote_state="done")
    return still_done(made, known)


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
