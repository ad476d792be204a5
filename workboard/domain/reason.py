"""Why this one: the sentence for the first rule in which an activity differs from its runner-up.

At most 80 columns, so that a status bar and a narrow board can print it whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from workboard.domain.bands import waited
from workboard.domain.policy import Ranked, runner_up
from workboard.domain.rules import Policy, Shift
from workboard.domain.text import fit, safe
from workboard.domain.working_time import MINUTE, local, minutes_of

RULES = ("emergency", "fixed", "moved", "band", "window", "age", "start", "number", "id")
MOST_CELLS = 80
_NAME_CELLS = 16
_AMONG_EQUALS = frozenset({"age", "start", "number", "id"})


def why(ranked: Sequence[Ranked], index: int, policy: Policy, shift: Shift, zone: str, now: int) -> str:
    """One sentence for the activity at ``index`` of a ranking."""
    rule = rule_of(ranked, index)
    sentence = _sentence(rule, ranked, index, policy, shift, zone, now)
    due = ranked[index].ticket.due_at
    return sentence if due is None or due < now or rule == "moved" else f"{sentence} Due by {moment(due, zone, now)}."


def first_difference(one: Ranked, other: Ranked) -> str:
    """Name of the first part of the key in which the two differ."""
    for name, mine, theirs in zip(RULES, one.key, other.key, strict=True):
        if mine != theirs:
            return name
    return "id"


def rule_of(ranked: Sequence[Ranked], index: int) -> str:
    """The rule that puts this one before its runner-up; *overdue* where the climb did it.

    Raised into a band and the oldest there, it is still the climb that put it before those who began there.
    """
    one, other = ranked[index], runner_up(ranked, index)
    if other is None:
        return "alone"
    rule = first_difference(one, other)
    raised = one.climbed != one.band
    if raised and (rule == "band" or (rule in _AMONG_EQUALS and one.band > other.band)):
        return "overdue"
    return rule


def _sentence(
    rule: str, ranked: Sequence[Ranked], index: int, policy: Policy, shift: Shift, zone: str, now: int
) -> str:
    one = ranked[index]
    if rule == "alone":
        return "Only one left."
    if rule == "emergency":
        return "Emergency (P1)."
    if rule == "fixed":
        return f"Fixed at {moment(one.activity.start_at or now, zone, now)}."
    if rule == "moved":
        return _moved(one, zone, now)
    if rule == "window":
        return f"Client free until {moment(one.ticket.window_until_at or now, zone, now)}."
    if rule == "overdue":
        return f"P{one.band} raised to P{one.climbed}: {_past(one, policy, shift, now)} past target."
    if rule == "band":
        return _before_the_rest(ranked, index)
    return _among_equals(rule, ranked, index)


def _moved(one: Ranked, zone: str, now: int) -> str:
    """Who moved it, when, and why, in one line."""
    moved = one.candidate.moved
    assert moved is not None
    head = f"Moved up by {fit(safe(moved.by), _NAME_CELLS)} {moment(moved.at, zone, now)}: "
    return head + fit(safe(moved.reason).rstrip("."), MOST_CELLS - len(head) - 1) + "."


def _before_the_rest(ranked: Sequence[Ranked], index: int) -> str:
    one = ranked[index]
    below = ranked[index + 1].climbed
    count = sum(1 for other in ranked[index + 1 :] if other.climbed == below)
    return f"P{one.climbed}, before {count} of P{below}."


def _among_equals(rule: str, ranked: Sequence[Ranked], index: int) -> str:
    """Of those in its band: by age, or by what decides between two of one age."""
    one = ranked[index]
    band = f"P{one.climbed}"
    if rule == "start":
        return f"{band}, as old as the next, planned earlier."
    if rule == "number":
        return f"{band}, as old as the next, lower number."
    if rule == "id":
        return f"{band}, as old as the next, first by its id."
    if any(other.climbed == one.climbed and other.ticket.created_at < one.ticket.created_at for other in ranked):
        return f"{band}, older than the next."
    return f"Oldest {band} waiting."


def _past(one: Ranked, policy: Policy, shift: Shift, now: int) -> str:
    """How long past its target: wall time past the remote's own due time, else working time past the policy's."""
    ticket = one.ticket
    if ticket.due_at is not None:
        return length(max(1, (now - ticket.due_at) // MINUTE))
    target = minutes_of(policy.order.targets[one.band - 1], shift)
    return length(waited(ticket, one.candidate.spans, shift, now) - target, shift.minutes_a_day)


def moment(at: int, zone: str, now: int) -> str:
    """``14:00`` today, ``Mon 14:00`` within six days, ``12 May`` this year, else the whole date."""
    then, today = local(at, zone), local(now, zone)
    days = (then.date() - today.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if abs(days) < 7:
        return f"{then:%a %H:%M}"
    return f"{then.day} {then:%b}" if then.year == today.year else f"{then:%Y-%m-%d}"


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
