"""What is booked where nobody says how long it took: a suggestion, measured and rounded."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.time_spent import minutes_between
from workboard.domain.working_time import MINUTE
from workboard.store import intervals, journal, written
from workboard.store.database import Reader

MOST_MINUTES = 1440


def suggested_minutes(desk: Desk, ticket_id: str, reader: Reader | None = None) -> int | None:
    """What a note on this ticket would book by itself: since the start or the last note, rounded up to
    ``time.suggest``; ``None`` unless its activity is running."""
    reader = desk.database.read() if reader is None else reader
    running = journal.running(reader)
    if running is None or running.ticket_id != ticket_id:
        return None
    since = written.last_note_at(reader, ticket_id) or 0
    spent = minutes_between(intervals.segments(reader, running.activity_id, since), since, desk.now())
    step = desk.config.time.suggest_minutes
    return min(MOST_MINUTES, -(-spent // step) * step)


def call_minutes(desk: Desk, ref: str, reader: Reader | None = None) -> int:
    """How long an interruption has taken so far, in all its stretches: a begun minute is one."""
    reader = desk.database.read() if reader is None else reader
    return min(MOST_MINUTES, max(1, -(-intervals.spent_on(reader, ref, desk.now()) // MINUTE)))
