"""Working days seen from the demo's first instant, so that nothing happens at night without a reason."""

from __future__ import annotations

from datetime import timedelta

from workboard.domain.rules import GoalRule, GoalRules, Policy, Shift
from workboard.domain.typed import Final
from workboard.domain.working_time import MINUTE, at_minute, day_bounds, local, stretch

ZONE: Final = "Europe/London"
SHIFT: Final = Shift(zone=ZONE)
_DAYS_BACK: Final = 60
_DAY: Final = timedelta(days=1)


def demo_policy() -> Policy:
    """The lead's rules on this desk: six hours for each, sixty done for all, nine to five in London."""
    goals = GoalRules(me=GoalRule("worked", 6 * 60), team=GoalRule("done", 60))
    return Policy(goal=goals, shifts=(("day", SHIFT),))


class Calendar:
    """Counts in working minutes before ``base_at``, and in days of work after it."""

    def __init__(self, base_at: int) -> None:
        self.base_at = base_at
        self.midnight, _ = day_bounds(base_at, ZONE)
        self.today = local(base_at, ZONE).date()
        hours = (stretch(SHIFT, self.today - back * _DAY) for back in range(_DAYS_BACK))
        self._stretches = [(start, min(end, base_at)) for start, end in filter(None, hours) if start < base_at]

    def before(self, minutes: float) -> int:
        """The instant with so many working minutes between it and the first one."""
        left = round(minutes * MINUTE)
        for start, end in self._stretches:
            if end - start >= left:
                return end - left
            left -= end - start
        return self._stretches[-1][0] - left

    def minutes_today(self) -> int:
        """Working minutes of today that have passed."""
        start, end = self._stretches[0]
        return (end - start) // MINUTE if start >= self.midnight else 0

    def at(self, day: int, minute: int) -> int:
        """``minute`` minutes after midnight on the day ``day`` days of work from today (today is 0)."""
        date, step = self.today, _DAY if day > 0 else -_DAY
        for _ in range(abs(day)):
            date += step
            while date.weekday() not in SHIFT.days:
                date += step
        return at_minute(date, minute, ZONE)

    def earlier_today(self, minutes: int) -> int:
        """Wall minutes before the first instant, but never before this day began."""
        return max(self.base_at - minutes * MINUTE, self.midnight + 10 * MINUTE)
