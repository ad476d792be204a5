"""Done against goal: my own, and the team's as one sum."""

from typing import NamedTuple

from workboard.board.desk import Desk
from workboard.domain.progress import Progress, done, minutes, progress
from workboard.domain.reason import length
from workboard.domain.rules import GoalRule
from workboard.domain.working_time import period_bounds
from workboard.store import views
from workboard.store.database import Reader


class Both(NamedTuple):
    me: Progress
    team: Progress | None
    """``None`` where I am alone, or no goal names the team"""


def both(desk: Desk, reader: Reader | None = None) -> Both:
    reader = desk.database.read() if reader is None else reader
    me = desk.me
    rules = desk.policy.goal
    own = _progress(desk, reader, rules.me, (me.id,), 1, own=True)
    team = _team(desk, reader, rules.team)
    if rules.team is None or len(team) < 2 or rules.share == "off":
        return Both(own, None)
    return Both(own, _progress(desk, reader, rules.team, team, len(team), own=me.id in team))


def _team(desk: Desk, reader: Reader, rule: GoalRule | None) -> tuple[str, ...]:
    """The policy's members, else the remote's group, else everybody who booked time this period."""
    if desk.policy.members:
        return desk.policy.members
    if desk.me.members:
        return desk.me.members
    start, end = period_bounds(desk.now(), rule.period if rule else "day", desk.shift.zone)
    return views.team_of_the_period(reader, start, end)


def _progress(
    desk: Desk, reader: Reader, rule: GoalRule | None, people: tuple[str, ...], heads: int, *, own: bool
) -> Progress:
    start, end = period_bounds(desk.now(), rule.period if rule else "day", desk.shift.zone)
    metric = rule.metric if rule else "worked"
    if metric == "done":
        amount = done(views.done_events(reader, people, start, end))
    else:
        amount = minutes(views.time_entries(reader, people, start, end), metric)
        if own and metric != "billable":
            amount += views.waiting_minutes(reader, start, end)
    return progress(rule, amount, desk.shift, desk.now(), heads)


def words(one: Progress) -> str:
    """``3 h 40 of 6 h``, ``41 of 60``, ``3 h 40`` without a target."""
    if one.unit == "minutes":
        amount = length(one.done, 1 << 30)
        return amount if not one.target else f"{amount} of {length(one.target, 1 << 30)}"
    unit = " %" if one.unit == "percent" else ""
    return f"{one.done}{unit}" if not one.target else f"{one.done} of {one.target}{unit}"
