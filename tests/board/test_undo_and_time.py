"""Taking back never tears a hole into the time that has gone on since, and leaves nothing without a way back."""

from __future__ import annotations

import pytest

from tests.board.bench import MINUTE, Bench
from workboard.board import broken_promises, finishing, interruption, undo, work
from workboard.board.promises import Promises
from workboard.domain.activity import derived_id
from workboard.store import intervals


async def activity(bench: Bench, title: str) -> str:
    return derived_id((await bench.ticket(title)).id)


async def test_a_promise_that_died_is_revived_though_other_work_runs_by_now(bench: Bench) -> None:
    told, other = await activity(bench, "Told"), await activity(bench, "Other")
    board = bench.desk._replace(promises=Promises())
    await work.start(board, told)
    bench.at += 10 * MINUTE
    await finishing.finish(board, told, tell=True, result="Fixed.", hold_ms=10_000)
    await work.start(board, other)
    began = bench.at
    (lost,) = await broken_promises.revive(bench.desk)
    assert lost.activity_id == told
    assert (bench.state(told), bench.state(other)) == ("planned", "running"), "it is offered again"
    assert bench.segments(told) == [(began - 10 * MINUTE, began)]
    assert bench.segments(other) == [(began, None)]


async def test_nor_over_other_work_that_is_done_by_now(bench: Bench) -> None:
    told, other = await activity(bench, "Told"), await activity(bench, "Other")
    board = bench.desk._replace(promises=Promises())
    await work.start(board, told)
    bench.at += 10 * MINUTE
    await finishing.finish(board, told, tell=True, result="Fixed.", hold_ms=10_000)
    await work.start(board, other)
    bench.at += 10 * MINUTE
    await finishing.finish(board, other)
    await broken_promises.revive(bench.desk)
    assert bench.state(told) == "planned"
    assert intervals.current(bench.database.read()) is None
    assert bench.segments(told)[0][1] == bench.segments(other)[0][0]


async def test_a_promise_that_died_runs_again_where_nothing_else_does(bench: Bench) -> None:
    told = await activity(bench, "Told")
    board = bench.desk._replace(promises=Promises())
    await work.start(board, told)
    began = bench.at
    bench.at += 10 * MINUTE
    await finishing.finish(board, told, tell=True, result="Fixed.", hold_ms=10_000)
    await broken_promises.revive(bench.desk)
    assert bench.state(told) == "running"
    assert bench.segments(told) == [(began, None)]


@pytest.mark.parametrize("gone_on", [False, True])
async def test_finished_while_away_and_taken_back(bench: Bench, gone_on: bool) -> None:
    one = await activity(bench, "Outlook hangs")
    await work.start(bench.desk, one)
    await interruption.stamp(bench.desk, "phone")
    await finishing.finish(bench.desk, one)
    if gone_on:
        bench.at += MINUTE
        assert await interruption.back(bench.desk) is None
    await undo.undo_last(bench.desk)
    assert bench.state(one) == ("planned" if gone_on else "interrupted")
    if gone_on:
        assert intervals.current(bench.database.read()) is None
        await work.start(bench.desk, one)
    else:
        assert await interruption.back(bench.desk) == one
    assert bench.state(one) == "running"
