"""After trouble: waits that grow, a breaker that opens and is closed by the first success, and a bucket of retries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.errors import Garbled, SignInFailed, Throttled, Unreachable, WorkboardError
from workboard.sync.breaker import LEAST_S, OPENS_AFTER, PROBE_FIRST_S, PROBE_LAST_S, TOKENS, Breaker

CUT = Unreachable("cut")


class Clock:
    def __init__(self, at: float = 1000.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def breaker(chance: float = 0.0, clock: Callable[[], float] | None = None) -> Breaker:
    return Breaker(clock or Clock(), lambda: chance)


def failed(one: Breaker, times: int, error: WorkboardError = CUT) -> Breaker:
    for _ in range(times):
        one.failed(error)
    return one


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.999])
def test_five_cuts_in_a_row_open_it_for_half_a_minute_to_five(chance: float) -> None:
    one = failed(breaker(chance), OPENS_AFTER - 1)
    assert not one.is_open()
    assert one.rest_s() <= 16
    for _ in range(20):
        one.failed(CUT)
        assert one.is_open()
        assert PROBE_FIRST_S <= one.rest_s() <= PROBE_LAST_S
    assert one.rest_s() == pytest.approx(PROBE_FIRST_S + chance * (PROBE_LAST_S - PROBE_FIRST_S))


def test_the_first_success_closes_it() -> None:
    one = failed(breaker(), 9)
    one.succeeded()
    assert (one.is_open(), one.has_failed(), one.rest_s()) == (False, False, 0.0)


def test_only_cuts_in_a_row_open_it() -> None:
    one = failed(breaker(), OPENS_AFTER - 1)
    one.failed(Throttled("slow", retry_after_s=1))
    one.failed(CUT)
    assert not one.is_open()


def test_a_remote_that_asks_for_time_gets_it_and_one_that_asks_for_none_gets_some() -> None:
    assert failed(breaker(), 1, Throttled("slow", retry_after_s=90)).rest_s() == 90
    assert failed(breaker(), 1, Throttled("slow", retry_after_s=10**9)).rest_s() == 3600
    assert failed(breaker(), 1, Throttled("slow", retry_after_s=-5)).rest_s() == LEAST_S
    assert failed(breaker(0.9), 6, Throttled("slow", retry_after_s=0)).rest_s() > 30
    assert failed(breaker(), 1, SignInFailed("who?")).rest_s() == 300


def test_every_other_call_failing_empties_the_bucket_and_then_keeps_to_the_probes_pace() -> None:
    one = breaker()
    quick = 0
    for _ in range(100):
        one.failed(Garbled("what?"))
        quick += one.rest_s() < PROBE_FIRST_S
        one.succeeded()
    assert quick == TOKENS + 9, "ten tokens, and one earned back by each ten successes of a hundred"


def test_a_hundred_successes_fill_the_bucket_and_no_more() -> None:
    one = failed(breaker(), 30, Garbled("what?"))
    for _ in range(500):
        one.succeeded()
    quick = 0
    for _ in range(20):
        one.failed(Garbled("what?"))
        quick += one.rest_s() < PROBE_FIRST_S
    assert quick == TOKENS


ERRORS = st.sampled_from(
    [CUT, Garbled("what?"), SignInFailed("who?"), *(Throttled("slow", retry_after_s=s) for s in (None, -1, 0, 9, 9e9))]
)


@given(st.lists(st.one_of(st.none(), ERRORS, st.floats(0, 1e6)), max_size=60), st.floats(0, 1, exclude_max=True))
def test_no_rest_is_negative_or_longer_than_an_hour(steps: list[WorkboardError | float | None], chance: float) -> None:
    clock = Clock()
    one = breaker(chance, clock)
    for step in steps:
        if step is None:
            one.succeeded()
        elif isinstance(step, float | int):
            clock.at += step
        else:
            one.failed(step)
            assert one.rest_s() >= LEAST_S - 1e-6
        assert 0 <= one.rest_s() <= 3600 + 1e-6
