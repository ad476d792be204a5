"""The values of the settings files written as short texts again, the way ``values.py`` reads them."""

from __future__ import annotations

from collections.abc import Collection

from workboard.domain.rules import GoalRule, Span
from workboard.settings.values import TIMED, WEEKDAYS


def minutes_text(minutes: int) -> str:
    """``45m``, ``2h``, ``1h30``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest:02}" if rest else f"{hours}h"


def span_text(span: Span) -> str:
    """``1h``, ``3d``, ``1d4h``."""
    if not span.days:
        return minutes_text(span.minutes)
    return f"{span.days}d" + (minutes_text(span.minutes) if span.minutes else "")


def seconds_text(seconds: int) -> str:
    """``30s``, ``2m``, ``1m30s``."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest}s"
    return f"{minutes}m{rest}s" if rest else f"{minutes}m"


def time_text(moment: int) -> str:
    """``09:00``."""
    return f"{moment // 60 % 24:02}:{moment % 60:02}"


def hours_text(hours: tuple[int, int]) -> str:
    """``09:00-17:00``."""
    return f"{time_text(hours[0])}-{time_text(hours[1])}"


def weekdays_text(days: Collection[int]) -> str:
    """``mon-fri``, ``mon,wed``: runs of three and more as a stretch."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_run_text(run) for run in runs)


def _run_text(run: list[int]) -> str:
    names = [WEEKDAYS[day] for day in run]
    return f"{names[0]}-{names[-1]}" if len(names) > 2 else ",".join(names)


def goal_text(goal: GoalRule) -> str:
    """``6h worked per day``, ``90% replies per week``."""
    amount = minutes_text(goal.target) if goal.metric in TIMED else str(goal.target)
    percent = "%" if goal.metric == "replies" else ""
    return f"{amount}{percent} {goal.metric} per {goal.period}"
