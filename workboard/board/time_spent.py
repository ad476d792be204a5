"""Measured time: minutes on an activity, interruptions left out."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store import intervals
from workboard.store.database import Reader


def minutes_between(segments: list[tuple[int, int | None]], since_at: int, now: int) -> int:
    """Full minutes of the stretches after ``since_at``: a few seconds book nothing."""
    spent = sum(max(0, (now if end is None else end) - max(start, since_at)) for start, end in segments)
    return spent // MINUTE


def today_minutes(desk: Desk, activity_id: str, reader: Reader | None = None) -> int:
    """On this activity today, full minutes."""
    reader = desk.database.read() if reader is None else reader
    midnight = day_bounds(desk.now(), desk.zone)[0]
    spent = intervals.segments(reader, activity_id, midnight)
    return sum(max(0, (desk.now() if end is None else end) - max(start, midnight)) for start, end in spent) // MINUTE
