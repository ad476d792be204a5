"""Dates as exports write them: ISO, ``24/11/2026 10:42``, ``11/24/2026 10:42 AM``, ``24 Nov 2026``. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

DayFirst = Literal["dmy", "mdy"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST, _MOST = 1990, 2200
_CLOCK: Final = r"(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?\.?[Mm]?\.?)?"
_NUMBERS: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})" + _CLOCK)
_DAY_NAME: Final = r"(?:[A-Za-z]{3,9},?\s+)?"
_DAY_MONTH: Final = re.compile(_DAY_NAME + r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})" + _CLOCK)
_MONTH_DAY: Final = re.compile(_DAY_NAME + r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})" + _CLOCK)
_UNIX: Final = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) +(\d{1,2}) (\d{1,2}:\d{2}:\d{2}) (\d{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day_order(texts: Iterable[str]) -> DayFirst | None:
    """Which of day and month comes first in a column, as far as its own values tell."""
    for text in texts:
        if match := _NUMBERS.fullmatch(text.strip()):
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                return "dmy"
            if second > 12 >= first:
                return "mdy"
            if "." in text[:3]:
                return "dmy"
    return None


def instant(text: str, zone: str, order: DayFirst | None) -> int:
    """Milliseconds UTC; without an offset in ``zone``. ``ValueError`` says in words what is wrong."""
    moment = _moment(" ".join(text.split()), order)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    if not _LEAST <= moment.year <= _MOST:
        raise ValueError(f"the year {moment.year} cannot be right")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _moment(text: str, order: DayFirst | None) -> datetime:
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC") + ("+00:00" if text.endswith(" UTC") else ""))
    except ValueError:
        pass
    if match := _UNIX.fullmatch(text):
        text = f"{match[1]} {match[2]} {match[4]} {match[3]}"
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match, order)
    if match := _DAY_MONTH.fullmatch(text):
        return _made(match[3], _month(match[2]), match[1], match.groups()[3:])
    if match := _MONTH_DAY.fullmatch(text):
        return _made(match[3], _month(match[1]), match[2], match.groups()[3:])
    raise ValueError("is no date that can be read; write 2026-11-24 10:42")


def _from_numbers(match: re.Match[str], order: DayFirst | None) -> datetime:
    if order is None and match[1] != match[2]:
        raise ValueError("day or month first? say --dates dmy or --dates mdy")
    month, day = (match[1], match[2]) if order == "mdy" else (match[2], match[1])
    return _made(match[3], int(month), day, match.groups()[3:])


def _month(name: str) -> int:
    if name[:3].lower() not in _MONTHS:
        raise ValueError("names no month that is known")
    return _MONTHS.index(name[:3].lower()) + 1


def _made(year: str, month: int, day: str, clock: tuple[str | None, ...]) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock[:3])
    half = (clock[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(int(year) + (2000 if len(year) == 2 else 0), month, int(day), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        raise ValueError("is no day of the calendar, or no time of day") from None
