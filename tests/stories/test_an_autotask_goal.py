"""The weekly goal that Autotask has for a technician, from the tenant to the words of ``g`` and ``workboard goal``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, BEN
from tests.desk.at_tenant import Tenant
from tests.desk.rig import MINUTE
from tests.stories.any_desk import AnyDesk, AutotaskOffice, any_desk
from workboard.board import goal_acts, goals, teams
from workboard.board.goal_sheet import Explained, explain
from workboard.board.look import board_view
from workboard.domain.rules import GoalRule, GoalRules, Policy
from workboard.store import journal
from workboard.sync import signing_in

FROM_AUTOTASK: Final = "30 h billable time a week, from Autotask"


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[AnyDesk]:
    async with any_desk(AutotaskOffice(), tmp_path) as one:
        one.opens(0, "Scanner stops on the third page", "It stops.", "High")
        await one.look()
        yield one


def tenant_of(one: AnyDesk) -> Tenant:
    assert isinstance(one.case.desk, Tenant)
    return one.case.desk


def mine(one: AnyDesk) -> Explained:
    return explain(one.board)[0]


def wants(one: AnyDesk, hours: float | None) -> None:
    """An administrator sets another weekly goal for Ana."""
    (row,) = tenant_of(one).rows("ResourceDailyAvailabilities", resourceID=ANA)
    row["weeklyBillableHoursGoal"] = hours


async def test_it_holds_where_nobody_says_otherwise_and_counts_what_is_billed(ana: AnyDesk) -> None:
    assert (mine(ana).rule, mine(ana).progress.target, mine(ana).progress.done) == (FROM_AUTOTASK, 1800, 0)
    tenant, ticket = tenant_of(ana), ana.tickets[0]
    deeds.books(tenant, ticket, ANA, 45, "Cleaned the roller.")
    deeds.books(tenant, ticket, BEN, 30, "Brought a new one.")
    unbilled = deeds.books(tenant, ticket, ANA, 15, "Looked for the key.")
    unbilled.update(isNonBillable=True, hoursToBill=0.0)
    ana.case.at += 20 * MINUTE
    view = await ana.look()
    assert (mine(ana).words, mine(ana).progress.done) == ("45 m of 30 h", 45)
    assert view.goals[0].words == "45 m of 30 h"


async def test_a_policy_goes_before_it_and_so_does_what_was_agreed(ana: AnyDesk) -> None:
    without = ana.board
    ana.board = without._replace(policy=Policy(goal=GoalRules(me=GoalRule("done", 8))))
    assert mine(ana).rule == "8 finished a day, from the policy"
    ana.board = without
    await goal_acts.set_own(ana.board, GoalRule("worked", 240))
    assert mine(ana).rule == "4 h time booked a day, agreed"
    ana.case.at += MINUTE
    await goal_acts.set_own(ana.board, None)
    assert mine(ana).rule == FROM_AUTOTASK


async def test_a_goal_of_the_team_is_never_the_help_desks(ana: AnyDesk) -> None:
    reader = ana.board.database.read()
    found = goals.books(ana.board, reader)
    (team,) = teams.teams(ana.board, reader)
    assert goals.of_me(ana.board, found).rule == GoalRule("billable", 1800, "week")
    assert goals.of_team(ana.board, found, team).rule is None


@pytest.mark.parametrize(
    ("hours", "rule"),
    [
        (25.5, "25 h 30 billable time a week, from Autotask"),
        (None, None),
        (0.0, None),
        (-8.0, None),
        (200.0, None),
    ],
)
async def test_what_no_week_can_hold_is_no_goal(tmp_path: Path, hours: float | None, rule: str | None) -> None:
    async with any_desk(AutotaskOffice(), tmp_path) as one:
        wants(one, hours)
        view = await one.look()
        assert mine(one).rule == (rule or 'no goal yet: workboard goal propose "5h planned per day"')
        assert (view.goals[0].pace == "no goal") == (rule is None)


async def test_a_goal_that_autotask_has_no_more_holds_no_more(ana: AnyDesk) -> None:
    """Another process that learns the tenant anew."""
    wants(ana, None)
    ana.board.database.write(lambda tx: journal.set_place(tx, signing_in.SIGNED_IN, None, ana.case.at))
    await ana.case.sign_in_again()
    await signing_in.sign_in(ana.case.engine.context)
    assert mine(ana).rule.startswith("no goal yet")


async def test_an_open_board_counts_against_it_from_the_first_sign_in_on(tmp_path: Path) -> None:
    """What was made before the tenant was asked for the first time needs no other start."""
    async with any_desk(AutotaskOffice(), tmp_path) as one:
        assert board_view(one.board).goals[0].pace == "no goal"
        await one.look()
        assert mine(one).rule == FROM_AUTOTASK
