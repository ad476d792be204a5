"""The clients who answered: the queue, one thread, an answer, or the word that none is needed."""

from __future__ import annotations

from typing import Literal, NamedTuple

from workboard.board import focus, notes
from workboard.board.desk import Desk, ticket_of
from workboard.board.look import proposal
from workboard.board.notes import Saved
from workboard.board.undo import Trace
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.board.words import when, who
from workboard.domain.activity import derived_id
from workboard.domain.courtesy import is_courtesy
from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import AddNote, Dismiss, SetCategory
from workboard.domain.note_lines import compose
from workboard.domain.people import first_name
from workboard.domain.reason import length
from workboard.domain.replies import Waiting, queue
from workboard.domain.text import excerpt, safe, safe_block
from workboard.domain.ticket import DERIVING, Author, Visibility
from workboard.store import journal, mirror, views
from workboard.store.database import Reader, Transaction


class ReplyRow(NamedTuple):
    """One line of the queue, in words."""

    ticket_id: str
    number: str
    title: str
    company: str
    contact: str
    wait: str
    """``1 h 50``"""
    waiting_minutes: int
    excerpt: str
    courtesy: bool


class ThreadMessage(NamedTuple):
    """Something said on the ticket; ``body`` is the first ``PART`` of it, safe text of several lines."""

    when: str
    who: str
    author: Author
    visibility: Visibility
    body: str
    state: str | None = None
    """``waiting``, ``refused`` for a text of mine the remote does not have"""
    id: str = ""
    left: int = 0
    """characters that are not in ``body``: ``more`` reads them"""


NO_ANSWER = "no answer needed"
LATER = "answer later"
"""What a dismissal was, in words."""
PART = 65_536
"""Characters of one message that are read at a time."""


def queued(desk: Desk) -> list[Waiting]:
    reader = desk.database.read()
    return queue(views.threads(reader, desk.me.id), desk.now())


def waiting(desk: Desk) -> list[ReplyRow]:
    """All who wait, longest wait first."""
    return [_row(desk, one) for one in queued(desk)]


def _row(desk: Desk, one: Waiting) -> ReplyRow:
    ticket, last = one.ticket, one.thread.last_client
    body = "" if last is None else last.body
    return ReplyRow(
        ticket.id,
        ticket.number,
        safe(ticket.title),
        safe(ticket.company or ""),
        safe(last.author_name if last is not None else ticket.contact_name or ""),
        length(one.minutes),
        one.minutes,
        safe(excerpt(body)),
        bool(body) and is_courtesy(body, desk.policy.replies.courtesy),
    )


def thread(desk: Desk, ticket_id: str, limit: int = 50) -> list[ThreadMessage]:
    """The newest messages, oldest first, with what of mine is still on its way."""
    reader = desk.database.read()
    me = desk.me
    said = [
        (one.at, ThreadMessage(when(desk, one.at), who(one, me.id), one.author, one.visibility, one.body, id=one.id))
        for one in views.messages(reader, ticket_id, limit, PART + 1)
    ]
    for one in views.pending_notes(reader, ticket_id):
        state = "refused" if one.state in ("rejected", "conflict") else "waiting"
        visibility: Literal["public", "internal"] = "public" if one.public else "internal"
        said.append((one.at, ThreadMessage(when(desk, one.at), "you", "staff", visibility, one.body, state, one.id)))
    return [_first_part(reader, message) for _, message in sorted(said, key=lambda pair: pair[0])][-limit:]


def _first_part(reader: Reader, one: ThreadMessage) -> ThreadMessage:
    if len(one.body) <= PART:
        return one._replace(body=safe_block(one.body))
    body, left = views.body_from(reader, one.id, 0, PART)
    return one._replace(body=safe_block(body), left=left)


def more(desk: Desk, identifier: str, left: int) -> tuple[str, int]:
    """Of a message of which ``left`` characters are still unread the next ``PART``, and how many are left then."""
    reader = desk.database.read()
    _, length = views.body_from(reader, identifier, 0, 0)
    body, left = views.body_from(reader, identifier, length - left, PART)
    return safe_block(body), left


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
    for one in queue(views.threads(reader, desk.me.id), desk.now()):
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
    found = (words, focus.digest(desk, desk.database.read()), proposal(desk, tuple(queued(desk))))
    return " · ".join(part for part in found if part)
