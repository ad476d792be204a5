"""How many calls we may make, so that our own polling never costs a whole tenant its API.

Every call is counted (``backends.base.Meter``) into ``call_count``, where all workboards on this file meet: they
share one rolling hour of ``Capabilities.calls_per_hour``. Counts are written in batches, once a turn; a killed
process may forget those of its last turn.

=====================  =========================================================================
used of the hour       what goes on
=====================  =========================================================================
under 40 %             everything
from 40 %              the board looks half as often (``schedule.next_read``)
from 50 %              a quarter as often, so that the next step is seldom taken
from 75 %              the board stops looking; the rest is kept for what a person wants to send
100 %                  nothing more leaves, until the oldest minute of the hour is over
=====================  =========================================================================

A wish that has begun is carried to its end: its last calls may go a little over.

A person who asks (``workboard sync``) is counted and is served up to 100 %. A first sync is counted too, but it
is never stopped in the middle: half a mirror is worse than a busy minute. What it took is forgiven to the process
that ran it, because it would leave the board blind for the first hour of its life.

A remote that tells how much of *its* limit everybody together has used (``Meter.told``) is believed for a quarter
of an hour: the larger share counts, for the steps at 40, 50 and 75 %. What is at 100 % there it says itself, with 429.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from workboard.domain.errors import Throttled
from workboard.store import calls
from workboard.store.calls import WINDOW, Calls
from workboard.store.database import Database, Transaction

WRITES_ONLY: Final = 0.75
BELIEVED_S: Final = 15 * 60.0
MINUTE_MS: Final = 60_000


class Spent(Throttled):
    """Not the remote, we ourselves ask to wait: the hour's calls are used up."""

    def __init__(self, cap: int, room_in_s: float) -> None:
        super().__init__(f"this hour's {cap} calls are made: it goes on by itself", retry_after_s=room_in_s)


class Budget:
    """``wall`` is the machine's clock (milliseconds UTC), ``beat`` a monotonic one (seconds); ``cap`` is calls an
    hour, ``None`` for a remote that needs no sparing. Implements ``Meter``."""

    def __init__(self, database: Database, wall: Callable[[], int], beat: Callable[[], float], cap: int | None) -> None:
        self.cap = cap
        self.first_sync = False
        """what is called now belongs to a first sync"""
        self._database = database
        self._wall = wall
        self._beat = beat
        self._made: dict[int, Calls] = {}
        """by minute, not yet written"""
        self._forgiven: Counter[int] = Counter()
        self._told: tuple[float, float] | None = None
        """the remote's own share, and until when it is believed"""

    def call(self, *, write: bool) -> None:
        minute = self._minute()
        reads, writes = self._made.get(minute, Calls())
        self._made[minute] = Calls(reads + (not write), writes + write)
        if self.first_sync:
            self._forgiven[minute] += 1

    def told(self, used: int, limit: int) -> None:
        self._told = (used / limit, self._beat() + BELIEVED_S) if limit > 0 else None

    async def flush(self) -> None:
        """Write down what was counted since the last time."""
        if not self._made:
            return
        made, self._made = self._made, {}
        minute = self._minute()

        def work(transaction: Transaction) -> None:
            calls.add(transaction, made, minute)

        try:
            await self._database.awrite(work, durable=False)
        except BaseException:
            for at, one in made.items():
                reads, writes = self._made.get(at, Calls())
                self._made[at] = Calls(reads + one.reads, writes + one.writes)
            raise

    def used(self) -> int:
        """Calls of the rolling hour that count."""
        return sum(self._by_minute().values())

    def share(self) -> float:
        """0 … 1 and more of the hour, or of the remote's own limit if that is nearer its end."""
        own = self.used() / self.cap if self.cap else 0.0
        if self._told is not None and self._beat() < self._told[1]:
            return max(own, self._told[0])
        return own

    def may_look(self) -> bool:
        """Whether there is room for reading in the background."""
        return self.first_sync or self.share() < WRITES_ONLY

    def may_call(self) -> bool:
        """Whether there is room for anything at all."""
        return self.first_sync or self.cap is None or self.used() < self.cap

    def spent(self) -> Spent | None:
        """What speaks against one more call."""
        return None if self.may_call() else Spent(self.cap or 0, self.room_in_s())

    def room_in_s(self) -> float:
        """Seconds until ``may_call``; the hour moves on by whole minutes."""
        if self.may_call() or self.cap is None:
            return 0.0
        left, now = self.used(), self._wall()
        for minute, made in self._by_minute().items():
            left -= made
            if left < self.cap:
                return max(1.0, ((minute + WINDOW) * MINUTE_MS - now) / 1000)
        return 60.0

    def _by_minute(self) -> dict[int, int]:
        """Minute → calls that count, oldest first."""
        if self.cap is None:
            return {}
        minute = self._minute()
        stored = calls.hour(self._database.read(), minute)
        totals: Counter[int] = Counter({at: one.total for at, one in stored.items()})
        totals.update({at: one.total for at, one in self._made.items() if minute - WINDOW < at <= minute})
        return {at: max(0, totals[at] - self._forgiven[at]) for at in sorted(totals)}

    def _minute(self) -> int:
        return self._wall() // MINUTE_MS
