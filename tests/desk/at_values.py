"""Autotask's values as they are on the wire: instants, dates, numbers, texts; and errors as it tells them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, Final

from tests.desk.at_fields import Field
from tests.desk.at_switches import Switches
from tests.desk.wire import Answer

Row = dict[str, Any]
HTML: Final = {"Content-Type": "text/html"}
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
NUMBERS: Final = frozenset({"integer", "long", "short", "double", "decimal"})


class Refusal(Exception):
    """Validation, business rules and most permissions are a 500, ``{"errors": [text]}`` (confidence A, *Errors*)."""

    def __init__(self, text: str, status: int = 500) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


class Absent(Exception):
    """404 for an unknown route, with the web server's own page (confidence B), or an unknown id."""


def refused(error: Refusal, switches: Switches) -> Answer:
    told: list[Any] = [error.text] if switches.errors_shape == "texts" else [{"message": error.text}]
    return Answer(error.status, {"errors": told})


# --- out ------------------------------------------------------------------------------------------


def shown(field: Field, value: Any, switches: Switches) -> Any:
    """A value of a row as it goes over the wire."""
    if value is None:
        return None
    if field.type == "datetime":
        return instant(value, switches)
    if field.type == "date":
        return f"{value}T00:00:00Z" if switches.zulu == "yes" else f"{value}T00:00:00"
    if field.type == "string" and isinstance(value, str):
        return text(value, switches)
    return value


def instant(at: int, switches: Switches) -> str:
    """UTC always; fraction and ``Z`` as the tenant's position has it."""
    moment = datetime.fromtimestamp(at // 1000, UTC)
    milli = at % 1000
    match switches.fractions:
        case "none":
            digits = ""
        case "seven":
            digits = f".{milli:03}0000"
        case _:  # trailing zeros were seen to be left out
            digits = f".{milli:03}".rstrip("0").rstrip(".")
    return f"{moment:%Y-%m-%dT%H:%M:%S}{digits}{'Z' if switches.zulu == 'yes' else ''}"


def text(value: str, switches: Switches) -> str:
    """As it comes back: reading gives plain text, and not always to the letter."""
    if switches.line_ends == "crlf":
        value = value.replace("\r\n", "\n").replace("\n", "\r\n")
    elif switches.line_ends == "trimmed":
        value = "\n".join(line.rstrip() for line in value.splitlines())
    return value


# --- in -------------------------------------------------------------------------------------------


def taken(field: Field, value: Any) -> Any:
    """What a written value becomes in a row; numbers may come as texts (last chapter). ``ValueError`` for nonsense."""
    if value is None:
        return None
    if field.type == "datetime":
        return milliseconds(value)
    if field.type == "date":  # the date part is kept, the time is midnight (confidence B, *Dates and times*)
        return day(value)
    if field.type in NUMBERS:
        return _number(field, value)
    if field.type == "boolean":
        return _boolean(value)
    return str(value)


def milliseconds(value: Any) -> int:
    """ISO with or without fraction and suffix; without one it is UTC (vendor samples have none; confidence A)."""
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"no date-time: {value!r}")
    moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00:00'}{_suffix(match[4])}")
    return int(moment.timestamp()) * 1000 + int(f"{match[3] or '.0'}000"[1:4])


def _suffix(written: str | None) -> str:
    return "+00:00" if written in (None, "Z") else str(written)


def day(value: Any) -> str:
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"no date: {value!r}")
    return date.fromisoformat(match[1]).isoformat()


def _number(field: Field, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"no number: {value!r}")
    number = float(value)
    if field.type in ("double", "decimal"):
        return number
    if number != int(number):
        raise ValueError(f"not whole: {value!r}")
    return int(number)


def _boolean(value: Any) -> bool:
    """JSON's own, or the text that one client sends and that works (confidence B, *Filter grammar*)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        return value.casefold() == "true"
    raise ValueError(f"neither true nor false: {value!r}")
