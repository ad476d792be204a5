"""Working time: how many minutes of a shift lie between two instants.

A shift's hours are local; the zone's rules (summer time) apply to each day on its own. Holidays and days off are
no working time; a weekday or a date may have other hours. Instants are milliseconds UTC.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from workboard.domain.rules import Shift, Span
from workboard.domain.typed import Final, NamedTuple

MINUTE = 60_000
DAY = timedelta(days=1)
_A_DAY: Final = 24 * 60
_DAY_MS: Final = _A_DAY * MINUTE
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST: Final = -62_135_596_800_000
_LATEST: Final = 253_402_300_799_999
"""the first and the last millisecond a calendar has words for: years 1 and 9999"""
_FIRST_AT: Final = 365 * _DAY_MS
_LAST_AT: Final = 253_370_764_800_000
"""between these, the first days of 1971 and of 9999, there is room for a zone, and for a month more or less"""
_FAR_DAYS: Final = 3660
_LONGEST_MS: Final = 100 * 366 * _DAY_MS
"""a wait longer than a century is one of a century: nobody tells them apart, and years cost time to count"""


def utc(at: int) -> datetime:
    """Any instant by the calendar, UTC, to the millisecond; one before or after all calendars is their end."""
    return _EPOCH + timedelta(milliseconds=min(max(at, _EARLIEST), _LATEST))


def local(at: int, zone: str) -> datetime:
    """The instant as the wall clock of ``zone`` shows it, 1971 to 1 January 9999; any other is its end.

    Help desks write year 9999 for *never*: a zone east of it must not break the board.
    """
    return utc(_within(at)).astimezone(ZoneInfo(zone))


def _within(at: int) -> int:
    return min(max(at, _FIRST_AT), _LAST_AT)


def instant(moment: datetime) -> int:
    """An aware datetime as milliseconds UTC."""
    return round(moment.timestamp() * 1000)


def at_minute(day: date, minute: int, zone: str) -> int:
    """``minute`` minutes after local midnight by the wall clock, as an instant."""
    extra, minute = divmod(minute, 24 * 60)
    moment = datetime.combine(day + extra * DAY, time(minute // 60, minute % 60), ZoneInfo(zone))
    return instant(moment)


@lru_cache(maxsize=16)  # a ranking asks again for each candidate
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
    hours = _hours_on(shift, day)
    if hours is None:
        return None
    begin, end = hours
    until = begin + ((end - begin) % _A_DAY or _A_DAY)
    if until > _A_DAY and shift.other and day < date.max:
        tomorrow = _hours_on(shift, day + DAY)
        until = until if tomorrow is None else min(until, _A_DAY + tomorrow[0])  # no minute counts twice
    return at_minute(day, begin, shift.zone), at_minute(day, until, shift.zone)


def _hours_on(shift: Shift, day: date) -> tuple[int, int] | None:
    """Minutes after midnight. A date's own hours go before a holiday, a weekday's before the shift's; a weekday
    with hours of its own is a working day."""
    name, weekday = day.isoformat(), day.weekday()
    other = dict(shift.other)
    if name in other:
        return other[name]
    if name in shift.holidays:
        return None
    if weekday in other:
        return other[weekday]
    return (shift.from_minute, shift.until_minute) if weekday in shift.days else None


class _Hours(NamedTuple):
    """The stretches that begin in one month, in order, and the working time before each."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]

    def passed(self, at: int) -> int:
        """Working milliseconds of this month that are over at ``at``."""
        last = bisect_right(self.starts, at) - 1
        return 0 if last < 0 else self.before[last] + min(at, self.ends[last]) - self.starts[last]


@lru_cache(maxsize=2048)
def _hours(shift: Shift, month: int) -> _Hours:
    """Month 24,312 is January 2026. Kept: a ranking asks for the same few months hundreds of times."""
    day = date(month // 12, month % 12 + 1, 1)
    starts: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    total = 0
    while day.month == month % 12 + 1:
        start, end = stretch(shift, day) or (0, 0)
        if end > start:
            starts.append(start)
            ends.append(end)
            before.append(total)
            total += end - start
        day += DAY
    return _Hours(tuple(starts), tuple(ends), tuple(before))


def working_minutes(shift: Shift, from_at: int, until_at: int) -> int:
    """Whole minutes of the shift between two instants; 0 when they are the wrong way round."""
    until_at = _within(until_at)
    from_at = max(_within(from_at), until_at - _LONGEST_MS)
    if until_at <= from_at:
        return 0
    # by UTC: a shift that crosses midnight began the day before, and the zone's date may differ by one more
    first, last = _month(from_at // _DAY_MS - 2), _month(until_at // _DAY_MS + 1)
    months = (_hours(shift, month) for month in range(first, last + 1))
    return sum(hours.passed(until_at) - hours.passed(from_at) for hours in months) // MINUTE


@lru_cache(maxsize=2048)
def _month(day: int) -> int:
    """Of a day, counted from the first of 1970."""
    moment = utc(day * _DAY_MS)
    return moment.year * 12 + moment.month - 1


def add_working(shift: Shift, at: int, length: Span) -> int:
    """The instant at which ``length`` of working time after ``at`` has passed."""
    left = (length.minutes + length.days * shift.minutes_a_day) * MINUTE
    for begins, ends in _ahead(shift, at):
        begin = max(begins, at)
        if ends - begin >= left:
            return begin + left
        left -= ends - begin
    return at + left  # a shift without a working day: wall time is all there is


def next_start(shift: Shift, at: int) -> int:
    """When the shift begins next, strictly after ``at``."""
    return next((begins for begins, _ in _ahead(shift, at) if begins > at), at)


def _ahead(shift: Shift, at: int) -> Iterator[tuple[int, int]]:
    """The stretches that end after ``at``, ten years of them at most, none behind the last year there is."""
    first = local(at, shift.zone).date() - DAY
    last = min(first.toordinal() + _FAR_DAYS, date.max.toordinal() - 2)
    for number in range(first.toordinal(), last):
        hours = stretch(shift, date.fromordinal(number))
        if hours is not None and hours[1] > at:
            yield hours


def latest_start(shift: Shift, now: int, minutes: int) -> int:
    """The latest instant since which more than so many working minutes have passed at ``now``: what began at or
    after the one after it has not been here so long. A shift without a working day: never (0)."""
    low, high = 0, now
    span = 7 * _DAY_MS
    while span < _LONGEST_MS and working_minutes(shift, now - span, now) <= minutes:
        high, span = now - span, span * 2
    low = now - span
    if working_minutes(shift, low, now) <= minutes:
        return 0
    while high - low > 1:
        middle = (low + high) // 2
        if working_minutes(shift, middle, now) > minutes:
            low = middle
        else:
            high = middle
    return high


def minutes_of(span: Span, shift: Shift) -> int:
    """A span in minutes of working time."""
    return span.minutes + span.days * shift.minutes_a_day
