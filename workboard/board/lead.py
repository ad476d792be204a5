"""What a lead asks of a team, answered with plain numbers. The words are ``lead_view``'s, the lines ``lead_face``'s.

Every question goes through the views of ``store/team_views``, which have no names; the two answers that have some
(requests for help, room for dispatch) say so in their own types.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from workboard.board import goals, sharing, teams
from workboard.board.desk import Desk
from workboard.board.lead_flow import flow, targets
from workboard.board.lead_look import Looker, looking
from workboard.board.lead_waiting import blocked, help_wanted, replies
from workboard.board.progress import KINDS
from workboard.board.teams import Team
from workboard.domain.lead import figures as f
from workboard.domain.lead.interruptions import Interruptions, interruptions
from workboard.domain.lead.similar import MOST_TITLES, Repeat, Titled, repeats
from workboard.domain.progress import Progress, done, shared
from workboard.domain.rules import GoalRule
from workboard.domain.team_notes import DaySums, read_sums
from workboard.domain.ticket import DoneEvent
from workboard.domain.working_time import DAY, at_minute, period_bounds
from workboard.store import team_work

SUMS_DAYS: Final = 7
HISTORY_DAYS: Final = 14
REPEAT_DAYS: Final = 30


def figures(desk: Desk, team: Team) -> f.Figures:
    """Everything the lead screen shows of a team, on one moment of the database."""
    rule = _rule(desk, team)
    with looking(desk, team) as look:
        if teams.somebody_alone(desk, team):
            return _what_lies_there(look)
        return f.Figures(
            team.name,
            len(team.people),
            _goal(look, rule),
            "day" if rule is None else rule.period,
            _history(look, rule),
            _kept(look),
            _load(look),
            flow(look),
            targets(look),
            replies(look),
            blocked(look),
            help_wanted(look),
            interrupted(look, day_sums(look, SUMS_DAYS)),
            _repeats(look),
            _room(look),
        )


def team_goal(desk: Desk, team: Team) -> Progress | None:
    """Its goal alone, to stand beside those of other teams."""
    if teams.somebody_alone(desk, team):
        return None
    with looking(desk, team) as look:
        return _goal(look, _rule(desk, team))


def _what_lies_there(look: Looker) -> f.Figures:
    """The tickets and who waits, and nothing of what one person did."""
    queue = flow(look)._replace(came=(), went=(), worked_a_day=0.0)
    return f.Figures(
        look.team.name, len(look.team.people), flow=queue, targets=targets(look), replies=replies(look),
        blocked=blocked(look), help=help_wanted(look), repeats=_repeats(look), room=_room(look), alone=True,
    )  # fmt: skip


def _rule(desk: Desk, team: Team) -> GoalRule | None:
    return goals.of_team(desk, goals.books(desk, desk.database.read()), team).rule


# -- goal, plan, load ---------------------------------------------------------------------------------------


def _goal(look: Looker, rule: GoalRule | None) -> Progress | None:
    if rule is None or not look.team.people:
        return None
    start, end = period_bounds(look.now, rule.period, look.zone)
    return shared(rule, amount(look, rule, start, end), look.shifts, look.zone, look.now)


def amount(look: Looker, rule: GoalRule, start: int, end: int) -> int:
    """What the team did in a period, in the goal's unit."""
    if rule.metric == "done":
        return done(DoneEvent("", "", 0, *one) for one in team_work.done(look.reader, start, end))
    if rule.metric == "billable":
        return team_work.billable(look.reader, start, end)
    if rule.metric in ("replies", "articles"):
        return sharing.team_amount(look.desk, look.desk.database.read(), look.team, rule.metric, start, end)
    return team_work.minutes(look.reader, start, end, *([KINDS[rule.metric]] if rule.metric in KINDS else ()))


def _history(look: Looker, rule: GoalRule | None) -> tuple[int | None, ...]:
    rule = rule or GoalRule("done", 0)
    days = range(HISTORY_DAYS - 1, -1, -1)
    found = ((back, amount(look, rule, *look.day(back))) for back in days)
    return tuple(done if done or look.works_on(look.today - back * DAY) else None for back, done in found)


def _kept(look: Looker) -> f.Kept:
    found = team_work.plans_kept(look.reader, look.start, min(look.now, look.end), look.end)
    return f.Kept(found.done, found.due)


def _load(look: Looker) -> f.Load:
    return f.Load(
        team_work.planned_minutes(look.reader, look.end, look.estimate),
        team_work.minutes(look.reader, look.start, look.now, ("interruption",)),
        f.capacity(look.shifts, look.start, look.end),
        look.desk.policy.goal.ceiling,
    )


def _room(look: Looker) -> tuple[f.Room, ...]:
    planned = team_work.planned_today(look.reader, look.end, look.estimate)
    people = [(name, teams.hours(look.desk, person), minutes) for person, name, minutes in planned]
    return f.room(people, look.now, look.end)


# -- the system ---------------------------------------------------------------------------------------------


def interrupted(look: Looker, notes: list[DaySums]) -> Interruptions:
    """Their sums; none where those of another team, taken from them, would be one or two people's."""
    if teams.gives_away(look.desk, look.team):
        return Interruptions(gives_away=True)
    return interruptions(notes, look.desk.policy.goal.min_group)


def day_sums(look: Looker, days: int) -> list[DaySums]:
    """What technicians shared of the last so many days that are over."""
    return day_sums_between(look, look.today - days * DAY, look.today - DAY)


def day_sums_between(look: Looker, first: date, last: date) -> list[DaySums]:
    """The same of the days from ``first`` to ``last``."""
    notes = (read_sums(body) for body in team_work.day_notes(look.reader, at_minute(first, 0, look.zone)))
    return [one for one in notes if one is not None and first.isoformat() <= one.day <= last.isoformat()]


def _repeats(look: Looker) -> tuple[Repeat, ...]:
    rows = team_work.titles(look.reader, look.day(REPEAT_DAYS)[0], MOST_TITLES)
    titled = (
        Titled(title, count, frozenset((companies or "").split(",")) - {""}, bool(article))
        for title, count, companies, article in rows
    )
    return tuple(repeats(titled))
