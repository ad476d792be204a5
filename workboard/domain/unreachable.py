"""Rules of a policy that can never decide anything: a ``[[band]]`` behind one that takes all its tickets. Pure."""

from collections.abc import Iterator

from workboard.domain.rules import SKIP_REASONS, BandRule, Policy

_EXACT = ("urgent", "impact", "tier", "type", "queue")


def dead_bands(policy: Policy) -> Iterator[tuple[int, str]]:
    """(position from 0, why) of each ``[[band]]`` that no ticket reaches."""
    for at, rule in enumerate(policy.bands):
        if _contradicts(rule):
            yield at, "no number is both at least priority_min and at most priority_max"
            continue
        earlier = next((n for n, other in enumerate(policy.bands[:at]) if covers(other, rule)), None)
        if earlier is not None:
            yield at, f"the [[band]] number {earlier + 1} above it takes every ticket that fits it"


def covers(wide: BandRule, narrow: BandRule) -> bool:
    """Whether every ticket that fits ``narrow`` fits ``wide`` too."""
    if any(getattr(wide, name) not in (None, getattr(narrow, name)) for name in _EXACT):
        return False
    return _as_high(narrow.priority_min, wide.priority_min) and _as_low(narrow.priority_max, wide.priority_max)


def _as_high(narrow: float | None, wide: float | None) -> bool:
    return wide is None or (narrow is not None and narrow >= wide)


def _as_low(narrow: float | None, wide: float | None) -> bool:
    return wide is None or (narrow is not None and narrow <= wide)


def _contradicts(rule: BandRule) -> bool:
    least, most = rule.priority_min, rule.priority_max
    return least is not None and most is not None and least > most


def dead_reasons(policy: Policy) -> tuple[str, ...]:
    """Reasons to skip that the board does not know and so never offers."""
    return tuple(name for name in policy.skip_reasons if name not in SKIP_REASONS)
