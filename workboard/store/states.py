"""The states of a wish on its way, and how many wishes stand in each: what a one-shot question wants of the outbox.

States stored → words shown: *pending*, *held* waiting · *inflight* sending · *uncertain* checking ·
*rejected* refused · *conflict* · *done* sent · *dropped*.
"""

from __future__ import annotations

from typing import Final

from workboard.store.database import Reader

OPEN: Final = ("pending", "held", "inflight", "uncertain", "rejected", "conflict")
WAITING: Final = ("pending", "held", "inflight", "uncertain")
ATTENTION: Final = ("rejected", "conflict")
WORDS: Final[dict[str, str]] = {
    "pending": "waiting",
    "held": "waiting",
    "inflight": "sending",
    "uncertain": "checking",
    "rejected": "refused",
    "conflict": "conflict",
    "done": "sent",
    "dropped": "dropped",
}


def counts(reader: Reader) -> dict[str, int]:
    """How many rows are in each open state."""
    return dict(reader.all("SELECT state, count(*) FROM outbox WHERE state NOT IN ('done','dropped') GROUP BY state"))
