"""Wait for a condition, never for a time."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Return as soon as ``condition()`` holds; fail when it does not within ``seconds``."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 (there is no event to wait for)
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {condition}") from None


async def until_still(busy: Callable[[], object], flush: Callable[[], Awaitable[object]], seconds: float = 1) -> None:
    """Return once the loop has nothing left to run, nobody is ``busy()``, and that is so again after ``flush()``, which
    waits for what other threads were given. Whatever never rests is left running after ``seconds``."""
    loop, seen, deadline = asyncio.get_running_loop(), 0, time.monotonic() + seconds
    while seen < 2 and time.monotonic() < deadline:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]
            seen = 0
        elif busy():  # a timer will see to it
            seen = 0
            await asyncio.sleep(0.001)
        else:
            seen += 1
            await flush()


def until_now(condition: Callable[[], object], seconds: float = 10) -> None:
    """The same where nothing runs in between: for other processes and threads."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {condition}"
        pause.wait(0.01)
