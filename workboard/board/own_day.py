"""Today's figures of one's own, from the stretches and blocks of focus in the file. For nobody else."""

from workboard.board.desk import Desk
from workboard.domain.breathe import WHO
from workboard.domain.own_day import NOT_SAID, OwnDay, Piece, own_day
from workboard.domain.text import safe
from workboard.domain.working_time import day_bounds
from workboard.store import focus, intervals, people
from workboard.store.database import Reader
from workboard.store.intervals import Logged


def today(desk: Desk, reader: Reader | None = None) -> OwnDay:
    """So far, by the desk's clock."""
    reader = desk.database.read() if reader is None else reader
    start, end = day_bounds(desk.now(), desk.zone)
    found = intervals.between(reader, start, end)
    pieces = (_piece(reader, one, start, desk.now()) for one in found if one.kind == "interruption")
    return own_day(pieces, focus.blocks(reader, start, desk.now()), desk.zone)


def _piece(reader: Reader, one: Logged, start: int, now: int) -> Piece:
    """What of a stretch lies in the day, as far as it has come."""
    began = max(one.started_at, start)
    ended = now if one.ended_at is None else one.ended_at
    planned = one.source == "self" and one.who == WHO
    return Piece(one.ref or "", began, max(began, ended), one.source or NOT_SAID, _client(reader, one), planned)


def _client(reader: Reader, one: Logged) -> str | None:
    """The company of its ticket, or of who it was; a name nobody knows stands for itself."""
    if one.company:
        return safe(one.company)
    if not one.who:
        return None
    known = people.contact(reader, one.who)
    return safe(known.company if known is not None and known.company else one.who)
