"""Tickets that were not there when they were asked for: absence is not deletion, so a second run has to say it, too."""

from __future__ import annotations

from collections.abc import Iterable

from workboard.store.database import Reader, Transaction
from workboard.store.mirror import chunks, marks


def missed(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Ticket → the run in which it was not found."""
    found: dict[str, str] = {}
    for part in chunks(ids):
        sql = f"SELECT ticket_id, run_id FROM missing WHERE ticket_id IN ({marks(part)})"
        found |= {row[0]: row[1] for row in reader.all(sql, part)}
    return found


def missed_before(reader: Reader, run: str) -> list[str]:
    """Tickets that an earlier run did not find, to be looked for again."""
    return [row[0] for row in reader.all("SELECT ticket_id FROM missing WHERE run_id <> ? ORDER BY 1", (run,))]


def miss(transaction: Transaction, ids: Iterable[str], run: str, now: int) -> None:
    transaction.many(
        "INSERT OR REPLACE INTO missing (ticket_id, run_id, at) VALUES (?, ?, ?)", [(one, run, now) for one in ids]
    )


def no_longer_missed(transaction: Transaction, ids: Iterable[str]) -> None:
    """They were found, or are known to be gone."""
    transaction.many("DELETE FROM missing WHERE ticket_id = ?", [(one,) for one in ids])
