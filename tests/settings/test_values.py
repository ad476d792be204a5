"""The short texts of the settings files: read, refused, and written back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.errors import SettingsError
from workboard.domain.rules import GoalRule, Span
from workboard.settings import texts, values


@pytest.mark.parametrize(
    ("read", "text", "meant"),
    [
        (values.minutes, "5m", 5),
        (values.minutes, "1h", 60),
        (values.minutes, "1h30", 90),
        (values.minutes, "1h30m", 90),
        (values.minutes, "0m", 0),
        (values.span, "1h", Span(60)),
        (values.span, "10d", Span(days=10)),
        (values.span, "1d4h", Span(240, 1)),
        (values.span, "2d30m", Span(30, 2)),
        (values.seconds, "30s", 30),
        (values.seconds, "120s", 120),
        (values.seconds, "1m30s", 90),
        (values.time_of_day, "09:00", 540),
        (values.time_of_day, "24:00", 0),
        (values.hours, "09:00-17:00", (540, 1020)),
        (values.hours, "22:00 - 06:00", (1320, 360)),
        (values.weekdays, "mon-fri", frozenset(range(5))),
        (values.weekdays, "Mon, wed", frozenset({0, 2})),
        (values.weekdays, "sat-mon", frozenset({5, 6, 0})),
        (values.date, "2026-12-25", "2026-12-25"),
        (values.goal, "6h worked per day", GoalRule("worked", 360)),
        (values.goal, "60 done per day", GoalRule("done", 60)),
        (values.goal, "90% replies per week", GoalRule("replies", 90, "week")),
        (values.zone, "Europe/London", "Europe/London"),
        (values.url, "https://rt.example.org/rt/", "https://rt.example.org/rt"),
        (values.url, "http://localhost:8080", "http://localhost:8080"),
        (values.url, "http://127.0.0.1", "http://127.0.0.1"),
        (values.url, "http://[::1]:80/x", "http://[::1]:80/x"),
    ],
)
def test_reads(read: Callable[[str], Any], text: str, meant: Any) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (values.minutes, "5", "duration"),
        (values.minutes, "", "duration"),
        (values.minutes, "1d", "hours and minutes"),
        (values.minutes, "٣m", "duration"),
        (values.minutes, "99999999999h", "duration"),
        (values.span, "1h1h", "2d"),
        (values.seconds, "5h", "30s"),
        (values.time_of_day, "24:01", "09:00"),
        (values.time_of_day, "9.30", "09:00"),
        (values.time_of_day, "10:60", "09:00"),
        (values.hours, "09:00", "09:00-17:00"),
        (values.weekdays, "mon-frei", "weekday"),
        (values.weekdays, "", "weekday"),
        (values.date, "2026-02-30", "date"),
        (values.goal, "6 worked per day", "duration"),
        (values.goal, "6h done per day", "number of done"),
        (values.goal, "60 dne per day", 'did you mean "done"'),
        (values.goal, "60 done per fortnight", "choose from"),
        (values.goal, "60 done", "goal"),
        (values.goal, "101% replies per day", "100 at most"),
        (values.zone, "europe/london", '"Europe/London"'),
        (values.zone, "../../etc/passwd", "time zone"),
        (values.zone, "Europe", "time zone"),
        (values.zone, "", "time zone"),
        (values.url, "http://rt.example.org", "https"),
        (values.url, "http://127.0.0.1.evil.org", "https"),
        (values.url, "ftp://rt.example.org", "address"),
        (values.url, "https://rt.example.org/?x=1", "address"),
        (values.slug, "Help Desk", "small letters"),
    ],
)
def test_refuses_in_one_line(read: Callable[[str], Any], text: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_address_with_a_password_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        values.url("https://dana:hunter2@rt.example.org")
    assert "hunter2" not in str(caught.value)


def test_control_characters_do_not_reach_the_terminal() -> None:
    with pytest.raises(SettingsError) as caught:
        values.minutes("\x1b]0;x\x1b\\\u202e")
    assert str(caught.value).isprintable()


def test_nearest_finds_the_slip_and_nothing_far_away() -> None:
    assert values.nearest("quue", ["queue", "url"]) == "queue"
    assert values.nearest("zebra", ["queue", "url"]) is None


@given(st.integers(0, 9000))
def test_minutes_round_trip(minutes: int) -> None:
    assert values.minutes(texts.minutes_text(minutes)) == minutes


@given(st.builds(Span, st.integers(0, 9000), st.integers(0, 9999)))
def test_span_round_trip(span: Span) -> None:
    assert values.span(texts.span_text(span)) == span


@given(st.integers(0, 99999))
def test_seconds_round_trip(seconds: int) -> None:
    assert values.seconds(texts.seconds_text(seconds)) == seconds


@given(st.tuples(st.integers(0, 1439), st.integers(0, 1439)))
def test_hours_round_trip(hours: tuple[int, int]) -> None:
    assert values.hours(texts.hours_text(hours)) == hours


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_weekdays_round_trip(days: frozenset[int]) -> None:
    assert values.weekdays(texts.weekdays_text(days)) == days


@given(st.sampled_from(values.METRICS), st.integers(0, 100), st.sampled_from(values.PERIODS))
def test_goal_round_trip(metric: Any, target: int, period: Any) -> None:
    goal = GoalRule(metric, target, period)
    assert values.goal(texts.goal_text(goal)) == goal
