"""A pause is proposed in one line, and is an interruption of one's own: planned, sorted, nobody's time."""

from __future__ import annotations

import pytest

from tests.board.bench import MINUTE, Bench
from workboard.board import breathe, finishing, focus, interruption, own_day, pause, unsorted, work
from workboard.board.look import board_view
from workboard.board.mode import mode
from workboard.domain.activity import derived_id
from workboard.domain.errors import UsageError
from workboard.domain.rules import BandRule, BreatheRules

LINE = "2 minutes to breathe, if you like: b takes them, B not now"


@pytest.fixture
def calm(bench: Bench) -> Bench:
    policy = bench.desk.policy._replace(breathe=BreatheRules(offer=True), bands=(BandRule(1, urgent=True),))
    bench.desk = bench.desk._replace(policy=policy)
    return bench


async def interrupted(bench: Bench, times: int) -> None:
    for _ in range(times):
        await interruption.stamp(bench.desk, "phone")
        bench.at += 4 * MINUTE
        await interruption.back(bench.desk)
        bench.at += 4 * MINUTE


async def working(bench: Bench, **changes: object) -> str:
    """Out of focus."""
    activity = derived_id((await bench.ticket("Trouble", **changes)).id)
    await work.start(bench.desk, activity)
    await focus.leave(bench.desk)
    return activity


async def test_after_three_interruptions_and_never_in_focus(calm: Bench) -> None:
    await working(calm)
    await interrupted(calm, 2)
    assert board_view(calm.desk).notice is None
    await interrupted(calm, 1)
    assert board_view(calm.desk).notice == LINE
    await focus.enter(calm.desk)
    assert breathe.proposal(calm.desk, calm.database.read()) is None


async def test_one_key_declines(calm: Bench) -> None:
    await working(calm)
    await interrupted(calm, 3)
    await pause.decline(calm.desk)
    assert board_view(calm.desk).notice is None
    calm.at += MINUTE
    await interrupted(calm, 2)
    assert board_view(calm.desk).notice is None
    await interrupted(calm, 1)
    assert board_view(calm.desk).notice == LINE


async def test_after_a_p1_that_was_finished(calm: Bench) -> None:
    activity = await working(calm, urgent=True)
    calm.at += 30 * MINUTE
    assert breathe.proposal(calm.desk, calm.database.read()) is None
    await finishing.finish(calm.desk, activity)
    calm.at += MINUTE
    assert board_view(calm.desk).notice == LINE
    calm.at += 10 * MINUTE
    assert board_view(calm.desk).notice is None


async def test_a_pause_stops_the_clock_and_is_no_interruption_of_the_day(calm: Bench) -> None:
    activity = await working(calm)
    began = calm.at
    await interrupted(calm, 3)
    taken = calm.at
    await pause.take(calm.desk)
    assert mode(calm.desk) == "away"
    assert breathe.proposal(calm.desk, calm.database.read()) is None
    calm.at += 2 * MINUTE
    assert await interruption.back(calm.desk) == activity
    assert calm.segments(activity)[-2:] == [(taken - 4 * MINUTE, taken), (calm.at, None)]
    assert calm.segments(activity)[0] == (began, began)
    day = own_day.today(calm.desk)
    assert (day.times, day.minutes, day.pause_minutes) == (3, 12, 2)
    assert len(unsorted.of_today(calm.desk)) == 3, "nobody is asked about it"


async def test_off_by_default(bench: Bench) -> None:
    await working(bench)
    await interrupted(bench, 5)
    assert board_view(bench.desk).notice is None
    with pytest.raises(UsageError, match="proposes no pauses"):
        await pause.take(bench.desk)
