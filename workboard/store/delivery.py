"""What becomes of a row while it is sent: on the way, arrived, put off, turned down, in conflict, lost."""

from collections.abc import Callable

from workboard.domain.errors import Conflicting, ImpossibleAct
from workboard.domain.event import Delivered, NeedsAttention
from workboard.domain.intent import Answer
from workboard.store.database import Transaction
from workboard.store.entries import SEEN, Entry, by_marker, dropped_of, open_entries, was_seen
from workboard.store.moves import arrived_all_the_same, move
from workboard.store.undo_time import end_promise

HALF_SEEN = "it is on the ticket; whether that stands where it should is checked"


def mark_inflight(transaction: Transaction, one: Entry, now: int, wall: int, fence: str | None) -> bool:
    """Before the first byte leaves: the attempt and how far we had read are on the disk. False when a person
    took the row back meanwhile: then it must not be sent."""
    if one.promised:
        raise ImpossibleAct(f"row {one.seq} may still be taken back: it must not leave")
    moved = move(
        transaction, one, "inflight", now, "sending",
        attempts=one.attempts + 1, sent_at=wall, next_at=None, fence=one.fence or fence,
    )  # fmt: skip
    if moved:
        end_promise(transaction, one.id)
    return moved


def delivered(
    transaction: Transaction, one: Entry, now: int, remote_id: str | None, cause: str, note: str | None = None
) -> None:
    """It is there; ``note`` is what the person should know of it. A row dropped meanwhile stays dropped, and
    says that it arrived all the same."""
    if not move(transaction, one, "done", now, cause, remote_id=remote_id, reason=note, next_at=None):
        arrived_all_the_same(transaction, one.id)
        return
    transaction.run("UPDATE note SET remote_id = ? WHERE id = ?", (remote_id, one.id))
    transaction.run("UPDATE conflict SET resolution = 'delivered' WHERE op = ? AND resolution IS NULL", (one.id,))
    end_promise(transaction, one.id)
    transaction.tell(Delivered(one.ticket_id, one.verb))
    transaction.touch("tickets", "messages", "replies", "progress", "notes")


def seen(transaction: Transaction, markers: list[str], now: int) -> None:
    """These markers stand on the far side: their rows have arrived, whatever was thought of them. An answer that was
    to move its ticket as well is left to a look, which finds it and finishes that."""
    for one in by_marker(transaction, markers):
        if _moves_its_ticket(one):
            _leave_to_a_look(transaction, one, now)
        else:
            delivered(transaction, one, now, None, SEEN)
    for identifier in dropped_of(transaction, markers):
        arrived_all_the_same(transaction, identifier)


def _moves_its_ticket(one: Entry) -> bool:
    """What is in flight has a sender that will tell; what is promised is never looked for."""
    looked_for = one.state in ("uncertain", "pending", "held", "rejected") and not one.promised
    return looked_for and isinstance(one.intent, Answer) and one.intent.then is not None


def _leave_to_a_look(transaction: Transaction, one: Entry, now: int) -> None:
    """Soon, but not before the settle time of one that is being checked anyway is over."""
    if not was_seen(transaction, one):
        next_at = one.next_at if one.state == "uncertain" else None
        move(transaction, one, "uncertain", now, SEEN, reason=HALF_SEEN, next_at=next_at)


def postpone(
    transaction: Transaction,
    one: Entry,
    now: int,
    state: str,
    next_at: int | None,
    cause: str,
    status: int | None = None,
) -> None:
    """Back to *pending* or *held*, or to *uncertain*, until ``next_at`` (wall clock). Nothing happens to a row
    that a person dropped meanwhile. What surely did not arrive is no attempt: these count doubts."""
    unsent = one.state == "inflight" and state in ("pending", "held")
    move(
        transaction, one, state, now, cause, status,
        next_at=next_at, reason=cause, attempts=one.attempts - int(unsent),
    )  # fmt: skip


def hold(transaction: Transaction, now: int, cause: str) -> None:
    """Signed out: what waits is held, each row with the reason, until a send is tried again."""
    for one in open_entries(transaction):
        if one.state == "pending" and not one.promised:
            move(transaction, one, "held", now, cause, reason=cause, next_at=None)


def refuse(transaction: Transaction, one: Entry, now: int, reason: str, status: int | None = None) -> None:
    """The remote turned it down, or nobody can tell: a person has to look. The text stays."""
    if move(transaction, one, "rejected", now, reason, status, reason=reason, next_at=None):
        _needs_a_person(transaction, one, reason)


def conflict(transaction: Transaction, one: Entry, now: int, error: Conflicting) -> None:
    """Somebody changed the same field: kept until a person chooses."""
    if not move(transaction, one, "conflict", now, str(error), error.status, reason=str(error), next_at=None):
        return
    transaction.run(
        "INSERT INTO conflict (op, field, base, mine, theirs, at) VALUES (?, ?, ?, ?, ?, ?)",
        (one.id, error.field, error.base, error.mine, error.theirs, now),
    )
    _needs_a_person(transaction, one, str(error))


def _needs_a_person(transaction: Transaction, one: Entry, reason: str) -> None:
    transaction.touch("tickets", "replies")
    transaction.tell(NeedsAttention(one.ticket_id, one.verb, reason))


def recover(transaction: Transaction, now: int, next_at: Callable[[Entry], int]) -> int:
    """At start, by the holder of the lock: what was in flight when a process died is uncertain, never pending."""
    lost = [one for one in open_entries(transaction) if one.state == "inflight"]
    for one in lost:
        move(transaction, one, "uncertain", now, "the sender ended", next_at=next_at(one))
    return len(lost)


def reschedule(transaction: Transaction, one: Entry, next_at: int) -> None:
    """The clock went back: its time is another one."""
    held = min(one.sendable_at, next_at) if not one.promised else one.sendable_at
    transaction.run(
        "UPDATE outbox SET next_at = ?, sendable_at = ? WHERE id = ? AND state = ?",
        (next_at, held, one.id, one.state),
    )


def remark(transaction: Transaction, identifier: str, reason: str) -> None:
    """A word to a row that stays as it is."""
    transaction.run("UPDATE outbox SET reason = ? WHERE id = ?", (reason, identifier))
    transaction.touch("outbox")
