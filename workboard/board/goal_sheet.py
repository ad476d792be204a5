"""The goal explained: the figure, the records behind it, what would be on pace, and two weeks of it by day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from workboard.board import goals, teams
from workboard.board.desk import Desk
from workboard.board.lead_acts import need_lead
from workboard.board.progress import amount_words, of_people, own, words
from workboard.board.words import when
from workboard.domain.errors import ImpossibleAct
from workboard.domain.goals import day_ends, spark
from workboard.domain.progress import PACE_WORDS, UNITS, Progress, least_on_pace, shared
from workboard.domain.reason import length
from workboard.domain.rules import GoalRule, Metric, Shift
from workboard.domain.text import safe
from workboard.domain.working_time import DAY, at_minute, local, period_bounds, stretch, working_minutes
from workboard.store import goals as records
from workboard.store.database import Reader

HISTORY_DAYS: Final = 14
RECORDS: Final = 40
METRICS: Final[dict[Metric, str]] = {
    "worked": "time booked", "planned": "planned work", "billable": "billable time", "done": "finished",
    "replies": "replies in time", "articles": "articles written",
}  # fmt: skip
KINDS: Final = {
    "interruption": "an interruption",
    "quick_fix": "a quick fix",
    "waiting": "on its way",
    "done": "closed",
}


Amount = Callable[[GoalRule | None, int, int], int]
"""goal, from, until → what was done"""


class Record(NamedTuple):
    """``10:42``, ``#48213 Outlook hangs``, ``20 m``."""

    when: str
    what: str
    amount: str


class DayBar(NamedTuple):
    """One day: ``Tue 24``, ``3 h 40``, and of its target 0..1 (``None`` without one, or on a day off)."""

    day: str
    date: str
    amount: int
    words: str
    target: int | None
    works: bool


class Explained(NamedTuple):
    """``label`` You, or the team's name; ``records`` newest first, mine alone: of a team there are only sums."""

    label: str
    progress: Progress
    words: str
    pace: str
    rule: str
    pace_because: str | None
    history: tuple[DayBar, ...]
    spark: str
    records: tuple[Record, ...] = ()
    more: int = 0
    """records that are not listed"""
    proposed: str | None = None


def explain(desk: Desk) -> tuple[Explained, ...]:
    """Mine first, then each team's."""
    reader = desk.database.read()
    found = goals.books(desk, reader)
    return (_mine(desk, reader, found), *_of_teams(desk, reader, found, teams.mine(desk, reader)))


def explain_team(desk: Desk, team: teams.Team) -> Explained:
    """One team's, for whoever is in it or leads. ``ImpossibleAct`` says why there is no figure."""
    reader = desk.database.read()
    if team not in teams.mine(desk, reader):
        need_lead(desk)
    shown = _of_teams(desk, reader, goals.books(desk, reader), (team,))
    if shown:
        return shown[0]
    if teams.somebody_alone(desk, team):
        raise ImpossibleAct("too few: what one person did is that person's")
    raise ImpossibleAct(f'{safe(team.name)} has no goal that counts here: workboard goal set "60 done per day" --team')


def _mine(desk: Desk, reader: Reader, found: goals.Books) -> Explained:
    held = goals.of_me(desk, found)
    shift = desk.shift
    start, end = period_bounds(desk.now(), held.rule.period if held.rule else "day", shift.zone)
    progress = shared(held.rule, own(desk, reader, held.rule, start, end), (shift,), shift.zone, desk.now())
    some = _records(desk, reader, progress.metric, start, end)
    history = _history(desk, (shift,), held.rule, lambda rule, *day: own(desk, reader, rule, *day), progress.metric)
    return _explained(desk, "You", progress, held, (shift,), history)._replace(
        records=tuple(some[:RECORDS]), more=max(0, len(some) - RECORDS), proposed=_proposed(found)
    )


def _of_teams(desk: Desk, reader: Reader, found: goals.Books, some: tuple[teams.Team, ...]) -> list[Explained]:
    shown = []
    for team in some:
        held = goals.of_team(desk, found, team)
        if held.rule is None or len(team.people) < 2 or desk.policy.goal.share == "off":
            continue
        if teams.somebody_alone(desk, team):
            continue
        shifts = teams.all_hours(desk, team.people)
        start, end = period_bounds(desk.now(), held.rule.period, desk.zone)

        def amount(rule: GoalRule | None, start: int, end: int, team: teams.Team = team) -> int:
            return of_people(desk, reader, team, rule, start, end) if rule else 0

        progress = shared(held.rule, amount(held.rule, start, end), shifts, desk.zone, desk.now())
        history = _history(desk, shifts, held.rule, amount, progress.metric)
        shown.append(_explained(desk, team.name, progress, held, shifts, history))
    return shown


def _explained(
    desk: Desk, label: str, progress: Progress, held: goals.Held, shifts: tuple[Shift, ...], history: tuple[DayBar, ...]
) -> Explained:
    return Explained(
        label,
        progress,
        words(progress),
        PACE_WORDS[progress.pace],
        _rule_words(desk, held),
        _because(desk, progress, held.rule, shifts),
        history,
        spark([day.amount if day.works or day.amount else None for day in history]),
    )


def _rule_words(desk: Desk, held: goals.Held) -> str:
    if held.rule is None:
        return 'no goal yet: workboard goal propose "5h planned per day"'
    target = amount_words(held.rule.target, UNITS[held.rule.metric])
    return f"{target} {METRICS[held.rule.metric]} a {held.rule.period}, {goals.source_words(desk, held)}"


def _because(desk: Desk, progress: Progress, rule: GoalRule | None, shifts: tuple[Shift, ...]) -> str | None:
    """What would be on pace now, and why."""
    if rule is None or not progress.target or progress.unit == "percent":
        return None
    start, end = period_bounds(desk.now(), rule.period, desk.zone)
    passed = sum(working_minutes(shift, start, desk.now()) for shift in shifts)
    whole = sum(working_minutes(shift, start, end) for shift in shifts)
    if not whole:
        return f"no working time this {rule.period}: nothing is expected"
    least = amount_words(least_on_pace(progress.target, passed, whole), progress.unit)
    return f"on pace from {least} on: {length(passed, 1 << 30)} of {length(whole, 1 << 30)} working time are over"


def _records(desk: Desk, reader: Reader, metric: Metric, start: int, end: int) -> list[Record]:
    if metric == "done":
        return [_record(desk, one, "") for one in records.closed(reader, desk.me.id, start, end)]
    if metric == "replies":
        return _replies(desk, reader, start, end)
    if metric == "articles":
        return []
    booked = records.booked(reader, desk.me.id, start, end)
    counts = [one for one in booked if metric != "planned" or one.kind in ("work", "waiting")]
    return [_record(desk, one, f"{one.minutes} m") for one in counts]


def _record(desk: Desk, one: records.Record, amount: str) -> Record:
    what = f"#{one.number} {one.title}" if one.number else KINDS.get(one.kind, "")
    return Record(when(desk, one.at), what, amount)


def _replies(desk: Desk, reader: Reader, start: int, end: int) -> list[Record]:
    found = records.answered(reader, desk.me.id, start, end)
    waited = [(at, working_minutes(desk.shift, since, at)) for since, at in found]
    return [
        Record(when(desk, at), "a client answered", f"after {length(minutes)}") for at, minutes in sorted(waited)[::-1]
    ]


def _history(
    desk: Desk, shifts: tuple[Shift, ...], rule: GoalRule | None, amount: Amount, metric: Metric
) -> tuple[DayBar, ...]:
    """The last two weeks by day, today last; a goal of a week or a month has no target of a day."""
    target = rule.target if rule is not None and rule.period == "day" else None
    bars = []
    for day in day_ends(local(desk.now(), desk.zone).date(), HISTORY_DAYS):
        done = amount(rule, at_minute(day, 0, desk.zone), at_minute(day + DAY, 0, desk.zone))
        works = any(stretch(shift, day) is not None for shift in set(shifts))
        shown = amount_words(done, UNITS[metric])
        bars.append(DayBar(f"{day:%a} {day.day}", day.isoformat(), done, shown, target, works))
    return tuple(bars)


def _proposed(found: goals.Books) -> str | None:
    """What I have proposed and nobody has accepted yet."""
    from workboard.settings.texts import goal_text

    mine = [one for one in found.kept if one.scope == "me"]
    if not mine or mine[-1].source != "proposed" or mine[-1].rule is None:
        return None
    return goal_text(mine[-1].rule)
