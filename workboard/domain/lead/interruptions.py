"""Interruptions of a team, added up. A day counts only when enough people wrote theirs, so that taking one sum from
another never leaves one person."""

from collections.abc import Iterable
from typing import NamedTuple

from workboard.domain.rules import LEAST_GROUP
from workboard.domain.team_notes import SOURCES, DaySums, Times


class Interruptions(NamedTuple):
    """Over the days that count. ``people`` is the least number of people on any of them; 0 days: too few."""

    days: int = 0
    people: int = 0
    by_source: tuple[tuple[str, Times], ...] = ()
    """most minutes first"""
    worst_hour: int | None = None
    """the hour of the day with most minutes"""
    focus_kept: int = 0
    focus_blocks: int = 0
    wrong_order: int = 0
    gives_away: bool = False
    """too few for another reason: another team has all of these people but a few"""

    @property
    def total(self) -> Times:
        return sum_of(each for _, each in self.by_source)


def sum_of(several: Iterable[Times]) -> Times:
    total = Times()
    for each in several:
        total = total.plus(each)
    return total


def by_day(notes: Iterable[DaySums]) -> dict[str, list[DaySums]]:
    found: dict[str, list[DaySums]] = {}
    for one in notes:
        found.setdefault(one.day, []).append(one)
    return found


def counted(notes: Iterable[DaySums], min_group: int) -> list[list[DaySums]]:
    """The days on which at least so many people wrote, and never fewer than ``LEAST_GROUP``."""
    return [some for some in by_day(notes).values() if len(some) >= max(min_group, LEAST_GROUP)]


def interruptions(notes: Iterable[DaySums], min_group: int) -> Interruptions:
    """The sums over all days that count."""
    days = counted(notes, min_group)
    if not days:
        return Interruptions()
    every = [one for some in days for one in some]
    sources = _added((name, each) for one in every for name, each in one.interrupted)
    hours = _added((str(hour), each) for one in every for hour, each in one.by_hour)
    order = sorted(sources, key=lambda name: (-sources[name].minutes, SOURCES.index(name)))
    worst = min(hours, key=lambda hour: (-hours[hour].minutes, int(hour))) if hours else None
    return Interruptions(
        len(days),
        min(map(len, days)),
        tuple((name, sources[name]) for name in order),
        None if worst is None else int(worst),
        sum(one.focus_kept for one in every),
        sum(one.focus_blocks for one in every),
        sum(one.wrong_order for one in every),
    )


def _added(pairs: Iterable[tuple[str, Times]]) -> dict[str, Times]:
    found: dict[str, Times] = {}
    for name, each in pairs:
        found[name] = found.get(name, Times()).plus(each)
    return found
