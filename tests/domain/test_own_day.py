"""One's own day in figures: by source, by client, by hour, and what of the focus nothing interrupted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workboard.domain.own_day import OwnDay, Piece, Share, own_day
from workboard.domain.working_time import MINUTE

TEN = 1_795_514_400_000
"""2026-11-24 10:00 UTC"""


def piece(ref: str, at: int, minutes: int, source: str = "phone", client: str | None = None, **more: bool) -> Piece:
    return Piece(ref, TEN + at * MINUTE, TEN + (at + minutes) * MINUTE, source, client, **more)


def test_a_day_without_any_is_empty() -> None:
    assert own_day([], [], "UTC") == OwnDay()
    assert own_day([], [], "UTC").worst_hour is None


def test_two_stretches_of_one_call_are_one_time() -> None:
    day = own_day([piece("a", 0, 5), piece("b", 5, 3, "walk-up"), piece("a", 8, 2)], [], "UTC")
    assert (day.times, day.minutes) == (2, 10)
    assert day.by_source == (Share("phone", 1, 7), Share("walk-up", 1, 3))


def test_clients_stand_by_minutes_and_the_unsaid_is_said_to_be_so() -> None:
    day = own_day([piece("a", 0, 5, client="Alder"), piece("b", 10, 9), piece("c", 20, 6, client="Birch")], [], "UTC")
    assert day.by_client == (Share(None, 1, 9), Share("Birch", 1, 6), Share("Alder", 1, 5))


def test_a_call_over_the_full_hour_counts_in_both() -> None:
    day = own_day([piece("a", 50, 25), piece("b", 130, 5)], [], "UTC")
    assert day.by_hour == ((10, 10), (11, 15), (12, 5))
    assert day.worst_hour == 11


def test_hours_are_those_of_the_zone() -> None:
    day = own_day([piece("a", 20, 20)], [], "Asia/Kolkata")
    assert day.by_hour == ((15, 10), (16, 10)), "half past is full there"


def test_focus_kept_is_what_nothing_interrupted() -> None:
    blocks = [(TEN, TEN + 40 * MINUTE), (TEN + 60 * MINUTE, TEN + 80 * MINUTE)]
    day = own_day([piece("a", 10, 9), piece("b", 35, 15), piece("c", 50, 5)], blocks, "UTC")
    assert (day.focus_minutes, day.focus_kept) == (60, round(100 * (60 - 9 - 5) / 60))
    assert own_day([piece("a", 0, 5)], [], "UTC").focus_kept is None


def test_a_pause_on_purpose_is_no_interruption() -> None:
    day = own_day([piece("a", 0, 5), piece("b", 10, 2, "self", planned=True)], [], "UTC")
    assert (day.times, day.minutes, day.pause_minutes) == (1, 5, 2)
    assert day.by_source == (Share("phone", 1, 5),)


@given(st.lists(st.tuples(st.integers(0, 1300), st.integers(0, 90), st.sampled_from("abcde")), max_size=12))
def test_each_minute_is_in_one_source_one_client_and_one_hour(some: list[tuple[int, int, str]]) -> None:
    pieces = [piece(ref, at, minutes, "phone" if ref < "c" else "chat", ref) for at, minutes, ref in some]
    day = own_day(pieces, [], "UTC")
    assert day.minutes == sum(minutes for _, minutes, _ in some)
    assert day.minutes == sum(one.minutes for one in day.by_source) == sum(one.minutes for one in day.by_client)
    assert day.minutes == sum(minutes for _, minutes in day.by_hour)
    assert day.times == len({ref for _, _, ref in some})
