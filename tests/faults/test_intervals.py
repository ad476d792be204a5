"""Working lives as in the normal suite, ten times as many."""

from __future__ import annotations

from typing import Final

from tests.board.test_intervals_machine import STEPS, Life, life, live

EXAMPLES: Final = 400

__all__ = ["life"]


def test_time_is_counted_once_in_many_lives(life: type[Life]) -> None:
    live(life, EXAMPLES)
    print(f"{EXAMPLES * STEPS} steps")
