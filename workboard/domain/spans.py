"""Sets of code points, written as hexadecimal spans."""

from __future__ import annotations


def points(spans: str) -> list[int]:
    """The code points named by spans such as ``ad 600-605``."""
    found: list[int] = []
    for span in spans.split():
        first, _, last = span.partition("-")
        found.extend(range(int(first, 16), int(last or first, 16) + 1))
    return found
