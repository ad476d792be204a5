"""The week of a team, to be sent on: the days side by side, and the figures as they stand. Sums only."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from workboard.board import goals, teams
from workboard.board.desk import Desk
from workboard.board.lead import Looker, amount, day_sums_between, figures
from workboard.board.teams import Team
from workboard.domain.lead.figures import Figures
from workboard.domain.lead.interruptions import Interruptions, interruptions
from workboard.domain.rules import GoalRule
from workboard.domain.working_time import DAY, at_minute, local
from workboard.store import team_questions as ask
from workboard.store import team_views
from workboard.store.team_views import Scope


class DayRow(NamedTuple):
    """One day of a team. ``capacity`` and ``worked`` are minutes."""

    day: str
    came: int
    went: int
    finished: int
    worked: int
    capacity: int
    plans_kept: int
    plans: int


class Week(NamedTuple):
    """Monday to Sunday; days to come are left out. ``interruptions`` are those of the week, ``now`` the figures of
    the moment the report was made."""

    team: str
    number: str
    """``2026-W48``"""
    days: tuple[DayRow, ...]
    goal: tuple[str, int, int] | None
    """metric, done in the week, target of its own period"""
    interruptions: Interruptions
    now: Figures


def week(desk: Desk, team: Team, day: date | None = None) -> Week:
    """The week around a day (today)."""
    today = local(desk.now(), desk.zone).date()
    monday = (day or today) - (day or today).weekday() * DAY
    own = desk.database.read()
    rule = goals.of_team(desk, goals.books(desk, own), team).rule
    scope = Scope(tuple((one, one) for one in team.people), team.queues, teams.team_ticket(desk, own))
    with team_views.team(desk.database, scope) as reader:
        look = Looker(desk, reader, team)
        days = [monday + ahead * DAY for ahead in range(7) if monday + ahead * DAY <= today]
        rows = tuple(_row(look, one) for one in days)
        start, end = at_minute(monday, 0, desk.zone), at_minute(monday + 7 * DAY, 0, desk.zone)
        goal = None if rule is None else (rule.metric, amount(look, rule, start, end), rule.target)
        notes = day_sums_between(look, monday, monday + 6 * DAY)
    year, number, _ = monday.isocalendar()
    counted = interruptions(notes, desk.policy.goal.min_group)
    return Week(team.name, f"{year}-W{number:02}", rows, goal, counted, figures(desk, team))


def _row(look: Looker, day: date) -> DayRow:
    from workboard.domain.lead.figures import capacity

    start, end = at_minute(day, 0, look.zone), at_minute(day + DAY, 0, look.zone)
    plans = ask.plans_kept(look.reader, start, min(look.now, end), end)
    return DayRow(
        day.isoformat(),
        ask.came(look.reader, start, end),
        ask.went(look.reader, start, end),
        amount(look, GoalRule("done", 0), start, end),
        ask.minutes(look.reader, start, end),
        capacity(look.shifts, start, end),
        plans.done,
        plans.due,
    )
