"""The hour's calls of one technician, and their pace of looking: the real rules on a made-up clock."""

from __future__ import annotations

import random
from collections import deque
from typing import TYPE_CHECKING, Final

from workboard.sync.budget import WRITES_ONLY
from workboard.sync.pace import Pace

if TYPE_CHECKING:
    from tests.backends.autotask_budget.hour import Hours

HOUR_S: Final = 3600.0


class Rolling:
    """Calls of the last hour, by second."""

    def __init__(self) -> None:
        self._made: deque[tuple[float, int]] = deque()
        self.used = 0

    def add(self, at: float, calls: int) -> None:
        self._made.append((at, calls))
        self.used += calls

    def forget(self, before: float) -> None:
        while self._made and self._made[0][0] <= before:
            self.used -= self._made.popleft()[1]


class Share:
    """``sync.budget`` without its database: the own hour or the tenant's, whichever is nearer its end."""

    def __init__(self, hours: Hours, cap: int) -> None:
        self._hours = hours
        self._cap = cap
        self.own = Rolling()
        self.told = 0.0

    def share(self) -> float:
        self.own.forget(self._hours.now - HOUR_S)
        return max(self.own.used / self._cap, self.told)

    def may_look(self) -> bool:
        return self.share() < WRITES_ONLY

    def may_call(self) -> bool:
        self.own.forget(self._hours.now - HOUR_S)
        return self.own.used < self._cap


class Technician:
    """``costs``: what a look costs. ``at_work``: whether something happens all the time on tickets that are read."""

    def __init__(
        self, hours: Hours, rng: random.Random, costs: dict[str, int], cap: int, *, at_work: bool = False
    ) -> None:
        self.costs = costs
        self.at_work = at_work
        self.looks = 0
        self.share = Share(hours, cap)
        self.pace = Pace(self.share, lambda: hours.now, rng.random, lambda: True)  # type: ignore[arg-type]
        self.moved = self.again = False
        """a ticket of mine moved since the last look, and in it"""
        self.done = dict.fromkeys(("plan", "time", "mine", "limits"), hours.now - rng.uniform(0, HOUR_S))
