"""What is on its way, in words: every row, one of them, and how a handful of them stands."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.row_words import reason_of, text_of
from workboard.domain.errors import NotFoundError
from workboard.domain.intent import Answer
from workboard.domain.typed import NamedTuple
from workboard.store import entries, overlay, undo_time
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.store.states import WORDS, counts
from workboard.sync.outgoing import behind


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
    ticket_id: str = ""
    public: bool = False
    """a client reads it"""


def rows(desk: Desk, *, every: bool = False) -> list[OutboxRow]:
    """What is not yet there, oldest first; ``every`` also the newest that are."""
    reader = desk.database.read()
    open_rows = entries.open_entries(reader)
    found = entries.recent(reader)[::-1] if every else open_rows
    waits = behind(open_rows)
    return [_row(desk, one, waits) for one in found]


def row(desk: Desk, identifier: str) -> OutboxRow:
    return _row(desk, entry_of(desk, identifier), behind(entries.open_entries(desk.database.read())))


def _row(desk: Desk, one: Entry, waits: dict[str, Entry]) -> OutboxRow:
    ticket = overlay.ticket(desk.database.read(), one.ticket_id)
    return OutboxRow(
        one.id,
        one.seq,
        None if ticket is None else ticket.number,
        one.verb,
        WORDS[one.state],
        text_of(desk, one),
        reason_of(desk, one, waits.get(one.id)),
        one.attempts,
        one.created_at,
        one.ticket_id,
        isinstance(one.intent, Answer),
    )


def state_of(desk: Desk, identifiers: tuple[str, ...]) -> str:
    """*none* without rows, *sent* when all are there, else *waiting* (or *refused*)."""
    found = [entries.find(desk.database.read(), one) for one in identifiers]
    states = {WORDS[one.state] for one in found if one is not None}
    if not states:
        return "none"
    if states <= {"sent"}:
        return "sent"
    return "refused" if states & {"refused", "conflict"} else "waiting"


def goes_without(desk: Desk, identifier: str) -> list[OutboxRow]:
    """What waits for this text and would go without it, once it is dropped."""
    one = entry_of(desk, identifier)
    open_rows = entries.open_entries(desk.database.read())
    waits = behind(open_rows)
    return [_row(desk, other, {}) for other in open_rows if other.id in waits and waits[other.id].id == one.id]


def entry_of(desk: Desk, identifier: str) -> Entry:
    found = entries.find(desk.database.read(), identifier)
    if found is None:
        raise NotFoundError(f"no row {identifier} in the outbox: workboard outbox lists them")
    return found


async def release(desk: Desk) -> int:
    """Let go of what is still held for its undo time (the board is being left); how many are waiting in all."""
    wall = desk.wall()
    promised = [] if desk.promises is None else desk.promises.take()

    def work(transaction: Transaction) -> None:
        undo_time.promote(transaction, promised, wall)
        undo_time.release(transaction, wall)

    await desk.database.awrite(work)
    states = counts(desk.database.read())
    return states.get("pending", 0) + states.get("held", 0)
