"""AC-38 on the smaller sheets: quit and opened again, the same is on the screen. What is written at length (notes,
answers, finish, park, skip, a new ticket, a call) has its own tests beside what it is about."""

from __future__ import annotations

import pytest

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import opened, shown
from tests.ui.test_assign_step import lead
from workboard.ui.screens.board import Board

__all__ = ["lead"]

MOMENTS: dict[str, tuple[str, ...]] = {
    "help": ("e", *"why"), "why": ("w",), "find": ("slash",), "outbox": ("exclamation_mark",),
    "keys": ("question_mark",), "my day": ("h",), "goal": ("g",), "number": ("t", *"Kim", "enter", "n", "x", "ctrl+s"),
    "a call on which ticket": ("i", "n"), "who called": ("i", "p", "enter", "w"),
    "keys over focus": ("enter", "question_mark"), "find over the replies": ("r", "slash"),
}  # fmt: skip
LEADS: dict[str, tuple[str, ...]] = {
    "keys": ("L", "question_mark"), "a step": ("L", "a", *"Call"), "first": ("L", "r", *"why"), "a goal": ("L", "g"),
}  # fmt: skip


async def comes_back(bench: Bench, keys: tuple[str, ...]) -> None:
    async with opened(bench) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        before, screens = shown(pilot), [type(one) for one in pilot.app.screen_stack]
        assert screens != [Board], "something is open"
        await pilot.press("ctrl+q")
    async with opened(bench) as pilot:
        await until(lambda: [type(one) for one in pilot.app.screen_stack] == screens)
        await until(lambda: shown(pilot) == before)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_ac38_what_lay_over_the_board_does_again(demo: Bench, moment: str) -> None:
    await comes_back(demo, MOMENTS[moment])


@pytest.mark.parametrize("moment", LEADS)
async def test_ac38_what_a_lead_had_open_is_open_again(lead: Bench, moment: str) -> None:
    await comes_back(lead, LEADS[moment])
