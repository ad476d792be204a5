"""What an interruption was for: a ticket, a note on one there is, or a quick fix: ticket, time and end in one act.

How long it took is measured and proposed; nothing of it is written anywhere before somebody saves it.
"""

from __future__ import annotations

from workboard.board.booking import call_minutes
from workboard.board.desk import Desk
from workboard.board.tickets import opening
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.board.words import when
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote, SetCategory
from workboard.domain.interruption import word
from workboard.domain.note_lines import THIS_NOTE, compose
from workboard.domain.quick_note import QuickNote, parse
from workboard.domain.text import clean
from workboard.domain.typed import NamedTuple
from workboard.store import intervals
from workboard.store.database import Reader, Transaction


class Call(NamedTuple):
    """An interruption, open or over. ``source`` as programs read it; ``ticket_id`` is what it was made into."""

    ref: str
    source: str
    who: str
    began_at: int
    minutes: int
    """of all its stretches so far, a begun one counted"""
    ticket_id: str | None = None

    @property
    def came_by(self) -> str:
        return word(self.source) or "phone"


def call(desk: Desk, ref: str, reader: Reader | None = None) -> Call:
    """``ImpossibleAct`` for one that is not in the own log."""
    reader = desk.database.read() if reader is None else reader
    one = intervals.one(reader, ref)
    if one is None:
        raise ImpossibleAct("this interruption is not in the log any more")
    minutes = call_minutes(desk, ref, reader)
    return Call(ref, one.source or "none", one.who or "", one.started_at, minutes, one.ticket_id)


def newest_on(desk: Desk, ticket_id: str) -> str | None:
    """The last interruption that belongs to a ticket."""
    return intervals.newest_on(desk.database.read(), ticket_id)


def heard(desk: Desk, came_by: str, at: int) -> str:
    """The line in a ticket's text: ``By phone, 10:42.``"""
    return f"By {came_by}, {when(desk, at)}."


class Fixed(NamedTuple):
    """A quick fix on its way: ``ids`` are its rows in the outbox, first the ticket's."""

    ids: tuple[str, ...]
    ticket_id: str
    minutes: int


def read_fix(line: str) -> QuickNote:
    """The one line of a quick fix, in the grammar of a note: ``+10m`` says how long it took."""
    return parse(clean(line))


async def quick_fix(desk: Desk, ref: str, *, name: str, line: str) -> Fixed:
    """The interruption ``ref`` was this small thing, done on the spot: a ticket of mine, a note with the minutes as
    time of kind *quick_fix*, and its end, in this order. Where the line names no minutes, those of the interruption."""
    said = read_fix(line)
    if not said.text.strip():
        raise UsageError("what was done? One line is enough")

    def work(transaction: Transaction) -> Fixed:
        one = call(desk, ref, transaction)
        minutes = one.minutes if said.minutes is None else said.minutes
        fixed = _fix(desk, transaction, name, said, minutes, heard(desk, one.came_by, one.began_at))
        intervals.describe(transaction, ref, sorted=True, ticket_id=fixed.ticket_id, **_who(one, name))
        return fixed

    return await desk.database.awrite(work)


def _fix(desk: Desk, transaction: Transaction, name: str, said: QuickNote, minutes: int, how: str) -> Fixed:
    act = desk.new_id()
    ticket = opening(desk, transaction, name=name, problem=said.text, urgent=False, mine=True, heard=how)
    fix = THIS_NOTE if said.solution else None
    body = compose(f"Quick fix: {said.text.strip()}", next_step=said.next_step, known_fix=fix)
    note = AddNote(ticket.ticket_id, body, minutes, said.solution, "quick_fix")
    ids = [wish(desk, transaction, act, ticket, BOARD_HOLD_MS)]
    ids.append(wish(desk, transaction, act, note, BOARD_HOLD_MS, said.next_step))
    if "done" in desk.capabilities.writes:
        ids.append(wish(desk, transaction, act, SetCategory(ticket.ticket_id, "done", ""), BOARD_HOLD_MS))
    return Fixed(tuple(ids), ticket.ticket_id, minutes)


def _who(one: Call, name: str) -> dict[str, object]:
    """For whom it was is who it was, unless that was said before."""
    named = clean(name).strip()
    return {"who": named} if named and not one.who else {}
