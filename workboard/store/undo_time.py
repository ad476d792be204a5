"""The time in which a text may still be taken back, and its end: row by row, or of all when the board is left."""

from workboard.store.database import Transaction
from workboard.store.states import PROMISED


def promote(transaction: Transaction, identifiers: list[str], wall: int) -> int:
    """The time in which it could be taken back is over: whoever promised these texts lets them go. How many were
    still promised."""
    done = 0
    for identifier in identifiers:
        done += transaction.run(
            "UPDATE outbox SET sendable_at = ?, next_at = NULL"
            " WHERE id = ? AND sendable_at = ? AND state IN ('pending', 'held')",
            (wall, identifier, PROMISED),
        )
    if done:
        transaction.touch("outbox")
    return done


def end_promise(transaction: Transaction, identifier: str) -> None:
    """It has left: the bytes that were typed are no draft any more."""
    transaction.run("DELETE FROM draft WHERE promote_at IS NOT NULL AND kind LIKE ?", (f"% {identifier}",))


def release(transaction: Transaction, wall: int) -> int:
    """The board is left: nothing can be taken back any more, so nothing is held for that."""
    return transaction.run(
        "UPDATE outbox SET sendable_at = :wall WHERE state IN ('pending', 'held') AND attempts = 0"
        " AND sendable_at > :wall AND sendable_at < :promised",
        {"wall": wall, "promised": PROMISED},
    )
