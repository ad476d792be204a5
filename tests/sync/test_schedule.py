"""When to look and when to try again: never negative, never longer than it may be."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workboard.backends.http_answers import retry_after
from workboard.domain.errors import Garbled, RemoteError, SignInFailed, Throttled, Unreachable
from workboard.domain.intent import AddNote, Answer, SetCategory
from workboard.sync.outgoing import CLOCK_JUMP_MS
from workboard.sync.schedule import (
    CAP_MS,
    FIRST_MS,
    IDLE_POLL_MS,
    LISTING_MS,
    POLL_MS,
    RETRY_AFTER_CAP_MS,
    backoff,
    next_read,
    settle,
    wait_after,
)

CHANCE = st.floats(0, 1, exclude_max=True)
FAILURES = st.integers(0, 10**9)
SECONDS = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(-(10**12), 10**12))
ERRORS = st.one_of(
    st.just(Unreachable("cut")),
    st.just(Garbled("what?")),
    st.just(SignInFailed("who?")),
    st.builds(lambda after: Throttled("slow", retry_after_s=after), SECONDS),
)


@given(FAILURES, CHANCE)
@example(0, 0.0)
@example(10**9, 0.999_999_999)
def test_the_back_off_is_full_jitter_below_a_bound_that_doubles_to_five_minutes(failures: int, chance: float) -> None:
    assert 0 <= backoff(failures, chance) <= min(CAP_MS, FIRST_MS * 2 ** min(failures, 60))
    assert backoff(failures, 0.0) == 0
    assert backoff(failures + 1, chance) >= backoff(failures, chance)


@given(ERRORS, FAILURES, CHANCE)
def test_no_wait_is_negative_or_longer_than_an_hour(error: RemoteError, failures: int, chance: float) -> None:
    assert 0 <= wait_after(error, failures, chance) <= RETRY_AFTER_CAP_MS


@given(st.text(max_size=40), st.one_of(st.none(), st.text(max_size=40)))
@example("Wed, 25 Nov 99999999999999999999 16:00:00 GMT", "Wed, 25 Nov 2026 16:00:00 GMT")
@example("Wed, 25 Nov 0001 16:00:00 +9999", "Wed, 25 Nov 9999 16:00:00 -9999")
@example("1e400", None)
@example("-inf", None)
@example("١٧", None)
def test_whatever_the_header_says_it_is_nothing_or_up_to_an_hour(value: str, date: str | None) -> None:
    seconds = retry_after(value, date)
    assert seconds is None or 0 <= seconds <= 3600


@given(st.integers(0, 10**9), st.floats(0, 10), CHANCE)
def test_a_look_comes_within_eleven_minutes_and_not_within_fifty_seconds(
    quiet: int, share: float, chance: float
) -> None:
    assert 0.9 * POLL_MS - 1 <= next_read(quiet, share, chance) <= 2.2 * IDLE_POLL_MS


def test_news_bring_a_look_each_minute_and_quiet_each_five() -> None:
    assert next_read(0, 0.0, 0.5) == POLL_MS
    assert [next_read(quiet, 0.0, 0.5) for quiet in (1, 2, 3, 4, 50)] == [90_000, 135_000, 202_500, 300_000, 300_000]


@pytest.mark.parametrize(("share", "times"), [(0.39, 1), (0.40, 2), (0.49, 2), (0.50, 4), (0.74, 4)])
def test_the_nearer_the_end_of_the_hours_calls_the_more_seldom(share: float, times: int) -> None:
    assert next_read(0, share, 0.5) == times * POLL_MS


def test_boards_opened_together_drift_apart() -> None:
    assert next_read(0, 0.0, 0.0) < next_read(0, 0.0, 0.5) < next_read(0, 0.0, 0.99)


def test_nothing_that_is_stored_waits_long_enough_to_look_like_a_clock_that_went_back() -> None:
    longest = [wait_after(Throttled("slow", retry_after_s=1e12), 99, 0.999_999), CAP_MS, LISTING_MS, 2 * IDLE_POLL_MS]
    assert max(longest) <= CLOCK_JUMP_MS


@pytest.mark.parametrize(
    ("intent", "seconds"),
    [
        (AddNote("t", "x"), 30),
        (AddNote("t", "x", 15), 120),
        (Answer("t", "x"), 120),
        (SetCategory("t", "done", "open"), 30),
    ],
)
def test_a_second_copy_that_costs_somebody_is_waited_for_longer(
    intent: AddNote | Answer | SetCategory, seconds: int
) -> None:
    assert settle(intent, 30, 120) == 1000 * seconds
