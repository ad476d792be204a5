"""The view of a block of focus, made from the database. What it shows while the block lasts is frozen with it or this
machine's own (notes written here, minutes), so that nothing from outside can move it."""

from workboard.board.desk import Desk
from workboard.board.focus_view import FocusView, Own
from workboard.board.outside import weighed
from workboard.board.through import line, not_taken, still_through, to_take_up
from workboard.board.time_spent import today_minutes
from workboard.domain import focus
from workboard.domain.note_lines import read as read_lines
from workboard.domain.reason import clock
from workboard.domain.text import first_line, safe
from workboard.store import focus as store
from workboard.store import intervals, written
from workboard.store.database import Reader
from workboard.store.focus import Session


def block_view(desk: Desk, reader: Reader | None = None) -> FocusView | None:
    """The block that is open, also when its bound has come; ``None`` when there is none. Until the bound nothing
    outside is looked at but what has broken through already (``watch.notice`` looks for more)."""
    reader = desk.database.read() if reader is None else reader
    session = store.still_open(reader)
    return None if session is None else _view(desk, reader, session)


def _view(desk: Desk, reader: Reader, session: Session) -> FocusView:
    card, over = session.card, desk.now() >= session.block.until_at
    found = weighed(desk, reader, session) if over else None
    through = not_taken(session, still_through(desk, reader, session) if found is None else found.through)
    until = clock(session.block.until_at, desk.zone)
    return FocusView(
        session.activity_id,
        card["ticket_id"] or "",
        card["number"] or "",
        card["title"] or "",
        card["about"] or "",
        _step(desk, reader, session),
        _minutes(desk, reader, session.activity_id, card["estimate"]),
        until,
        session.block.until_at,
        _notes(desk, reader, card["ticket_id"] or "", session.block.started_at),
        _promise(desk, until),
        over,
        None if found is None else focus.digest(found),
        line(desk, reader, through),
        to_take_up(desk, reader, through),
    )


def _promise(desk: Desk, until: str) -> str:
    held = f"Everything else is held until {until}."
    return f"{held} Emergencies still reach you." if focus.P1_MINE in desk.policy.focus.breakthrough else held


def _step(desk: Desk, reader: Reader, session: Session) -> str | None:
    """The newest that I said myself since the block began, in a note or when I was called away; else the frozen one."""
    since = session.block.started_at
    said = [written.step_since(reader, session.card["ticket_id"] or "", since)]
    said.append(intervals.coming_back_since(reader, session.activity_id, since))
    own = max((one for one in said if one is not None), default=None)
    step = session.card["next_step"] if own is None else safe(own[1])
    return None if step == session.card["title"] else step


def _minutes(desk: Desk, reader: Reader, activity_id: str, estimate: str | None) -> str:
    spent = today_minutes(desk, activity_id, reader)
    return f"{spent} of {estimate} min" if estimate else f"{spent} min"


def _notes(desk: Desk, reader: Reader, ticket_id: str, since_at: int) -> tuple[Own, ...]:
    found = written.notes_since(reader, ticket_id, since_at)
    lines = ((at, first_line(read_lines(body).text)) for at, body in found)
    return tuple(Own(clock(at, desk.zone), safe(line)) for at, line in lines if line)
