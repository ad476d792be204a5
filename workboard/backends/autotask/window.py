"""Stretches of days in which planned work is looked for."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from workboard.backends.autotask.query import AllOf, Is, Where
from workboard.backends.autotask.shapes import utc

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS


class Window(NamedTuple):
    """From and until when something has to lie, at least in part (milliseconds UTC)."""

    since: int
    until: int
    everything: bool = False
    """what is not in it concerns nobody any more"""

    def condition(self) -> AllOf:
        return AllOf(
            (Where("startDateTime", Is.BEFORE, utc(self.until)), Where("endDateTime", Is.AFTER, utc(self.since)))
        )


def near(now: int) -> Window:
    """Today and tomorrow, wherever on earth."""
    return Window(now - 12 * HOUR_MS, now + 36 * HOUR_MS)


def wide(now: int) -> Window:
    """What was left undone lately, and what is planned for the next weeks."""
    return Window(now - 14 * DAY_MS, now + 30 * DAY_MS, everything=True)


def day_of(now: int, zone: tzinfo) -> Window:
    """Today, from midnight to midnight where the technician is."""
    midnight = datetime.fromtimestamp(now / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = (midnight + timedelta(days=1)).timestamp()  # by the calendar: a day with a change of the clocks has its own
    return Window(int(midnight.timestamp() * 1000), int(ends * 1000))
