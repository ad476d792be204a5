"""When a short pause is proposed: after an emergency, or after several interruptions in an hour. One line, one key."""

from collections.abc import Iterable

from workboard.domain.rules import BreatheRules
from workboard.domain.typed import Final, NamedTuple
from workboard.domain.working_time import MINUTE

WHO: Final = "breathe"
"""what such a pause is called in the own log: an interruption of one's own, planned"""
AFTER_P1_MS: Final = 10 * MINUTE
HOUR_MS: Final = 60 * MINUTE


class Past(NamedTuple):
    """What has lately been: begins of interruptions that are over, ends of work on emergencies, and when a pause was
    last taken or declined. Instants are milliseconds UTC."""

    interruptions: tuple[int, ...] = ()
    emergencies: tuple[int, ...] = ()
    answered_at: int | None = None


def due(rules: BreatheRules, past: Past, now: int) -> bool:
    """Whether to propose one. What was before the last answer counts no more."""
    if not rules.offer:
        return False
    since = 0 if past.answered_at is None else past.answered_at
    if _within(past.emergencies, max(since, now - AFTER_P1_MS), now):
        return True
    return _within(past.interruptions, max(since, now - HOUR_MS), now) >= rules.interruptions


def _within(instants: Iterable[int], since: int, now: int) -> int:
    return sum(1 for at in instants if since < at <= now)
