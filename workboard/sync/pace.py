"""When to look at the help desk again: a minute after news, ever more seldom while nothing happens, and as seldom
as the hour's calls ask for. Seconds of a monotonic clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workboard.domain.event import Changed, Moment
from workboard.sync import schedule
from workboard.sync.budget import Budget

ASK_AGAIN_S: Final = 60.0


class Pace:
    """``network``: whether the desk is a remote one. ``next_at`` is when the next look is due."""

    def __init__(
        self, budget: Budget, beat: Callable[[], float], chance: Callable[[], float], network: Callable[[], bool]
    ) -> None:
        self.next_at = 0.0
        self._budget = budget
        self._beat = beat
        self._chance = chance
        self._network = network
        self._looked_at = 0.0
        self._quiet = 0
        """looks in a row without news"""
        self._news = False
        self._focused = False

    def concentrate(self, focused: bool) -> None:
        """While somebody does, a look a minute; what was held meanwhile is looked for as soon as it is over."""
        if self._focused and not focused:
            self.next_at = 0.0
        elif focused:
            self.next_at = min(self.next_at, self._looked_at + self._until_next(0))
        self._focused = focused

    def hear(self, changed: Changed) -> None:
        """Something happened on my tickets, or I did something: it is worth looking again soon."""
        self._news = self._news or any(not isinstance(one, Moment) for one in changed.events)

    def is_time(self, *, after_trouble: bool) -> bool:
        """A turn after trouble always looks: reading is the probe that can do no harm. Looking leaves room for
        sending, whatever the reason."""
        if self._news:
            self.next_at = min(self.next_at, self._looked_at + self._until_next(0))
        if not after_trouble and self._beat() < self.next_at:
            return False
        if self._budget.may_look():
            return True
        self.next_at = self._beat() + ASK_AGAIN_S
        return False

    def begin(self) -> None:
        """What is heard from now on is this look's."""
        self._news = False

    def looked(self) -> None:
        self._quiet = 0 if self._news else self._quiet + 1
        self._looked_at = self._beat()
        self.next_at = self._looked_at + self._until_next(0 if self._focused else self._quiet)

    def pause_s(self) -> float:
        return self.next_at - self._beat()

    def _until_next(self, quiet: int) -> float:
        if not self._network():
            return schedule.LOCAL_POLL_MS / 1000
        return schedule.next_read(quiet, self._budget.share(), self._chance()) / 1000
