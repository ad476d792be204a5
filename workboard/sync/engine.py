"""The loop: send what waits, read what is new, and treat being offline as a state and not as an error."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import NamedTuple

from workboard.domain.errors import (
    RemoteError,
    SettingsError,
    SignInFailed,
    Throttled,
    Unreachable,
    WorkboardError,
)
from workboard.domain.event import Changed
from workboard.store import account
from workboard.store.database import Transaction
from workboard.store.lock import SyncLock
from workboard.store.states import counts
from workboard.sync import pull, push, schedule
from workboard.sync.context import Context, Merged

FOREIGN_POLL_S = 0.25


class Report(NamedTuple):
    """One turn in numbers; ``error`` is what kept the remote from answering, if anything did."""

    pulled: Merged = Merged()
    sent: int = 0
    waiting: int = 0
    uncertain: int = 0
    rejected: int = 0
    conflicts: int = 0
    error: WorkboardError | None = None


class Engine:
    """Sends and reads for one database; only the holder of ``sync.lock`` does."""

    def __init__(self, context: Context, lock: SyncLock) -> None:
        self.context = context
        self.lock = lock
        self._signed_in = False
        self._recovered = False
        self._failures = 0
        self._not_before = 0
        self._next_pull = 0

    def hold(self) -> bool:
        """Whether this process may send and read; tries once for the lock."""
        return self.lock.take()

    async def sync(self, *, now_please: bool = True) -> Report:
        """One whole turn: send, read, send what the reading freed. The lock must be held."""
        sent = 0
        try:
            await self._ready()
            sent += await self._send(now_please)
            pulled = await pull.pull(self.context)
            sent += await self._send(now_please)
        except WorkboardError as error:
            await self._stumble(error)
            return self._report(sent=sent, error=error)
        self._recover_from_stumble()
        self.context.database.checkpoint()
        return self._report(pulled, sent)

    async def send(self) -> Report:
        """Only send (the command line after an act). The lock must be held."""
        try:
            await self._ready()
            return self._report(sent=await self._send(now_please=True))
        except WorkboardError as error:
            await self._stumble(error)
            return self._report(error=error)

    async def run(self) -> None:
        """For as long as the board is open: woken by every wish, reading in the background. Never raises on
        account of the remote."""
        loop = asyncio.get_running_loop()
        wake = asyncio.Event()

        def woken(changed: Changed) -> None:
            if "outbox" in changed.topics and not loop.is_closed():
                loop.call_soon_threadsafe(wake.set)

        stop = self.context.database.subscribe(woken)
        try:
            while True:
                wake.clear()
                pause = await self._turn() if self.hold() else FOREIGN_POLL_S * 4
                await _wait(wake, pause)
        finally:
            stop()
            self._recovered = False  # what was in flight when this was cancelled is for the next holder to recover
            self.lock.release()

    def rest_s(self) -> float:
        """Seconds for which the help desk is to be left alone; 0 when nothing is wrong."""
        return max(0, self._not_before - self.context.wall()) / 1000

    async def _turn(self) -> float:
        """One round of the loop; seconds until the next is worth it."""
        if rest := self.rest_s():
            return rest
        wall = self.context.wall()
        try:
            await self._ready()
            if wall >= self._next_pull:
                await self._send(now_please=False)
                await pull.pull(self.context, lambda: self._send(now_please=False))
                self._next_pull = self.context.wall() + self._poll()
                self.context.database.checkpoint()
            pushed = await push.push(self.context)
            if pushed.stopped is not None:
                raise pushed.stopped
        except WorkboardError as error:
            return await self._rest_after(error)
        except Exception as error:
            logging.getLogger("workboard.sync").error("a turn ended with %s", type(error).__name__, exc_info=error)
            self._recovered = False
            odd = type(error).__name__
            return await self._rest_after(RemoteError(f"syncing met something unexpected ({odd}); it tries again"))
        self._recover_from_stumble()
        next_at = min(self._next_pull, pushed.until or self._next_pull)
        return max(0.05, (next_at - self.context.wall()) / 1000)

    async def _rest_after(self, error: WorkboardError) -> float:
        with suppress(Exception):  # a full disk cannot take the note that it is full
            await self._stumble(error)
            self.context.database.checkpoint()  # offline for a day: what is typed must not pile up in the log
        return max(0.05, self.rest_s())

    def _poll(self) -> int:
        return schedule.POLL_MS if self.context.backend.capabilities.network else schedule.LOCAL_POLL_MS

    async def _ready(self) -> None:
        if not self._recovered:
            await push.recover(self.context)
            self._recovered = True
        if not self._signed_in:
            await pull.sign_in(self.context)
            self._signed_in = True

    async def _send(self, now_please: bool) -> int:
        pushed = await push.push(self.context, now_please=now_please)
        if pushed.stopped is not None:
            raise pushed.stopped
        return pushed.sent

    async def _stumble(self, error: WorkboardError) -> None:
        """Remember what is wrong in the account, where the board shows it, and leave the remote alone a while."""
        self._failures += 1
        wait = schedule.wait_after(error, self._failures, self.context.chance())
        self._not_before = self.context.wall() + max(wait, 250)
        self._signed_in = self._signed_in and not isinstance(error, SignInFailed)
        state = _STATES.get(type(error), "offline")
        now, slug, name, url = self.context.now(), self.context.slug, self.context.backend_name, self.context.base_url

        def work(transaction: Transaction) -> None:
            if account.load(transaction) is None:
                account.save(transaction, account.Account(slug, name, url))
            account.set_state(transaction, state, str(error), now)

        await self.context.database.awrite(work, durable=False)

    def _recover_from_stumble(self) -> None:
        self._failures = 0
        self._not_before = 0

    def _report(self, pulled: Merged = Merged(), sent: int = 0, error: WorkboardError | None = None) -> Report:  # noqa: B008
        states = counts(self.context.database.read())
        return Report(
            pulled,
            sent,
            sum(states.get(state, 0) for state in ("pending", "held", "inflight")),
            states.get("uncertain", 0),
            states.get("rejected", 0),
            states.get("conflict", 0),
            error,
        )


_STATES: dict[type[WorkboardError], str] = {
    SignInFailed: "auth",
    SettingsError: "auth",
    Throttled: "throttled",
    Unreachable: "offline",
}


async def _wait(wake: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return
