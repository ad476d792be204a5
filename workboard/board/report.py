"""The week of a team, to be sent on: the days side by side, and the figures as they stand. Sums only."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from workboard.board import goals, teams
from workboard.board.desk import Desk
from workboard.board.lead import amount, day_sums_between, figures, interrupted
from workboard.board.lead_look import Looker, looking
from workboard.board.teams import Team
from workboard.domain.errors import ImpossibleAct
from workboard.domain.lead.figures import Figures, capacity
from workboard.domain.lead.interruptions import Interruptions
from workboard.domain.rules import GoalRule
from workboard.domain.working_time import DAY, at_minute, local
from workboard.store import team_flow, team_work


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
    the moment the report was made. No days, and no goal, where nothing is known of the week."""

    team: str
    number: str
    """``2026-W48``"""
    days: tuple[DayRow, ...]
    goal: tuple[str, int, int, str] | None
    """metric, done in the week, target of its own period, that period"""
    interruptions: Interruptions
    now: Figures
    made: str
    """that moment: ``2026-11-24 10:42``"""

    @property
    def known(self) -> bool:
        """A week of before anything was read here has no figures, and they are not zero."""
        return bool(self.days)


def week(desk: Desk, team: Team, day: date | None = None) -> Week:
    """The week around a day (today). ``ImpossibleAct`` for a team of one who is somebody else."""
    if teams.somebody_alone(desk, team):
        raise ImpossibleAct("a team of one has no report: what one person did is that person's")
    today = local(desk.now(), desk.zone).date()
    monday = (day or today) - (day or today).weekday() * DAY
    if monday > today:
        raise ImpossibleAct(f"the week of {monday} has not begun: name a day that is over")
    rule = goals.of_team(desk, goals.books(desk, desk.database.read()), team).rule
    with looking(desk, team) as look:
        days = [monday + ahead * DAY for ahead in range(7) if monday + ahead * DAY <= today]
        rows = tuple(_row(look, one) for one in days)
        start, end = at_minute(monday, 0, desk.zone), at_minute(monday + 7 * DAY, 0, desk.zone)
        goal = None if rule is None else (rule.metric, amount(look, rule, start, end), rule.target, rule.period)
        counted = interrupted(look, day_sums_between(look, monday, monday + 6 * DAY))
        if not counted.days and not any(map(_anything, rows)) and not team_work.known_by(look.reader, end):
            rows, goal = (), None
    year, number, _ = monday.isocalendar()
    made = f"{local(desk.now(), desk.zone):%Y-%m-%d %H:%M}"
    return Week(team.name, f"{year}-W{number:02}", rows, goal, counted, figures(desk, team), made)


def _anything(row: DayRow) -> bool:
    return any((row.came, row.went, row.finished, row.worked, row.plans))


def _row(look: Looker, day: date) -> DayRow:
    start, end = at_minute(day, 0, look.zone), at_minute(day + DAY, 0, look.zone)
    plans = team_work.plans_kept(look.reader, start, min(look.now, end), end)
    return DayRow(
        day.isoformat(),
        team_flow.came(look.reader, start, end),
        team_flow.went(look.reader, start, end),
        amount(look, GoalRule("done", 0), start, end),
        team_work.minutes(look.reader, start, end),
        capacity(look.shifts, start, end),
        plans.done,
        plans.due,
    )
