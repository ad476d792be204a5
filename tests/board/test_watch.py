"""What goes on behind an open board by itself: a sign of life, and what time brings, whatever the disk says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.board.bench import HOUR, MINUTE, Bench
from tests.support.until import until
from workboard.board import watch, work
from workboard.board.alive import Alive
from workboard.domain.activity import derived_id
from workboard.domain.errors import NotStored
from workboard.domain.event import Changed, Moment
from workboard.store import journal


@asynccontextmanager
async def watched(bench: Bench) -> AsyncIterator[list[Moment]]:
    """A board's watch, and the moments it brings."""
    found: list[Moment] = []

    def heard(changed: Changed) -> None:
        found.extend(one for one in changed.events if isinstance(one, Moment))

    stop = bench.desk.subscribe(heard)
    task = asyncio.create_task(watch.keep_watch(bench.desk, Alive(bench.desk)))
    yield found
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    stop()


def signs(bench: Bench) -> list[str]:
    return list(journal.places(bench.database.read(), "alive ").values())


async def working(bench: Bench) -> str:
    activity = derived_id((await bench.ticket("Outlook hangs")).id)
    await work.start(bench.desk, activity)
    return activity


async def test_a_sign_each_minute_and_the_bound_when_it_comes(bench: Bench) -> None:
    await working(bench)
    bench.at += HOUR - bench.at % HOUR - 20  # the minute is over in 20 ms of real time
    async with watched(bench) as moments:
        await until(lambda: len(signs(bench)) == 1)
        first = signs(bench)
        bench.at += 46 * MINUTE
        await until(lambda: signs(bench) != first)
        await until(lambda: [one.what for one in moments] == ["on_focus_end"])
    assert moments[0].minutes == 45


async def test_it_looks_as_soon_as_something_changes(bench: Bench) -> None:
    await working(bench)
    async with watched(bench) as moments:
        await until(lambda: len(signs(bench)) == 1)
        bench.at += HOUR
        await bench.ticket("Another")
        await until(lambda: [one.what for one in moments] == ["on_focus_end"])


async def test_a_disk_that_takes_nothing_does_not_end_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await working(bench)
    full = True
    sign = Alive.sign

    async def refused(self: Alive) -> None:
        if full:
            raise NotStored("no room")
        await sign(self)

    monkeypatch.setattr(Alive, "sign", refused)
    async with watched(bench):
        await asyncio.sleep(0)
        full = False
        await bench.ticket("Something changes")
        await until(lambda: len(signs(bench)) == 1)
