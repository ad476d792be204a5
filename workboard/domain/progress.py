"""Done against goal, for oneself and for the team. No names, no ranks: sums only.

``planned`` is ``worked`` less interruptions and quick fixes; ``done`` counts an activity and its ticket once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from workboard.domain.rules import GoalRule, Metric, Shift
from workboard.domain.ticket import DoneEvent, TimeEntry
from workboard.domain.typed import Literal, NamedTuple
from workboard.domain.working_time import period_bounds, working_minutes

Pace = Literal["none", "met", "on", "behind"]
PACE_WORDS: dict[Pace, str] = {"none": "no goal", "met": "goal met", "on": "on pace", "behind": "behind pace"}
UNITS: dict[Metric, str] = {
    "worked": "minutes",
    "planned": "minutes",
    "billable": "minutes",
    "done": "count",
    "replies": "percent",
    "articles": "count",
}


class Progress(NamedTuple):
    """``done`` of ``target`` in ``unit`` (*minutes*, *count*, *percent*)."""

    metric: Metric
    done: int
    target: int | None
    unit: str
    pace: Pace


def minutes(entries: Iterable[TimeEntry], metric: Metric) -> int:
    """Booked minutes that count for a time metric."""
    if metric == "billable":
        return sum(entry.billable_minutes or 0 for entry in entries)
    if metric == "planned":
        return sum(entry.minutes for entry in entries if entry.kind == "work")
    return sum(entry.minutes for entry in entries)


def done(events: Iterable[DoneEvent]) -> int:
    """Distinct activities finished, and tickets closed besides: a ticket counts with its activities, not again."""
    known = tuple(events)
    activities = {event.activity_id for event in known if event.activity_id is not None}
    busy = {event.ticket_id for event in known if event.activity_id is not None}
    tickets = {event.ticket_id or event.id for event in known if event.activity_id is None}
    return len(activities) + len(tickets - busy)


def pace(amount: int, target: int | None, passed: int, whole: int) -> Pace:
    """Against the share of working minutes already gone; within a tenth is on pace."""
    if not target:
        return "none"
    if amount >= target:
        return "met"
    return "on" if amount >= 0.9 * (target * passed / whole if whole else 0) else "behind"


def least_on_pace(target: int, passed: int, whole: int) -> int:
    """The least amount that is on pace by now."""
    return -(-9 * target * passed // (10 * whole)) if whole else 0


def progress(rule: GoalRule | None, amount: int, shift: Shift, now: int, heads: int = 1) -> Progress:
    """``amount`` done in the rule's period so far; ``heads`` people share the goal (their hours are alike)."""
    return shared(rule, amount, (shift,) * heads, shift.zone, now)


def shared(rule: GoalRule | None, amount: int, shifts: Sequence[Shift], zone: str, now: int) -> Progress:
    """The same for people with hours of their own: the goal's time is the time they work, added up. The period is
    that of ``zone``. A percentage is as good in the morning as in the evening, so no time counts for it."""
    if rule is None:
        return Progress("worked", amount, None, "minutes", "none")
    unit = UNITS[rule.metric]
    if unit == "percent":
        return Progress(rule.metric, amount, rule.target, unit, pace(amount, rule.target, 1, 1))
    start, end = period_bounds(now, rule.period, zone)
    times = Counter(shifts).items()
    passed = sum(many * working_minutes(shift, start, now) for shift, many in times)
    whole = sum(many * working_minutes(shift, start, end) for shift, many in times)
    return Progress(rule.metric, amount, rule.target, unit, pace(amount, rule.target, passed, whole))


def percent(part: int, whole: int) -> int:
    """Rounded down, so that 100 means all of them; of nothing all was done."""
    return 100 * part // whole if whole else 100
