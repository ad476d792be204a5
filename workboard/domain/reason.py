"""Why this one: the sentence for the first rule in which an activity differs from its runner-up.

At most 80 columns, so that a status bar and a narrow board can print it whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from workboard.domain.bands import minutes_on_us
from workboard.domain.policy import Ranked, fixed_now, runner_up
from workboard.domain.rules import Policy, Shift
from workboard.domain.working_time import MINUTE, day_bounds, local, minutes_of

RULES = ("emergency", "fixed", "band", "window", "age", "start", "number", "id")


def why(ranked: Sequence[Ranked], index: int, policy: Policy, shift: Shift, zone: str, now: int) -> str:
    """One sentence for the activity at ``index`` of a ranking."""
    one, other = ranked[index], runner_up(ranked, index)
    if other is None:
        return _with_due("Only one left.", one, zone, now)
    rule = first_difference(one, other)
    return _with_due(_sentence(rule, ranked, index, policy, shift, zone, now), one, zone, now)


def first_difference(one: Ranked, other: Ranked) -> str:
    """Name of the first part of the key in which the two differ."""
    for name, mine, theirs in zip(RULES, one.key, other.key, strict=True):
        if mine != theirs:
            return name
    return "id"


def rule_of(ranked: Sequence[Ranked], index: int) -> str:
    """The rule that puts this one before its runner-up; *overdue* where a climb made its band."""
    one, other = ranked[index], runner_up(ranked, index)
    if other is None:
        return "alone"
    rule = first_difference(one, other)
    return "overdue" if rule == "band" and one.climbed != one.band else rule


def _sentence(
    rule: str, ranked: Sequence[Ranked], index: int, policy: Policy, shift: Shift, zone: str, now: int
) -> str:
    one = ranked[index]
    activity, ticket = one.activity, one.ticket
    if rule == "emergency":
        return "Emergency (P1)."
    if rule == "fixed" or (one.climbed != 1 and fixed_now(activity, policy, now)):
        return f"Fixed at {clock(activity.start_at or now, zone)}."
    if rule == "window":
        return f"Client free until {clock(ticket.window_until_at or now, zone)}."
    if one.climbed != one.band:
        return f"P{one.band} raised to P{one.climbed}: {_past(one, policy, shift, now)} past target."
    if rule == "band":
        return _before_the_rest(ranked, index)
    return f"Oldest P{one.climbed} waiting."


def _before_the_rest(ranked: Sequence[Ranked], index: int) -> str:
    one = ranked[index]
    below = ranked[index + 1].climbed
    count = sum(1 for other in ranked[index + 1 :] if other.climbed == below)
    return f"P{one.climbed}, before {count} of P{below}."


def _past(one: Ranked, policy: Policy, shift: Shift, now: int) -> str:
    """How long past its target: wall time past the remote's own due time, else working time past the policy's."""
    ticket = one.ticket
    if ticket.due_at is not None:
        return length((now - ticket.due_at) // MINUTE, 24 * 60)
    target = minutes_of(policy.order.targets[one.band - 1], shift)
    waited = minutes_on_us(one.candidate.spans, shift, now) if one.candidate.spans else target
    return length(max(0, waited - target), shift.minutes_a_day)


def _with_due(sentence: str, one: Ranked, zone: str, now: int) -> str:
    due = one.ticket.due_at
    if due is None or due < now:
        return sentence
    start, end = day_bounds(now, zone)
    moment = local(due, zone)
    when = (
        f"{moment:%H:%M}"
        if start <= due < end
        else f"{moment:%a %H:%M}"
        if due < end + 6 * (end - start)
        else f"{moment.day} {moment:%b}"
    )
    return f"{sentence} Due by {when}."


def clock(at: int, zone: str) -> str:
    """``14:00`` by the wall clock of the zone."""
    return f"{local(at, zone):%H:%M}"


def length(minutes: int, day_minutes: int = 24 * 60) -> str:
    """``40 m``, ``1 h 50``, ``2 d``: at most two parts, coarse when long."""
    if minutes >= day_minutes:
        return f"{minutes // day_minutes} d"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} m"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
