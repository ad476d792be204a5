"""What time it is: the only place that reads the wall clock. Everybody else is handed a ``Clock``."""

import time

from workboard.domain.errors import UsageError
from workboard.domain.typed import NamedTuple


class Clock(NamedTuple):
    """``now()`` is milliseconds UTC: the wall clock, or an instant asked for, stopped there or going on
    from there at normal speed."""

    start_at: int | None = None
    since_ns: int | None = None
    """the monotonic clock at ``start_at``; ``None`` when stopped"""

    def now(self) -> int:
        """Milliseconds UTC."""
        if self.start_at is None:
            return time.time_ns() // 1_000_000
        if self.since_ns is None:
            return self.start_at
        return self.start_at + (time.monotonic_ns() - self.since_ns) // 1_000_000


def beat() -> float:
    """Seconds of a clock that nobody can put forward or back; only differences mean something."""
    return time.monotonic()


def clock(now_flag: str | None, zone: str, frozen: bool) -> Clock:
    """The clock for ``--now`` (or ``WORKBOARD_NOW``); without it the wall clock. ``frozen`` stops it there."""
    if not now_flag:
        return Clock()
    return clock_from(instant(now_flag, zone), frozen)


def clock_from(start_at: int, frozen: bool) -> Clock:
    """A clock that starts at an instant."""
    return Clock(start_at, None if frozen else time.monotonic_ns())


def instant(text: str, zone: str) -> int:
    """ISO date and time, with an offset or in ``zone``, as milliseconds UTC."""
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    except (ValueError, OverflowError, KeyError, OSError):
        from workboard.settings.values import shown

        raise UsageError(f"--now: {shown(text)} is not an instant; write one as 2026-11-24T10:42") from None
