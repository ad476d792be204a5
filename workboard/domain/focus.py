"""Focus: how long a block lasts, what it holds back, and the little that may break through.

All of it is decided here from plain values, so that the screen, ``focus status`` and the tests hear the same
verdict. *Outside* is the world beyond the running activity, as two snapshots: when the block began, and now. What
is in the second and not in the first is what was held. Instants are milliseconds UTC.
"""

from workboard.domain.rules import Policy
from workboard.domain.typed import Final, NamedTuple
from workboard.domain.working_time import MINUTE

P1_MINE: Final = "P1 mine"
FIXED_SOON: Final = "fixed in 5m"
FIXED_LEAD_MS: Final = 5 * MINUTE


class Outside(NamedTuple):
    """What could disturb. The running activity and its ticket are not in it."""

    replies: frozenset[tuple[str, int]] = frozenset()
    """ticket and instant of the newest message, of each client who waits for an answer"""
    mine: frozenset[str] = frozenset()
    """open tickets of mine"""
    emergencies: frozenset[str] = frozenset()
    """those of them in band 1"""
    fixed: frozenset[tuple[str, int]] = frozenset()
    """activities with a fixed time today, and when"""


class Block(NamedTuple):
    """One stretch of focus. ``rule`` is the policy's key that ends it."""

    started_at: int
    until_at: int
    rule: str


class Verdict(NamedTuple):
    """What became of everything outside. ``over``: the bound has come, and the held is told."""

    over: bool
    replies: int
    """clients who have answered since, each once however often they wrote"""
    assignments: int
    """tickets that became mine since"""
    through: tuple[str, ...] = ()
    """keys of what breaks through now: ``P1 <ticket id>`` or ``fixed <activity id>``"""

    @property
    def held(self) -> int:
        return self.replies + self.assignments


def block(policy: Policy, now: int, outside: Outside, minutes: int | None = None) -> Block:
    """A block that begins now, of ``minutes`` or the policy's length. The first bound that comes ends it; a fixed
    time that is here already ends nothing."""
    rules = policy.focus
    bounds = [
        (now + (minutes or rules.block) * MINUTE, "focus.block"),
        (now + rules.max_hold * MINUTE, "focus.max_hold"),
        (now + policy.replies.max_wait * MINUTE, "replies.max_wait"),
    ]
    lead = policy.order.fixed_lead * MINUTE
    bounds += [(at - lead, "order.fixed_lead") for _, at in outside.fixed if at - lead > now]
    until, rule = min(bounds, key=lambda bound: bound[0])
    return Block(now, until, rule)


def verdict(policy: Policy, running: Block, before: Outside, outside: Outside, now: int) -> Verdict:
    """What is held, and what breaks through. Nothing is both."""
    fresh = outside.emergencies - before.emergencies if P1_MINE in policy.focus.breakthrough else frozenset()
    soon = sorted((at, one) for one, at in outside.fixed if _breaks(running, at, now))
    if FIXED_SOON not in policy.focus.breakthrough:
        soon = []
    answered = {ticket for ticket, _ in outside.replies - before.replies}
    return Verdict(
        now >= running.until_at,
        len(answered),
        len(outside.mine - before.mine - fresh),
        (*(f"P1 {one}" for one in sorted(fresh)), *(f"fixed {one}" for _, one in soon)),
    )


def _breaks(running: Block, at: int, now: int) -> bool:
    """A fixed time that came near while the block lasted."""
    near = at - FIXED_LEAD_MS
    return near <= now < at and running.started_at < near


def digest(found: Verdict) -> str | None:
    """What was held, in one line; ``None`` when it was nothing."""
    parts = []
    if found.replies:
        parts.append("1 client answered" if found.replies == 1 else f"{found.replies} clients answered")
    if found.assignments:
        parts.append("1 ticket became yours" if found.assignments == 1 else f"{found.assignments} tickets became yours")
    return f"Meanwhile: {', '.join(parts)}" if parts else None
