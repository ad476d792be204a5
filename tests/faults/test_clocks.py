"""Clocks that jump, clocks that disagree, and a thousand things in one second: nothing is stale, late or twice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final

import pytest

from tests.desk import faults as f
from tests.desk.oracle import WELL, judge, markers
from tests.desk.rig import MINUTE, NOW, Case, Standing, acknowledged, standing
from workboard.domain.intent import AddNote

HOUR: Final = 60 * MINUTE
JUMPS: Final = {
    "stays": NOW + HOUR,
    "an hour back": NOW - HOUR,
    "an hour on": NOW + 2 * HOUR,
    "a day back": NOW - 24 * HOUR,
    "a day on": NOW + 25 * HOUR,
    "back to 1970": 1000,
}
BURST: Final = 1000


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture
async def case(ground: Standing) -> AsyncIterator[Case]:
    await ground.prepare()
    one = ground.case()
    await one.settled()
    yield one
    await one.close()


@pytest.mark.parametrize("ahead", [-10 * MINUTE, 0, 10 * MINUTE], ids=["desk behind", "together", "desk ahead"])
@pytest.mark.parametrize("to", JUMPS.values(), ids=JUMPS.keys())
async def test_a_clock_that_jumps_loses_nothing_and_sends_nothing_twice(to: int, ahead: int, case: Case) -> None:
    entries = case.desk.entries
    case.desk.now = lambda: NOW + HOUR + ahead + 1000 * len(entries)  # the desk's own clock goes on evenly
    first = case.wish(AddNote("desk:ticket:1", "Before the jump.", 5))
    case.faults.once("POST /ticket/1/comment", f.RESET_AFTER)
    await case.send()
    assert case.row(first).state == "uncertain"
    case.at = to
    case.desk.client_writes(2, "It happened again.")
    second = case.wish(AddNote("desk:ticket:1", "After the jump."))
    await case.sync()
    assert case.engine.rest_s() >= 0
    await case.settled()
    assert judge(acknowledged([first, second]), markers(case.desk)) == WELL
    assert "It happened again." in [body for *_, body, _, _ in case.facts()["messages"]]


async def test_a_thousand_things_in_one_second_are_all_read(case: Case) -> None:
    desk = case.desk
    at = case.at
    desk.now = lambda: at
    for number in range(BURST):
        desk.enter(desk.tickets[1 + number % 6], "Comment", "ben", text=f"thing {number}")
    await case.settled()
    read = {body for *_, body, _, _ in case.facts()["messages"]}
    assert {f"thing {number}" for number in range(BURST)} <= read
