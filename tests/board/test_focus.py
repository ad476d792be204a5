"""A block of focus on the desk: its end is kept through an emergency, and what is outside costs a look a second."""

from __future__ import annotations

import asyncio

import pytest

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from workboard.board import finishing, focus, held, interruption, watch, work
from workboard.board.alive import Alive
from workboard.board.focus_look import block_view
from workboard.board.mode import below, mode
from workboard.board.outside import weighed
from workboard.domain.activity import derived_id
from workboard.store import focus as blocks


async def at_work(bench: Bench) -> str:
    activity = derived_id((await bench.ticket("Outlook hangs")).id)
    await work.start(bench.desk, activity)
    return activity


async def taken_up(bench: Bench) -> str:
    """An emergency that broke through, and what is done about it."""
    hot = await bench.ticket("Server down", default_band=1)
    await watch.notice(bench.desk)
    view = block_view(bench.desk)
    assert view is not None
    assert view.emergency == derived_id(hot.id)
    await interruption.take_up(bench.desk, view.emergency)
    return view.emergency


async def test_ac08_an_emergency_is_told_in_the_file_before_any_screen_shows_it(bench: Bench) -> None:
    await at_work(bench)
    hot = await bench.ticket("Server down", default_band=1)
    view = block_view(bench.desk)
    assert view is not None
    assert view.through is None
    await watch.notice(bench.desk)
    view = block_view(bench.desk)
    assert view is not None
    assert view.through == f"P1 for you #{hot.number}: Server down"
    bench.put(bench.truth(hot.id)._replace(category="done"))
    view = block_view(bench.desk)
    assert view is not None
    assert view.through is None


@pytest.mark.parametrize("finish", [True, False])
async def test_after_an_emergency_the_block_goes_on_with_the_end_it_had(bench: Bench, finish: bool) -> None:
    activity = await at_work(bench)
    before = held.standing(bench.desk)
    bench.at += 5 * MINUTE
    emergency = await taken_up(bench)
    view = block_view(bench.desk)
    assert view is not None
    assert view.activity_id == emergency
    bench.at += 50 * MINUTE
    await (finishing.finish(bench.desk, emergency) if finish else work.park(bench.desk, emergency))
    assert (mode(bench.desk), below(bench.desk)) == ("away", "board")
    await interruption.back(bench.desk)
    assert mode(bench.desk) == "over", "its bound has come meanwhile, and what it held is told"
    found = held.standing(bench.desk)
    assert before is not None
    assert found is not None
    assert found.until_at == before.until_at
    view = block_view(bench.desk)
    assert view is not None
    assert (view.activity_id, view.through) == (activity, None), "what was taken up is not told again"


async def test_a_block_that_was_left_stays_left_after_an_interruption(bench: Bench) -> None:
    await at_work(bench)
    await interruption.stamp(bench.desk, "phone")
    assert below(bench.desk) == "focus"
    bench.at += MINUTE
    await focus.leave(bench.desk)
    await interruption.back(bench.desk)
    assert mode(bench.desk) == "board"


async def test_ac09_what_was_held_is_told_for_five_minutes_and_not_for_ever(bench: Bench) -> None:
    other = await bench.ticket("Printer")
    activity = await at_work(bench)
    bench.at += MINUTE
    bench.client_writes(other, "Any news?")
    bench.at += MINUTE
    await work.park(bench.desk, activity)
    told = "Meanwhile: 1 client answered"
    assert held.digest(bench.desk, bench.database.read()) == told
    bench.at += 4 * MINUTE
    assert held.digest(bench.desk, bench.database.read()) == told
    bench.at += MINUTE
    assert held.digest(bench.desk, bench.database.read()) is None


async def test_ac07_a_sync_of_many_pages_costs_no_look_each(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await at_work(bench)
    looks: list[int] = []

    def counted(*some: object) -> object:
        looks.append(1)
        return weighed(*some)  # type: ignore[arg-type]

    monkeypatch.setattr(watch, "weighed", counted)
    monkeypatch.setattr(watch, "REST_S", 60)
    task = asyncio.create_task(watch.keep_watch(bench.desk, Alive(bench.desk)))
    await until(lambda: looks)
    for number in range(30):
        await bench.ticket(f"Thing {number}")
    assert len(looks) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert blocks.lasts(bench.database.read(), bench.at)
