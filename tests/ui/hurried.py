"""``python -m tests.ui.hurried``: workboard on a clock that runs thirty times as fast, its timers with it."""

from __future__ import annotations

import sys
import time
from typing import Any

from textual.message_pump import MessagePump

from workboard.cli.main import main
from workboard.host.clock import Clock

TIMES = 30
_timer, _as_it_is = MessagePump.set_timer, Clock.now


def _now(clock: Clock) -> int:
    if clock.start_at is None or clock.since_ns is None:
        return _as_it_is(clock)
    return clock.start_at + TIMES * (time.monotonic_ns() - clock.since_ns) // 1_000_000


def _sooner(pump: MessagePump, delay: float, *arguments: Any, **options: Any) -> Any:
    return _timer(pump, delay / TIMES, *arguments, **options)


if __name__ == "__main__":
    Clock.now = _now  # type: ignore[method-assign, assignment]
    MessagePump.set_timer = _sooner  # type: ignore[method-assign, assignment]
    sys.exit(main([]))
