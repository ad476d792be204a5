"""From the store's thread to the screen: many ``Changed`` become one signal, in the screen's own time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from textual.dom import DOMNode
from textual.signal import Signal

from workboard.domain.event import Changed

PAUSE_S = 0.02
"""What arrives within this is told once: a sync of 500 changes is one repaint."""


class Bridge:
    """``changed`` is published with the topics that were touched."""

    def __init__(self, owner: DOMNode) -> None:
        self.changed: Signal[frozenset[str]] = Signal(owner, "changed")
        self._topics: frozenset[str] = frozenset()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def open(self, subscribe: Callable[[Callable[[Changed], None]], Callable[[], None]]) -> None:
        """Listen from now on; called on the screen's event loop."""
        self._loop = asyncio.get_running_loop()
        self._unsubscribe = subscribe(self._heard)

    def close(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def _heard(self, changed: Changed) -> None:
        """On the writer's thread: remember what, and ask for one telling."""
        with self._lock:
            first, self._topics = not self._topics, self._topics | changed.topics
        if first and self._topics and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._loop.call_later, PAUSE_S, self._tell)

    def _tell(self) -> None:
        with self._lock:
            topics, self._topics = self._topics, frozenset()
        if self._unsubscribe is not None:
            self.changed.publish(topics)
