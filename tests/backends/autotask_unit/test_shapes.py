"""Dates, numbers and flags as Autotask writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workboard.backends.autotask.shapes import Misshapen, day, flag, hours, identifier, instant, number, reference, utc

MOMENTS = some.timedeltas(timedelta(days=7305), timedelta(days=47482)).map(
    lambda since: datetime(1970, 1, 1, tzinfo=UTC) + since
)
"""from 1990 to 2100"""
ZONES = ["UTC", "Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "Pacific/Pago_Pago"]


def ms(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


@given(MOMENTS, some.integers(0, 7), some.booleans())
def test_an_instant_is_read_with_any_fraction_with_or_without_z(moment: datetime, digits: int, zulu: bool) -> None:
    whole = moment.replace(microsecond=0)
    fraction = f".{moment.microsecond * 10:07d}"[: digits + 1] if digits else ""
    text = f"{whole:%Y-%m-%dT%H:%M:%S}{fraction}{'Z' if zulu else ''}"
    found = instant({"at": text}, "at")
    assert found is not None
    assert 0 <= found - ms(whole) < 1000
    if digits >= 3:
        assert found == ms(moment)


@given(MOMENTS, some.integers(-12, 14))
def test_an_offset_is_counted(moment: datetime, offset: int) -> None:
    there = moment.astimezone(timezone(timedelta(hours=offset))).replace(microsecond=0)
    assert instant({"at": there.isoformat()}, "at") == ms(moment.replace(microsecond=0))


@given(MOMENTS)
def test_what_is_written_is_whole_seconds_of_utc_and_reads_back(moment: datetime) -> None:
    text = utc(ms(moment))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text)
    assert instant({"at": text}, "at") == ms(moment) // 1000 * 1000


@given(MOMENTS, some.sampled_from(ZONES))
def test_a_date_is_the_technicians_own_at_midnight(moment: datetime, zone: str) -> None:
    from zoneinfo import ZoneInfo

    assert day(ms(moment), zone) == f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d}T00:00:00Z"


def test_late_in_the_evening_far_west_it_is_still_today() -> None:
    late = ms(datetime(2026, 3, 12, 3, 30, tzinfo=UTC))
    assert day(late, "America/New_York") == "2026-03-11T00:00:00Z"
    assert day(late, "Pacific/Auckland") == "2026-03-12T00:00:00Z"


@pytest.mark.parametrize("value", [None, "", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z"])
def test_nothing_is_no_instant(value: str | None) -> None:
    assert instant({"at": value}, "at") is None


@pytest.mark.parametrize("value", ["soon", 5, [], "2026-13-01T00:00:00Z", {"a": 1}])
def test_what_is_no_date_is_said(value: object) -> None:
    with pytest.raises(Misshapen):
        instant({"at": value}, "at")


@given(some.integers(1, 2**53 - 1))
def test_a_number_may_come_as_text(value: int) -> None:
    assert number({"n": value}, "n") == number({"n": str(value)}, "n") == identifier({"n": value}, "n") == value


@pytest.mark.parametrize("value", ["7x", 1.5, [], 2**53, "1e400"])
def test_what_is_no_number_is_said(value: object) -> None:
    with pytest.raises(Misshapen):
        number({"n": value}, "n")


def test_the_company_zero_is_somebody() -> None:
    assert reference({"companyID": 0}, "companyID") == 0
    assert reference({"companyID": None}, "companyID") is None
    assert reference({"companyID": -1}, "companyID") is None


FLAGS = [(1, True), (0, False), (True, True), ("true", True), ("0", False), (None, False)]


@pytest.mark.parametrize(("value", "yes"), FLAGS)
def test_a_flag_comes_in_many_ways(value: object, yes: bool) -> None:
    assert flag({"isComplete": value}, "isComplete") is yes


@pytest.mark.parametrize(("value", "minutes"), [(0.4167, 25), ("0.25", 15), (0, 0), (None, None)])
def test_hours_are_whole_minutes(value: object, minutes: int | None) -> None:
    assert hours({"h": value}, "h") == minutes


@pytest.mark.parametrize("value", ["nan", 1e9, "x", []])
def test_absurd_hours_are_said(value: object) -> None:
    with pytest.raises(Misshapen):
        hours({"h": value}, "h")
