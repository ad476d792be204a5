"""What a remote can and cannot do, told once by its backend."""

from workboard.domain.rules import GoalRule, GoalRules
from workboard.domain.typed import Literal, NamedTuple

COUNTED = frozenset({"worked", "planned", "done", "replies", "articles"})
"""What this board can count; *billable* too where the remote tells."""


class Capabilities(NamedTuple):
    """What this remote can and cannot do; a command that needs what is missing says so and is disabled."""

    label: str
    """the remote's name for people, for instance ``Request Tracker``"""
    immediate: bool = False
    """accepts every wish at once, without a network: nothing ever waits"""
    network: bool = True
    writes: frozenset[str] = frozenset()
    """categories this remote has a status for, so that a wish for one can be written"""
    billable: bool = False
    claims: bool = False
    assigns: bool = False
    """whether a ticket can be given to a colleague from here"""
    dates: Literal["any", "fixed"] | None = None
    """whether work can be given a date from here; *fixed*: each such date counts as promised"""
    answer_note: str | None = None
    """one line the answer sheet shows, where a client-visible text does not simply become a mail"""
    tickets_offline: bool = True
    """a ticket opened offline gets its number later"""
    locks_out: bool = False
    """a secret that is tried again after it was turned away may lock its user"""
    learns_daily: bool = False
    """what was learnt at a sign-in holds for a day: the next one is handed it, and asks for little"""
    team_ticket: str | None = None
    """the ticket that carries a team's sums where the settings name none"""
    team: str | None = None
    """what the one team is called where the settings name no group"""
    calls_per_hour: int | None = 120
    """calls to the remote that one technician may make in any hour; ``None``: there is nobody to spare"""


def countable(goals: GoalRules, capabilities: Capabilities) -> tuple[GoalRules, tuple[str, ...]]:
    """The goals that can be counted, and a line for each that cannot: better no bar than a wrong one."""
    can = COUNTED | {"billable"} if capabilities.billable else COUNTED
    lines: list[str] = []

    def counted(scope: str, rule: GoalRule | None) -> GoalRule | None:
        if rule is None or rule.metric in can:
            return rule
        lines.append(f"[goal] {scope}: {rule.metric} cannot be counted here, so there is no goal for it")
        return None

    kept = goals._replace(me=counted("me", goals.me), team=counted("team", goals.team))
    return kept, tuple(lines)
