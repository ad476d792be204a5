"""When a piece of work is to begin, as it is typed: ``14:00``, ``tomorrow 9:30``, ``fri 10:00``, ``2026-12-01 14:00``.

Read by the wall clock of a zone. What is over already is refused, because a date in the past is a slip.
"""

import re
from datetime import date, datetime, timedelta
from typing import Final

from workboard.domain.errors import UsageError
from workboard.domain.text import safe
from workboard.domain.working_time import at_minute, local

_CLOCK: Final = re.compile(r"(?:(.+?)[ t]+)?(\d{1,2})[:.](\d{2})", re.ASCII)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FURTHEST_DAYS: Final = 731


def instant_of(text: str, zone: str, now: int) -> int:
    """Milliseconds UTC. ``UsageError`` for what is no time, is over, or more than two years ahead."""
    match = _CLOCK.fullmatch(text.strip().lower())
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        raise UsageError(f'{_shown(text)} is no time; write it as "14:00", "tomorrow 9:30" or "2026-12-01 14:00"')
    today = local(now, zone).date()
    day = today if match[1] is None else _day(match[1].strip(), today)
    if day is None or abs((day - today).days) > _FURTHEST_DAYS:
        raise UsageError(f'{_shown(text)} names no day near; write it as "tomorrow", "fri" or "2026-12-01"')
    at = at_minute(day, int(match[2]) * 60 + int(match[3]), zone)
    if at < now:
        raise UsageError(
            f'{_shown(text)} is over already; name the day too, for instance "tomorrow {match[2]}:{match[3]}"'
        )
    return at


def _shown(text: str) -> str:
    return f'"{safe(text)[:40]}"'


def _day(word: str, today: date) -> date | None:
    """A weekday is the next one of that name, never today."""
    if word in ("today", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    weekday = next((at for at, name in enumerate(_WEEKDAYS) if name.startswith(word) and len(word) > 2), None)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    try:
        return datetime.strptime(word, "%Y-%m-%d").date()  # noqa: DTZ007 (a date has no zone)
    except ValueError:
        return None
