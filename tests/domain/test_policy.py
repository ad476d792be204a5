"""The order of work: who may be offered, and who goes before whom."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    POLICY,
    SHIFT,
    ZONE,
    at,
    candidates,
    desks,
    fixed_at,
    policies,
    ticket,
    work,
)
from workboard.domain.activity import State
from workboard.domain.bands import band
from workboard.domain.policy import (
    Candidate,
    asleep,
    fixed_later_today,
    natural,
    offerable,
    place,
    rank,
    runner_up,
    window_near,
)
from workboard.domain.rules import BandRule, OrderRules, Policy
from workboard.domain.ticket import StatusSpan


def order(*given_ones: Candidate, policy: Policy = POLICY, now: int = NOW) -> list[str]:
    """Numbers of the tickets, best first."""
    return [one.ticket.number for one in rank(given_ones, policy, SHIFT, ZONE, now)]


def may(one: Candidate, now: int = NOW, policy: Policy = POLICY) -> bool:
    return offerable(one, policy, ZONE, now)


# -- who may be offered ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("planned", True),
        ("running", False),
        ("interrupted", False),
        ("finished", False),
        ("away", False),
        ("parked", True),
        ("skipped", True),
    ],
)
def test_only_what_is_planned_or_awake(state: State, expected: bool) -> None:
    assert may(work(ticket(), state=state)) is expected


@pytest.mark.parametrize("state", ["parked", "skipped"])
def test_what_sleeps_is_out_until_its_time(state: State) -> None:
    sleeper = work(ticket(), state=state, sleep_until_at=NOW)
    assert asleep(sleeper, NOW - 1)
    assert not may(sleeper, NOW - 1)
    assert not asleep(sleeper, NOW)
    assert may(sleeper, NOW)


def test_a_forgotten_alarm_keeps_no_planned_work_asleep() -> None:
    assert may(work(ticket(), state="planned", sleep_until_at=NOW + DAY))


def test_what_is_planned_for_a_later_day_is_out() -> None:
    tomorrow = at("2026-11-25 00:00")
    assert may(work(ticket(), kind="dated", start_at=tomorrow - 1))
    assert not may(work(ticket(), kind="dated", start_at=tomorrow))
    assert may(work(ticket(), kind="dated", start_at=tomorrow), tomorrow)
    assert may(work(ticket(), kind="dated", start_at=at("2026-11-02 09:00"))), "an earlier day is overdue, not out"


def test_today_is_a_day_of_the_zone() -> None:
    summer = at("2026-07-01 23:30")
    next_day = work(ticket(), kind="dated", start_at=at("2026-07-02 00:15"))
    assert not offerable(next_day, POLICY, ZONE, summer)
    assert offerable(next_day, POLICY, "UTC", summer), "in UTC both are the first of July"


def test_a_fixed_time_is_out_until_its_lead() -> None:
    visit = fixed_at(ticket(), at("2026-11-24 14:00"))
    assert not may(visit, at("2026-11-24 13:55") - 1)
    assert may(visit, at("2026-11-24 13:55"))
    assert may(visit, at("2026-11-24 18:00")), "missed, but still to be done"
    assert may(visit, at("2026-11-24 13:30"), Policy(order=OrderRules(fixed_lead=30)))


def test_a_time_that_is_not_fixed_locks_nothing() -> None:
    assert may(work(ticket(), kind="dated", start_at=at("2026-11-24 16:00")))


def test_the_clients_own_hours() -> None:
    locked = work(ticket(window=(NOW, NOW + HOUR)))
    assert not may(locked, NOW - 1)
    assert may(locked, NOW)
    assert may(locked, NOW + 5 * HOUR), "hours gone by lock nothing"
    assert may(work(ticket(window=(None, NOW - HOUR))))


# -- one part of the key after the other -------------------------------------------------------------------------

OLD, YOUNG = NOW - 2 * HOUR, NOW - HOUR


def test_an_emergency_is_before_everything() -> None:
    assert order(
        fixed_at(ticket("1", 2, OLD), NOW),
        work(ticket("2", 2, OLD, window=(OLD, NOW + MINUTE))),
        work(ticket("3", 1, YOUNG)),
    ) == ["3", "1", "2"]


def test_a_fixed_time_that_has_come_is_before_every_other_band() -> None:
    assert order(work(ticket("1", 2, OLD)), fixed_at(ticket("2", 4, YOUNG), NOW)) == ["2", "1"]


def test_a_fixed_time_lifts_from_its_lead_until_its_estimate_is_over() -> None:
    start = at("2026-11-24 14:00")
    visit, other = fixed_at(ticket("1", 4, OLD), start, 45), work(ticket("2", 3, OLD))
    for now, first in [
        (start - 5 * MINUTE, "1"),
        (start + 45 * MINUTE - 1, "1"),
        (start + 45 * MINUTE, "2"),  # missed: it ranks like any other
    ]:
        assert order(visit, other, now=now)[0] == first
    unknown = fixed_at(ticket("1", 4, OLD), start)
    assert order(unknown, other, now=start + 30 * MINUTE - 1)[0] == "1"
    assert order(unknown, other, now=start + 30 * MINUTE)[0] == "2"


def test_two_fixed_times_go_by_band() -> None:
    assert order(fixed_at(ticket("1", 3, OLD), NOW), fixed_at(ticket("2", 2, YOUNG), NOW)) == ["2", "1"]


def test_bands_go_before_age() -> None:
    assert order(*(work(ticket(str(one), one, NOW - one * HOUR)) for one in (4, 3, 2, 1))) == ["1", "2", "3", "4"]


def test_the_policys_bands_decide_the_order() -> None:
    policy = Policy(bands=(BandRule(1, queue="Shop"),))
    shop = work(ticket("2", 4, YOUNG)._replace(queue="Shop"))
    assert order(work(ticket("1", 2, OLD)), shop, policy=policy) == ["2", "1"]


def test_a_window_lifts_inside_its_band_only() -> None:
    soon = (OLD, NOW + 80 * MINUTE)
    lifted = work(ticket("2", 3, YOUNG, window=soon))
    assert order(work(ticket("1", 3, OLD)), lifted) == ["2", "1"]
    assert order(work(ticket("1", 2, OLD)), lifted) == ["1", "2"]


@pytest.mark.parametrize(
    ("until", "estimate", "lifted"),
    [
        (NOW - 1, None, False),  # gone by
        (NOW, None, True),
        (NOW + 90 * MINUTE, None, True),  # half an hour of work, and an hour before it is too late
        (NOW + 90 * MINUTE + 1, None, False),
        (NOW + 105 * MINUTE, 45, True),
        (NOW + 105 * MINUTE + 1, 45, False),
    ],
)
def test_a_window_counts_when_its_end_is_near(until: int, estimate: int | None, lifted: bool) -> None:
    other = work(ticket("1", 3, OLD))
    for begin in (OLD, None):
        one = work(ticket("2", 3, YOUNG, window=(begin, until)), estimate=estimate)
        assert order(other, one) == (["2", "1"] if lifted else ["1", "2"])
    assert not window_near(work(ticket(window=(NOW + 1, NOW + HOUR))), POLICY, NOW), "it has not begun"
    open_end = work(ticket("2", 3, YOUNG, window=(OLD, None)))
    assert order(other, open_end) == ["1", "2"]


def test_the_older_ticket_goes_first_whoever_wrote_last() -> None:
    touched = work(ticket("1", 3, OLD, updated_at=NOW))
    assert order(work(ticket("2", 3, YOUNG, updated_at=OLD)), touched) == ["1", "2"]


def test_of_one_age_the_earlier_start_then_the_number_then_the_id() -> None:
    early = work(ticket("30", 3, OLD), kind="dated", start_at=NOW - HOUR)
    late = work(ticket("20", 3, OLD), kind="dated", start_at=NOW)
    any_time = work(ticket("3", 3, OLD))
    any_time_too = work(ticket("10", 3, OLD))
    assert order(any_time_too, any_time, late, early) == ["30", "20", "3", "10"]
    parts = [work(ticket("1", 3, OLD), kind="reminder", key=key) for key in ("b", "a")]
    assert [one.activity.id for one in rank(parts, POLICY, SHIFT, ZONE, NOW)] == ["rt:reminder:a", "rt:reminder:b"]


def test_numbers_count_as_people_count() -> None:
    numbers = ["T2.10", "9", "T2.9", "10", "007", "8", "T10.1", "", "100000000000000000000", "a", "9a"]
    wanted = ["", "007", "8", "9", "9a", "10", "100000000000000000000", "T2.9", "T2.10", "T10.1", "a"]
    assert sorted(numbers, key=natural) == wanted
    assert natural("007") == natural("7")


@given(st.lists(st.text(max_size=8) | st.from_regex(r"[0-9²٣]{1,3}[a-z.]?[0-9]{0,3}", fullmatch=True), max_size=8))
def test_any_two_numbers_can_be_compared(numbers: list[str]) -> None:
    ordered = sorted(numbers, key=natural)
    plain = sorted(int(one) for one in numbers if one.isascii() and one.isdigit())
    assert [int(one) for one in ordered if one.isascii() and one.isdigit()] == plain


def test_an_absurdly_long_number_breaks_nothing() -> None:
    long = "9" * 5000
    assert order(work(ticket(long, 3, OLD)), work(ticket("1" + long, 3, OLD)), work(ticket("1", 3, OLD)))[0] == "1"


# -- what holds whatever comes in --------------------------------------------------------------------------------


@given(desks(), policies(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_they_came_in(
    desk: list[Candidate], policy: Policy, chance: random.Random
) -> None:
    first = rank(desk, policy, SHIFT, ZONE, NOW)
    chance.shuffle(desk)
    assert rank(desk, policy, SHIFT, ZONE, NOW) == first


@given(candidates(1), candidates(2), candidates(3))
def test_ac02_the_order_is_total_antisymmetric_and_transitive(one: Candidate, two: Candidate, three: Candidate) -> None:
    a, b, c = (place(each, POLICY, SHIFT, NOW).key for each in (one, two, three))
    assert (a < b) != (b < a), "of two activities exactly one goes first"
    assert not a < a
    if a < b and b < c:
        assert a < c


@given(candidates(98), candidates(99), desks())
def test_two_keep_their_order_whatever_else_there_is(one: Candidate, two: Candidate, others: list[Candidate]) -> None:
    alone = rank([one, two], POLICY, SHIFT, ZONE, NOW)
    amid = rank([*others, two, one], POLICY, SHIFT, ZONE, NOW)
    ids = {one.activity.id, two.activity.id}
    assert [r for r in amid if r.activity.id in ids] == [r for r in alone if r.activity.id in ids]


@given(desks(), policies())
def test_ac02_nothing_is_ever_before_an_emergency(desk: list[Candidate], policy: Policy) -> None:
    bands = [one.band for one in rank(desk, policy, SHIFT, ZONE, NOW)]
    emergencies = bands.count(1)
    assert bands[:emergencies] == [1] * emergencies


@given(desks(), policies())
def test_everything_that_may_be_offered_is_there_once(desk: list[Candidate], policy: Policy) -> None:
    found = [one.activity.id for one in rank(desk, policy, SHIFT, ZONE, NOW)]
    assert sorted(found) == sorted(one.activity.id for one in desk if offerable(one, policy, ZONE, NOW))


@given(desks())
def test_ac02_a_change_on_the_ticket_moves_nobody(desk: list[Candidate]) -> None:
    before = [one.activity.id for one in rank(desk, POLICY, SHIFT, ZONE, NOW)]
    touched = [one._replace(ticket=one.ticket._replace(updated_at=NOW, status="x", title="y")) for one in desk]
    assert [one.activity.id for one in rank(touched, POLICY, SHIFT, ZONE, NOW)] == before


@given(desks())
def test_the_climb_is_part_of_the_place(desk: list[Candidate]) -> None:
    for one in rank(desk, POLICY, SHIFT, ZONE, NOW):
        assert one.band == band(one.ticket, POLICY)
        assert one.climbed == (1 if one.band == 1 else max(2, one.band - one.steps))
    lifted = [one for one in rank(desk, POLICY, SHIFT, ZONE, NOW) if one.key[1]]
    assert all(one.climbed <= two.climbed for one, two in pairwise(lifted)), "bands in order, fixed times aside"


# -- then --------------------------------------------------------------------------------------------------------


def test_fixed_times_later_today_earliest_first() -> None:
    visits = [fixed_at(ticket(str(40 - hour)), at(f"2026-11-24 {hour}:00")) for hour in (16, 14, 11, 23)]
    not_fixed = work(ticket("15"), kind="dated", start_at=at("2026-11-24 15:00"))
    tomorrow = fixed_at(ticket("25"), at("2026-11-25 09:00"))
    gone = fixed_at(ticket("12"), at("2026-11-24 12:00"))._replace(state="finished")
    later = fixed_later_today([*visits, not_fixed, tomorrow, gone], POLICY, ZONE, NOW)
    assert [one.ticket.number for one in later] == ["29", "26", "24", "17"]


@given(desks(), st.integers(0, 13 * HOUR))
def test_a_fixed_time_of_today_is_offered_or_later_never_both(desk: list[Candidate], after: int) -> None:
    now = NOW + after
    later = {one.activity.id for one in fixed_later_today(desk, POLICY, ZONE, now)}
    offered = {one.activity.id for one in rank(desk, POLICY, SHIFT, ZONE, now)}
    assert not later & offered
    for one in desk:
        start = one.activity.start_at
        if one.activity.fixed and start is not None and start < at("2026-11-25 00:00"):
            due = now >= start - 5 * MINUTE
            open_hours = one.ticket.window_from_at is None or now >= one.ticket.window_from_at
            assert (one.activity.id in later) is not due
            assert (one.activity.id in offered) is (due and open_hours and not asleep(one, now))


def test_the_runner_up() -> None:
    ranked = rank([work(ticket("1", 2)), work(ticket("2", 3))], POLICY, SHIFT, ZONE, NOW)
    assert runner_up(ranked, 0) is ranked[1]
    assert runner_up(ranked, 1) is None


def test_the_climb_uses_the_history_it_is_given() -> None:
    its = ticket("1", 4, NOW - 60 * DAY)
    waited_for_client = (StatusSpan(its.id, "waiting_client", NOW - 60 * DAY),)
    assert place(work(its, spans=waited_for_client), POLICY, SHIFT, NOW).climbed == 4
    assert place(work(its, spans=(StatusSpan(its.id, "open", NOW - 60 * DAY),)), POLICY, SHIFT, NOW).climbed == 2
