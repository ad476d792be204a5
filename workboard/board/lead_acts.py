"""What a lead does: each act is a line on a ticket that everybody concerned can read, with who said it and when.

The board asks for the role so that nobody leads by a slip of a finger; what may be written the help desk says."""

from __future__ import annotations

from workboard.board.acts import end_draft
from workboard.board.desk import Desk, ticket_of
from workboard.board.dispatch import Colleague, colleagues, meant
from workboard.board.trace import Trace
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.domain.activity import GOES_ALONG, split_id
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote, Assign
from workboard.domain.note_lines import compose
from workboard.domain.text import clean, safe
from workboard.domain.ticket import CLOSED
from workboard.store import journal, mirror
from workboard.store.database import Transaction

LONGEST = 200
"""A line; more belongs into a note."""
STEP_DRAFT, HELP_DRAFT, UP_DRAFT = "step", "give_help", "move_up"
"""the kinds of draft a next step, an answer to a request for help and a reason are typed into"""
NO_STEP = "what is the next step? A verb and its object: Call Ruth about the add-ins"
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


async def assign_step(
    desk: Desk, ticket_id: str, step: str = "", to: str | None = None, *, hold_ms: int = BOARD_HOLD_MS
) -> Colleague | None:
    """The next step of somebody's ticket, which is the title of their next activity; or ``to`` whom the ticket goes
    (a login, a name, or the beginning of one), or both. Who gets it, if anybody does."""
    need_lead(desk)
    to = " ".join((to or "").split())
    words = line(step, NO_STEP) if step.strip() or not to else None
    taker = _taker(desk, to) if to else None

    def work(transaction: Transaction) -> Colleague | None:
        goes = _must_go(transaction, ticket_id, taker, words)
        trace = Trace(desk, transaction, "handover" if goes else "note", ticket_id)
        text = compose("", next_step=words, assigned=goes.name if goes else None)
        row = wish(desk, transaction, trace.act, AddNote(ticket_id, text), hold_ms, words)
        if goes:
            owner = mirror.tickets(transaction, [ticket_id])[ticket_id].owner_id or ""
            wish(desk, transaction, trace.act, Assign(ticket_id, goes.id, owner), hold_ms)
        if hold_ms > 0:
            end_draft(desk, transaction, ticket_id, STEP_DRAFT, row, hold_ms)
        trace.end()
        return goes

    return await desk.database.awrite(work)


def _taker(desk: Desk, to: str) -> Colleague:
    if not desk.capabilities.assigns:
        raise ImpossibleAct(f"{desk.capabilities.label} lets nobody give a ticket away from here: assign it there")
    return meant(colleagues(desk), to)


def _must_go(transaction: Transaction, ticket_id: str, taker: Colleague | None, step: str | None) -> Colleague | None:
    """To whom the ticket changes hands, if it does. ``ImpossibleAct`` says why it cannot."""
    ticket = ticket_of(transaction, ticket_id)
    if taker is None or taker.id == ticket.owner_id:
        if step is None and taker is not None:
            raise ImpossibleAct(f"{safe(taker.name)} has #{ticket.number} already: write its next step")
        return None
    if ticket.category in CLOSED:
        raise ImpossibleAct(f"#{ticket.number} is closed: there is nothing to give")
    at_work = (journal.running(transaction), *journal.interrupted(transaction))
    held = {one.activity_id for one in at_work if one is not None and one.ticket_id == ticket_id}
    if any(split_id(one)[1] in GOES_ALONG for one in held):
        raise ImpossibleAct(f"you are at #{ticket.number} yourself: finish or park it first")
    return taker


async def give_help(desk: Desk, ticket_id: str, answer: str, step: str = "", *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """The answer to a request for help, and perhaps the next step that comes of it."""
    words = line(answer, "what is the answer? A few words: Priya calls you at three")
    step = " ".join(clean(step).split())[:LONGEST]
    text = compose("", help_given=words, next_step=step or None)
    await _note(desk, ticket_id, text, hold_ms, ("help", HELP_DRAFT), step or None)


async def move_up(desk: Desk, ticket_id: str, reason: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """Before the others of whoever has it, below emergencies and fixed times, until it is let go of once. The reason
    stands in their *why*."""
    words = line(reason, "why does it go first? The technician will read it: the hearing is today")
    if ticket_of(desk.database.read(), ticket_id).category in CLOSED:
        raise ImpossibleAct("it is closed: there is nothing to put first")
    await _note(desk, ticket_id, compose("", moved_up=words), hold_ms, ("moving up", UP_DRAFT))


async def _note(
    desk: Desk, ticket_id: str, text: str, hold_ms: int, act: tuple[str, str], next_step: str | None = None
) -> None:
    """``act``: what ``u`` calls it, and the draft its words are in again once it is taken back."""
    need_lead(desk)

    def work(transaction: Transaction) -> None:
        ticket_of(transaction, ticket_id)
        trace = Trace(desk, transaction, act[0], ticket_id)
        row = wish(desk, transaction, trace.act, AddNote(ticket_id, text), hold_ms, next_step)
        if hold_ms > 0:
            end_draft(desk, transaction, ticket_id, act[1], row, hold_ms)
        trace.end()

    await desk.database.awrite(work)
