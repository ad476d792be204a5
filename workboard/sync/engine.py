"""The loop: send what waits, read what is new, and treat being offline as a state and not as an error.

It is the one place that tries again (with the outbox, which says what is due): ``breaker`` tells how long the help
desk is left alone after trouble, ``budget`` how much of the hour's calls is left, ``pace`` when to look.
Waits go by a monotonic clock (``beat``); only what is stored with a wish goes by the wall clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from workboard.domain.errors import RemoteError, WorkboardError
from workboard.domain.event import Changed
from workboard.host.clock import beat
from workboard.host.threads import let_go_at_the_end
from workboard.store import account
from workboard.store.lock import SyncLock
from workboard.sync import pull
from workboard.sync.breaker import Breaker
from workboard.sync.budget import Budget, Spent
from workboard.sync.context import Context, Merged
from workboard.sync.entrance import Entrance
from workboard.sync.pace import Pace
from workboard.sync.renewal import Renew, same_as_before
from workboard.sync.report import Report, in_words, note_trouble, report
from workboard.sync.sending import Sending
from workboard.sync.turned_away import TurnedAway

FOREIGN_POLL_S = 0.25
LEAST_WAIT_S = 0.05

Told = Callable[[Report], object]


def _nobody(report: Report) -> None:
    """Nobody listens."""


class Engine:
    """Sends and reads for one database; only the holder of ``sync.lock`` does.

    ``focused``: while it says so, only the ids of my tickets are looked at, once a minute. ``renew``: asked after a
    sign-in that was refused."""

    def __init__(
        self,
        context: Context,
        lock: SyncLock,
        budget: Budget | None = None,
        *,
        beat: Callable[[], float] = beat,
        focused: Callable[[], bool] = lambda: False,
        renew: Renew = same_as_before,
        turned_away: TurnedAway | None = None,
    ) -> None:
        self.context = context
        self.lock = lock
        self.budget = budget or Budget(context.database, context.wall, beat, None)
        self.breaker = Breaker(beat, context.chance)
        self.pace = Pace(self.budget, beat, context.chance, lambda: self.context.backend.capabilities.network)
        self.focused = focused
        self.entrance = Entrance(context.database, renew, turned_away)
        self._sending = Sending(self.budget)

    def hold(self) -> bool:
        """Whether this process may send and read; tries once for the lock. ``OSError`` where none can be made."""
        return self.lock.take()

    async def sync(self) -> Report:
        """One whole turn because a person asked, however lately it failed: send, read, send what the reading freed.
        The lock must be held."""
        return await self._asked(reading=True)

    async def send(self) -> Report:
        """Only send (the command line after an act), without signing in where that was done lately. The lock must be
        held."""
        return await self._asked(reading=False)

    async def run(self, told: Told = _nobody) -> None:
        """For as long as the board is open: woken by every wish, reading in the background. Never ends on account
        of the remote or the disk. ``told`` hears of each turn that brought something, or failed."""
        let_go_at_the_end()
        loop = asyncio.get_running_loop()
        wake = asyncio.Event()

        def woken(changed: Changed) -> None:
            self.pace.hear(changed)
            if changed.topics & {"outbox", "focus"} and not loop.is_closed():
                loop.call_soon_threadsafe(wake.set)

        stop = self.context.database.subscribe(woken)
        self.pace.next_at = 0.0  # a board that was just opened looks at once
        try:
            while True:
                wake.clear()
                await _wait(wake, await self.turn(told))
        finally:
            stop()
            self.entrance.recovered = False  # what was in flight when this was cancelled is for the next holder
            self.lock.release()

    def rest_s(self) -> float:
        """Seconds for which the help desk is to be left alone; 0 when nothing is wrong."""
        return self.breaker.rest_s()

    async def turn(self, told: Told = _nobody) -> float:
        """One round of the loop; seconds until the next is worth it."""
        try:
            if not self.hold():
                return FOREIGN_POLL_S * 4
            if self.entrance.renewal.hears_of_a_login():
                self.breaker.try_at_once()
            return self.rest_s() or await self._round(told)
        except RemoteError as error:
            trouble: WorkboardError = error
        except Exception as error:  # noqa: BLE001 (told to the person, and the loop goes on)
            trouble = in_words(error)
            self.entrance.recovered = False  # something may have been left in flight
        return await self._rest_after(trouble, told)

    # --- the parts of a turn ----------------------------------------------------------------------

    async def _asked(self, *, reading: bool) -> Report:
        let_go_at_the_end()
        self._sending.begin()
        pulled = Merged()
        try:
            await self._ready(briefly=not reading)
            await self._push(now_please=True)
            if reading:
                pulled = await self._read()
                await self._push(now_please=True)
        except WorkboardError as error:
            await self._stumble(error)
            return self._report(error=error)
        await self._went_well(called=reading or self._sending.sent > 0)
        return self._report(pulled)

    async def _round(self, told: Told) -> float:
        self._sending.begin()
        pulled = Merged()
        await self._ready()
        self.pace.concentrate(self.focused())
        reading = self.pace.is_time(after_trouble=self.breaker.has_failed())
        if reading:
            await self._push()
            pulled = await self._read(self._between_pages)
        until = await self._push()
        await self._went_well(called=reading or self._sending.sent > 0)
        if any(pulled) or self._sending.sent:
            told(self._report(pulled))
        pause = self.pace.pause_s()
        return max(LEAST_WAIT_S, pause if until is None else min(pause, (until - self.context.wall()) / 1000))

    async def _rest_after(self, error: WorkboardError, told: Told) -> float:
        with suppress(Exception):  # a full disk cannot take the note that it is full
            await self._stumble(error)
            self.context.database.checkpoint()  # offline for a day: what is typed must not pile up in the log
        with suppress(Exception):
            told(self._report(error=error))
        return max(LEAST_WAIT_S, self.rest_s())

    async def _ready(self, *, briefly: bool = False) -> None:
        found = account.load(self.context.database.read())
        self.budget.first_sync = found is None or found.synced_at is None or found.first_total is not None
        if (spent := self.budget.spent()) is not None:
            raise spent
        await self._renew()
        await self.entrance.enter(self.context, briefly=briefly)

    async def _renew(self) -> None:
        """Go on with another secret."""
        found = await self.entrance.another()
        if found is not None:
            former, self.context = self.context.backend, self.context._replace(backend=found)
            await former.aclose()

    async def _read(self, between: Callable[[], Awaitable[object]] | None = None) -> Merged:
        self.pace.begin()
        if self.focused() and self.context.backend.capabilities.network:
            pulled = await pull.compare_mine(self.context)
        else:
            pulled = await pull.pull(self.context, between)
        self.budget.first_sync = False
        self.pace.looked()
        return pulled

    async def _between_pages(self) -> None:
        await self._push()
        await self.budget.flush()

    async def _push(self, *, now_please: bool = False) -> int | None:
        return await self._sending.push(self.context, now_please=now_please)

    async def _went_well(self, *, called: bool) -> None:
        """``called``: the remote was asked, and answered."""
        await self.budget.flush()
        if called:
            self.breaker.succeeded()
            self.context.database.checkpoint()

    async def _stumble(self, error: WorkboardError) -> None:
        """Remember what is wrong in the account, where the board shows it, and leave the remote alone a while."""
        if isinstance(error, Spent):
            self.breaker.wait_at_least(error.retry_after_s or 0)
        else:
            self.breaker.failed(error, max(1, self._sending.lost))
        await self.entrance.note(error, self.context.now())
        await note_trouble(self.context, error)
        await self.budget.flush()

    def _report(self, pulled: Merged = Merged(), error: WorkboardError | None = None) -> Report:  # noqa: B008
        return report(self.context.database.read(), pulled, self._sending.sent, error)


async def _wait(wake: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return
