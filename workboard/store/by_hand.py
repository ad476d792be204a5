"""A person decides about a row: again, not at all, other words in its place."""

from workboard.domain.errors import ImpossibleAct
from workboard.store.database import Transaction
from workboard.store.entries import ASKED, Entry, Wish, was_seen
from workboard.store.following import is_about, rewrite, starting_from
from workboard.store.moves import arrived_all_the_same, move
from workboard.store.outbox import enqueue
from workboard.store.states import WORDS


def retry(transaction: Transaction, one: Entry, now: int) -> None:
    """A person says: send it again. A wish for a status or an owner takes what the remote has now as its new base;
    whatever may have arrived is looked for first, and not sooner because of the asking."""
    if one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: wait until that is over")
    may_be_there = one.state == "uncertain" or (one.state == "rejected" and one.sent_at is not None)
    state = "uncertain" if may_be_there else "pending"
    next_at = one.next_at if one.state == "uncertain" else None
    held = 0 if one.promised else one.sendable_at
    if not move(transaction, one, state, now, ASKED, next_at=next_at, attempts=0, sendable_at=held):
        return
    _take_theirs_as_base(transaction, one)
    transaction.touch("tickets", "replies")


def _take_theirs_as_base(transaction: Transaction, one: Entry) -> None:
    """Of a conflict mine counts: what the remote has by now is no reason to stop any more."""
    found = transaction.one(
        "SELECT field, theirs FROM conflict WHERE op = ? AND resolution IS NULL ORDER BY id DESC LIMIT 1", (one.id,)
    )
    transaction.run("UPDATE conflict SET resolution = 'mine' WHERE op = ? AND resolution IS NULL", (one.id,))
    if found is not None and is_about(one.intent, found[0]):
        rewrite(transaction, one.id, starting_from(one.intent, found[1]))


def drop(transaction: Transaction, one: Entry, now: int, cause: str = "dropped by hand") -> bool:
    """A person says: do not send it. The row and its text stay in the file."""
    if not move(transaction, one, "dropped", now, cause, next_at=None):
        return False
    if was_seen(transaction, one):
        arrived_all_the_same(transaction, one.id)
    transaction.run("UPDATE conflict SET resolution = 'theirs' WHERE op = ? AND resolution IS NULL", (one.id,))
    transaction.touch("tickets", "messages", "replies", "progress", "notes")
    return True


def replace(
    transaction: Transaction, one: Entry, wish: Wish, now: int, sendable_at: int, promote_at: int | None = None
) -> bool:
    """Other words in the place of a row that will not be sent: a wish of its own, with an id and a marker of its
    own. It takes the former's place, so that what waits behind that waits behind this."""
    if not drop(transaction, one, now, f"replaced by {wish.id}"):
        return False
    transaction.run("UPDATE outbox SET seq = (SELECT max(seq) FROM outbox) + 1 WHERE id = ?", (one.id,))
    enqueue(transaction, wish, now, sendable_at, promote_at)
    transaction.run("UPDATE outbox SET seq = ? WHERE id = ?", (one.seq, wish.id))
    return True
