"""Fifty technicians at one tenant for two hours, of which the second is counted: the real pace of looking, the real
share of the hour's calls, and what each look and act was counted to cost. Time is made up, so it takes a moment."""

from __future__ import annotations

import heapq
import random
from typing import Final, NamedTuple

from tests.backends.autotask_budget.costs import Costs
from tests.backends.autotask_budget.share import HOUR_S, Rolling, Technician
from workboard.backends.autotask.changes import PLAN_EVERY_MS, TIME_EVERY_MS
from workboard.backends.autotask.kind import CALLS_PER_HOUR, LEADS_CALLS_PER_HOUR
from workboard.backends.autotask.limits import EVERY_S
from workboard.domain.event import Changed, ReplyArrived
from workboard.sync.schedule import LISTING_MS

TENANT: Final = 10_000
"""calls that a whole tenant has in any hour, for every program"""
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


class Hours:
    """``others``: calls an hour that every other program of the tenant makes; ``lead``: what one costs who looks on."""

    def __init__(
        self, costs: Costs, day: Day, people: int = 50, others: int = 0, seed: int = 7, lead: Costs | None = None
    ) -> None:
        self.now = 0.0
        self.calls = Rolling()
        self.looks = 0
        self.acts = 0
        self.late = 0
        """acts, and minutes that some of them had to wait for room"""
        self._costs = costs
        self._others = others
        self._rng = random.Random(seed)
        self._staff = [Technician(self, self._rng, costs, CALLS_PER_HOUR) for _ in range(people)]
        if lead is not None:
            self._staff.append(Technician(self, self._rng, lead, LEADS_CALLS_PER_HOUR, at_work=any(day[1:])))
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

    @property
    def leads_calls(self) -> int:
        """Of the second hour, as their looks."""
        self._staff[-1].share.own.forget(HOUR_S)
        return self._staff[-1].share.own.used

    @property
    def leads_looks(self) -> int:
        return self._staff[-1].looks

    def _fill(self, day: Day) -> None:
        """When everybody begins, and everything that is to happen."""
        each = {
            "note with minutes": day.notes, "answer to a reply, with minutes": day.answers, "status": day.starts,
            "finish": day.finishes, "no answer needed": day.dismissed, "a client writes": day.clients,
        }  # fmt: skip
        for who, one in enumerate(self._staff):
            self._at(self._rng.uniform(0, 300), who, "look")
            if one.costs is not self._costs:
                continue
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
            one.looks += self.now >= HOUR_S
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
        costs = one.costs
        quiet = costs["quiet look"]
        total = quiet
        if one.moved or one.again or one.at_work:
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
