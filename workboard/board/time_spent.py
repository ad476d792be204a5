"""Measured time, as a suggestion: minutes on an activity, interruptions left out."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store import intervals, journal
from workboard.store.database import Reader

MOST_MINUTES = 1440


def minutes_between(segments: list[tuple[int, int | None]], since_at: int, now: int) -> int:
    """Full minutes of the stretches after ``since_at``: a few seconds book nothing."""
    spent = sum(max(0, (now if end is None else end) - max(start, since_at)) for start, end in segments)
    return spent // MINUTE


def today_minutes(desk: Desk, activity_id: str, reader: Reader | None = None) -> int:
    """On this activity today, full minutes."""
    reader = desk.database.read() if reader is None else reader
    midnight = day_bounds(desk.now(), desk.zone)[0]
    spent = journal.segments(reader, activity_id, midnight)
    return sum(max(0, (desk.now() if end is None else end) - max(start, midnight)) for start, end in spent) // MINUTE


def suggested_minutes(desk: Desk, ticket_id: str, reader: Reader | None = None) -> int | None:
    """What a note on this ticket would book by itself: since the start or the last note, rounded up to
    ``time.suggest``; ``None`` unless its activity is running."""
    reader = desk.database.read() if reader is None else reader
    running = journal.running(reader)
    if running is None or running.ticket_id != ticket_id:
        return None
    since = journal.last_note_at(reader, ticket_id) or 0
    spent = minutes_between(journal.segments(reader, running.activity_id, since), since, desk.now())
    step = desk.config.time.suggest_minutes
    return min(MOST_MINUTES, -(-spent // step) * step)


def call_minutes(desk: Desk, ref: str, reader: Reader | None = None) -> int:
    """How long an interruption has taken so far, in all its stretches: a begun minute is one."""
    reader = desk.database.read() if reader is None else reader
    return min(MOST_MINUTES, max(1, -(-intervals.spent_on(reader, ref, desk.now()) // MINUTE)))
