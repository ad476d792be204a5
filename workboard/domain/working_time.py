"""Working time: how many minutes of a shift lie between two instants.

A shift's hours are local; the zone's rules (summer time) apply to each day on its own. Time off is not known
yet; holidays are. Instants are milliseconds UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workboard.domain.rules import Shift, Span

MINUTE = 60_000
DAY = timedelta(days=1)


def local(at: int, zone: str) -> datetime:
    """The instant as the wall clock of ``zone`` shows it."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))


def instant(moment: datetime) -> int:
    """An aware datetime as milliseconds UTC."""
    return round(moment.timestamp() * 1000)


def at_minute(day: date, minute: int, zone: str) -> int:
    """``minute`` minutes after local midnight by the wall clock, as an instant."""
    extra, minute = divmod(minute, 24 * 60)
    moment = datetime.combine(day + extra * DAY, time(minute // 60, minute % 60), ZoneInfo(zone))
    return instant(moment)


def day_bounds(at: int, zone: str) -> tuple[int, int]:
    """Local midnight before ``at`` and the one after it."""
    today = local(at, zone).date()
    return at_minute(today, 0, zone), at_minute(today + DAY, 0, zone)


def period_bounds(at: int, period: str, zone: str) -> tuple[int, int]:
    """Start and end of the *day*, *week* (from Monday) or *month* around ``at``."""
    today = local(at, zone).date()
    if period == "week":
        first = today - today.weekday() * DAY
        after = first + 7 * DAY
    elif period == "month":
        first = today.replace(day=1)
        after = (first + 31 * DAY).replace(day=1)
    else:
        first, after = today, today + DAY
    return at_minute(first, 0, zone), at_minute(after, 0, zone)


def stretch(shift: Shift, day: date) -> tuple[int, int] | None:
    """The working hours that begin on ``day``, or ``None`` on a free day."""
    if day.weekday() not in shift.days or day.isoformat() in shift.holidays:
        return None
    until = shift.from_minute + shift.minutes_a_day
    return at_minute(day, shift.from_minute, shift.zone), at_minute(day, until, shift.zone)


def working_minutes(shift: Shift, from_at: int, until_at: int) -> int:
    """Whole minutes of the shift between two instants; 0 when they are the wrong way round."""
    if until_at <= from_at:
        return 0
    # a shift that crosses midnight belongs to the day it began on
    day = local(from_at, shift.zone).date() - DAY
    last = local(until_at, shift.zone).date()
    total = 0
    whole_weeks = max(0, ((last - day).days - 14) // 7)
    if whole_weeks and not shift.holidays:
        # far-off beginnings are counted by the week: nobody waits for ten years of days
        total += whole_weeks * len(shift.days) * shift.minutes_a_day * MINUTE
        first = stretch_overlap(shift, day, from_at, until_at) + stretch_overlap(shift, day + DAY, from_at, until_at)
        total += first
        skipped_from = day + 2 * DAY
        day = skipped_from + whole_weeks * 7 * DAY
    while day <= last:
        total += stretch_overlap(shift, day, from_at, until_at)
        day += DAY
    return total // MINUTE


def stretch_overlap(shift: Shift, day: date, from_at: int, until_at: int) -> int:
    """Milliseconds of that day's stretch inside the two instants."""
    hours = stretch(shift, day)
    if hours is None:
        return 0
    return max(0, min(until_at, hours[1]) - max(from_at, hours[0]))


def add_working(shift: Shift, at: int, length: Span) -> int:
    """The instant at which ``length`` of working time after ``at`` has passed."""
    left = (length.minutes + length.days * shift.minutes_a_day) * MINUTE
    day = local(at, shift.zone).date() - DAY
    for _ in range(3660):
        hours = stretch(shift, day)
        if hours is not None and hours[1] > at:
            begin = max(hours[0], at)
            if hours[1] - begin >= left:
                return begin + left
            left -= hours[1] - begin
        day += DAY
    return at + left  # a shift without a working day: wall time is all there is


def next_start(shift: Shift, at: int) -> int:
    """When the shift begins next, strictly after ``at``."""
    day = local(at, shift.zone).date()
    for _ in range(3660):
        hours = stretch(shift, day)
        if hours is not None and hours[0] > at:
            return hours[0]
        day += DAY
    return at


def minutes_of(span: Span, shift: Shift) -> int:
    """A span in minutes of working time."""
    return span.minutes + span.days * shift.minutes_a_day
