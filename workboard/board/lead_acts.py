"""What a lead does: each act is a line on a ticket that everybody concerned can read, with who said it and when.

The board asks for the role so that nobody leads by a slip of a finger; what may be written the help desk says."""

from __future__ import annotations

from workboard.board.desk import Desk, ticket_of
from workboard.board.undo import Trace
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote
from workboard.domain.note_lines import compose
from workboard.domain.text import clean
from workboard.domain.ticket import CLOSED
from workboard.store.database import Transaction

LONGEST = 200
"""A line; more belongs into a note."""
NOT_A_LEAD = 'that is for a lead: role = "lead" under [me] in config.toml'


def need_lead(desk: Desk) -> None:
    if desk.config.me.role != "lead":
        raise UsageError(NOT_A_LEAD)


def line(text: str, ask: str) -> str:
    """One clean line; ``UsageError`` says what was asked for where there is none."""
    words = " ".join(clean(text).split())
    if not words:
        raise UsageError(ask)
    if len(words) > LONGEST:
        raise UsageError(f"that is long for a line ({LONGEST} characters at most): write a note as well")
    return words


async def assign_step(desk: Desk, ticket_id: str, step: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """The next step of somebody's ticket: it is the title of their next activity."""
    words = line(step, "what is the next step? A verb and its object: Call Ruth about the add-ins")
    await _note(desk, ticket_id, compose("", next_step=words), hold_ms, next_step=words)


async def give_help(desk: Desk, ticket_id: str, answer: str, step: str = "", *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """The answer to a request for help, and perhaps the next step that comes of it."""
    words = line(answer, "what is the answer? A few words: Priya calls you at three")
    step = " ".join(clean(step).split())[:LONGEST]
    text = compose("", help_given=words, next_step=step or None)
    await _note(desk, ticket_id, text, hold_ms, next_step=step or None)


async def move_up(desk: Desk, ticket_id: str, reason: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """Before the others of whoever has it, below emergencies and fixed times, until it is let go of once. The reason
    stands in their *why*."""
    words = line(reason, "why does it go first? The technician will read it: the hearing is today")
    if ticket_of(desk.database.read(), ticket_id).category in CLOSED:
        raise ImpossibleAct("it is closed: there is nothing to put first")
    await _note(desk, ticket_id, compose("", moved_up=words), hold_ms)


async def _note(desk: Desk, ticket_id: str, text: str, hold_ms: int, next_step: str | None = None) -> None:
    need_lead(desk)

    def work(transaction: Transaction) -> None:
        ticket_of(transaction, ticket_id)
        trace = Trace(desk, transaction, "note", ticket_id)
        wish(desk, transaction, trace.act, AddNote(ticket_id, text), hold_ms, next_step)
        trace.end()

    await desk.database.awrite(work)
