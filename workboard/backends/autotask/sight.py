"""Seeing what was just made: it may show a little late, or (where rights hide it) never."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.shapes import Row
from workboard.domain.errors import RemoteError

Pause = Callable[[float], Awaitable[object]]
"""awaits so many seconds"""

LATE_S: Final = (0.5, 1.5, 0.0)
"""pauses after a look that does not show it yet"""


class Sight:
    def __init__(self, calls: Calls, pause: Pause) -> None:
        self._calls = calls
        self._pause = pause

    async def of(self, entity: str, number: int, fields: Sequence[str]) -> list[Row]:
        """Its row, by a query for its id; nothing where it does not show at all, or cannot be looked at: it was made
        all the same, and no error may make it look unsent."""
        with suppress(RemoteError):
            for seconds in LATE_S:
                rows = await self._calls.rows(entity, (equal("id", number),), fields)
                if rows:
                    return rows
                await self._pause(seconds)
        return []
