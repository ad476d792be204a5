"""Fifty technicians stay under four thousand calls an hour, and step back where the tenant's hour runs out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.backends.autotask_budget.costs import Costs
from tests.backends.autotask_budget.hour import DAYS, Hours
from tests.backends.autotask_budget.table import (
    LEADS,
    OTHERS,
    PEOPLE,
    costs,
    lead_costs,
    of_costs,
    of_hours,
    of_lead,
)
from workboard.backends.autotask.kind import CALLS_PER_HOUR, LEADS_CALLS_PER_HOUR

MOST = 4_000
PAGE = Path(__file__).parents[3] / "docs" / "backends" / "autotask.md"


@pytest.fixture(scope="module")
def counted() -> Costs:
    return asyncio.run(costs())


@pytest.fixture(scope="module")
def leads() -> Costs:
    return asyncio.run(lead_costs())


def test_fifty_technicians_stay_under_four_thousand(counted: Costs) -> None:
    assert PEOPLE * CALLS_PER_HOUR < MOST
    for day in DAYS:
        for others in OTHERS:
            assert Hours(counted, day, PEOPLE, others).run() < MOST, (day.name, others)


def test_ordinary_work_seldom_waits_for_room(counted: Costs) -> None:
    hours = Hours(counted, DAYS[1], PEOPLE)
    hours.run()
    assert hours.acts > 0
    assert hours.late < hours.acts / 20


def test_where_the_tenants_hour_runs_out_the_boards_look_less_and_then_not_at_all(counted: Costs) -> None:
    looks = []
    for others in OTHERS:
        hours = Hours(counted, DAYS[1], PEOPLE, others)
        calls = hours.run()
        looks.append(hours.looks)
        assert calls > 0, "what a person writes is sent all the same"
    assert looks[0] > looks[1] > looks[2]


def test_a_quiet_look_is_one_call_and_a_second_sign_in_too(counted: Costs) -> None:
    assert (counted["quiet look"], counted["sign in again"]) == (1, 1)


def test_a_lead_is_one_more_and_reads_all_that_fifty_do(counted: Costs, leads: Costs) -> None:
    """By large pages: what a look finds on fifty tickets costs what it costs on one."""
    assert PEOPLE * CALLS_PER_HOUR + LEADS_CALLS_PER_HOUR < MOST
    assert (leads["quiet look"], leads["look that finds an answer"]) == (1, 2)
    for day in DAYS:
        hours = Hours(counted, day, PEOPLE, lead=leads)
        assert hours.run() < MOST
        assert hours.leads_calls < LEADS_CALLS_PER_HOUR
        assert hours.leads_looks >= 6, "the figures are never older than ten minutes"


def test_the_page_shows_what_was_counted(counted: Costs, leads: Costs) -> None:
    """``python -m tests.backends.autotask_budget.table`` prints the tables."""
    page = PAGE.read_text()
    for table in (of_costs(counted), of_costs(leads, LEADS), of_hours(counted), of_lead(counted, leads)):
        assert table in page
