"""Which goal holds: one agreed upon, else what was said on the team ticket, else the policy's."""

from typing import NamedTuple

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.teams import Team
from workboard.domain.capabilities import COUNTED
from workboard.domain.rules import GoalRule
from workboard.domain.team_notes import GoalLine, read_goal
from workboard.store import goals
from workboard.store.database import Reader

SOURCES = {"policy": "from the policy", "own": "agreed", "lead": "set by the lead", "said": "from the team ticket"}


class Held(NamedTuple):
    """A goal and where it comes from; ``since_at`` ``None``: always."""

    rule: GoalRule | None
    source: str = "policy"
    since_at: int | None = None


class Said(NamedTuple):
    """A line on the team ticket, and who wrote it when."""

    at: int
    by: str | None
    line: GoalLine
    rule: GoalRule


class Books(NamedTuple):
    """Everything that was ever set or said about goals, oldest first."""

    kept: tuple[goals.Kept, ...] = ()
    said: tuple[Said, ...] = ()


def books(desk: Desk, reader: Reader) -> Books:
    ticket = teams.team_ticket(desk, reader)
    notes = goals.said(reader, ticket) if ticket is not None else []
    found = (_said(one) for one in notes)
    return Books(tuple(goals.kept(reader)), tuple(one for one in found if one is not None))


def _said(one: goals.Said) -> Said | None:
    line = read_goal(one.body)
    if line is None:
        return None
    from workboard.domain.errors import SettingsError
    from workboard.settings.values import goal  # only a team that says goals pays for it

    try:
        return Said(one.at, one.author_id, line, goal(line.words))
    except SettingsError:
        return None


def of_me(desk: Desk, found: Books, at: int | None = None) -> Held:
    """My goal, now or as it was at an instant."""
    agreed = [Held(one.rule, one.source, one.from_at) for one in found.kept if one.scope == "me" and _holds(one.source)]
    said = [
        Held(one.rule, "own", one.at)
        for one in found.said
        if one.line.what == "accepted" and one.line.about == desk.me.id
    ]
    return _newest(desk, [*agreed, *said], desk.policy.goal.me, at)


def of_team(desk: Desk, found: Books, team: Team, at: int | None = None) -> Held:
    """A team's goal, now or as it was at an instant."""
    kept = [
        Held(one.rule, one.source, one.from_at) for one in found.kept if one.scope == "team" and one.team == team.name
    ]
    said = [
        Held(one.rule, "said", one.at) for one in found.said if one.line.what == "team" and one.line.about == team.name
    ]
    return _newest(desk, [*said, *kept], team.goal, at)


def _holds(source: str) -> bool:
    return source != "proposed"


def _newest(desk: Desk, found: list[Held], policy: GoalRule | None, at: int | None) -> Held:
    until = desk.now() if at is None else at
    past = [one for one in found if one.since_at is None or one.since_at <= until]
    newest = max(past, key=lambda one: one.since_at or 0, default=None)
    held = Held(policy) if newest is None or newest.rule is None else newest
    return held if held.rule is None or _countable(desk, held.rule) else Held(None)


def _countable(desk: Desk, rule: GoalRule) -> bool:
    return rule.metric in COUNTED or (rule.metric == "billable" and desk.capabilities.billable)
