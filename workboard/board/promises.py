"""Client-visible texts that may still be taken back: kept by the process that wrote them, or by nobody.

Such a text stands in the outbox without a time to leave. This process gives it one when ``limits.undo_send`` is over,
or when the board is left. If the process dies first nobody does, and the next board makes it a draft again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from workboard.store import undo_time
from workboard.store.database import Database


class Promises:
    """Ids of rows in the outbox that this process is to let go."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._ids

    def make(self, database: Database, identifiers: Iterable[str], wall: Callable[[], int], hold_ms: int) -> None:
        """They are stored already; let them go ``hold_ms`` from now, counted by a clock that nobody sets."""
        kept = frozenset(identifiers)
        self._ids |= kept
        loop = asyncio.get_running_loop()
        loop.call_later(hold_ms / 1000, self._start, database, kept, wall)

    def forget(self, identifiers: Iterable[str]) -> None:
        """Taken back."""
        self._ids.difference_update(identifiers)

    def take(self) -> list[str]:
        """All that are not kept yet, to be let go at once: the board is left."""
        found = sorted(self._ids)
        self._ids.clear()
        return found

    def _start(self, database: Database, kept: frozenset[str], wall: Callable[[], int]) -> None:
        task = asyncio.get_running_loop().create_task(self._keep(database, kept, wall))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, database: Database, kept: frozenset[str], wall: Callable[[], int]) -> None:
        mine = sorted(kept & self._ids)
        if not mine:
            return
        try:
            await database.awrite(lambda tx: undo_time.promote(tx, mine, wall()))
        except Exception as error:  # noqa: BLE001 (a full disk, say: they stay promised, and the outbox shows them)
            logging.getLogger("workboard.board").warning("what was to be sent could not be: %s", type(error).__name__)
        else:
            self.forget(mine)
