"""What a hook is given: one shape for all, so that a script reads every event alike. ``docs/hooks.md`` has it."""

from __future__ import annotations

from workboard.domain.event import Moment
from workboard.domain.working_time import MINUTE, utc


def value_of(one: Moment) -> dict[str, object]:
    """Plain JSON values; what is unknown, or means nothing here, is ``None``."""
    return {
        "event": one.what,
        "at": _instant(one.at),
        "ticket": one.ticket,
        "title": one.title,
        "until": _instant(one.until_at),
        "left": None if one.until_at is None else max(0, -((one.at - one.until_at) // MINUTE)),
        "minutes": one.minutes,
        "source": None if one.source == "none" else one.source,
        "rule": one.rule,
    }


def _instant(at: int | None) -> str | None:
    """``2026-11-24T10:42:00Z``, as everywhere in what programs read."""
    return None if at is None else utc(at).isoformat()[:19] + "Z"
