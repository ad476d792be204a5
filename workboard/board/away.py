"""The open interruption as a plain value: what its sheet shows, and *interrupted* prints."""

from workboard.board.coming_back import proposal
from workboard.board.desk import Desk
from workboard.domain.interruption import Step, Stretch, step_of, word
from workboard.domain.reason import clock
from workboard.domain.text import safe
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import MINUTE
from workboard.store import intervals, to_do
from workboard.store.database import Reader


class Away(NamedTuple):
    """An open interruption, for its sheet. ``number`` of what was interrupted; ``proposal`` is what *coming back I
    will* begins with; ``depth`` 1 is the outermost."""

    ref: str
    step: Step
    since: str
    """``10:42``"""
    minutes: int
    depth: int
    number: str | None = None
    proposal: str = ""
    source: str | None = None
    who: str | None = None
    coming_back: str | None = None
    ticket_id: str | None = None
    """what it was made into, if anything"""
    sorted: bool = False
    over: bool = False
    """what was taken up in it has ended: only the way back is left"""


def away_now(desk: Desk, reader: Reader | None = None) -> Away | None:
    """The open interruption; ``None`` while one is at work."""
    reader = desk.database.read() if reader is None else reader
    stretches = intervals.chain(reader)
    if not stretches or stretches[0].kind != "interruption":
        return None
    one = stretches[0]
    depth = sum(1 for each in stretches if each.kind == "interruption")
    outer = stretches[1] if len(stretches) > 1 else None
    spent = intervals.spent_on(reader, one.ref, desk.now())
    return Away(
        one.ref,
        step_of(one),
        clock(intervals.began(reader, one.ref), desk.zone),
        spent // MINUTE,
        depth,
        _number(reader, stretches),
        proposal(reader, outer),
        word(one.source),
        safe(one.who) if one.who else None,
        None if one.coming_back is None else safe(one.coming_back),
        one.ticket_id,
        one.sorted,
        one.source == "alert" and one.sorted and one.id != one.ref,
    )


def _number(reader: Reader, stretches: list[Stretch]) -> str | None:
    """Of the nearest work that was interrupted."""
    for one in stretches:
        found = to_do.candidate(reader, one.ref) if one.kind == "activity" else None
        if found is not None:
            return safe(found.ticket.number)
    return None
