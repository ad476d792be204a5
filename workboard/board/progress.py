"""Done against goal: my own, and each team's as one sum."""

from workboard.board import goals, teams
from workboard.board.desk import Desk
from workboard.board.teams import Team
from workboard.domain.progress import Progress, done, percent, shared
from workboard.domain.reason import length
from workboard.domain.rules import GoalRule, Metric
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import period_bounds, working_minutes
from workboard.store import goals as records
from workboard.store import tally
from workboard.store.database import Reader

KINDS: dict[str, tuple[str, ...]] = {"planned": ("work",)}
"""kinds of booked time that count for a metric; all where none are named"""


class Both(NamedTuple):
    """``teams`` by name, in the policy's order."""

    me: Progress
    teams: tuple[tuple[str, Progress], ...] = ()

    @property
    def team(self) -> Progress | None:
        """Of my (first) team; ``None`` where I am alone, or no goal names the team."""
        return self.teams[0][1] if self.teams else None


def both(desk: Desk, reader: Reader | None = None) -> Both:
    reader = desk.database.read() if reader is None else reader
    found = goals.books(desk, reader)
    own = of_me(desk, reader, goals.of_me(desk, found).rule)
    if desk.policy.goal.share == "off":
        return Both(own)
    some = ((team, goals.of_team(desk, found, team).rule) for team in teams.mine(desk, reader))
    named = ((team, rule) for team, rule in some if rule and len(team.people) > 1)
    told = ((team, rule) for team, rule in named if not teams.somebody_alone(desk, team))
    return Both(own, tuple((team.name, _of_team(desk, reader, team, rule)) for team, rule in told))


def of_me(desk: Desk, reader: Reader, rule: GoalRule | None) -> Progress:
    start, end = period_bounds(desk.now(), rule.period if rule else "day", desk.shift.zone)
    return shared(rule, own(desk, reader, rule, start, end), (desk.shift,), desk.shift.zone, desk.now())


def own(desk: Desk, reader: Reader, rule: GoalRule | None, start: int, end: int) -> int:
    """What I did in a period, in the goal's unit; minutes without one."""
    me, metric = desk.me.id, rule.metric if rule else "worked"
    if metric == "done":
        return done(tally.done_events(reader, (me,), start, end))
    if metric == "replies":
        return percent(*replies_in_time(desk, reader, start, end))
    if metric == "articles":
        return records.articles(reader, start, end)
    waiting = tally.waiting_minutes(reader, start, end, planned=metric == "planned") if metric != "billable" else 0
    return _minutes(reader, (me,), metric, start, end) + waiting


def replies_in_time(desk: Desk, reader: Reader, start: int, end: int) -> tuple[int, int]:
    """(within the longest wait, all) of the clients I answered in a period."""
    found = records.answered(reader, desk.me.id, start, end)
    shift, most = desk.shift, desk.policy.replies.max_wait
    return sum(working_minutes(shift, since, at) <= most for since, at in found), len(found)


def _minutes(reader: Reader, people: tuple[str, ...], metric: Metric, start: int, end: int) -> int:
    if metric == "billable":
        return tally.billable_of(reader, people, start, end)
    return tally.minutes_of(reader, people, start, end, KINDS.get(metric))


def _of_team(desk: Desk, reader: Reader, team: Team, rule: GoalRule) -> Progress:
    start, end = period_bounds(desk.now(), rule.period, desk.zone)
    amount = of_people(desk, reader, team, rule, start, end)
    return shared(rule, amount, teams.all_hours(desk, team.people), desk.zone, desk.now())


def of_people(desk: Desk, reader: Reader, team: Team, rule: GoalRule, start: int, end: int) -> int:
    """What the team did in a period, as one sum. Replies and articles are told by the sums on the team ticket; mine
    of the days that are not shared yet come on top."""
    me = desk.me.id
    if rule.metric == "done":
        return done(tally.done_events(reader, team.people, start, end))
    if rule.metric in ("replies", "articles"):
        from workboard.board import sharing

        return sharing.team_amount(desk, reader, team, rule.metric, start, end)
    waiting = (
        tally.waiting_minutes(reader, start, end, planned=rule.metric == "planned")
        if me in team.people and rule.metric != "billable"
        else 0
    )
    return _minutes(reader, team.people, rule.metric, start, end) + waiting


def words(one: Progress) -> str:
    """``3 h 40 of 6 h``, ``41 of 60``, ``3 h 40`` without a target."""
    return amount_words(one.done, one.unit) + (f" of {amount_words(one.target, one.unit)}" if one.target else "")


def amount_words(amount: int, unit: str) -> str:
    """``6 h``, ``60``, ``90 %``."""
    if unit == "minutes":
        return length(amount, 1 << 30)
    return f"{amount} %" if unit == "percent" else str(amount)
