"""Why one of two activities goes before the other: the first rule in which they differ. Pure.

The sentence has at most 80 columns, like the reason on the board, but names both sides.
"""

from typing import Final, NamedTuple

from workboard.domain.policy import Ranked
from workboard.domain.reason import first_difference, moment, rule_of
from workboard.domain.text import fit, safe

MOST_CELLS: Final = 80
_NAME_CELLS: Final = 16


class Comparison(NamedTuple):
    """``first`` goes before ``second``; ``rule`` is one of ``reason.RULES``, or *overdue* where a climb decided."""

    first: Ranked
    second: Ranked
    rule: str
    sentence: str


def compare(one: Ranked, other: Ranked, zone: str, now: int) -> Comparison:
    """The same whichever of the two is named first."""
    first, second = sorted((one, other), key=lambda each: each.key)
    because = _because(first, second, zone, now)
    words = f"{_name(first)} before {_name(second)}: {because}"
    return Comparison(first, second, rule_of((first, second), 0), fit(words, MOST_CELLS))


def _name(one: Ranked) -> str:
    return fit(f"#{safe(one.ticket.number)}", _NAME_CELLS)


def _because(first: Ranked, second: Ranked, zone: str, now: int) -> str:
    rule = first_difference(first, second)
    if rule == "emergency":
        return "an emergency (P1) goes first."
    if rule == "fixed":
        return f"fixed at {moment(first.activity.start_at or now, zone, now)}."
    if rule == "moved" and first.candidate.moved is not None:
        moved = first.candidate.moved
        return f"moved up by {fit(safe(moved.by), _NAME_CELLS)}: {safe(moved.reason)}"
    if rule == "window":
        return f"client free until {moment(first.ticket.window_until_at or now, zone, now)}."
    raised = "" if first.climbed == first.band else f", raised from P{first.band}"
    if rule == "band":
        return f"P{first.climbed} before P{second.climbed}{raised}."
    if rule == "age":
        return f"older ({moment(first.ticket.created_at, zone, now)}){raised}."
    return f"of one age, {_last_resort(rule, second)}."


def _last_resort(rule: str, second: Ranked) -> str:
    if rule == "start":
        return "planned earlier" if second.activity.start_at is not None else "it has a date"
    return "lower number" if rule == "number" else "first by its id"
