"""The loop: woken by wishes, at rest in between, offline without an error, and only one of it at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.store.make import enqueue, found
from tests.support.until import until
from tests.sync.rig import SETTLE, Rig
from workboard.backends.base import Op
from workboard.domain.errors import SignInFailed, Throttled, Unreachable
from workboard.domain.intent import AddNote
from workboard.store import account, outbox
from workboard.store.database import Database
from workboard.sync import engine as room
from workboard.sync.engine import Engine
from workboard.sync.schedule import CAP_MS, POLL_MS, backoff

ONE, TWO = "desk:ticket:101", "desk:ticket:102"


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[asyncio.Task[None]]:
    """The loop in the background, cancelled at the end."""
    task = asyncio.create_task(engine.run())
    try:
        yield task
        assert not task.done(), task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_wish_wakes_it(rig: Rig) -> None:
    async with running(rig.engine):
        await until(lambda: "changes" in rig.remote.calls)
        for number in range(3):
            one = enqueue(rig.database, AddNote(ONE, f"note {number}"), now=rig.at, sendable_at=rig.at)
            await until(lambda one=one: rig.state(one) == "done")  # type: ignore[misc]
    assert rig.remote.calls.count("changes") == 1, "reading has its own time"
    assert sum(rig.remote.received.values()) == 3


async def test_a_wish_of_another_process_wakes_it_once_it_is_noticed(rig: Rig) -> None:
    async with running(rig.engine):
        await until(lambda: "changes" in rig.remote.calls)
        rig.database.notice_foreign()
        other = Database.open(rig.database.path)
        one = enqueue(other, AddNote(ONE, "from the command line"), now=rig.at, sendable_at=rig.at)
        other.close()
        await until(lambda: rig.database.notice_foreign() or rig.state(one) == "done")
        await until(lambda: rig.state(one) == "done")


async def test_it_reads_again_when_it_is_time(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def wait(wake: asyncio.Event, seconds: float) -> None:
        pauses.append(seconds)
        rig.at += round(seconds * 1000)
        await asyncio.sleep(0)

    monkeypatch.setattr(room, "_wait", wait)
    async with running(rig.engine):
        await until(lambda: rig.remote.calls.count("changes") >= 3)
    assert set(pauses) == {POLL_MS / 1000}


async def test_offline_is_a_state_and_it_recovers(rig: Rig) -> None:
    offline = Unreachable("the desk cannot be reached: check the network")
    rig.remote.plan["apply"].extend([offline] * 3)

    def later(state: str) -> bool:
        rig.at += 1_000
        rig.database.write(lambda tx: tx.touch("outbox"))  # looks up whether its time has come
        return rig.account().state == state

    async with running(rig.engine):
        one = enqueue(rig.database, AddNote(ONE, "x"), now=rig.at, sendable_at=rig.at)
        two = enqueue(rig.database, AddNote(TWO, "y"), now=rig.at, sendable_at=rig.at)
        await until(lambda: rig.account().state == "offline")
        assert {rig.state(one), rig.state(two)} == {"pending"}
        assert rig.account().reason == str(offline)
        await until(lambda: later("ok") and not outbox.open_entries(rig.database.read()))
    assert [rig.remote.received[one.marker], rig.remote.received[two.marker]] == [1, 1]


async def test_signed_out_is_a_state_and_it_signs_in_again(rig: Rig) -> None:
    rig.remote.plan["apply"].append(SignInFailed("the token is no longer good", status=401))
    one = rig.wish(AddNote(ONE, "x"))
    async with running(rig.engine):
        await until(lambda: rig.account().state == "auth")
        assert rig.state(one) == "held"
        seen = len(rig.remote.calls)
        rig.at += CAP_MS
        rig.database.write(lambda tx: tx.touch("outbox"))
        await until(lambda: rig.state(one) == "done")
    assert "whoami" in rig.remote.calls[seen:]
    assert rig.account().state == "ok"


async def test_without_the_lock_nothing_is_sent_and_with_it_the_work_goes_on(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "FOREIGN_POLL_S", 0.005)
    one = rig.wish(AddNote(ONE, "x"))
    second = rig.new_engine()
    assert not second.hold()
    tries: list[bool] = []
    take = second.lock.take

    def counted() -> bool:
        tries.append(take())
        return tries[-1]

    second.lock.take = counted  # type: ignore[method-assign]
    async with running(second):
        await until(lambda: len(tries) >= 5)
        assert rig.remote.calls == []
        assert rig.state(one) == "pending"
        rig.engine.lock.release()
        await until(lambda: rig.state(one) == "done")
    assert tries[-1]
    assert rig.engine.hold(), "the lock is free again when the loop ends"


async def test_two_loops_on_one_file_send_each_wish_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FOREIGN_POLL_S", 0.005)
    rig.engine.lock.release()
    async with running(rig.engine), running(rig.new_engine()):
        rows = [
            enqueue(rig.database, AddNote(f"desk:ticket:{101 + n % 2}", f"n{n}"), now=rig.at, sendable_at=rig.at)
            for n in range(10)
        ]
        await until(lambda: not outbox.open_entries(rig.database.read()))
    assert rig.remote.received == {one.marker: 1 for one in rows}


async def test_cancelled_in_the_middle_of_a_write_it_looks_before_it_sends_again(rig: Rig) -> None:
    one = rig.wish(AddNote(ONE, "x"))
    arrived, apply = asyncio.Event(), rig.remote.apply

    async def never_answers(op: Op, known: object) -> None:
        await apply(op, rig.engine.context.known)
        arrived.set()
        await asyncio.Event().wait()

    rig.remote.apply = never_answers  # type: ignore[method-assign, assignment]
    async with running(rig.engine):
        await arrived.wait()
    assert rig.state(one) == "inflight"
    rig.remote.apply = apply  # type: ignore[method-assign]
    assert rig.engine.hold()
    await rig.engine.send()
    assert rig.state(one) == "uncertain"
    rig.at += SETTLE
    await rig.engine.send()
    assert (rig.state(one), rig.remote.received[one.marker]) == ("done", 1)


async def test_a_report_counts_what_is_left(rig: Rig) -> None:
    states = {"pending": 0, "held": 0, "uncertain": 1, "rejected": 1}
    for state, moved in states.items():
        one = rig.wish(AddNote(ONE, state))
        if state != "pending":
            rig.database.write(
                lambda tx, one=one, state=state, moved=moved: outbox.postpone(  # type: ignore[misc]
                    tx, found(tx, one.id), rig.at, state, rig.at + 60_000 + moved, "x"
                )
            )
    rig.remote.plan["apply"].append(Unreachable("cut"))
    report = await rig.engine.send()
    assert (report.sent, report.waiting, report.uncertain, report.rejected, report.conflicts) == (0, 2, 1, 1, 0)
    assert isinstance(report.error, Unreachable)


@pytest.mark.parametrize("failures", range(0, 40, 3))
def test_the_back_off_grows_to_five_minutes_and_is_never_negative(failures: int) -> None:
    assert backoff(failures, 0.0) == 0
    assert backoff(failures, 0.999_999) <= min(CAP_MS, 1_000 * 2**failures)
    assert backoff(failures + 1, 0.5) >= backoff(failures, 0.5)


async def test_it_says_how_long_the_desk_is_to_be_left_alone(rig: Rig) -> None:
    assert rig.engine.rest_s() == 0
    rig.remote.plan["changes"].append(Throttled("too many calls", retry_after_s=90.0))
    await rig.engine.sync()
    assert rig.engine.rest_s() == 90
    rig.at += 30_000
    assert rig.engine.rest_s() == 60
    await rig.engine.sync()
    assert rig.engine.rest_s() == 0, "a person who asks is not kept waiting"


async def test_without_a_network_the_write_ahead_log_does_not_grow_for_ever(rig: Rig) -> None:
    def size() -> int:
        return Path(f"{rig.database.path}-wal").stat().st_size

    rig.remote.plan["whoami"].append(Unreachable("cut"))
    rig.engine.lock.release()
    rig.engine = rig.new_engine()
    rig.wish(AddNote(ONE, "typed meanwhile"))
    assert size() > 0
    async with running(rig.engine):
        await until(lambda: rig.account().state == "offline" and size() == 0)


async def test_a_disk_that_is_full_does_not_end_the_loop(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the note that something is wrong can be taken then."""
    full: list[Exception] = [sqlite3.OperationalError("database or disk is full")] * 2
    set_state = account.set_state

    def stored(*given: object) -> None:
        if full:
            raise full.pop()
        set_state(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("workboard.sync.engine.account.set_state", stored)
    rig.remote.plan["changes"].extend([Unreachable("cut")] * 3)

    def later() -> bool:
        rig.at += 10_000
        rig.database.write(lambda tx: tx.touch("outbox"))
        return rig.account().state == "offline"

    async with running(rig.engine):
        await until(later)
    assert not full
