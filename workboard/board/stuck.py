"""A row that is stuck, and what a person decides: send it again, or do not send it."""

from __future__ import annotations

from workboard.board.acts import OF_THE_TICKET
from workboard.board.desk import Desk
from workboard.board.outbox import OutboxRow, entry_of, row
from workboard.board.putting_back import words_back
from workboard.board.replies import LATER
from workboard.domain.activity import split_id
from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import CompleteActivity, Dismiss, SetCategory
from workboard.domain.ticket import CLOSED
from workboard.store import by_hand, entries, journal
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.store.states import OPEN, WORDS


async def retry(desk: Desk, identifier: str) -> None:
    """Send it again; of a conflict: mine counts."""
    one = entry_of(desk, identifier)
    if one.state not in OPEN or one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: there is nothing to retry")
    now = desk.now()
    await desk.database.awrite(lambda tx: by_hand.retry(tx, unmoved(tx, one), now))
    decided(desk, one)


async def drop(desk: Desk, identifier: str) -> OutboxRow:
    """Do not send it; of a conflict: theirs counts. The row that was dropped, to print its text."""
    one = entry_of(desk, identifier)
    if one.state not in OPEN or one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: it cannot be dropped")
    now = desk.now()

    def work(transaction: Transaction) -> None:
        by_hand.drop(transaction, unmoved(transaction, one), now)
        _take_back(transaction, one)
        words_back(transaction, one, now)

    await desk.database.awrite(work)
    decided(desk, one)
    return row(desk, one.id)


def _take_back(transaction: Transaction, one: Entry) -> None:
    """What this desk made of a wish that will not be sent: a ticket not closed or an activity not done after all
    is work again, and a client not dismissed waits again."""
    if isinstance(one.intent, SetCategory) and one.intent.category in CLOSED:
        for work in journal.work_on(transaction, one.ticket_id):
            if work.state == "finished" and split_id(work.activity_id)[1] in OF_THE_TICKET:
                journal.clear_work(transaction, work.activity_id)
    if isinstance(one.intent, CompleteActivity):
        journal.not_done(transaction, one.intent.activity_id)
    if isinstance(one.intent, Dismiss) or _answers_later(transaction, one):
        journal.forget_dismissal(transaction, one.ticket_id)


def _answers_later(transaction: Transaction, one: Entry) -> bool:
    """The reply was to become work, and the ticket is still a reply."""
    found = journal.dismissal_of(transaction, one.ticket_id)
    opens = isinstance(one.intent, SetCategory) and one.intent.category == "open"
    return opens and found is not None and found[2] == LATER


def unmoved(transaction: Transaction, one: Entry) -> Entry:
    """The row as it is inside the transaction; the sender may have moved it meanwhile."""
    found = entries.find(transaction, one.id)
    if found is None or found.state != one.state:
        raise ImpossibleAct(f"row {one.seq} has just changed: look again")
    return found


def decided(desk: Desk, one: Entry) -> None:
    """A person has decided: nothing is promised of it any more."""
    if desk.promises is not None:
        desk.promises.forget((one.id,))
