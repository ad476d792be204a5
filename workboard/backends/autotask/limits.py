"""How much of the tenant's hour everybody together has used: asked seldom, since the question counts as well."""

from __future__ import annotations

import time
from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.base import Meter
from workboard.domain.errors import Refused

EVERY_S: Final = 30 * 60.0


class Limits:
    """Asked by a process that looks again and again, not by one that lives for a single look."""

    def __init__(self, calls: Calls, meter: Meter | None) -> None:
        self._calls = calls
        self._meter = meter
        self._looks = 0
        self._asked_at: float | None = None
        self._told: tuple[int, int] | None = None

    async def look(self) -> None:
        """Tell the meter what is known, and ask when that is old."""
        self._looks += 1
        if self._meter is None or self._looks < 2:
            return
        now = time.monotonic()
        if self._asked_at is None or now - self._asked_at >= EVERY_S:
            self._asked_at = now
            try:
                self._told = await self._calls.threshold()
            except Refused:
                self._told = None
        if self._told is not None:
            self._meter.told(*self._told)
