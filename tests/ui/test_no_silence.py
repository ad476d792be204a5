"""A key that does nothing says where it would; the way out stands at the foot however narrow it is."""

from __future__ import annotations

import pytest

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import foot, opened, shown, typed
from workboard.ui.screens.board import Board
from workboard.ui.screens.one_ticket import OneTicket
from workboard.ui.screens.replies import Replies
from workboard.ui.stray_keys import UNKNOWN
from workboard.ui.widgets.plain import foot_line

NARROW = (60, 16)
ON_THE_BOARD = "works on the board: Esc leads back to it."
IN_REPLIES = "works in Replies: r on the board opens them."


async def test_on_one_ticket_a_key_of_another_screen_says_where_it_works(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("slash")
        await typed(pilot, "48155")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        for key, words in (("s", "s (skip)"), ("f", "f (finish)"), ("p", "p (park)"), ("e", "e (ask for help)")):
            await pilot.press(key)
            assert f"{words} {ON_THE_BOARD}" in shown(pilot)
        await pilot.press("a")
        assert f"a (answer) {IN_REPLIES}" in shown(pilot)
        await pilot.press("y")
        assert IN_REPLIES not in shown(pilot), "a key that works takes the line"


async def test_on_the_board_and_in_the_replies_too(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("x")
        assert f"x (no answer needed) {IN_REPLIES}" in shown(pilot)
        await pilot.press("r")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await pilot.press("s")
        assert f"s (skip) {ON_THE_BOARD}" in shown(pilot)
    assert not demo.waiting()


async def test_a_key_that_nothing_knows_is_answered_once(demo: Bench) -> None:
    async with opened(demo) as pilot:
        for key in ("v", "V", "5", "left_square_bracket"):
            await pilot.press(key)
            assert shown(pilot).count(UNKNOWN) == 1
        for key in ("f7", "home", "shift+tab"):
            await pilot.press(key)
        assert isinstance(pilot.app.screen, Board)
        await pilot.press("w", "escape")
        await until(lambda: UNKNOWN not in shown(pilot))


@pytest.mark.parametrize(
    "keys", [("n",), ("t",), ("e",), ("f",), ("slash",), ("s",), ("s", "A"), ("exclamation_mark",)]
)
async def test_the_way_out_of_a_sheet_stands_at_the_foot_of_a_narrow_terminal(
    demo: Bench, keys: tuple[str, ...]
) -> None:
    async with opened(demo, NARROW) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert not isinstance(pilot.app.screen, Board)
        assert ("! close" if keys == ("exclamation_mark",) else "Esc ") in foot(pilot)


async def test_and_of_one_ticket(demo: Bench) -> None:
    async with opened(demo, NARROW) as pilot:
        await pilot.press("slash")
        await typed(pilot, "48155")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await pilot.pause()
        assert "Esc back" in foot(pilot)
        assert foot(pilot).endswith("? keys")


def test_the_way_out_is_the_last_to_go() -> None:
    hints = [("Ctrl+S", "save"), ("Esc", "close"), ("Ctrl+T", "tell"), ("?", "keys")]

    def at(width: int) -> list[str]:
        return [part[0] for part in foot_line(hints, width, {"Esc"}) if part[1] == "key"]

    assert [at(width) for width in (60, 40, 25, 9)] == [
        ["Ctrl+S", "Esc", "Ctrl+T", "?"], ["Ctrl+S", "Esc", "?"], ["Esc", "?"], ["Esc"],
    ]  # fmt: skip
