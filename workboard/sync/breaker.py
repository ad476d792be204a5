"""How long the help desk is left alone after trouble. All times here are seconds of a monotonic clock, so that a
wall clock which is put right neither freezes nor storms.

- Each failure waits: as long as the remote asked (one hour at most), else *full jitter*, somewhere between nothing
  and a bound that doubles up to five minutes.
- The **breaker** opens after five network failures in a row: from then on one probe (an ordinary turn) every 30 s
  to 5 min. The first success closes it.
- The **bucket** holds ten tokens. A retry costs one, a success gives a tenth back. When it is empty, retries keep
  to the probe's pace too: a help desk that fails every other call does not get twice the calls for it.

A person who asks is never kept waiting by any of this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workboard.domain.errors import Unreachable, WorkboardError
from workboard.sync import schedule

OPENS_AFTER: Final = 5
PROBE_FIRST_S: Final = 30.0
PROBE_LAST_S: Final = 300.0
TOKENS: Final = 10.0
OF_A_SUCCESS: Final = 0.1
LEAST_S: Final = 0.25
"""even the luckiest draw leaves the remote a breath"""


class Breaker:
    """``beat`` is the monotonic clock in seconds, ``chance`` gives 0 ≤ x < 1."""

    def __init__(self, beat: Callable[[], float], chance: Callable[[], float]) -> None:
        self._beat = beat
        self._chance = chance
        self._failures = 0
        self._cut_off = 0
        """network failures in a row"""
        self._tokens = TOKENS
        self._until = 0.0

    def is_open(self) -> bool:
        return self._cut_off >= OPENS_AFTER

    def has_failed(self) -> bool:
        return self._failures > 0

    def rest_s(self) -> float:
        """How much longer to leave the remote alone; 0 when nothing is wrong."""
        return max(0.0, self._until - self._beat())

    def failed(self, error: WorkboardError, calls: int = 1) -> None:
        """A turn ended with this; so many calls in a row had no answer."""
        self._failures += 1
        self._cut_off = self._cut_off + calls if isinstance(error, Unreachable) else 0
        chance = self._chance()
        rest = schedule.backoff(self._failures, chance)  # also for a remote that asks for none
        wait = max(rest, schedule.wait_after(error, self._failures, chance)) / 1000
        if self.is_open() or not self._take_token():
            wait = max(wait, self._probe_in_s())
        self._until = self._beat() + max(wait, LEAST_S)

    def succeeded(self) -> None:
        self._failures = self._cut_off = 0
        self._until = 0.0
        self._tokens = min(TOKENS, self._tokens + OF_A_SUCCESS)

    def try_at_once(self) -> None:
        """What was wrong may be over: the next try need not wait."""
        self._until = 0.0

    def wait_at_least(self, seconds: float) -> None:
        """For a reason of our own: this hour's calls are used up."""
        self._until = max(self._until, self._beat() + seconds)

    def _take_token(self) -> bool:
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True

    def _probe_in_s(self) -> float:
        doubled = min(10, 1 + max(0, self._failures - OPENS_AFTER))
        bound = min(PROBE_LAST_S, PROBE_FIRST_S * float(2**doubled))
        return PROBE_FIRST_S + self._chance() * (bound - PROBE_FIRST_S)
