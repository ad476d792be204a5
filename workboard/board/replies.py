"""Letting a reply go: an answer, the word that none is needed, or an answer that becomes work of its own."""

from __future__ import annotations

from workboard.board import held, notes, who_waits
from workboard.board.desk import Desk, ticket_of
from workboard.board.look import proposal
from workboard.board.notes import Saved
from workboard.board.trace import Trace
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.domain.activity import derived_id
from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import AddNote, Dismiss, SetCategory
from workboard.domain.note_lines import compose
from workboard.domain.people import first_name
from workboard.domain.replies import Waiting, queue
from workboard.domain.text import safe
from workboard.domain.ticket import DERIVING
from workboard.store import journal, last_word, mirror
from workboard.store.database import Reader, Transaction

NO_ANSWER = "no answer needed"
LATER = "answer later"
"""What a dismissal was, in words."""


async def answer(desk: Desk, ticket_id: str, text: str, *, hold_ms: int | None = None, measure: bool = True) -> Saved:
    """A text the client reads; the ticket leaves the queue at once."""
    return await notes.add(desk, ticket_id, text, public=True, hold_ms=hold_ms, measure=measure, draft="answer")


async def no_answer(desk: Desk, ticket_id: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """This reply needs none: nothing is sent to anybody, the status before it comes back where there is one."""

    def work(transaction: Transaction) -> None:
        one = _of(desk, transaction, ticket_id)
        trace = Trace(desk, transaction, NO_ANSWER, ticket_id)
        journal.dismiss(transaction, ticket_id, _until(one), desk.now(), NO_ANSWER)
        truth = mirror.tickets(transaction, [ticket_id]).get(ticket_id, one.ticket)
        if truth.category == "reply":
            wish(desk, transaction, trace.act, Dismiss(ticket_id, truth.status), hold_ms)
        trace.end()

    await desk.database.awrite(work)


async def later(desk: Desk, ticket_id: str, *, hold_ms: int = BOARD_HOLD_MS) -> str:
    """The answer is work of its own: the reply leaves the queue, the ticket comes up again in its place in the order,
    and its next step says who waits. That next step."""

    def work(transaction: Transaction) -> str:
        one = _of(desk, transaction, ticket_id)
        activity = derived_id(ticket_id)
        step = f"Answer {_first_name(one)}"
        trace = Trace(desk, transaction, LATER, ticket_id, activity)
        journal.dismiss(transaction, ticket_id, _until(one), desk.now(), LATER)
        known = journal.work_of(transaction, activity)
        if known is not None and known.state != "running":
            journal.clear_work(transaction, activity)
        wish(desk, transaction, trace.act, AddNote(ticket_id, compose("", next_step=step)), hold_ms, step)
        truth = mirror.tickets(transaction, [ticket_id]).get(ticket_id, one.ticket)
        if truth.category not in DERIVING and "open" in desk.capabilities.writes:
            wish(desk, transaction, trace.act, SetCategory(ticket_id, "open", truth.status), hold_ms)
        trace.end()
        return step

    return await desk.database.awrite(work)


def _of(desk: Desk, reader: Reader, ticket_id: str) -> Waiting:
    """The reply on this ticket; ``ImpossibleAct`` where nobody waits on it (any more)."""
    ticket = ticket_of(reader, ticket_id)
    for one in queue(last_word.threads(reader, desk.me.id), desk.now()):
        if one.ticket.id == ticket_id:
            return one
    raise ImpossibleAct(f"#{ticket.number} waits for no answer")


def _until(one: Waiting) -> int:
    """All that the client has said so far."""
    last = one.thread.last_client
    return max(one.since_at, last.at if last is not None else 0, one.thread.reply_since_at or 0)


def _first_name(one: Waiting) -> str:
    last = one.thread.last_client
    name = safe((last.author_name if last is not None else one.ticket.contact_name) or "")
    return first_name(name) or "the client"


def after_letting_go(desk: Desk, words: str) -> str:
    """The quiet word, what the block of focus held that ends with it, and the replies where it is their time: between
    two things is when one looks."""
    found = (words, held.digest(desk, desk.database.read()), proposal(desk, tuple(who_waits.queued(desk))))
    return " · ".join(part for part in found if part)
