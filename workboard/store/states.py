"""The states of a wish on its way, which moves between them there are, and how many wishes stand in each: what a
one-shot question wants of the outbox.

States stored → words shown: *pending*, *held* waiting · *inflight* sending · *uncertain* checking ·
*rejected* refused · *conflict* · *done* sent · *dropped*.
"""

from __future__ import annotations

from workboard.domain.typed import Final
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

MOVES: Final[dict[str | None, frozenset[str]]] = {
    None: frozenset({"pending"}),
    # left now · theirs by now (a status on a ticket given away) · signed out · asked for by hand · restored, or read
    # on the ticket, where a look has something left to do
    "pending": frozenset({"inflight", "conflict", "held", "pending", "uncertain", "done", "dropped"}),
    "held": frozenset({"inflight", "conflict", "pending", "uncertain", "done", "dropped"}),
    # arrived · surely not there · signed out · nobody knows · turned down · somebody changed the same
    "inflight": frozenset({"done", "pending", "held", "uncertain", "rejected", "conflict"}),
    # found · not there · the look failed · nobody can tell
    "uncertain": frozenset({"done", "pending", "uncertain", "rejected", "dropped"}),
    # from here a person moves it, or the help desk does by showing it
    "rejected": frozenset({"pending", "uncertain", "done", "dropped"}),
    "conflict": frozenset({"pending", "done", "dropped"}),
    "done": frozenset(),
    "dropped": frozenset(),
}
"""Every move there is; the store refuses any other. What is *inflight* cannot be dropped, and whoever is killed in
between leaves it *uncertain*, never *pending*. What is over stays over. (A database restored from a backup is brought
to where the spool says its rows already were: ``replay``.)"""

PROMISED: Final = 1 << 60
"""``sendable_at`` of a client-visible text that may still be taken back: only the process that wrote it, while it
lives, changes that into a time. Whoever else finds it knows that it is not to be sent."""


def counts(reader: Reader) -> dict[str, int]:
    """How many rows are in each open state."""
    return dict(reader.all("SELECT state, count(*) FROM outbox WHERE state NOT IN ('done','dropped') GROUP BY state"))
