"""Booked time as a value. Pure; a row that is not as promised raises ``Misshapen``."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from workboard.backends.autotask.shapes import (
    MAX_MINUTES,
    Misshapen,
    Row,
    block,
    day,
    flag,
    hours,
    identifier,
    instant,
    reference,
)
from workboard.backends.autotask.terms import Terms
from workboard.domain import markers
from workboard.domain.ticket import TimeEntry

MINUTE: Final = 60_000


def time_entry(row: Row, terms: Terms) -> TimeEntry | None:
    """Booked minutes, on whatever they were booked; ``None`` for none."""
    minutes = worked(row)
    if not 0 < minutes <= MAX_MINUTES:
        return None
    on = reference(row, "ticketID")
    billed = 0 if flag(row, "isNonBillable") else hours(row, "hoursToBill")
    found = markers.MARKER.search(block(row, "internalNotes"))
    return TimeEntry(
        id=terms.ids.time(identifier(row)),
        person_id=str(identifier(row, "resourceID")),
        ended_at=_ended(row, terms.settings.zone),
        minutes=minutes,
        ticket_id=terms.ids.ticket(on) if on else None,
        billable_minutes=None if billed is None else max(0, billed),
        marker=found[0] if found else None,
    )


def worked(row: Row) -> int:
    """Minutes, by the hours or by start and end."""
    told = hours(row, "hoursWorked")
    start, end = instant(row, "startDateTime"), instant(row, "endDateTime")
    if told is None and start is not None and end is not None:
        return round((end - start) / MINUTE)
    return told or 0


def _ended(row: Row, zone: str) -> int:
    """When it ended. The date it was worked on decides the day it counts for: it is a date, and no zone moves it."""
    end, date = instant(row, "endDateTime"), str(row.get("dateWorked") or "")[:10]
    if end is not None and (not date or day(end, zone)[:10] == date):
        return end
    try:
        noon = datetime.fromisoformat(f"{date}T12:00:00").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Misshapen("dateWorked is not a date") from None
    return int(noon.timestamp() * 1000)
