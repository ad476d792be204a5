"""Signals while the board is open: whoever ends it from outside gets the terminal back as it was."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

GRACE_S: Final = 5
"""A board that has not left by then (its terminal is gone, an editor is open in it) is ended by the system."""


@contextmanager
def heeding(leave: Callable[[int], None]) -> Iterator[None]:
    """TERM and HUP call ``leave`` with their number, between any two steps of the program. INT and QUIT, which keys
    send, are not heard: what is pressed in an editor that is open in the board is meant for the editor. Afterwards
    all is as it was. Nothing is changed outside the main thread."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def told(number: int, frame: FrameType | None) -> None:
        signal.alarm(GRACE_S)
        leave(number)

    heard = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, told) for one in heard}
    before[signal.SIGQUIT] = signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    before[signal.SIGINT] = signal.signal(signal.SIGINT, lambda number, frame: None)  # one the editor does not inherit
    try:
        yield
    finally:
        signal.alarm(0)
        for one, handler in before.items():
            signal.signal(one, handler)
