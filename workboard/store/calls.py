"""How many calls this file's workboards made to the help desk, by minute of the wall clock (minutes since 1970)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from workboard.store.database import Reader, Transaction

WINDOW: Final = 60
"""the rolling hour, in minutes"""


class Calls(NamedTuple):
    """Calls of one minute, or of many."""

    reads: int = 0
    writes: int = 0

    @property
    def total(self) -> int:
        return self.reads + self.writes


def add(transaction: Transaction, made: Mapping[int, Calls], minute: int) -> None:
    """Add to what is counted; ``minute`` is now. What is older than the hour goes, and so does what is later than
    now: the clock was put back."""
    transaction.many(
        "INSERT INTO call_count (minute, reads, writes) VALUES (?, ?, ?) ON CONFLICT (minute) DO UPDATE SET"
        " reads = reads + excluded.reads, writes = writes + excluded.writes",
        [(at, *one) for at, one in made.items()],
    )
    transaction.run("DELETE FROM call_count WHERE minute <= ? OR minute > ?", (minute - WINDOW, minute))


def hour(reader: Reader, minute: int) -> dict[int, Calls]:
    """The hour that ends with ``minute``: minute → calls, oldest first."""
    rows = reader.all(
        "SELECT minute, reads, writes FROM call_count WHERE minute > ? AND minute <= ? ORDER BY minute",
        (minute - WINDOW, minute),
    )
    return {at: Calls(reads, writes) for at, reads, writes in rows}
