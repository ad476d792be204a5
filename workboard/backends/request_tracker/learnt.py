"""What is learnt of the queues one may see, once an hour, or taken up from a process that has learnt it lately."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from workboard.backends.request_tracker import keepsake, queues
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.keepsake import Keepsake
from workboard.backends.request_tracker.paging import numbers_in
from workboard.backends.request_tracker.shapes import Row
from workboard.backends.request_tracker.statuses import Statuses
from workboard.domain.errors import Refused

LEARN_AGAIN_S: Final = 3600.0


class Learnt:
    """``lifecycles``: queue number → lifecycle. ``statuses`` is taught what these call things."""

    def __init__(self, calls: Calls, statuses: Statuses) -> None:
        self._calls = calls
        self._statuses = statuses
        self.lifecycles: dict[int, str] = {}
        self.queues: set[int] = set()
        """those the feed is narrowed to; none, which is all of them, while one does not say which it is"""
        self.queue_names: frozenset[str] = frozenset()
        self.history_hidden = False
        """the server does not let this token ask for transactions"""
        self._at: float | None = None
        self._learning = asyncio.Lock()

    async def learn(self) -> None:
        """Queues, their lifecycles, and which statuses these have: before anything that needs them,
        and once an hour.

        A token that may not see them works all the same, with what the settings and RT's manual say.
        """
        async with self._learning:
            if self._at is not None and time.monotonic() < self._at + LEARN_AGAIN_S:
                return
            with suppress(Refused):
                rows = await self._calls.queues()
                self.queue_names = queues.names(rows)
                self.lifecycles.update(queues.lifecycles(rows))
                self._narrow_to(rows)
                self.history_hidden = not await queues.learn_statuses(self._calls, self._statuses, self.lifecycles)
            self._at = time.monotonic()

    def take_up(self, kept: str) -> None:
        """What ``keepsake`` gave, unless something was learnt since; what is none is learnt when it is needed."""
        found = keepsake.read(kept)
        if found is None or self._at is not None:
            return
        self.queue_names = found.queue_names
        self.lifecycles.update(found.lifecycles)
        self.queues.update(found.lifecycles)
        found.teach(self._statuses)
        self._at = time.monotonic()

    def keepsake(self) -> str:
        """A line for a later process."""
        return Keepsake(self.queue_names, self.lifecycles, self._statuses.evidence()).text()

    def _narrow_to(self, rows: Sequence[Row]) -> None:
        if len(numbers_in(rows)) == len(rows):
            self.queues.update(numbers_in(rows))
        else:
            self.queues.clear()
