"""The clock: the wall's, or from an instant asked for, stopped or going on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.errors import UsageError
from workboard.host.clock import clock, clock_from, instant

TUESDAY = 1_795_516_920_000
"""2026-11-24T10:42:00Z"""


@pytest.mark.parametrize(
    ("text", "zone", "at"),
    [
        ("2026-11-24T10:42:00Z", "Asia/Tokyo", TUESDAY),
        ("2026-11-24T11:42+01:00", "UTC", TUESDAY),
        ("2026-11-24T10:42", "Europe/London", TUESDAY),
        ("2026-11-24 19:42", "Asia/Tokyo", TUESDAY),
        ("2026-11-24T10:42:00.500Z", "UTC", TUESDAY + 500),
        ("2026-11-24", "UTC", TUESDAY - (10 * 60 + 42) * 60_000),
        ("2026-07-01T12:00", "Europe/London", 1_782_903_600_000),
    ],
)
def test_an_instant_is_read_in_its_offset_or_the_zone(text: str, zone: str, at: int) -> None:
    assert instant(text, zone) == at


@pytest.mark.parametrize("text", ["yesterday", "10:42", "2026-13-01T00:00", "2026-11-24T10:42+99:00", "\x1b[2J"])
def test_a_wrong_instant_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="is not an instant") as caught:
        clock(text, "UTC", frozen=True)
    assert str(caught.value).isprintable()


@given(st.text())
def test_any_text_is_an_instant_or_refused(text: str) -> None:
    try:
        assert isinstance(instant(text, "Europe/London"), int)
    except UsageError:
        return


def test_stopped_it_stays_and_running_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic_ns", lambda: 7_000_000_000)
    stopped = clock("2026-11-24T10:42:00Z", "UTC", frozen=True)
    running = clock("2026-11-24T10:42:00Z", "UTC", frozen=False)
    assert stopped.now() == running.now() == TUESDAY
    monkeypatch.setattr(time, "monotonic_ns", lambda: 7_000_000_000 + 90_000_000_000)
    assert stopped.now() == TUESDAY
    assert running.now() == TUESDAY + 90_000


def test_a_running_clock_does_not_follow_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    running = clock_from(TUESDAY, frozen=False)
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert running.now() >= TUESDAY


@pytest.mark.parametrize("frozen", [True, False])
def test_without_an_instant_it_is_the_wall_clock(monkeypatch: pytest.MonkeyPatch, frozen: bool) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: TUESDAY * 1_000_000 + 999_999)
    assert clock(None, "UTC", frozen).now() == TUESDAY
    assert clock("", "UTC", frozen).now() == TUESDAY
