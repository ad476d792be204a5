"""The loop: woken by wishes, at rest in between, offline without an error, and only one of it at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.store.make import enqueue, ticket
from tests.support.until import until
from tests.sync.fake_remote import AFTER
from tests.sync.rig import SETTLE, Rig
from workboard.backends.base import Op
from workboard.domain.errors import SignInFailed, Throttled, Unreachable
from workboard.domain.intent import AddNote
from workboard.store import account, delivery, entries
from workboard.store.database import Database
from workboard.sync import engine as room
from workboard.sync.breaker import OPENS_AFTER, PROBE_FIRST_S, PROBE_LAST_S
from workboard.sync.engine import Engine
from workboard.sync.report import Report
from workboard.sync.schedule import CAP_MS, IDLE_POLL_MS, POLL_MS

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
        await until(lambda: rig.remote.calls.count("changes") >= 6)
    looks = sorted({round(pause) for pause in pauses})
    assert looks[0] > POLL_MS / 1000, "nothing was new"
    assert looks[-1] == IDLE_POLL_MS / 1000


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
        await until(lambda: later("ok") and not entries.open_entries(rig.database.read()))
    assert [rig.remote.received[one.marker], rig.remote.received[two.marker]] == [1, 1]


async def test_signed_out_is_a_state_and_it_signs_in_again(rig: Rig) -> None:
    signed_out = SignInFailed("the token is no longer good", status=401)
    rig.remote.plan["apply"].append(signed_out)
    rig.remote.plan["whoami"].append(signed_out)
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
        await until(lambda: not entries.open_entries(rig.database.read()))
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
    for state in ("pending", "held", "uncertain", "rejected"):
        one = rig.wish(AddNote(ONE, state))
        if state != "pending":
            rig.database.write(lambda tx, one=one: delivery.mark_inflight(tx, one, rig.at, rig.at, None))  # type: ignore[misc]
            left = rig.row(one)
            if state == "rejected":
                rig.database.write(lambda tx, left=left: delivery.refuse(tx, left, rig.at, "x"))  # type: ignore[misc]
            else:
                rig.database.write(
                    lambda tx, left=left, state=state: delivery.postpone(tx, left, rig.at, state, rig.at + 60_000, "x")  # type: ignore[misc]
                )
    rig.remote.plan["apply"].append(Unreachable("cut"))
    report = await rig.engine.send()
    assert (report.sent, report.waiting, report.uncertain, report.rejected, report.conflicts) == (0, 2, 1, 1, 0)
    assert isinstance(report.error, Unreachable)


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


# --- waits, clocks, the breaker -------------------------------------------------------------------

DAY = 86_400_000


@pytest.mark.parametrize("jump", [DAY, -DAY, 3_600_000, -3_600_000])
async def test_a_wall_clock_that_jumps_neither_freezes_nor_storms_it(rig: Rig, jump: int) -> None:
    rig.remote.plan["changes"].append(Throttled("too many calls", retry_after_s=90.0))
    one = rig.wish(AddNote(ONE, "x"))
    rig.engine.pace.next_at = 0.0
    await rig.engine.turn()
    rig.put_forward = jump
    calls = len(rig.remote.calls)
    assert rig.engine.rest_s() == 90
    assert await rig.engine.turn() == 90, "no storm: what the desk asked for goes by another clock"
    assert len(rig.remote.calls) == calls
    rig.at += 90_000
    for _ in range(3):
        pause = await rig.engine.turn()
        assert 0 < pause <= 3600
        rig.at += round(pause * 1000)
    assert rig.state(one) == "done", "no freeze either"
    assert rig.engine.rest_s() == 0


async def test_five_cuts_open_the_breaker_and_the_state_says_since_when(rig: Rig) -> None:
    rig.remote.plan["changes"].extend([Unreachable("no network")] * 20)
    rig.engine.pace.next_at = 0.0
    began = rig.at
    pauses = []
    for _ in range(12):
        pauses.append(await rig.engine.turn())
        rig.at += round(pauses[-1] * 1000) + 1
    assert rig.engine.breaker.is_open()
    assert max(pauses[: OPENS_AFTER - 1]) < PROBE_FIRST_S
    assert all(PROBE_FIRST_S <= pause <= PROBE_LAST_S for pause in pauses[OPENS_AFTER - 1 :])
    assert rig.remote.calls.count("changes") == 12, "one probe each time, and nothing else"
    assert (rig.account().state, rig.account().state_at) == ("offline", began)
    rig.remote.plan.clear()
    await rig.engine.turn()
    assert not rig.engine.breaker.is_open()
    assert rig.account().state == "ok"


async def test_a_person_who_asks_gets_a_try_while_the_breaker_is_open(rig: Rig) -> None:
    for _ in range(8):
        rig.engine.breaker.failed(Unreachable("no network"))
    one = rig.wish(AddNote(ONE, "x"))
    assert (await rig.engine.sync()).sent == 1
    assert rig.state(one) == "done"
    assert not rig.engine.breaker.is_open()


async def test_a_desk_that_takes_and_never_answers_is_not_sent_everything(rig: Rig) -> None:
    for number in range(110, 140):
        rig.remote.put(ticket(str(number)))
    rows = [rig.wish(AddNote(f"desk:ticket:{number}", "x")) for number in range(110, 140)]
    rig.remote.plan["apply"].extend([AFTER] * 30)
    rig.engine.pace.next_at = 0.0
    told: list[Report] = []
    await rig.engine.turn(told.append)
    assert len(rig.remote.order) == OPENS_AFTER
    assert isinstance(told[-1].error, Unreachable)
    assert [rig.state(one) for one in rows].count("pending") == 30 - OPENS_AFTER
    assert rig.engine.breaker.is_open()
    assert rig.engine.rest_s() >= PROBE_FIRST_S


async def test_trouble_is_probed_by_reading_and_not_by_writing(rig: Rig) -> None:
    rig.remote.plan["apply"].append(Unreachable("no network"))
    rig.wish(AddNote(ONE, "x"))
    rig.engine.pace.next_at = rig.beat() + 3600
    await rig.engine.turn()
    rig.remote.calls.clear()
    rig.at += 1_000
    await rig.engine.turn()
    assert rig.remote.calls[0] in ("changes", "apply")
    assert "changes" in rig.remote.calls


# --- nothing ends it, and it ends at once ---------------------------------------------------------


async def test_a_lock_that_cannot_be_made_does_not_end_the_loop(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = [OSError(24, "Too many open files"), PermissionError(13, "Permission denied")]
    take = rig.engine.lock.take

    def taken() -> bool:
        if trouble:
            raise trouble.pop()
        return take()

    monkeypatch.setattr(rig.engine.lock, "take", taken)
    one = rig.wish(AddNote(ONE, "x"))

    def later() -> bool:
        rig.at += 10_000
        rig.database.write(lambda tx: tx.touch("outbox"))
        return rig.state(one) == "done"

    async with running(rig.engine):
        await until(lambda: rig.account().state == "offline")
        assert "permission denied" in str(rig.account().reason)
        await until(later)
    assert not trouble


@pytest.mark.parametrize(
    "odd", [OSError(5, "Input/output error"), RuntimeError("?"), KeyError("?"), RecursionError(), MemoryError()]
)
@pytest.mark.parametrize("call", ["whoami", "changes", "apply"])
async def test_whatever_is_raised_does_not_end_the_loop(rig: Rig, odd: Exception, call: str) -> None:
    rig.engine.entrance.signed_in = False
    rig.remote.plan[call].append(odd)
    one = rig.wish(AddNote(ONE, "x"))

    def later() -> bool:
        rig.at += SETTLE
        rig.database.write(lambda tx: tx.touch("outbox"))
        return rig.state(one) == "done"

    async with running(rig.engine):
        await until(later)
    assert rig.remote.received[one.marker] == 1


async def test_it_ends_at_once_while_a_call_hangs(rig: Rig) -> None:
    hanging = asyncio.Event()

    async def hang() -> object:
        hanging.set()
        await asyncio.Event().wait()
        raise AssertionError

    rig.engine.entrance.signed_in = False
    rig.remote.whoami = hang  # type: ignore[method-assign, assignment]
    task = asyncio.create_task(rig.engine.run())
    await hanging.wait()
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()
    assert rig.new_engine().hold(), "and the lock is free for the next"


async def test_who_listens_hears_of_turns_that_brought_something(rig: Rig) -> None:
    told: list[Report] = []
    rig.engine.pace.next_at = 0.0
    await rig.engine.turn(told.append)
    assert told == [], "nothing was new"
    rig.remote.put(ticket("104"))
    rig.wish(AddNote(ONE, "x"))
    rig.engine.pace.next_at = 0.0
    await rig.engine.turn(told.append)
    assert [(one.pulled.tickets, one.sent, one.error) for one in told] == [(1, 1, None)]
    rig.remote.plan["changes"].append(Unreachable("no network"))
    rig.engine.pace.next_at = 0.0
    await rig.engine.turn(told.append)
    assert str(told[-1].error) == "no network"
