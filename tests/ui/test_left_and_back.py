"""What lay over an interruption, or over another screen than the board, when workboard was left: it is open again with
its words, and under it is what it covered."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, opened, shown
from workboard.ui.screens.away import AskSource, BackCard, IsAway
from workboard.ui.screens.one_ticket import OneTicket
from workboard.ui.screens.replies import Replies
from workboard.ui.screens.work_screen import WorkScreen

AWAY = ("i", "p", "enter")


class Moment(NamedTuple):
    """The keys that lead there from the board, and what Esc leads to."""

    keys: tuple[str, ...]
    under: type[WorkScreen]


MOMENTS = {
    "the keys of the replies": Moment(("r", "down", "question_mark"), Replies),
    "the keys of a ticket": Moment(("slash", *"48206", "enter", "question_mark"), OneTicket),
    "the card that leads back": Moment(("enter", *AWAY, "enter"), IsAway),
    "the keys while away": Moment((*AWAY, "question_mark"), IsAway),
    "a quick fix before anything is said": Moment(("i", "q", *"reset"), AskSource),
    "a quick fix on the card that leads back": Moment(("enter", *AWAY, "enter", "q", *"reset"), BackCard),
    "the call as a ticket": Moment((*AWAY, "t", *"kim"), IsAway),
    "a note on the call": Moment((*AWAY, "n", *"48213", "enter", *"asked"), IsAway),
}


async def press(pilot: Eyes, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("name", MOMENTS)
async def test_ac38_what_was_open_is_open_again_over_what_it_covered(demo: Bench, name: str) -> None:
    async with opened(demo) as pilot:
        await press(pilot, *MOMENTS[name].keys)
        kind, before = type(pilot.app.screen), shown(pilot)
        await press(pilot, "ctrl+q")
    assert kind is not MOMENTS[name].under
    async with opened(demo) as pilot:
        await until(lambda: type(pilot.app.screen) is kind)
        await until(lambda: shown(pilot) == before)
        await press(pilot, "escape")
        assert type(pilot.app.screen) is MOMENTS[name].under


@pytest.mark.parametrize("keys", [("q", "escape"), ("enter", "escape"), ("enter", "enter", *AWAY)])
async def test_what_was_closed_or_lay_over_another_call_stays_away(demo: Bench, keys: tuple[str, ...]) -> None:
    async with opened(demo) as pilot:
        await press(pilot, *AWAY, *keys)
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, IsAway))
        await pilot.pause()
        assert isinstance(pilot.app.screen, IsAway)
