"""Bands, time on us, and the climb of what waits too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import DAY, HOUR, MINUTE, NOW, POLICY, SHIFT, at, ticket
from workboard.domain.bands import band, climbed, minutes_on_us, overdue, waited
from workboard.domain.rules import BandRule, OrderRules, Policy, Span
from workboard.domain.ticket import CATEGORIES, ON_US, Category, StatusSpan, Ticket

ID = "rt:ticket:1"


def span(category: Category, begin: str, end: str | None = None) -> StatusSpan:
    return StatusSpan(ID, category, at(begin), None if end is None else at(end))


# -- the band ----------------------------------------------------------------------------------------------------


def test_without_rules_the_backend_decides() -> None:
    assert [band(ticket(band=one), Policy()) for one in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_the_first_rule_that_holds_decides() -> None:
    policy = Policy(bands=(BandRule(2, urgent=True), BandRule(1, urgent=True, impact="site"), BandRule(3)))
    both = ticket()._replace(urgent=True, impact="site")
    assert band(both, policy) == 2
    assert band(both, policy._replace(bands=policy.bands[1:])) == 1
    assert band(ticket(band=1), policy) == 3, "a rule without conditions holds for all"


BASE = Ticket(
    ID, "1", "x", "open", "open", queue="Desk", urgent=True, impact="site", tier="gold", type="request",
    priority="50", default_band=4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (BandRule(1, urgent=True), True),
        (BandRule(1, urgent=False), False),
        (BandRule(1, impact="site"), True),
        (BandRule(1, impact="person"), False),
        (BandRule(1, tier="gold"), True),
        (BandRule(1, tier="Gold"), False),
        (BandRule(1, type="request"), True),
        (BandRule(1, type="incident"), False),
        (BandRule(1, queue="Desk"), True),
        (BandRule(1, queue="Other"), False),
        (BandRule(1, priority_min=50), True),
        (BandRule(1, priority_min=50.5), False),
        (BandRule(1, priority_max=50), True),
        (BandRule(1, priority_max=49), False),
        (BandRule(1, priority_min=40, priority_max=60), True),
        (BandRule(1, priority_min=60, priority_max=70), False),
        (BandRule(1, urgent=True, queue="Other"), False),  # all conditions must hold
        (BandRule(1, urgent=True, impact="site", tier="gold", type="request", queue="Desk", priority_min=0), True),
    ],
)
def test_every_condition_of_a_rule(rule: BandRule, holds: bool) -> None:
    assert band(BASE, Policy(bands=(rule,))) == (1 if holds else 4)


@pytest.mark.parametrize("priority", [None, "", "High", "nan"])
def test_a_priority_that_is_no_number_is_in_no_range(priority: str | None) -> None:
    policy = Policy(bands=(BandRule(1, priority_min=0), BandRule(2, priority_max=1e9)))
    assert band(BASE._replace(priority=priority), policy) == 4
    assert band(BASE._replace(priority=priority), Policy(bands=(BandRule(1, urgent=True),))) == 1


# -- time on us --------------------------------------------------------------------------------------------------


def test_only_what_waits_on_us_counts() -> None:
    spans = (
        span("new", "2026-11-23 09:00", "2026-11-23 10:00"),
        span("waiting_client", "2026-11-23 10:00", "2026-11-24 09:30"),
        span("reply", "2026-11-24 09:30", "2026-11-24 10:00"),
        span("open", "2026-11-24 10:00"),
    )
    assert minutes_on_us(spans, SHIFT, NOW) == 60 + 30 + 42
    for category in CATEGORIES:
        counted = minutes_on_us((StatusSpan(ID, category, NOW - HOUR),), SHIFT, NOW)
        assert counted == (60 if category in ON_US else 0)


def test_nights_and_weekends_are_not_on_us() -> None:
    assert minutes_on_us((span("open", "2026-11-20 16:00"),), SHIFT, NOW) == 60 + 480 + 102


def test_a_ticket_whose_history_is_not_known_was_always_as_it_is_now() -> None:
    assert waited(ticket(created_at=NOW - HOUR), (), SHIFT, NOW) == 60
    assert waited(ticket(created_at=NOW - HOUR, category="waiting_client"), (), SHIFT, NOW) == 0
    known = (span("open", "2026-11-24 10:30", "2026-11-24 10:40"),)
    assert waited(ticket(created_at=NOW - 30 * DAY), known, SHIFT, NOW) == 10


# -- past the target ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("base", "target"), [(1, 60), (2, 480), (3, 3 * 480), (4, 10 * 480)])
def test_past_the_target_and_past_twice_the_target(base: int, target: int) -> None:
    begin = at("2026-09-01 09:00")
    spans = (StatusSpan(ID, "open", begin),)

    def steps(minutes: int) -> int:
        days, rest = divmod(minutes, 480)
        # 1 September 2026 is a Tuesday
        weeks, day = divmod(days + 1, 5)
        now = begin + (weeks * 7 + day - 1) * DAY + rest * MINUTE
        assert minutes_on_us(spans, SHIFT, now) == minutes
        return overdue(ticket(band=base, created_at=begin), base, spans, POLICY, SHIFT, now)

    assert [steps(n) for n in (0, target, target + 1, 2 * target, 2 * target + 1)] == [0, 0, 1, 1, 2]


def test_the_policy_sets_the_targets() -> None:
    quick = Policy(order=OrderRules(targets=(Span(1), Span(2), Span(30), Span(4))))
    spans = (span("open", "2026-11-24 10:00"),)
    assert overdue(ticket(), 3, spans, quick, SHIFT, at("2026-11-24 10:30")) == 0
    assert overdue(ticket(), 3, spans, quick, SHIFT, at("2026-11-24 10:31")) == 1
    assert overdue(ticket(), 3, spans, quick, SHIFT, at("2026-11-24 11:01")) == 2


def test_a_day_of_target_is_a_day_of_the_shift() -> None:
    part_time = SHIFT._replace(until_minute=11 * 60)
    spans = (span("open", "2026-11-23 10:00"),)
    assert overdue(ticket(), 2, spans, POLICY, part_time, at("2026-11-24 10:00")) == 0
    assert overdue(ticket(), 2, spans, POLICY, part_time, at("2026-11-24 10:01")) == 1


def test_the_remotes_own_due_time_goes_before_the_target() -> None:
    due = ticket(created_at=NOW - 4 * HOUR, due_at=NOW)
    long_ago = (StatusSpan(ID, "open", NOW - 300 * DAY),)

    def steps(now: int) -> int:
        return overdue(due, 3, long_ago, POLICY, SHIFT, now)

    assert steps(NOW - 1) == steps(NOW) == 0, "however long it waits on us"
    assert steps(NOW + 1) == steps(NOW + 4 * HOUR) == 1
    assert steps(NOW + 4 * HOUR + 1) == 2


def test_a_due_time_before_the_ticket_was_made_is_past_twice_at_once() -> None:
    odd = ticket(created_at=NOW, due_at=NOW - DAY)
    assert overdue(odd, 3, (), POLICY, SHIFT, NOW) == 2
    assert overdue(odd, 3, (), POLICY, SHIFT, NOW - DAY) == 0


# -- the climb ---------------------------------------------------------------------------------------------------


def test_the_climb_stops_below_an_emergency() -> None:
    table = {base: [climbed(base, steps) for steps in (0, 1, 2)] for base in (1, 2, 3, 4)}
    assert table == {1: [1, 1, 1], 2: [2, 2, 2], 3: [3, 2, 2], 4: [4, 3, 2]}


@given(st.integers(0, 60 * DAY), st.integers(0, 30 * DAY))
def test_waiting_longer_never_lowers_it(first: int, more: int) -> None:
    one = ticket(band=4, created_at=NOW)
    spans = (StatusSpan(ID, "open", NOW),)
    early = overdue(one, 4, spans, POLICY, SHIFT, NOW + first)
    assert early <= overdue(one, 4, spans, POLICY, SHIFT, NOW + first + more)
