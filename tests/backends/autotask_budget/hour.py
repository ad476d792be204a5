"""Fifty technicians at one tenant for two hours, of which the second is counted: the real pace of looking, the real
share of the hour's calls, and what each look and act was counted to cost. Time is made up, so it takes a moment."""

from __future__ import annotations

import heapq
import random
from collections import deque
from typing import Final, NamedTuple

from tests.backends.autotask_budget.costs import Costs
from workboard.backends.autotask.changes import PLAN_EVERY_MS, TIME_EVERY_MS
from workboard.backends.autotask.kind import CALLS_PER_HOUR
from workboard.backends.autotask.limits import EVERY_S
from workboard.domain.event import Changed, ReplyArrived
from workboard.sync.budget import WRITES_ONLY
from workboard.sync.pace import Pace
from workboard.sync.schedule import LISTING_MS

TENANT: Final = 10_000
"""calls that a whole tenant has in any hour, for every program"""
HOUR_S: Final = 3600.0
PLAN_S: Final = PLAN_EVERY_MS / 1000
TIME_S: Final = TIME_EVERY_MS / 1000
MINE_S: Final = LISTING_MS / 1000
LIMITS_S: Final = EVERY_S

NEWS: Final = Changed(frozenset({"ticket"}), (ReplyArrived("at:ticket:1", "at:message:1", 0),))


class Day(NamedTuple):
    """What a technician does and gets in an hour."""

    name: str
    notes: float = 0
    answers: float = 0
    starts: float = 0
    finishes: float = 0
    dismissed: float = 0
    clients: float = 0
    """clients who write"""


DAYS: Final = (
    Day("nothing happens"),
    Day("ordinary", notes=3, answers=1.5, starts=1.5, finishes=1, dismissed=0.5, clients=2),
    Day("busy", notes=6, answers=3, starts=3, finishes=2, dismissed=1, clients=4),
)


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

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self.own = Rolling()
        self.told = 0.0

    def share(self) -> float:
        self.own.forget(self._hours.now - HOUR_S)
        return max(self.own.used / CALLS_PER_HOUR, self.told)

    def may_look(self) -> bool:
        return self.share() < WRITES_ONLY

    def may_call(self) -> bool:
        self.own.forget(self._hours.now - HOUR_S)
        return self.own.used < CALLS_PER_HOUR


class Technician:
    def __init__(self, hours: Hours, rng: random.Random) -> None:
        self.share = Share(hours)
        self.pace = Pace(self.share, lambda: hours.now, rng.random, lambda: True)  # type: ignore[arg-type]
        self.moved = self.again = False
        """a ticket of mine moved since the last look, and in it"""
        self.done = dict.fromkeys(("plan", "time", "mine", "limits"), hours.now - rng.uniform(0, HOUR_S))


class Hours:
    """``others``: calls an hour that every other program of the tenant makes."""

    def __init__(self, costs: Costs, day: Day, people: int = 50, others: int = 0, seed: int = 7) -> None:
        self.now = 0.0
        self.calls = Rolling()
        self.looks = 0
        self.acts = 0
        self.late = 0
        """acts, and minutes that some of them had to wait for room"""
        self._costs = costs
        self._others = others
        self._rng = random.Random(seed)
        self._staff = [Technician(self, self._rng) for _ in range(people)]
        self._todo: list[tuple[float, int, int, str]] = []
        self._serial = 0
        self._fill(day)

    def run(self) -> int:
        """Calls of the second hour."""
        while self._todo and self._todo[0][0] < 2 * HOUR_S:
            self.now, _, who, what = heapq.heappop(self._todo)
            if what == "look":
                self._look(who)
            elif what == "a client writes":
                self._staff[who].moved = True
            else:
                self._act(who, what)
        self.now = 2 * HOUR_S
        self.calls.forget(HOUR_S)
        return self.calls.used

    def _fill(self, day: Day) -> None:
        """When everybody begins, and everything that is to happen."""
        each = {
            "note with minutes": day.notes, "answer to a reply, with minutes": day.answers, "status": day.starts,
            "finish": day.finishes, "no answer needed": day.dismissed, "a client writes": day.clients,
        }  # fmt: skip
        for who in range(len(self._staff)):
            self._at(self._rng.uniform(0, 300), who, "look")
            for what, times in each.items():
                for _ in range(int(2 * times)):
                    self._at(self._rng.uniform(0, 2 * HOUR_S), who, what)

    def _at(self, when: float, who: int, what: str) -> None:
        self._serial += 1
        heapq.heappush(self._todo, (when, self._serial, who, what))

    def _call(self, who: int, calls: int) -> None:
        self.calls.add(self.now, calls)
        self._staff[who].share.own.add(self.now, calls)

    def _act(self, who: int, what: str) -> None:
        one = self._staff[who]
        if not one.share.may_call():
            self.late += 1
            self._at(self.now + 60, who, what)
            return
        self.acts += 1
        parts = ["note with minutes", "status"] if what == "finish" else [what]
        self._call(who, sum(self._costs[part] for part in parts))
        one.moved = True
        one.pace.hear(NEWS)
        self._at(max(self.now + 1, self._until(one)), who, "look")

    def _look(self, who: int) -> None:
        one = self._staff[who]
        if one.pace.is_time(after_trouble=False):
            one.pace.begin()
            self.looks += self.now >= HOUR_S
            if one.moved:
                one.pace.hear(NEWS)
            self._call(who, self._cost(one))
            one.moved, one.again = False, one.moved
            one.pace.looked()
            self._at(max(self.now + 1, self._until(one)), who, "look")
        elif one.pace.next_at > self.now:
            self._at(one.pace.next_at, who, "look")

    def _until(self, one: Technician) -> float:
        one.pace.is_time(after_trouble=False)  # what was heard brings the next look forward
        return one.pace.next_at

    def _cost(self, one: Technician) -> int:
        costs = self._costs
        quiet = costs["quiet look"]
        total = quiet
        if one.moved or one.again:
            total += costs["look that finds an answer"] - quiet
        total += self._due(one, "time", TIME_S, costs["look with booked time"] - quiet)
        plan = costs["look with booked time and plan"] - costs["look with booked time"]
        total += self._due(one, "plan", PLAN_S, plan)
        total += self._due(one, "mine", MINE_S, costs["list of my tickets"])
        asked = self._due(one, "limits", LIMITS_S, 1)
        if asked:
            self.calls.forget(self.now - HOUR_S)
            one.share.told = (self.calls.used + self._others) / TENANT
        return total + asked

    def _due(self, one: Technician, what: str, every: float, calls: int) -> int:
        if self.now - one.done[what] < every:
            return 0
        one.done[what] = self.now
        return calls
