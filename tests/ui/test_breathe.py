"""A proposed pause: one line, one key to take it, one to let it go by."""

from __future__ import annotations

import pytest

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from tests.ui.eyes import opened, shown
from workboard.board import interruption
from workboard.board.away import away_now
from workboard.board.mode import mode
from workboard.domain.rules import BreatheRules

LINE = "2 minutes to breathe, if you like: b takes them, B not now"


async def three_calls(bench: Bench) -> None:
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(breathe=BreatheRules(offer=True)))
    for _ in range(3):
        await interruption.stamp(bench.desk, "phone")
        bench.at += 3 * MINUTE
        await interruption.back(bench.desk)


async def test_one_key_takes_it(demo: Bench) -> None:
    await three_calls(demo)
    async with opened(demo) as pilot:
        assert LINE in shown(pilot)
        await pilot.press("b")
        await until(lambda: mode(demo.desk) == "away")
        away = away_now(demo.desk)
        assert away is not None
        assert (away.who, away.sorted) == ("breathe", True)


async def test_one_key_lets_it_go_by(demo: Bench) -> None:
    await three_calls(demo)
    async with opened(demo) as pilot:
        await pilot.press("B")
        await until(lambda: LINE not in shown(pilot))
        assert mode(demo.desk) == "board"


@pytest.mark.parametrize("key", ["b", "B"])
async def test_without_the_policys_word_there_is_none(demo: Bench, key: str) -> None:
    async with opened(demo) as pilot:
        await pilot.press(key)
        assert "The policy proposes no pauses." in shown(pilot)
        assert mode(demo.desk) == "board"
