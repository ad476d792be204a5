"""How far we have read, as a text that the mirror keeps: the last transaction seen, and the way through a
first sync.

``{"v": 2, "feed": 581, "floor": 530, "seen": {"1795516920": [579, 581]}, "first": null, "queues": [1, 3]}``

A smaller number may become visible after a greater one: numbers are given out when a change begins, and it shows
when it ends. So a stretch before ``feed`` is asked for again each time, and only strangers in it are news: all of
the last ``OVERLAP`` numbers, and further back whatever began less than ``LATE_S`` before the newest thing received
(by the server's own dates; our clock has no say). ``floor`` is the last number before that stretch, ``seen`` are
the numbers in it, by the second of their date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby, takewhile
from typing import Any, Final, Literal, NamedTuple, cast

OVERLAP: Final = 50
LATE_S: Final = 120
"""How much later than its date a change may become visible and still be read."""
SEEN_AT_MOST: Final = 2000
"""So many numbers are remembered at most; what a greater burst hides is found by the daily comparison."""

Stage = Literal["mine", "reminders", "team", "work"]
STAGES: Final[tuple[Stage, ...]] = ("mine", "reminders", "team", "work")

Seen = tuple[int, int]
"""(transaction, second of its date; 0 while unknown)"""


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
    seen: tuple[Seen, ...] = ()
    """in order of their numbers"""
    first: First | None = None
    queues: frozenset[int] = frozenset()
    floor: int = 0

    @property
    def reread_from(self) -> int:
        """The feed is asked for what is greater than this."""
        return max(0, min(self.floor, self.feed - OVERLAP))

    def text(self) -> str:
        first = list(self.first) if self.first else None
        by_second = groupby(sorted((second, number) for number, second in self.seen), key=lambda one: one[0])
        seen = {str(second): [number for _, number in some] for second, some in by_second}
        return json.dumps(
            {"v": 2, "feed": self.feed, "floor": self.floor, "seen": seen, "first": first,
             "queues": sorted(self.queues)}
        )  # fmt: skip

    def with_rows(self, rows: Mapping[int, int]) -> Cursor:
        """After these transactions (number → second of its date) were read as well."""
        seen = sorted({**dict(self.seen), **rows}.items())
        feed = max((self.feed, *rows))
        newest = max((second for _, second in seen), default=0)
        old_enough = [number for number, _ in takewhile(lambda one: one[1] <= newest - LATE_S, seen)]
        floor = max(self.floor, old_enough[-1] if old_enough else 0, seen[-SEEN_AT_MOST][0] if _many(seen) else 0)
        return self._replace(feed=feed, floor=floor)._with_seen(seen)

    def settled(self) -> Cursor:
        """Once a look at the server, later than ``LATE_S`` after the newest date, brought no stranger: nothing can
        come late any more, and the stretch to ask for again is the short one."""
        return self._replace(floor=self.feed)._with_seen(self.seen)

    @property
    def settles_at(self) -> int:
        """The server's time (ms) from which on ``settled`` holds; twice the lateness, as its clocks may differ."""
        return 1000 * (max((second for _, second in self.seen), default=0) + 2 * LATE_S)

    def _with_seen(self, seen: Iterable[Seen]) -> Cursor:
        return self._replace(seen=tuple(one for one in seen if one[0] > self.reread_from))


def reaches_back(rows: Mapping[int, int]) -> bool:
    """Whether the first of these transactions (number → second of its date) is so much older than the newest that
    nothing before it can come late any more."""
    return rows[min(rows)] <= max(rows.values()) - LATE_S


def _many(seen: list[Seen]) -> bool:
    return len(seen) > SEEN_AT_MOST


def read(text: str | None) -> Cursor | None:
    """The cursor a text stands for; ``None`` (read everything) for none, or one that cannot be read."""
    try:
        data = cast("dict[str, Any]", json.loads(text or ""))
        if data["v"] not in (1, 2):
            return None
        first = First(*data["first"]) if data.get("first") else None
        if first is not None and first.stage not in STAGES:
            return None
        feed = int(data["feed"])
        seen = _undated(data) if data["v"] == 1 else _dated(data)
        return Cursor(feed, seen, first, frozenset(map(int, data.get("queues", ()))), int(data.get("floor", feed)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _dated(data: Mapping[str, Any]) -> tuple[Seen, ...]:
    return tuple(sorted((int(number), int(second)) for second, some in data["seen"].items() for number in some))


def _undated(data: Mapping[str, Any]) -> tuple[Seen, ...]:
    """As the first version of this text had it."""
    return tuple((number, 0) for number in sorted(map(int, data.get("seen", ()))))


def feed_of(text: str | None) -> int:
    """The last transaction number known at a moment; 0 if there is no telling."""
    cursor = read(text)
    return cursor.feed if cursor else 0
