"""Reading Request Tracker's JSON without believing it: every value is checked and cleaned here.

Numbers come as strings, a person is named by name, *no date* is the first of January 1970.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from workboard.domain.text import clean

Row = Mapping[str, Any]

LINE: Final = 500
"""Longest single line that is kept; RT itself cuts subjects at 200 bytes."""
BODY: Final = 64 * 1024

GREATEST: Final = 2**53
"""Numbers from here on are nobody's: JSON cannot carry them safely, nor a database hold all of them."""
ESTIMATE: Final = 366 * 24 * 60
"""Longest estimate that is believed, in minutes."""

NOBODY: Final = "Nobody"
SYSTEM: Final = frozenset({"RT_System", NOBODY})


class Misshapen(ValueError):
    """A row that is not what the manual promises; the text says which part."""


def line(row: Row, key: str, limit: int = LINE) -> str | None:
    """A clean single line, ``None`` for nothing."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str | int | float):
        raise Misshapen(f"{key} is not a text")
    return " ".join(clean(str(value)[: 4 * limit]).split())[:limit] or None


def number(row: Row, key: str) -> int:
    """An integer below 2⁵³ either way, 0 for nothing; RT writes them as strings."""
    value = row.get(key)
    if value is None or value == "":
        return 0
    try:
        found = _integer(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Misshapen(f"{key} is not a number") from error
    if abs(found) >= GREATEST:
        raise Misshapen(f"{key} is beyond all numbers")
    return found


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (ValueError, OverflowError):
        return int(float(value))


def estimate(row: Row, key: str = "TimeEstimated") -> int | None:
    """Minutes that work is thought to take; a negative or absurd figure counts as none."""
    minutes = number(row, key)
    return minutes if 0 < minutes <= ESTIMATE else None


def identifier(row: Row, key: str = "id") -> int:
    """A row's own number: positive, and there."""
    value = number(row, key)
    if value <= 0:
        raise Misshapen(f"{key} is missing")
    return value


def instant(row: Row, key: str) -> int | None:
    """Milliseconds UTC; ``None`` for no date, which RT writes as 1970."""
    value = row.get(key)
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Misshapen(f"{key} is not a date") from error
    at = int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)
    return at if at > 0 else None


def person(row: Row, key: str) -> str | None:
    """The name by which RT knows a person; ``None`` for Nobody."""
    value = row.get(key)
    if isinstance(value, Mapping):
        value = line(value, "id")
    elif value is not None and not isinstance(value, str):
        raise Misshapen(f"{key} is not a person")
    return None if not value or value == NOBODY else clean(value, LINE)


def part(row: Row, key: str) -> Row:
    """A nested object, empty if it is not there."""
    value = row.get(key)
    return value if isinstance(value, Mapping) else {}


def rows(row: Row, key: str) -> list[Row]:
    """A nested list of objects, empty if it is not there; what is no object is left out."""
    value = row.get(key)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
