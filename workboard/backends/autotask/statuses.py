"""Which of the tenant's statuses means what, by its label. Numbers are the tenant's own, but for 5 (*Complete*).

The settings come first, then the labels that Autotask is delivered with, then what shops are known to call *a client
answered*. A label that nobody knows counts as open, and ``doctor`` names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from workboard.backends.autotask.picklists import Choice
from workboard.domain.ticket import CATEGORIES, CLOSED, Category

COMPLETE: Final = 5
KNOWN: Final[dict[Category, tuple[str, ...]]] = {
    "new": ("new",),
    "open": ("in progress", "escalate", "escalated"),
    "planned": ("dispatched", "scheduled"),
    "reply": ("customer note added", "mail reply", "client responded", "customer responded"),
    "waiting_client": ("waiting customer", "waiting client"),
    "waiting_other": (
        "waiting vendor", "waiting materials", "waiting approval", "materials", "approval", "change order", "on hold",
    ),
    "done": ("complete", "work complete", "rmm resolved"),
    "gone": (),
}  # fmt: skip
"""Labels in small letters; the first that a tenant has is written."""
ANSWERED: Final = re.compile(
    "customer note|mail reply|client (responded|replied)|customer (responded|replied)|kundennotiz", re.IGNORECASE
)


class Statuses:
    """``named``: category → labels or numbers, from the settings; ``choices``: the tenant's picklist."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]] = (), choices: Iterable[Choice] = ()) -> None:
        self._named = {category: tuple(words) for category, words in named if words}
        self._words = {word.strip().casefold(): category for category, words in self._named.items() for word in words}
        self.choices: tuple[Choice, ...] = ()
        self._category: dict[int, Category] = {}
        self.learn(choices)

    def learn(self, choices: Iterable[Choice]) -> None:
        """Take up the tenant's picklist."""
        self.choices = tuple(choices)
        self._category = {one.value: self._meaning(one) or "open" for one in self.choices}

    def _meaning(self, one: Choice) -> Category | None:
        found = self._words.get(one.label.casefold()) or self._words.get(str(one.value))
        if found is not None:
            return next(category for category in CATEGORIES if category == found)
        if one.value == COMPLETE:
            return "done"
        low = one.label.casefold()
        by_word = next((category for category, words in KNOWN.items() if low in words), None)
        return by_word or ("reply" if ANSWERED.search(one.label) else None)

    def category(self, value: int | None) -> Category:
        """What a status means; one that nobody knows counts as open."""
        if value is None:
            return "open"
        return self._category.get(value, "done" if value == COMPLETE else "open")

    def label(self, value: int | None) -> str:
        """The tenant's word; a value that is no longer listed is shown as its number."""
        return next((one.label for one in self.choices if one.value == value), str(value or ""))

    def closed(self) -> tuple[int, ...]:
        """Every value that ends a ticket."""
        return tuple(sorted({COMPLETE, *(value for value, found in self._category.items() if found in CLOSED)}))

    def written(self, category: Category) -> Choice | None:
        """The status to write for a category; ``None`` where the tenant has none."""
        active = [one for one in self.choices if one.active and self._category.get(one.value) == category]
        return min(active, key=lambda one: self._rank(one, category), default=None)

    def _rank(self, one: Choice, category: Category) -> tuple[int, int]:
        """The settings' order, then the delivered one's, then the tenant's."""
        low = [word.strip().casefold() for word in self._named.get(category, ())]
        for place, word in enumerate(low):
            if word in (one.label.casefold(), str(one.value)):
                return 0, place
        if category == "done" and one.value == COMPLETE:
            return 1, -1
        known = KNOWN[category]
        return (1, known.index(one.label.casefold())) if one.label.casefold() in known else (2, one.order)

    def writable(self) -> frozenset[str]:
        return frozenset(category for category in CATEGORIES if category != "gone" and self.written(category))

    def proposal(self) -> dict[str, tuple[str, ...]]:
        """Category → active labels, the one that is written first, for the settings."""
        found: dict[str, tuple[str, ...]] = {}
        for category in CATEGORIES:
            there = [one for one in self.choices if one.active and self._meaning(one) == category]
            if there:
                ordered = sorted(there, key=lambda one: self._rank(one, category))
                found[category] = tuple(one.label for one in ordered)
        return found

    def strangers(self) -> tuple[str, ...]:
        """Active labels of which nobody knows the meaning."""
        return tuple(one.label for one in self.choices if one.active and self._meaning(one) is None)

    def missing(self) -> tuple[str, ...]:
        """Words of the settings that this tenant does not have."""
        there = {one.label.casefold() for one in self.choices} | {str(one.value) for one in self.choices}
        return tuple(word for words in self._named.values() for word in words if word.strip().casefold() not in there)
