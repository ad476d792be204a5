"""A block of focus in front of a help desk: it asks for nothing but emergencies, and afterwards everything is there."""

from __future__ import annotations

import pytest

from tests.stories.remote_desk import MINUTE, RemoteDesk
from tests.support.until import until
from tests.ui.eyes import Eyes, opened, shown
from workboard.board import held
from workboard.domain.ticket import Ticket
from workboard.store import focus as blocks
from workboard.store import intervals
from workboard.ui.screens.board import Board
from workboard.ui.screens.called import Called
from workboard.ui.screens.focus import Focus


@pytest.fixture
def concentrating(dana: RemoteDesk) -> RemoteDesk:
    """Her sync loop knows when she does, as a board's does."""
    dana.engine.focused = lambda: blocks.lasts(dana.database.read(), dana.at)
    return dana


def asked(dana: RemoteDesk, call: str) -> int:
    return dana.remote.calls.count(call)


def hot(dana: RemoteDesk) -> Ticket:
    one = dana.first._replace(id="desk:ticket:13", number="13", title="Mail server down", default_band=1)
    dana.remote.put(one)
    return one


async def in_focus(pilot: Eyes) -> None:
    await pilot.press("enter")
    await until(lambda: isinstance(pilot.app.screen, Focus))
    await pilot.pause()


async def test_ac07_replies_and_assignments_are_not_even_asked_for_and_told_at_its_end(
    concentrating: RemoteDesk,
) -> None:
    dana = concentrating
    async with opened(dana) as pilot:
        await in_focus(pilot)
        before, changes = shown(pilot), asked(dana, "changes")
        dana.says(dana.second, "Approved, please go ahead.")
        for _ in range(3):
            await dana.sync()
        await pilot.pause()
        assert shown(pilot).replace("3 min", "0 min") == before
        assert asked(dana, "changes") == changes, "only whether something of mine is an emergency"
        await pilot.press("f", "enter")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await dana.sync()
        assert asked(dana, "changes") > changes
        await pilot.press("question_mark", "question_mark")  # the last word goes, the board's own line comes
        await until(lambda: "1 client has answered" in shown(pilot))
        assert "Meanwhile: 1 client answered" in shown(pilot)


async def test_ac08_an_emergency_is_there_with_the_next_poll_and_its_end_leads_back_into_the_block(
    concentrating: RemoteDesk,
) -> None:
    dana = concentrating
    async with opened(dana) as pilot:
        await in_focus(pilot)
        until_at = held.standing(dana.desk)
        hot(dana)
        await dana.sync()
        await until(lambda: "P1 for you #13: Mail server down" in shown(pilot))
        await pilot.press("enter")
        await until(lambda: "Mail server down" in shown(pilot) and "P1 for you" not in shown(pilot))
        dana.at += 6 * MINUTE
        await pilot.press("f", "enter")
        await until(lambda: isinstance(pilot.app.screen, Called))
        await pilot.pause()
        assert "Scanner stops" in shown(pilot), "the card that leads back"
        while isinstance(pilot.app.screen, Called):
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(pilot.app.screen, Focus)
        assert "Scanner stops" in shown(pilot)
        found = held.standing(dana.desk)
        assert found is not None
        assert until_at is not None
        assert found.until_at == until_at.until_at, "nothing is held longer than was said"
    log = intervals.between(dana.database.read(), 0, dana.at + 1)
    assert {(one.source, one.sorted) for one in log if one.kind == "interruption"} == {("alert", True)}
    assert len({one.ref for one in log if one.kind == "interruption"}) == 1


async def test_ac09_what_came_before_the_emergency_is_told_at_the_end_of_the_block_all_the_same(
    dana: RemoteDesk,
) -> None:
    async with opened(dana) as pilot:
        await in_focus(pilot)
        dana.says(dana.second, "Approved, please go ahead.")
        hot(dana)
        await dana.sync()
        await until(lambda: "P1 for you" in shown(pilot))
        await pilot.press("enter")
        await until(lambda: "P1 for you" not in shown(pilot))
        await pilot.press("f", "enter")
        await until(lambda: isinstance(pilot.app.screen, Called))
        await pilot.pause()
        while isinstance(pilot.app.screen, Called):
            await pilot.press("enter")
            await pilot.pause()
        assert "answered" not in shown(pilot)
        dana.at += MINUTE
        await pilot.press("p", "enter")
        await until(lambda: "Meanwhile: 1 client answered" in " ".join(shown(pilot).split()))
