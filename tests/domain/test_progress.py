"""Done against goal: what counts, and the word for the pace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import NOW, SHIFT, at
from workboard.domain.progress import PACE_WORDS, UNITS, done, least_on_pace, minutes, pace, percent, progress, shared
from workboard.domain.rules import GoalRule, Shift
from workboard.domain.ticket import DoneEvent, TimeEntry


def entry(booked: int, kind: str = "work", billable: int | None = None) -> TimeEntry:
    return TimeEntry("t", "7", NOW, booked, None, kind, billable)  # type: ignore[arg-type]


def closed(ticket: str | None = None, activity: str | None = None, by: str = "7", key: str = "") -> DoneEvent:
    return DoneEvent(key or f"{by}{ticket}{activity}", by, NOW, ticket, activity)


# -- minutes -----------------------------------------------------------------------------------------------------

BOOKED = [entry(60, billable=45), entry(20, "interruption"), entry(5, "quick_fix", billable=5), entry(10, billable=0)]


def test_worked_is_all_planned_leaves_out_what_came_in_between_billable_is_its_own_count() -> None:
    assert minutes(BOOKED, "worked") == 95
    assert minutes(BOOKED, "planned") == 70
    assert minutes(BOOKED, "billable") == 50
    assert [minutes([], metric) for metric in ("worked", "planned", "billable")] == [0, 0, 0]


# -- pieces finished ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "count"),
    [
        ([], 0),
        ([closed("t1")], 1),
        ([closed("t1"), closed("t2")], 2),
        ([closed("t1", "a1")], 1),
        ([closed("t1", "a1"), closed("t1", "a1", key="seen again")], 1),
        ([closed("t1"), closed("t1", key="closed twice")], 1),
        ([closed("t1", "a1"), closed("t1")], 1),  # a ticket and its activity
        ([closed("t1"), closed("t1", "a1")], 1),
        ([closed("t1", "visit"), closed("t1", "call")], 2),  # two pieces of work on one ticket
        ([closed("t1", "visit"), closed("t1", "call"), closed("t1")], 2),
        ([closed("t1", "a1"), closed("t2")], 2),
        ([closed("t1", by="7"), closed("t1", by="8")], 1),  # a team finishes a ticket once
        ([closed(None, "a1"), closed(None, "a2"), closed("t1")], 3),
        ([closed(key="x"), closed(key="y")], 2),
    ],
)
def test_what_counts_as_done(events: list[DoneEvent], count: int) -> None:
    assert done(events) == count
    assert done(iter(events[::-1])) == count


# -- pace --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "target", "passed", "whole", "expected"),
    [
        (0, None, 240, 480, "none"),
        (500, None, 240, 480, "none"),
        (0, 0, 240, 480, "none"),
        (360, 360, 0, 480, "met"),
        (361, 360, 480, 480, "met"),
        (359, 360, 480, 480, "on"),
        (324, 360, 480, 480, "on"),  # a tenth below
        (323, 360, 480, 480, "behind"),
        (180, 360, 240, 480, "on"),
        (162, 360, 240, 480, "on"),
        (161, 360, 240, 480, "behind"),
        (0, 360, 0, 480, "on"),  # before the shift nothing is expected
        (0, 360, 1, 480, "behind"),
        (0, 360, 0, 0, "on"),  # a free day
    ],
)
def test_the_pace(amount: int, target: int | None, passed: int, whole: int, expected: str) -> None:
    assert pace(amount, target, passed, whole) == expected


def test_the_words_are_plain_and_there_is_one_for_each() -> None:
    assert PACE_WORDS == {"none": "no goal", "met": "goal met", "on": "on pace", "behind": "behind pace"}


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_more_done_is_never_a_worse_pace(amount: int, target: int, passed: int, whole: int) -> None:
    order = ["behind", "on", "met"]
    one, more = pace(amount, target, passed, whole), pace(amount + 1, target, passed, whole)
    if target:
        assert order.index(one) <= order.index(more)
        assert (one == "met") is (amount >= target)
    else:
        assert one == more == "none"


# -- a goal in its period ----------------------------------------------------------------------------------------


def test_without_a_goal_the_sum_is_shown() -> None:
    one = progress(None, 220, SHIFT, NOW)
    assert (one.metric, one.done, one.target, one.unit, one.pace) == ("worked", 220, None, "minutes", "none")


def test_a_goal_says_what_it_counts() -> None:
    for metric, unit in UNITS.items():
        one = progress(GoalRule(metric, 60), 12, SHIFT, NOW)
        assert (one.metric, one.done, one.target, one.unit) == (metric, 12, 60, unit)
    assert UNITS["done"] == "count"
    assert UNITS["worked"] == "minutes"


@pytest.mark.parametrize(
    ("now", "period", "least"),
    [
        # of 100 in the period: nine tenths of the share of working time that has passed
        ("2026-11-24 08:00", "day", 0),
        ("2026-11-24 13:00", "day", 45),
        ("2026-11-24 20:00", "day", 90),
        ("2026-11-23 13:00", "week", 9),
        ("2026-11-25 13:00", "week", 45),
        ("2026-11-28 13:00", "week", 90),
        ("2026-11-16 00:00", "month", 43),  # 10 of 21 days
        ("2026-11-30 13:00", "month", 88),
    ],
)
def test_what_is_expected_by_now(now: str, period: str, least: int) -> None:
    rule = GoalRule("done", 100, period)  # type: ignore[arg-type]
    assert progress(rule, least, SHIFT, at(now)).pace == "on"
    if least:
        assert progress(rule, least - 1, SHIFT, at(now)).pace == "behind"


def test_a_free_day_expects_nothing() -> None:
    rule = GoalRule("worked", 360)
    assert progress(rule, 0, SHIFT, at("2026-11-28 12:00")).pace == "on"
    holiday = SHIFT._replace(holidays=frozenset({"2026-11-24"}))
    assert progress(rule, 0, holiday, NOW).pace == "on"
    assert progress(rule, 0, SHIFT, NOW).pace == "behind"


def test_the_day_is_one_of_the_shifts_zone() -> None:
    rule = GoalRule("worked", 360)
    auckland = Shift(zone="Pacific/Auckland")
    evening = at("2026-11-24 20:30", "UTC")  # Wednesday 9:30 in Auckland
    assert progress(rule, 24, auckland, evening).pace == "on"
    assert progress(rule, 24, Shift(), evening).pace == "behind"


def test_a_team_is_measured_by_the_same_share() -> None:
    rule = GoalRule("done", 60)
    for heads in (1, 2, 50):
        assert progress(rule, 11, SHIFT, at("2026-11-24 10:36"), heads).pace == "on"
        assert progress(rule, 10, SHIFT, at("2026-11-24 10:36"), heads).pace == "behind"
    assert progress(rule, 0, SHIFT, NOW, 0).pace == "on", "a team of nobody divides by nothing"


# -- people with hours of their own, and percentages -------------------------------------------------------------


@given(st.integers(1, 1000), st.integers(0, 480), st.integers(1, 480))
def test_the_least_on_pace_is_on_pace_and_one_less_is_not(target: int, passed: int, whole: int) -> None:
    passed = min(passed, whole)
    least = least_on_pace(target, passed, whole)
    assert pace(least, target, passed, whole) in ("on", "met")
    assert least == 0 or pace(least - 1, target, passed, whole) == "behind"
    assert least_on_pace(target, 0, 0) == 0


def test_hours_that_differ_are_added_up() -> None:
    """At 10:36 of nine to five and of eleven to three: 96 of 720 minutes are over."""
    late = SHIFT._replace(from_minute=11 * 60, until_minute=15 * 60)
    rule, now = GoalRule("done", 75), at("2026-11-24 10:36")
    assert shared(rule, 9, (SHIFT, late), SHIFT.zone, now).pace == "on"
    assert shared(rule, 8, (SHIFT, late), SHIFT.zone, now).pace == "behind"
    assert shared(rule, 0, (), SHIFT.zone, now).pace == "on", "nobody has time for it"


def test_a_percentage_is_as_good_in_the_morning_as_in_the_evening() -> None:
    rule = GoalRule("replies", 90)
    for moment in ("2026-11-24 09:01", "2026-11-24 16:59", "2026-11-28 12:00"):
        paces = [progress(rule, amount, SHIFT, at(moment)).pace for amount in (80, 81, 90, 100)]
        assert paces == ["behind", "on", "met", "met"]
    assert [percent(0, 0), percent(2, 3), percent(3, 3), percent(0, 5)] == [100, 66, 100, 0]
