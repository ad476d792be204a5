"""A lead in front of a team at Autotask: sums of three technicians reach the lead's screen, and every figure is what
counting by hand says of the tenant's own tables (which the hand reads without anything of the product)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from tests.desk.at_audit import Audited
from tests.desk.at_seed import ANA, BEN, CARA, DORA, EMIL
from tests.desk.at_switches import USUAL, all_flipped
from tests.desk.rig import MINUTE, NOW
from tests.support import naive_lead as naive
from tests.support.autotask_days import Days
from tests.support.autotask_tables import by_hand
from tests.support.autotask_team import PEOPLE, TeamDesk, team_desk
from workboard.board import lead, sharing, teams
from workboard.domain.interruption import Stretch
from workboard.domain.lead.figures import Figures
from workboard.domain.rules import GoalRule, GoalRules, Policy
from workboard.store import goals, intervals
from workboard.store.database import Database, Transaction

HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
TEN: Final = NOW - 42 * MINUTE
YESTERDAY: Final = TEN - DAY
SHARING: Final = ("ana", "ben", "cara")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[TeamDesk]:
    """Three technicians and a lead, everything read."""
    async with team_desk(tmp_path) as one:
        await one.later()
        yield one


def interrupted(database: Database, at: int, minutes: int, source: str) -> None:
    """Somebody came in between at this technician's desk."""
    stretch = Stretch(f"{source}{at}", "interruption", f"{source}{at}", at, source=source, who="Ruth Osei")  # type: ignore[arg-type]

    def work(transaction: Transaction) -> None:
        intervals.begin(transaction, stretch)
        intervals.end(transaction, at + minutes * MINUTE)

    database.write(work)


def look(office: TeamDesk) -> Figures:
    desk = office.board("dora")
    return lead.figures(desk, teams.teams(desk, desk.database.read())[0])


async def test_the_sums_of_three_technicians_reach_the_lead(office: TeamDesk) -> None:
    for place, name in enumerate(SHARING):
        database = office.board(name).database
        interrupted(database, YESTERDAY + place * MINUTE, 4 + place, "phone")
        interrupted(database, YESTERDAY + 2 * HOUR, 10, "walk-up")
    assert look(office).interruptions.days == 0
    for name in SHARING:
        assert await sharing.share_due(office.board(name)) == 1
    await office.later()
    await office.later()
    found = look(office).interruptions
    assert (found.days, found.people) == (1, 3)
    assert {name: tuple(each) for name, each in found.by_source} == {"phone": (3, 15), "walk-up": (3, 30)}
    notes = office.tenant.rows("TicketNotes", ticketID=office.team_ticket)
    assert [(one["creatorResourceID"], one["publish"]) for one in notes] == [(ANA, 2), (BEN, 2), (CARA, 2)]
    desk = office.board("dora")
    hand = by_hand(office.tenant, office.at, DORA, office.team_ticket, {})
    assert {name: tuple(each) for name, each in found.by_source} == naive.interrupted(hand, lead.SUMS_DAYS, 3)
    assert all(len(goals.said(office.board(one).database.read(), ids(office))) == 3 for one in SHARING), (
        "everybody reads"
    )
    assert desk.me.id == str(DORA)


def ids(office: TeamDesk) -> str:
    return f"desk:ticket:{office.team_ticket}"


MORNINGS: Final = (11, 8, 7, 6, 5, 4, 1, 0)
"""how many days ago something happened; today until three in the afternoon"""


async def live(office: TeamDesk, seed: int, *reading: str) -> Days:
    """The days go by; whoever is ``reading`` looks after each of their moments."""
    days = Days(office.tenant, seed, (DORA, EMIL))
    for back in MORNINGS:
        for hour in (-1, 2, 4):
            office.at = TEN - back * DAY + hour * HOUR
            days.moment(morning=hour == -1)
            office.at += 5 * MINUTE
            await office.sync(*reading)
    office.at = TEN + 5 * HOUR
    return days


def assert_is_what_counting_by_hand_says(office: TeamDesk, name: str, days: Days, *, was_there: bool = True) -> Figures:
    """``was_there``: this lead's workboard saw the tickets move. One that reads them for the first time learns no
    history of theirs, and nothing that was noted on closed ones."""
    desk = office.board(name)
    desk = desk._replace(policy=Policy(goal=GoalRules(team=GoalRule("done", 12))))
    found = lead.figures(desk, teams.teams(desk, desk.database.read())[0])
    hand = by_hand(office.tenant, office.at, PEOPLE[name], office.team_ticket, days.finished)
    assert found.goal is not None
    assert found.goal.done == naive.finished(hand, hand.today)
    assert [one or 0 for one in found.history] == [naive.finished(hand, day) for day in naive.days_back(hand, 14)]
    assert tuple(found.kept) == naive.kept(hand)
    assert (found.load.planned, found.load.interrupted, found.load.capacity) == naive.load(hand)
    assert list(found.flow.came) == naive.came(hand)
    assert list(found.flow.went) == naive.went(hand)
    assert (found.flow.queue, found.flow.queue_minutes) == naive.queue(hand)
    assert found.flow.worked_a_day == pytest.approx(naive.worked_a_day(hand))
    assert found.flow.oldest is not None
    assert found.flow.oldest.created_at == min(one["created_at"] for one in hand.open())
    assert found.targets.due_soon == naive.due_soon(hand)
    assert not was_there or list(found.targets.past) == naive.past_due(hand)
    assert (found.replies.waiting, found.replies.longest) == naive.waiting(hand)
    assert dict(found.blocked) == naive.blocked(hand)
    assert [(one.number, one.asked_by) for one in found.help] == naive.help_wanted(hand)
    assert sorted(one.minutes for one in found.room) == sorted(naive.free(hand).values())
    assert all(" " in one.name for one in found.room), "people, not numbers"
    repeated = {one.title: (one.tickets, one.clients, one.article and was_there) for one in found.repeats}
    again = naive.same_titles(hand)
    assert repeated == {title: (*numbers, article and was_there) for title, (*numbers, article) in again.items()}
    return found


TENANTS: Final = {
    "usual": USUAL,
    "all flipped": all_flipped(1),
    "all flipped twice": all_flipped(2)._replace(forbidden="goals"),  # without the right to calls there are no plans
}


@pytest.mark.parametrize(
    ("tenant", "seed"), [("usual", 2), ("usual", 14), ("all flipped", 2), ("all flipped twice", 14)]
)
async def test_every_figure_is_what_counting_by_hand_says(tmp_path: Path, tenant: str, seed: int) -> None:
    """Dora's workboard was there all the time, Emil's reads all of it for the first time this morning."""
    morning = TEN - MORNINGS[0] * DAY - 2 * HOUR
    async with team_desk(tmp_path, ("dora", "emil"), at=morning, switches=TENANTS[tenant]) as office:
        await office.sync("dora")
        days = await live(office, seed, "dora")
        await office.sync()
        found = assert_is_what_counting_by_hand_says(office, "dora", days)
        newcomer = assert_is_what_counting_by_hand_says(office, "emil", days, was_there=False)
        assert is_rich(found)
        assert is_rich(newcomer)
        assert isinstance(office.cases["dora"].server.dialect, Audited)
        assert office.cases["dora"].server.dialect.complaints == []


def is_rich(found: Figures) -> bool:
    """Not that everything is zero on both sides."""
    return (
        found.kept.due > found.kept.done > 0 and found.load.planned > 100 and sum(found.flow.went) > 3
        and found.replies.waiting > 2 and len(found.blocked) > 2 and bool(found.help) and sum(found.targets.past) > 2
        and found.targets.due_soon > 0 and len(found.repeats) > 2 and found.flow.worked_a_day > 60
    )  # fmt: skip
