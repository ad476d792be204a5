"""Where the desk stands, from the file alone, so that every process says the same. Light, for questions."""

from workboard.board.desk import Desk
from workboard.domain.interruption import step_of
from workboard.domain.typed import Literal
from workboard.store import focus, intervals, journal
from workboard.store.database import Reader

Below = Literal["board", "focus", "over"]
Mode = Literal["board", "focus", "over", "interrupted", "away"]
"""At the board, in focus, in focus past its bound, called away (the sheet still asks), away."""


def mode(desk: Desk, reader: Reader | None = None) -> Mode:
    """What holds now, at the desk's clock."""
    reader = desk.database.read() if reader is None else reader
    one = intervals.current(reader)
    if one is not None and one.kind == "interruption":
        return "away" if step_of(one) == "away" else "interrupted"
    session = focus.newest(reader)
    if session is None or session.ended_at is not None:
        return "board"
    running = journal.running(reader)
    if running is None or running.activity_id != session.activity_id:
        return "board"
    return "over" if desk.now() >= session.block.until_at else "focus"


def below(desk: Desk, reader: Reader | None = None) -> Below:
    """Where one comes back to from an interruption; without one, where one is."""
    reader = desk.database.read() if reader is None else reader
    work = next((one.ref for one in intervals.chain(reader) if one.kind == "activity"), None)
    session = focus.newest(reader)
    if session is None or session.ended_at is not None or session.activity_id != work:
        return "board"
    return "over" if desk.now() >= session.block.until_at else "focus"
