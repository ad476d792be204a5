"""The clients who answered: the queue, one thread, an answer, or the word that none is needed."""

from __future__ import annotations

from typing import Literal, NamedTuple

from workboard.board import notes
from workboard.board.desk import Desk, ticket_of
from workboard.board.notes import Saved
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.board.words import when, who
from workboard.domain.courtesy import is_courtesy
from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import Dismiss
from workboard.domain.reason import length
from workboard.domain.replies import Waiting, queue
from workboard.domain.text import excerpt, safe, safe_block
from workboard.domain.ticket import Author, Visibility
from workboard.store import journal, mirror, views
from workboard.store.database import Transaction


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
    """Something said on the ticket; ``body`` is safe text of several lines."""

    when: str
    who: str
    author: Author
    visibility: Visibility
    body: str
    state: str | None = None
    """``waiting``, ``refused`` for a text of mine the remote does not have"""


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
        (one.at, ThreadMessage(when(desk, one.at), who(one, me.id), one.author, one.visibility, safe_block(one.body)))
        for one in views.messages(reader, ticket_id, limit)
    ]
    for one in views.pending_notes(reader, ticket_id):
        state = "refused" if one.state in ("rejected", "conflict") else "waiting"
        visibility: Literal["public", "internal"] = "public" if one.public else "internal"
        said.append(
            (one.at, ThreadMessage(when(desk, one.at), "you", "staff", visibility, safe_block(one.body), state))
        )
    return [message for _, message in sorted(said, key=lambda pair: pair[0])][-limit:]


async def answer(desk: Desk, ticket_id: str, text: str, *, hold_ms: int | None = None, measure: bool = True) -> Saved:
    """A text the client reads; the ticket leaves the queue at once."""
    return await notes.add(desk, ticket_id, text, public=True, hold_ms=hold_ms, measure=measure, draft="answer")


async def no_answer(desk: Desk, ticket_id: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """This reply needs none: nothing is sent to anybody, the status before it comes back where there is one."""

    def work(transaction: Transaction) -> None:
        ticket = ticket_of(transaction, ticket_id)
        found = [one for one in queue(views.threads(transaction, desk.me.id), desk.now()) if one.ticket.id == ticket_id]
        if not found:
            raise ImpossibleAct(f"#{ticket.number} waits for no answer")
        last = found[0].thread.last_client
        until = max(found[0].since_at, last.at if last is not None else 0, found[0].thread.reply_since_at or 0)
        journal.dismiss(transaction, ticket_id, until, desk.now(), "no answer needed")
        truth = mirror.tickets(transaction, [ticket_id]).get(ticket_id, ticket)
        if truth.category == "reply":
            wish(desk, transaction, desk.new_id(), Dismiss(ticket_id, truth.status), hold_ms)

    await desk.database.awrite(work)
