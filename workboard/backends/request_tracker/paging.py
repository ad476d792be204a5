"""Going through a listing by number, so many at a time: each page must lead further, or the walk would have no end.

A server that ignores the question and sends the same page again and again, or pages without an end, makes the
answer ``Garbled``. The order inside a page does not matter, nor that a row comes twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from workboard.backends.request_tracker.shapes import Misshapen, Row, identifier
from workboard.domain.errors import Garbled

PAGES_AT_MOST: Final = 1000
AT_ONCE: Final = 50
"""Tickets, or texts, asked for in one request."""


def chunks(numbers: Iterable[int], size: int = AT_ONCE) -> list[list[int]]:
    """Numbers in ascending order, so many at a time."""
    ordered = sorted(numbers)
    return [ordered[i : i + size] for i in range(0, len(ordered), size)]


def numbers_in(items: Iterable[Row]) -> list[int]:
    """The rows' own numbers, those without one left out."""
    found = []
    for row in items:
        with suppress(Misshapen):
            found.append(identifier(row))
    return found


def has_no_number(items: Sequence[Row]) -> bool:
    """Whether there are rows and none says which it is, so that they lead nowhere: no fault of the paging."""
    return bool(items) and not numbers_in(items)


def upward(items: Iterable[Row], after: int) -> int:
    """The greatest number of a page of rows beyond ``after``."""
    greatest = max(numbers_in(items), default=0)
    if greatest <= after:
        raise Garbled(_STUCK)
    return greatest


def downward(items: Iterable[Row], before: int | None) -> int:
    """The smallest number of a page of rows below ``before``."""
    smallest = min(numbers_in(items), default=0)
    if not smallest or (before is not None and smallest >= before):
        raise Garbled(_STUCK)
    return smallest


def too_many() -> Garbled:
    return Garbled("Request Tracker's list has no end: it is read again later")


_STUCK: Final = "Request Tracker sends the same rows again and again: it is read again later"
