"""Which goal holds: one agreed upon, else what was said on the team ticket, else the policy's, else the help desk's
own for me."""

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.teams import Team
from workboard.domain.capabilities import COUNTED
from workboard.domain.rules import GoalRule
from workboard.domain.typed import TYPE_CHECKING, NamedTuple
from workboard.store import goals, remote_goal
from workboard.store.database import Reader

if TYPE_CHECKING:
    from workboard.domain.team_notes import GoalLine

NO_GOAL = "none"
"""said in place of a goal: what the policy says holds again"""
GOAL = "Workboard goal"
"""how a line about a goal begins (``domain.team_notes``): where none was said, nothing is loaded to read one"""
SOURCES = {"policy": "from the policy", "own": "agreed", "lead": "set by the lead", "said": "from the team ticket"}
REMOTE = "remote"
"""the help desk's own goal for me: where it comes from is the help desk's name"""


class Held(NamedTuple):
    """A goal and where it comes from; ``since_at`` ``None``: always."""

    rule: GoalRule | None
    source: str = "policy"
    since_at: int | None = None


class Said(NamedTuple):
    """A line on the team ticket, and who wrote it when."""

    at: int
    by: str | None
    line: "GoalLine"
    rule: GoalRule | None
    """``None``: a team has none of its own any more"""


class Books(NamedTuple):
    """Everything that was ever set or said about goals, oldest first."""

    kept: tuple[goals.Kept, ...] = ()
    said: tuple[Said, ...] = ()
    remote: GoalRule | None = None
    """the help desk's own for me; not looked up where the policy has one"""


def books(desk: Desk, reader: Reader) -> Books:
    ticket = teams.team_ticket(desk, reader)
    notes = goals.said(reader, ticket) if ticket is not None else []
    found = (_said(one) for one in notes if one.body.lstrip().startswith(GOAL))
    remote = remote_goal.load(reader) if desk.policy.goal.me is None else None
    return Books(tuple(goals.kept(reader)), tuple(one for one in found if one is not None), remote)


def _said(one: goals.Said) -> Said | None:
    from workboard.domain.team_notes import read_goal  # only a team that says goals pays for these

    line = read_goal(one.body)
    if line is None:
        return None
    if line.what == "team" and line.words == NO_GOAL:
        return Said(one.at, one.author_id, line, None)
    from workboard.domain.errors import SettingsError
    from workboard.settings.values import goal

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
    rule = desk.policy.goal.me
    otherwise = Held(rule) if rule is not None or found.remote is None else Held(found.remote, REMOTE)
    return _newest(desk, [*agreed, *said], otherwise, at)


def of_team(desk: Desk, found: Books, team: Team, at: int | None = None) -> Held:
    """A team's goal, now or as it was at an instant."""
    kept = [
        Held(one.rule, one.source, one.from_at) for one in found.kept if one.scope == "team" and one.team == team.name
    ]
    said = [
        Held(one.rule, "said", one.at) for one in found.said if one.line.what == "team" and one.line.about == team.name
    ]
    return _newest(desk, [*said, *kept], Held(team.goal), at)


def source_words(desk: Desk, held: Held) -> str:
    """Where a goal comes from: ``from the policy``, ``from Autotask``."""
    return f"from {desk.capabilities.label}" if held.source == REMOTE else SOURCES[held.source]


def _holds(source: str) -> bool:
    return source != "proposed"


def _newest(desk: Desk, found: list[Held], otherwise: Held, at: int | None) -> Held:
    until = desk.now() if at is None else at
    past = [one for one in found if one.since_at is None or one.since_at <= until]
    newest = max(past[::-1], key=lambda one: one.since_at or 0, default=None)  # of one instant the later one
    held = otherwise if newest is None or newest.rule is None else newest
    return held if held.rule is None or _countable(desk, held.rule) else Held(None)


def _countable(desk: Desk, rule: GoalRule) -> bool:
    return rule.metric in COUNTED or (rule.metric == "billable" and desk.capabilities.billable)
