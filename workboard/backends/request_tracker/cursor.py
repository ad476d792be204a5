"""How far we have read, as a text that the mirror keeps: the last transaction seen, and the way through a
first sync.

``{"v": 1, "feed": 581, "seen": [579, 581], "first": null, "queues": [1, 3]}``

``seen`` are the transactions among the last ``OVERLAP`` numbers that were read, because on some databases a
smaller number may become visible after a greater one; they are asked for again and only strangers are news.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal, NamedTuple, cast

OVERLAP: Final = 50

Stage = Literal["mine", "reminders", "team", "work"]
STAGES: Final[tuple[Stage, ...]] = ("mine", "reminders", "team", "work")


class First(NamedTuple):
    """Where a first sync stands: in a stage, ``after`` the last ticket or transaction that was read in it."""

    stage: Stage = "mine"
    after: int | None = None
    done: int = 0
    total: int = 0

    def next_stage(self) -> First | None:
        place = STAGES.index(self.stage) + 1
        return self._replace(stage=STAGES[place], after=None) if place < len(STAGES) else None


class Cursor(NamedTuple):
    """``queues`` are those one could see: when there is a new one, its tickets are news that no feed tells."""

    feed: int
    seen: frozenset[int] = frozenset()
    first: First | None = None
    queues: frozenset[int] = frozenset()

    def text(self) -> str:
        first = list(self.first) if self.first else None
        queues = sorted(self.queues)
        return json.dumps({"v": 1, "feed": self.feed, "seen": sorted(self.seen), "first": first, "queues": queues})

    def with_rows(self, numbers: set[int]) -> Cursor:
        """After these transactions were read as well."""
        feed = max({self.feed, *numbers})
        return self._replace(feed=feed, seen=frozenset(n for n in self.seen | numbers if n > feed - OVERLAP))


def read(text: str | None) -> Cursor | None:
    """The cursor a text stands for; ``None`` (read everything) for none, or one that cannot be read."""
    try:
        data = cast("dict[str, Any]", json.loads(text or ""))
        if data["v"] != 1:
            return None
        first = First(*data["first"]) if data.get("first") else None
        if first is not None and first.stage not in STAGES:
            return None
        seen, queues = (frozenset(map(int, data.get(key, ()))) for key in ("seen", "queues"))
        return Cursor(int(data["feed"]), seen, first, queues)
    except (ValueError, KeyError, TypeError):
        return None


def feed_of(text: str | None) -> int:
    """The last transaction number known at a moment; 0 if there is no telling."""
    cursor = read(text)
    return cursor.feed if cursor else 0
