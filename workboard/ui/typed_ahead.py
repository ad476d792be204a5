"""Keys that are typed faster than a sheet opens belong to the sheet.

Textual sends each key to the screen of the moment and hears back later whether it was a command. In between more
keys may have gone to the same screen; once the first has opened a sheet, they would be lost. So a key that went to
a bare screen is waited for, and what comes meanwhile stands in a queue.
"""

from __future__ import annotations

from collections import deque

from textual.events import Key

LOST_S = 10.0
"""A key not heard of for so long was swallowed somewhere; the next one does not wait for it."""


class TypedAhead:
    def __init__(self) -> None:
        self._out: Key | None = None
        self._waiting: deque[Key] = deque()

    def holds(self, event: Key) -> bool:
        """Whether this key is new and has to wait for the one before it."""
        if event.is_forwarded:
            return False
        if self._out is not None and event.time - self._out.time > LOST_S:
            self._out = None
        if self._out is None:
            return False
        self._waiting.append(event)
        return True

    def went(self, event: Key, bare: bool) -> None:
        """A key is on its way; ``bare``: to a screen in which nothing has the focus."""
        if bare:
            self._out = event

    def came_back(self, event: Key) -> bool:
        """Whether it was the one that was waited for."""
        if self._out is None or event is not self._out:
            return False
        self._out = None
        return True

    def next(self) -> Key | None:
        """The key that may go now."""
        return self._waiting.popleft() if self._waiting and self._out is None else None
