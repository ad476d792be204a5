"""Which of a lifecycle's words means what.

Request Tracker does not serve the statuses of a lifecycle. What is known of them is evidence, in this order:
the settings name a word; a status was *seen* on a ticket or in a change of status; the lifecycle is RT's own
``default``, whose words are in its manual. Words that were neither seen nor named are not written where there
is much evidence against them; where there is little, a write is tried, because it is read back and refused
honestly. A word that a lifecycle was found not to have is not tried there again. Queues of one server may have
different lifecycles, so every question names one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from workboard.domain.ticket import CATEGORIES, Category, ReplySignal

STOCK: Final = ("new", "open", "stalled", "resolved", "rejected", "deleted")
STOCK_LIFECYCLE: Final = "default"
MUCH: Final = 20
"""So many changes of status seen in a lifecycle count as knowing it."""
SAYS_MORE: Final = frozenset({"rejected", "deleted"})
"""Written only where the settings name it first: a client whose ticket is done is not told that it was rejected."""

KNOWN_WORDS: Final[dict[Category, tuple[str, ...]]] = {
    "new": ("new",),
    "open": ("open", "in progress", "in-progress", "working"),
    "planned": ("scheduled", "planned", "dispatched"),
    "reply": ("mail-reply", "mail reply", "client-replied", "customer-replied", "customer reply", "replied"),
    "waiting_client": (
        "waiting-client", "waiting client", "waiting-customer", "waiting for customer", "waiting", "stalled",
    ),
    "waiting_other": ("waiting-vendor", "waiting-other", "waiting vendor", "on-hold", "on hold", "pending"),
    "done": ("resolved", "rejected", "closed", "done", "completed"),
    "gone": ("deleted",),
}  # fmt: skip


class Evidence(NamedTuple):
    """Words seen in a lifecycle, and how many changes of status they came from."""

    words: tuple[str, ...]
    changes: int


class Statuses:
    """The words of one account, learnt as they are seen."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]] = ()) -> None:
        self._named = {category: tuple(words) for category, words in named if words}
        taken = {word.lower() for words in self._named.values() for word in words}
        self._words: dict[Category, tuple[str, ...]] = {
            category: self._named.get(category) or tuple(word for word in KNOWN_WORDS[category] if word not in taken)
            for category in CATEGORIES
        }
        self._category = {w.lower(): c for c, words in self._words.items() for w in words}
        self._seen: dict[str, dict[str, str]] = {}
        self._changes: dict[str, int] = {}
        self._refused: set[tuple[str, str]] = set()

    def category(self, status: str) -> Category:
        """What a status means; a word nobody knows counts as open."""
        return self._category.get(status.lower(), "open")

    def learn(self, lifecycle: str, words: Iterable[str], changes: int = 0) -> None:
        """Remember words seen in a lifecycle, and how many changes of status they came from."""
        seen = self._seen.setdefault(lifecycle, {})
        for word in words:
            if word:
                seen.setdefault(word.lower(), word)
        self._changes[lifecycle] = self._changes.get(lifecycle, 0) + changes

    def evidence(self) -> dict[str, Evidence]:
        """Lifecycle → all that was learnt of it."""
        return {one: Evidence(tuple(seen.values()), self._changes.get(one, 0)) for one, seen in self._seen.items()}

    def has(self, lifecycle: str, word: str) -> bool:
        """Whether a lifecycle surely has this word: it was seen there, or RT's manual says so."""
        if word.lower() in self._seen.get(lifecycle, {}):
            return True
        return lifecycle == STOCK_LIFECYCLE and word.lower() in STOCK

    def known_well(self, lifecycle: str) -> bool:
        return lifecycle == STOCK_LIFECYCLE or self._changes.get(lifecycle, 0) >= MUCH

    def written(self, lifecycle: str, category: Category) -> str | None:
        """The word to write for a category; ``None`` where the lifecycle has none."""
        words = self._ours_to_write(lifecycle, category)
        for word in words:
            if self.has(lifecycle, word):
                return self._seen.get(lifecycle, {}).get(word.lower(), word)
        if category in self._named and lifecycle != STOCK_LIFECYCLE:
            return next(iter(words), None)
        if self.known_well(lifecycle):
            return None
        return next((word for word in words if word in STOCK), None)

    def _ours_to_write(self, lifecycle: str, category: Category) -> list[str]:
        named = self._named.get(category, ())
        return [
            word
            for word in self._words[category]
            if (lifecycle, word) not in self._refused and (word not in SAYS_MORE or word in named[:1])
        ]

    def refused(self, lifecycle: str, word: str) -> None:
        """The server said that this lifecycle has no such word."""
        self._refused.add((lifecycle, word))

    def reply_signal(self, lifecycle: str) -> ReplySignal:
        """How a queue of this lifecycle shows that a client answered; in doubt both ways count."""
        if any(self.has(lifecycle, word) for word in self._words["reply"]):
            return "status"
        if "reply" in self._named and lifecycle != STOCK_LIFECYCLE:
            return "either"
        return "author" if self.known_well(lifecycle) else "either"

    def words(self, category: Category) -> tuple[str, ...]:
        """Every word that is read as this category."""
        return self._words[category]

    def proposal(self, lifecycles: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Category → the words these lifecycles are known to have, for the settings."""
        kept = list(lifecycles)
        found: dict[str, tuple[str, ...]] = {}
        for category, words in self._words.items():
            sure = category in self._named
            there = tuple(word for word in words if sure or any(self.has(one, word) for one in kept))
            if there:
                found[category] = there
        return found

    def strangers(self) -> Mapping[str, tuple[str, ...]]:
        """Lifecycle → words seen that nobody knows the meaning of."""
        unknown = {
            lifecycle: tuple(sorted(word for low, word in seen.items() if low not in self._category))
            for lifecycle, seen in self._seen.items()
        }
        return {lifecycle: words for lifecycle, words in unknown.items() if words}

    def writable(self, lifecycles: Iterable[str]) -> frozenset[str]:
        """Categories that can be written in at least one of these lifecycles."""
        kept = list(lifecycles) or [STOCK_LIFECYCLE]
        return frozenset(c for c in CATEGORIES if c != "gone" and any(self.written(one, c) for one in kept))
