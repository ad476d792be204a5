"""Working time: what lies inside the shift, by the wall clock of its zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domain.build import DAY, HOUR, MINUTE, at
from workboard.domain.rules import Shift, Span
from workboard.domain.working_time import (
    add_working,
    at_minute,
    day_bounds,
    instant,
    local,
    minutes_of,
    next_start,
    period_bounds,
    stretch,
    utc,
    working_minutes,
)

LONDON = "Europe/London"
DAY_SHIFT = Shift(zone=LONDON)
NIGHTS = Shift(days=frozenset(range(7)), from_minute=22 * 60, until_minute=6 * 60, zone=LONDON)
ROUND_THE_CLOCK = Shift(days=frozenset(range(7)), from_minute=8 * 60, until_minute=8 * 60, zone=LONDON)
CHRISTMAS = frozenset({"2026-12-25", "2026-12-28", "2027-01-01"})


def hours(shift: Shift, begin: str, end: str) -> float:
    return working_minutes(shift, at(begin, shift.zone), at(end, shift.zone)) / 60


# -- plain days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:30", 2.5),
        ("2026-11-24 07:00", "2026-11-24 09:00", 0),
        ("2026-11-24 08:00", "2026-11-24 18:00", 8),
        ("2026-11-24 16:00", "2026-11-25 10:00", 2),
        ("2026-11-27 16:00", "2026-11-30 10:00", 2),  # over a weekend
        ("2026-11-28 00:00", "2026-11-29 23:59", 0),  # nothing but a weekend
        ("2026-11-23 00:00", "2026-11-30 00:00", 40),
        ("2026-11-01 00:00", "2026-12-01 00:00", 21 * 8),
    ],
)
def test_hours_of_the_day_shift(begin: str, end: str, expected: float) -> None:
    assert hours(DAY_SHIFT, begin, end) == expected


def test_nothing_lies_between_an_instant_and_itself_or_an_earlier_one() -> None:
    noon = at("2026-11-24 12:00")
    assert working_minutes(DAY_SHIFT, noon, noon) == 0
    assert working_minutes(DAY_SHIFT, noon, noon - HOUR) == 0
    assert working_minutes(DAY_SHIFT, noon, noon - 400 * DAY) == 0


def test_only_whole_minutes_count() -> None:
    noon = at("2026-11-24 12:00")
    assert working_minutes(DAY_SHIFT, noon, noon + MINUTE - 1) == 0
    assert working_minutes(DAY_SHIFT, noon, noon + MINUTE) == 1


def test_parts_of_a_minute_on_two_days_add_up() -> None:
    half = MINUTE // 2
    begin, end = at("2026-11-24 17:00") - half, at("2026-11-25 09:00") + half
    assert working_minutes(DAY_SHIFT, begin, end) == 1


def test_holidays_are_free() -> None:
    closed = DAY_SHIFT._replace(holidays=CHRISTMAS)
    assert hours(closed, "2026-12-21 00:00", "2027-01-04 00:00") == 7 * 8
    assert hours(DAY_SHIFT, "2026-12-21 00:00", "2027-01-04 00:00") == 10 * 8


def test_a_shift_without_days_never_works() -> None:
    never = DAY_SHIFT._replace(days=frozenset())
    assert hours(never, "2020-01-01 00:00", "2030-01-01 00:00") == 0
    noon = at("2026-11-24 12:00")
    assert next_start(never, noon) == noon
    assert add_working(never, noon, Span(minutes=30)) == noon + 30 * MINUTE


# -- nights ----------------------------------------------------------------------------------------------------


def test_a_night_belongs_to_the_day_it_began_on() -> None:
    friday_only = NIGHTS._replace(days=frozenset({4}))
    assert hours(friday_only, "2026-11-27 00:00", "2026-11-28 12:00") == 8
    assert hours(friday_only, "2026-11-28 00:00", "2026-11-28 12:00") == 6  # Saturday's early hours are Friday's
    assert hours(friday_only, "2026-11-27 00:00", "2026-11-27 12:00") == 0  # Friday's early hours are Thursday's
    free = friday_only._replace(holidays=frozenset({"2026-11-27"}))
    assert hours(free, "2026-11-27 00:00", "2026-11-28 12:00") == 0
    assert hours(friday_only._replace(holidays=frozenset({"2026-11-28"})), "2026-11-28 00:00", "2026-11-28 12:00") == 6


def test_a_night_over_the_turn_of_a_month_and_of_a_year() -> None:
    assert hours(NIGHTS, "2026-10-31 22:00", "2026-11-01 06:00") == 8
    assert hours(NIGHTS, "2026-11-01 01:00", "2026-11-01 02:00") == 1
    assert hours(NIGHTS, "2027-01-01 00:30", "2027-01-01 05:00") == 4.5


def test_a_shift_that_ends_when_it_begins_lasts_a_whole_day() -> None:
    assert ROUND_THE_CLOCK.minutes_a_day == 24 * 60
    assert hours(ROUND_THE_CLOCK, "2026-11-23 13:37", "2026-11-30 13:37") == 7 * 24
    tuesday = ROUND_THE_CLOCK._replace(days=frozenset({1}))
    assert hours(tuesday, "2026-11-24 00:00", "2026-11-26 00:00") == 24
    assert hours(tuesday, "2026-11-25 07:00", "2026-11-25 09:00") == 1


# -- summer time -----------------------------------------------------------------------------------------------


def test_the_day_shift_has_eight_hours_whichever_way_the_clocks_go() -> None:
    for week in ("2026-03-23", "2026-10-19"):  # the Sunday of each changes the clocks
        begin = date.fromisoformat(week)
        assert hours(DAY_SHIFT, f"{begin} 00:00", f"{begin + timedelta(days=14)} 00:00") == 80
        assert hours(DAY_SHIFT, f"{begin + timedelta(days=4)} 16:00", f"{begin + timedelta(days=7)} 10:00") == 2


def test_the_night_the_clocks_go_forward_is_an_hour_short_and_in_autumn_an_hour_long() -> None:
    assert hours(NIGHTS, "2026-03-28 22:00", "2026-03-29 06:00") == 7
    assert hours(NIGHTS, "2026-10-24 22:00", "2026-10-25 06:00") == 9
    assert hours(NIGHTS, "2026-03-27 22:00", "2026-03-28 06:00") == 8


def test_years_of_nights_count_every_changed_clock() -> None:
    saturdays = NIGHTS._replace(days=frozenset({5}))  # both changes fall into Saturday's night
    begin, end = at("2026-01-01 12:00"), at("2027-01-01 12:00")
    assert working_minutes(saturdays, begin, end) == (52 * 8 - 1 + 1) * 60
    assert working_minutes(saturdays, begin, at("2026-07-01 12:00")) == (26 * 8 - 1) * 60


def test_a_zone_far_from_utc_has_its_own_monday() -> None:
    auckland = Shift(zone="Pacific/Auckland")
    assert hours(auckland, "2026-11-23 00:00", "2026-11-24 00:00") == 8
    assert working_minutes(auckland, at("2026-11-22 20:00", "UTC"), at("2026-11-22 22:00", "UTC")) == 120
    kiritimati = Shift(zone="Pacific/Kiritimati", from_minute=0, until_minute=60)
    assert hours(kiritimati, "2026-06-01 00:00", "2026-06-01 02:00") == 1


# -- against a count made by hand ------------------------------------------------------------------------------


def day_by_day(shift: Shift, from_at: int, until_at: int) -> int:
    """The same sum in the plainest way: each day's hours, cut to the span."""
    zone = ZoneInfo(shift.zone)
    utc = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=one) for one in (from_at, until_at)]
    day, last = utc[0].date() - timedelta(days=3), utc[1].date() + timedelta(days=2)
    total = timedelta()
    while day <= last:
        hours: dict[int | str, tuple[int, int]] = dict(shift.other)
        hours |= dict.fromkeys(shift.days - hours.keys(), (shift.from_minute, shift.until_minute))
        free = day.isoformat() in shift.holidays
        from_minute, until_minute = hours.get(day.isoformat()) or (not free and hours.get(day.weekday())) or (0, None)
        if until_minute is not None:
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
            length = (until_minute - from_minute) % 1440 or 1440
            begin = midnight + timedelta(minutes=from_minute)
            end = (begin + timedelta(minutes=length)).astimezone(UTC)
            total += max(timedelta(), min(end, utc[1]) - max(begin.astimezone(UTC), utc[0]))
        day += timedelta(days=1)
    return total // timedelta(minutes=1)


PART_TIME = ((4, (9 * 60, 13 * 60)), ("2026-12-24", (10 * 60, 12 * 60)), ("2024-02-29", (6 * 60, 8 * 60)))
shifts = st.builds(
    Shift,
    days=st.frozensets(st.integers(0, 6)),
    from_minute=st.sampled_from([0, 9 * 60, 13 * 60 + 30, 22 * 60, 23 * 60 + 59]),
    until_minute=st.sampled_from([0, 6 * 60, 9 * 60, 17 * 60, 22 * 60]),
    zone=st.sampled_from([LONDON, "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"]),
    holidays=st.sampled_from([frozenset(), CHRISTMAS]),
    other=st.sampled_from([(), PART_TIME]),
).map(lambda shift: shift if shift.until_minute > shift.from_minute else shift._replace(other=()))
instants = st.integers(at("2024-01-01 00:00"), at("2028-01-01 00:00"))


@given(shifts, instants, st.one_of(st.integers(0, 3 * DAY), st.integers(0, 60 * DAY)))
@example(NIGHTS, at("2026-03-01 12:00"), 30 * DAY)
@example(DAY_SHIFT._replace(holidays=CHRISTMAS), at("2026-12-20 12:00"), 20 * DAY)
def test_any_span_is_the_sum_of_its_days(shift: Shift, begin: int, length: int) -> None:
    assert working_minutes(shift, begin, begin + length) == day_by_day(shift, begin, begin + length)


@settings(max_examples=25)
@given(shifts, instants, st.integers(200 * DAY, 4000 * DAY))
@example(NIGHTS, at("2025-01-01 12:00"), 3650 * DAY)
def test_years_are_the_sum_of_their_days(shift: Shift, begin: int, length: int) -> None:
    assert working_minutes(shift, begin, begin + length) == day_by_day(shift, begin, begin + length)


@given(shifts, instants, st.lists(st.integers(0, 40 * DAY // MINUTE), min_size=1, max_size=4))
def test_a_span_is_the_sum_of_its_parts(shift: Shift, begin: int, cuts: list[int]) -> None:
    edges = [begin, *(begin + cut * MINUTE for cut in sorted(cuts))]
    begin -= begin % MINUTE
    edges = [edge - edge % MINUTE for edge in edges]
    parts = sum(working_minutes(shift, one, two) for one, two in pairwise(edges))
    assert parts == working_minutes(shift, begin, edges[-1])


# -- forwards --------------------------------------------------------------------------------------------------


@given(shifts.filter(lambda shift: shift.days), instants, st.integers(1, 60), st.sampled_from([0, 1, 3, 10, 300]))
def test_adding_working_time_is_the_inverse_of_counting_it(shift: Shift, begin: int, extra: int, days: int) -> None:
    span = Span(extra, days)
    minutes, end = minutes_of(span, shift), add_working(shift, begin, span)
    assert working_minutes(shift, begin, end) == minutes
    assert working_minutes(shift, begin, end - 1) == minutes - 1, "the earliest such instant"


@pytest.mark.parametrize(
    ("begin", "span", "expected"),
    [
        ("2026-11-24 10:00", Span(minutes=30), "2026-11-24 10:30"),
        ("2026-11-24 16:45", Span(minutes=30), "2026-11-25 09:15"),
        ("2026-11-24 10:00", Span(days=1), "2026-11-25 10:00"),
        ("2026-11-27 10:00", Span(days=3), "2026-12-02 10:00"),
        ("2026-11-28 10:00", Span(days=1), "2026-11-30 17:00"),  # a Saturday: all of Monday
        ("2026-11-24 09:00", Span(minutes=480), "2026-11-24 17:00"),
        ("2026-11-24 10:00", Span(minutes=60, days=1), "2026-11-25 11:00"),
        ("2026-11-28 10:00", Span(), "2026-11-30 09:00"),  # no time at all: when work goes on
        ("2026-11-24 10:00", Span(), "2026-11-24 10:00"),
        ("2026-03-27 16:00", Span(minutes=120), "2026-03-30 10:00"),  # the clocks change in between
    ],
)
def test_when_working_time_is_over(begin: str, span: Span, expected: str) -> None:
    assert add_working(DAY_SHIFT, at(begin), span) == at(expected)


def test_a_day_is_as_long_as_the_shifts_own() -> None:
    part_time = DAY_SHIFT._replace(until_minute=13 * 60)
    assert minutes_of(Span(minutes=5, days=2), part_time) == 2 * 240 + 5
    assert add_working(part_time, at("2026-11-24 10:00"), Span(days=1)) == at("2026-11-25 10:00")


@pytest.mark.parametrize(
    ("shift", "now", "expected"),
    [
        (DAY_SHIFT, "2026-11-24 08:59", "2026-11-24 09:00"),
        (DAY_SHIFT, "2026-11-24 09:00", "2026-11-25 09:00"),  # strictly after
        (DAY_SHIFT, "2026-11-27 12:00", "2026-11-30 09:00"),
        (DAY_SHIFT._replace(holidays=CHRISTMAS), "2026-12-24 12:00", "2026-12-29 09:00"),
        (NIGHTS, "2026-11-24 03:00", "2026-11-24 22:00"),
        (NIGHTS, "2026-11-24 23:00", "2026-11-25 22:00"),
        (DAY_SHIFT, "2026-03-28 12:00", "2026-03-30 09:00"),
    ],
)
def test_when_the_shift_begins_next(shift: Shift, now: str, expected: str) -> None:
    assert next_start(shift, at(now)) == at(expected)


@given(shifts.filter(lambda shift: shift.days), instants)
def test_the_next_start_is_a_start_and_nothing_starts_before_it(shift: Shift, now: int) -> None:
    start = next_start(shift, now)
    day = local(start, shift.zone).date()
    assert start > now
    assert (stretch(shift, day) or (0, 0))[0] == start
    between = local(now, shift.zone).date()
    while between < day:
        hours_of_day = stretch(shift, between)
        assert hours_of_day is None or hours_of_day[0] <= now
        between += timedelta(days=1)


# -- days and periods ------------------------------------------------------------------------------------------


def test_a_day_goes_from_midnight_to_midnight_of_the_zone() -> None:
    assert day_bounds(at("2026-07-01 00:30"), LONDON) == (at("2026-07-01 00:00"), at("2026-07-02 00:00"))
    assert day_bounds(at("2026-07-01 00:30"), "UTC") == (at("2026-06-30", "UTC"), at("2026-07-01", "UTC"))
    midnight = at("2026-07-01 00:00")
    assert day_bounds(midnight, LONDON)[0] == midnight
    assert day_bounds(midnight - 1, LONDON)[1] == midnight


@pytest.mark.parametrize(("day", "length"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-24", 24)])
def test_a_day_may_be_an_hour_short_or_long(day: str, length: int) -> None:
    start, end = day_bounds(at(f"{day} 12:00"), LONDON)
    assert end - start == length * HOUR


def test_a_day_without_a_midnight_begins_when_its_clock_begins() -> None:
    santiago = "America/Santiago"  # the clocks go from 24:00 to 01:00
    start, end = day_bounds(at("2026-09-06 12:00", santiago), santiago)
    assert local(start, santiago).hour == 1
    assert end - start == 23 * HOUR
    assert day_bounds(start - 1, santiago)[1] == start


@pytest.mark.parametrize(
    ("now", "period", "first", "after"),
    [
        ("2026-11-24 10:42", "day", "2026-11-24", "2026-11-25"),
        ("2026-11-24 10:42", "week", "2026-11-23", "2026-11-30"),
        ("2026-11-23 00:00", "week", "2026-11-23", "2026-11-30"),
        ("2026-11-29 23:59", "week", "2026-11-23", "2026-11-30"),
        ("2026-11-24 10:42", "month", "2026-11-01", "2026-12-01"),
        ("2026-12-31 23:59", "month", "2026-12-01", "2027-01-01"),
        ("2027-01-01 00:00", "week", "2026-12-28", "2027-01-04"),
        ("2028-02-29 10:00", "month", "2028-02-01", "2028-03-01"),
        ("2026-10-25 12:00", "day", "2026-10-25", "2026-10-26"),
    ],
)
def test_periods(now: str, period: str, first: str, after: str) -> None:
    assert period_bounds(at(now), period, LONDON) == (at(first), at(after))


def test_the_zone_decides_which_month_it_is() -> None:
    late = at("2026-11-30 20:00", "UTC")
    assert period_bounds(late, "month", "Pacific/Auckland")[0] == at("2026-12-01", "Pacific/Auckland")
    assert period_bounds(late, "month", "UTC")[0] == at("2026-11-01", "UTC")


def test_minutes_after_midnight_go_by_the_wall_clock() -> None:
    assert at_minute(date(2026, 3, 29), 9 * 60, LONDON) == at("2026-03-29 09:00")
    assert at_minute(date(2026, 3, 28), 33 * 60, LONDON) == at("2026-03-29 09:00"), (
        "past midnight: the next day's clock"
    )
    assert instant(local(at("2026-11-24 10:42"), "Asia/Tokyo")) == at("2026-11-24 10:42")


@pytest.mark.parametrize("far", [253_402_300_799_000, 1 << 60, -62_135_596_800_000, -(1 << 60)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_an_instant_no_calendar_holds_breaks_nothing(far: int, zone: str) -> None:
    assert local(far, zone).year in (1970, 1971, 9998, 9999)
    start, end = day_bounds(far, zone)
    assert start < end
    period_bounds(far, "month", zone)
    noon = at("2026-11-24 12:00", zone)
    assert working_minutes(Shift(zone=zone), noon, noon + HOUR) == 60


ANY_INSTANT = st.integers(-(1 << 63), (1 << 63) - 1)
NEVER = 253_402_350_399_000
"""9999-12-31T23:59:59-14:00: in UTC behind the last year there is"""


@given(ANY_INSTANT, st.sampled_from([DAY_SHIFT, NIGHTS, ROUND_THE_CLOCK, Shift(days=frozenset())]))
@example(NEVER, NIGHTS)
@example(253_370_764_800_000 - 1, ROUND_THE_CLOCK)
@settings(max_examples=60, deadline=None)
def test_any_instant_has_its_hours_and_what_follows_them(far: int, shift: Shift) -> None:
    assert add_working(shift, far, Span(30, 0)) >= far
    assert next_start(shift, far) >= far
    assert working_minutes(shift, far, at("2026-11-24 12:00")) >= 0
    assert working_minutes(shift, at("2026-11-24 12:00"), far) >= 0


@given(ANY_INSTANT)
@example(NEVER)
def test_any_instant_has_a_date_of_four_figures(far: int) -> None:
    assert 1 <= utc(far).year <= 9999
    assert len(utc(far).isoformat(timespec="seconds")) == len("2026-11-24T10:42:00+00:00")


def test_an_instant_the_calendar_holds_is_exact() -> None:
    assert utc(253_402_300_799_999).isoformat() == "9999-12-31T23:59:59.999000+00:00"
    assert utc(-1).isoformat() == "1969-12-31T23:59:59.999000+00:00"


def test_a_wait_of_all_the_years_there_are_is_one_of_a_century() -> None:
    assert 90 * 260 * 8 * 60 < working_minutes(DAY_SHIFT, -(1 << 60), 1 << 60) < 101 * 262 * 8 * 60


def test_hours_of_their_own_and_no_minute_twice() -> None:
    """Fridays until one, a half day before Christmas, a day off; a night that ends where an early day begins."""
    part_time = DAY_SHIFT._replace(other=PART_TIME, holidays=frozenset({"2026-12-25"}))
    assert hours(part_time, "2026-11-23 00:00", "2026-11-30 00:00") == 4 * 8 + 4
    assert hours(part_time, "2026-12-24 00:00", "2026-12-27 00:00") == 2, "hours of the date, then a holiday"
    off = part_time.without(frozenset({"2026-12-24", "2026-12-23"}))
    assert hours(off, "2026-12-23 00:00", "2026-12-27 00:00") == 0, "who has the day off has no half of it"
    early = NIGHTS._replace(other=((3, (4 * 60, 5 * 60)),))
    assert hours(early, "2026-11-25 12:00", "2026-11-26 12:00") == 6 + 1
