"""What is on its way, in words; and the two things a person can say about a row that is stuck."""

from __future__ import annotations

from typing import NamedTuple

from workboard.board.desk import Desk
from workboard.board.work import OF_THE_TICKET
from workboard.domain.activity import split_id
from workboard.domain.errors import ImpossibleAct, NotFoundError
from workboard.domain.intent import AddNote, Answer, CompleteActivity, Dismiss, OpenTicket, SetCategory
from workboard.domain.note_lines import read
from workboard.domain.text import safe, safe_block
from workboard.domain.ticket import CLOSED
from workboard.store import journal, outbox, views
from workboard.store.database import Transaction
from workboard.store.journal import Draft
from workboard.store.outbox import Entry
from workboard.store.states import OPEN, WORDS, counts


class OutboxRow(NamedTuple):
    """``state`` as shown: waiting, sending, checking, refused, conflict, sent, dropped."""

    id: str
    seq: int
    number: str | None
    verb: str
    state: str
    text: str
    reason: str | None
    attempts: int
    created_at: int


def rows(desk: Desk, *, every: bool = False) -> list[OutboxRow]:
    """What is not yet there, oldest first; ``every`` also the newest that are."""
    reader = desk.database.read()
    found = outbox.recent(reader)[::-1] if every else outbox.open_entries(reader)
    return [_row(desk, one) for one in found]


def row(desk: Desk, identifier: str) -> OutboxRow:
    return _row(desk, _entry(desk, identifier))


def _row(desk: Desk, one: Entry) -> OutboxRow:
    ticket = views.ticket(desk.database.read(), one.ticket_id)
    reason = safe(one.reason) if one.reason else None
    number = None if ticket is None else ticket.number
    return OutboxRow(
        one.id, one.seq, number, one.verb, WORDS[one.state], text_of(one), reason, one.attempts, one.created_at
    )


def text_of(one: Entry) -> str:
    """The words of the wish, whole."""
    intent = one.intent
    if isinstance(intent, AddNote | Answer):
        return safe_block(intent.text)
    if isinstance(intent, OpenTicket):
        return safe_block(f"{intent.title}\n{intent.body}".strip())
    if isinstance(intent, SetCategory):
        return f"status: {intent.category}"
    return {"dismiss": "no answer needed", "complete": "activity done", "claim": "take the ticket"}[one.verb]


def state_of(desk: Desk, identifiers: tuple[str, ...]) -> str:
    """*none* without rows, *sent* when all are there, else *waiting* (or *refused*)."""
    found = [outbox.find(desk.database.read(), one) for one in identifiers]
    states = {WORDS[one.state] for one in found if one is not None}
    if not states:
        return "none"
    if states <= {"sent"}:
        return "sent"
    return "refused" if states & {"refused", "conflict"} else "waiting"


async def release(desk: Desk) -> int:
    """Let go of what is still held for its undo time (the board is being left); how many are waiting in all."""
    wall = desk.wall()
    await desk.database.awrite(lambda tx: outbox.release(tx, wall))
    states = counts(desk.database.read())
    return states.get("pending", 0) + states.get("held", 0)


async def retry(desk: Desk, identifier: str) -> None:
    """Send it again; of a conflict: mine counts."""
    one = _entry(desk, identifier)
    if one.state not in OPEN or one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: there is nothing to retry")
    now = desk.now()
    await desk.database.awrite(lambda tx: outbox.retry(tx, _same(tx, one), now))


async def drop(desk: Desk, identifier: str) -> OutboxRow:
    """Do not send it; of a conflict: theirs counts. The row that was dropped, to print its text."""
    one = _entry(desk, identifier)
    if one.state not in OPEN or one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: it cannot be dropped")
    now = desk.now()

    def work(transaction: Transaction) -> None:
        outbox.drop(transaction, _same(transaction, one), now)
        _take_back(transaction, one)
        _back_into_the_sheet(transaction, one, now)

    await desk.database.awrite(work)
    return _row(desk, one)


def _take_back(transaction: Transaction, one: Entry) -> None:
    """What this desk made of a wish that will not be sent: a ticket not closed or an activity not done after all
    is work again, and a client not dismissed waits again."""
    if isinstance(one.intent, SetCategory) and one.intent.category in CLOSED:
        for work in journal.work_on(transaction, one.ticket_id):
            if work.state == "finished" and split_id(work.activity_id)[1] in OF_THE_TICKET:
                journal.clear_work(transaction, work.activity_id)
    if isinstance(one.intent, CompleteActivity):
        journal.not_done(transaction, one.intent.activity_id)
    if isinstance(one.intent, Dismiss):
        journal.forget_dismissal(transaction, one.ticket_id)


def _back_into_the_sheet(transaction: Transaction, one: Entry, now: int) -> None:
    """Words that will not be sent are a draft again, in the one-line grammar; a newer draft is never replaced."""
    intent = one.intent
    if not isinstance(intent, AddNote | Answer):
        return
    kind = "answer" if isinstance(intent, Answer) else "note"
    lines = read(intent.text)
    tokens = [f"+{intent.minutes}m"] if intent.minutes else []
    tokens += [f">{lines.next_step}"] if lines.next_step else []
    words = " ".join(part for part in (lines.text.strip(), *tokens) if part)
    if lines.text.strip() and journal.draft(transaction, one.ticket_id, kind) is None:
        journal.save_draft(transaction, Draft(one.ticket_id, kind, words, 0, 0, False, now))


def _entry(desk: Desk, identifier: str) -> Entry:
    found = outbox.find(desk.database.read(), identifier)
    if found is None:
        raise NotFoundError(f"no row {identifier} in the outbox: workboard outbox lists them")
    return found


def _same(transaction: Transaction, one: Entry) -> Entry:
    """The row as it is inside the transaction; the sender may have moved it meanwhile."""
    found = outbox.find(transaction, one.id)
    if found is None or found.state != one.state:
        raise ImpossibleAct(f"row {one.seq} has just changed: look again")
    return found
