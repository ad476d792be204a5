"""Reading Autotask's JSON without believing it, and writing its dates: every value is checked and cleaned here.

Times are UTC, with or without a fraction and the ``Z``. A field without a time of day is a *date* at midnight that no
zone may shift. Numbers may come as text, flags as 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from workboard.domain.text import clean

Row = Mapping[str, Any]

LINE: Final = 500
BODY: Final = 64 * 1024
GREATEST: Final = 2**53
"""Numbers from here on are nobody's: JSON cannot carry them safely, nor a database hold all of them."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MAX_MINUTES: Final = 1440
YES: Final = frozenset({"1", "true", "yes"})


class Misshapen(ValueError):
    """A row that is not what the manual promises; the text says which part."""


def line(row: Row, key: str, limit: int = LINE) -> str | None:
    """A clean single line, ``None`` for nothing."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str | int | float):
        raise Misshapen(f"{key} is not a text")
    return " ".join(clean(_without_zeros(str(value)[: 4 * limit])).split())[:limit] or None


def block(row: Row, key: str, limit: int = BODY) -> str:
    """A clean text of several lines, empty for nothing."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Misshapen(f"{key} is not a text")
    return clean(_without_zeros(value), limit).strip("\n")


def _without_zeros(text: str) -> str:
    """Autotask's texts have zero characters in them that nobody typed."""
    return text.replace("\0", "")


def number(row: Row, key: str) -> int | None:
    """A whole number below 2⁵³ either way, ``None`` for nothing."""
    value = row.get(key)
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        found = int(value) if not isinstance(value, float) or value.is_integer() else None
    except (TypeError, ValueError, OverflowError):
        found = None
    if found is None:
        raise Misshapen(f"{key} is not a number")
    if abs(found) >= GREATEST:
        raise Misshapen(f"{key} is beyond all numbers")
    return found


def identifier(row: Row, key: str = "id") -> int:
    """A row's own number: there, and positive."""
    found = number(row, key)
    if found is None or found <= 0:
        raise Misshapen(f"{key} is missing")
    return found


def reference(row: Row, key: str) -> int | None:
    """The row meant: zero is a real one (the company that runs the desk), a negative one is none."""
    found = number(row, key)
    return None if found is None or found < 0 else found


def asked_for(row: Row, key: str) -> str:
    """A text by which something of ours is looked for: a row that was asked for it and does not have it is no miss."""
    if key not in row:
        raise Misshapen(f"{key} is missing")
    return block(row, key)


def hours(row: Row, key: str) -> int | None:
    """Hours as whole minutes, ``None`` for nothing."""
    value = row.get(key)
    if value is None or value == "":
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise Misshapen(f"{key} is not a number of hours") from None
    if not abs(found) <= 10_000:  # also one that is no number at all
        raise Misshapen(f"{key} is beyond all hours")
    return round(found * 60)


def flag(row: Row, key: str) -> bool:
    """Yes or no, told as true, 1 or a text."""
    return str(row.get(key)).casefold() in YES


def instant(row: Row, key: str) -> int | None:
    """Milliseconds UTC; ``None`` for nothing, or for a date before anybody's time."""
    value = row.get(key)
    if value is None or value == "":
        return None
    try:
        moment = datetime.fromisoformat(value)
        at = (moment.replace(tzinfo=moment.tzinfo or UTC) - EPOCH) // timedelta(milliseconds=1)
    except (TypeError, ValueError, OverflowError):
        raise Misshapen(f"{key} is not a date") from None
    return at if at > 0 else None


def newest(row: Row, *keys: str) -> int:
    """The latest of these instants, 0 without any."""
    return max((instant(row, key) or 0 for key in keys), default=0)


def utc(at: int) -> str:
    """``2026-03-11T14:10:00Z``: whole seconds, always UTC."""
    return datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(at: int, zone: str) -> str:
    """The calendar date of an instant where the technician is, as the midnight that Autotask wants for a date."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).strftime("%Y-%m-%dT00:00:00Z")


def rows(data: object, key: str) -> list[Row]:
    """A nested list of objects, empty if it is not there; what is no object is left out."""
    value = data.get(key) if isinstance(data, Mapping) else None
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
