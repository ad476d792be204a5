"""Where one stands after an act on the clock: what *interrupted* and *back* print."""

from __future__ import annotations

from workboard.board.away import away_now
from workboard.board.desk import Desk
from workboard.board.offer import shown_title
from workboard.cli.shape import Shape, instant
from workboard.domain.policy import Candidate
from workboard.store import intervals, journal, to_do
from workboard.store.database import Reader


def now_json(desk: Desk, wanted: str | None = None) -> Shape:
    """``state`` *away* (and what it is about), *running* or *idle*; ``ticket`` and ``title`` of the work that runs
    or waits, ``coming_back`` what one wants to do then (``wanted`` by whoever just did)."""
    reader = desk.database.read()
    away, work = away_now(desk, reader), _work(reader)
    one = None if away is None else intervals.current(reader)
    return {
        "state": "away" if away is not None else "idle" if work is None else "running",
        "since": None if away is None else instant(intervals.began(reader, away.ref)),
        "source": None if one is None else one.source,
        "who": None if away is None else away.who,
        "depth": 0 if away is None else away.depth,
        "coming_back": wanted if away is None else away.coming_back or away.proposal or None,
        "ticket": None if work is None else work.ticket.number,
        "title": None if work is None else shown_title(work, to_do.next_step(reader, work.ticket.id)),
    }


def now_words(desk: Desk) -> str:
    """The same as a line."""
    reader = desk.database.read()
    away, work = away_now(desk, reader), _work(reader)
    if away is not None:
        about = " · ".join(part for part in (away.source, away.who) if part)
        stopped = f"the clock on #{work.ticket.number} is stopped" if work is not None else "nothing was running"
        return f"away since {away.since}{f' ({about})' if about else ''}; {stopped}"
    if work is None:
        return "nothing runs; workboard next says what is next"
    return f"running: {shown_title(work, to_do.next_step(reader, work.ticket.id))} #{work.ticket.number}"


def _work(reader: Reader) -> Candidate | None:
    """What runs, else what waits for one to come back."""
    for one in (journal.running(reader), *journal.interrupted(reader)):
        found = None if one is None else to_do.candidate(reader, one.activity_id)
        if found is not None:
            return found
    return None
