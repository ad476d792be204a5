"""The same day at Request Tracker and at Autotask is the same day on the board: only numbers and addresses differ."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import pytest

from tests.stories.any_desk import OFFICES, AnyDesk, any_desk
from workboard.board import finishing, notes, replies, skipping, who_waits, work
from workboard.board.offer import offer
from workboard.board.view import View
from workboard.domain.rules import GoalRule, GoalRules, Policy

Step = Callable[[AnyDesk], Awaitable[None]]


async def _morning(one: AnyDesk) -> None:
    """Four tickets of mine and one of nobody's."""
    one.opens(0, "Scanner stops on the third page", "It stops. Could you have a look?", "Medium")
    one.opens(1, "Two more seats for the editor", "We need two more.", "Low")
    one.opens(2, "The door camera is dark", "Since tonight.", "High")
    one.opens(0, "New colleague on Monday", "Please set up a desk.", "Low")
    one.opens(1, "Mail comes in twice", "Everything twice.", "Low", None)


async def _start(one: AnyDesk) -> None:
    await work.start(one.board, offer(one.board).ranked[0].candidate.activity.id)


async def _note(one: AnyDesk) -> None:
    await notes.add(one.board, one.ticket(2), "The cable is loose. +20m >Order a cable")


async def _answered(one: AnyDesk) -> None:
    one.office.client_writes(one.case.desk, one.tickets[1], "Approved, please go ahead.")


async def _finish(one: AnyDesk) -> None:
    running = offer(one.board).current
    assert running is not None
    await finishing.finish(one.board, running.activity.id, result="New cable, works.", minutes=10, ticket_done=True)


async def _reply(one: AnyDesk) -> None:
    assert len(who_waits.rows(one.board)) == 1
    await replies.answer(one.board, one.ticket(1), "Both seats are there.")


async def _colleague(one: AnyDesk) -> None:
    """Somebody writes on one of mine, takes another away, and closes it."""
    one.office.notes(one.case.desk, one.tickets[0], "ben", "I had that one last year.")
    one.office.takes_away(one.case.desk, one.tickets[3], "ben")
    one.office.closes(one.case.desk, one.tickets[3], "ben")


async def _skip(one: AnyDesk) -> None:
    await skipping.skip(one.board, offer(one.board).ranked[0].candidate.activity.id, "needs daytime")


DAY: Final[tuple[Step, ...]] = (_morning, _start, _note, _answered, _finish, _reply, _colleague, _skip)


def comparable(view: View, one: AnyDesk) -> View:
    """Without what the vendor numbers; that the number is there stays."""
    card = view.card._replace(
        activity_id=view.card.activity_id and view.card.activity_id.split(":")[1],
        ticket_id=view.card.ticket_id and str(one.tickets.index(int(view.card.ticket_id.rsplit(":", 1)[1]))),
        number=view.card.number and "#",
    )
    return view._replace(card=card)


async def lived(office_number: int, folder: Path) -> list[View]:
    """What the board shows after each step of the day, with a goal of the policy's: Autotask has one of its own."""
    async with any_desk(OFFICES[office_number], folder) as one:
        one.board = one.board._replace(policy=Policy(goal=GoalRules(me=GoalRule("worked", 360))))
        await one.look()
        views = []
        for step in DAY:
            await step(one)
            views.append(comparable(await one.look(), one))
        return views


@pytest.fixture
async def both(tmp_path_factory: pytest.TempPathFactory) -> list[list[View]]:
    return [await lived(number, tmp_path_factory.mktemp("desk")) for number in range(len(OFFICES))]


async def test_the_same_day_looks_the_same(both: list[list[View]]) -> None:
    for step, (theirs, ours) in zip(DAY, zip(*both, strict=True), strict=True):
        assert theirs == ours, step.__name__


async def test_it_is_a_day_with_something_to_see(both: list[list[View]]) -> None:
    for views in both:
        assert [view.card.state for view in views] == [
            "offered", "running", "running", "running", "offered", "offered", "offered", "asleep",
        ]  # fmt: skip
        assert views[0].card.title == "Decide the next step: The door camera is dark"
        assert views[2].thread[0].text == "The cable is loose."
        assert [view.replies.waiting for view in views] == [0, 0, 0, 1, 1, 0, 0, 0]
        assert "30 m" in views[-1].goals[0].words
