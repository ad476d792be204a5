"""What the ways into a piece of work and out of it share: the status on the far side, and letting go."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.wish import wish
from workboard.domain.intent import SetCategory
from workboard.domain.interruption import Stretch
from workboard.domain.policy import Candidate
from workboard.domain.ticket import CLOSED, Category
from workboard.store import drafts, focus, intervals, journal, mirror
from workboard.store.database import Transaction

LOST = frozenset({"left", "gone"})
WRONG_ORDER = "wrong order"
OF_THE_TICKET = frozenset({"derived", "dated"})
"""Kinds whose end is usually the ticket's end."""


def let_go(desk: Desk, transaction: Transaction, one: Candidate) -> None:
    """Its time ends, and its focus. What it had pushed aside (an emergency taken up, work begun while away) is not
    resumed by itself: the interruption goes on until somebody comes back from it."""
    running = journal.running(transaction)
    focus.end_block(transaction, desk.now(), one.activity.id)  # also one it was called away from
    if running is not None and running.activity_id == one.activity.id:
        end_stretch(desk, transaction)
    wake_wrong_order(transaction)


def open_stretch(desk: Desk, transaction: Transaction, activity_id: str) -> None:
    """Its time begins; begun while somebody is away from other work, that is where its end leads back to."""
    before = intervals.current(transaction)
    intervals.end(transaction, desk.now())
    parent = None if before is None else before.id
    stretch = Stretch(desk.new_id(), "activity", activity_id, desk.now(), parent=parent)
    intervals.begin(transaction, stretch)


def end_stretch(desk: Desk, transaction: Transaction) -> None:
    """The open stretch is over; the interruption in which it began goes on."""
    stretches = intervals.chain(transaction)
    now = desk.now()
    intervals.end(transaction, now)
    if len(stretches) > 1 and stretches[1].kind == "interruption":
        intervals.begin(transaction, stretches[1]._replace(id=desk.new_id(), started_at=now))


def wake_wrong_order(transaction: Transaction) -> None:
    """*Wrong order* lasts until the next letting go."""
    journal.wake_others(transaction, WRONG_ORDER)


def set_category(
    desk: Desk, transaction: Transaction, one: Candidate, category: Category, act: str, hold_ms: int
) -> None:
    """Only where the remote has a status for it (else the note line carries it), and only on what is still mine
    and open: of a ticket closed or given away meanwhile the status is theirs."""
    if category not in desk.capabilities.writes:
        return
    truth = mirror.tickets(transaction, [one.ticket.id]).get(one.ticket.id, one.ticket)
    if truth.presence in LOST or truth.category in CLOSED:
        return
    wish(desk, transaction, act, SetCategory(one.ticket.id, category, truth.status), hold_ms)


def end_draft(
    desk: Desk, transaction: Transaction, ticket_id: str, kind: str, identifier: str | None, hold_ms: int
) -> None:
    """What was typed is kept as long as it may be taken back with row ``identifier`` of the outbox."""
    typed = drafts.find(transaction, ticket_id, kind)
    drafts.drop(transaction, ticket_id, kind)
    if typed is not None and identifier is not None and hold_ms > 0:
        drafts.keep(transaction, typed, identifier, desk.wall() + hold_ms)
