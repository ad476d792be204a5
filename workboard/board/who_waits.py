"""Who waits for an answer, longest wait first, in words."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.courtesy import is_courtesy
from workboard.domain.reason import length
from workboard.domain.replies import Waiting, queue
from workboard.domain.text import excerpt, safe
from workboard.domain.typed import NamedTuple
from workboard.store import last_word


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


def queued(desk: Desk) -> list[Waiting]:
    reader = desk.database.read()
    return queue(last_word.threads(reader, desk.me.id), desk.now())


def rows(desk: Desk) -> list[ReplyRow]:
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
