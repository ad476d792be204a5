"""The short texts of the settings files read into values: durations, times of day, weekdays, goals, zones.

Each function takes the text as written and raises ``SettingsError`` with the one line that says what was
expected; whoever calls puts the place in front. ``texts.py`` writes the same things back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, cast, get_args

from workboard.domain.errors import SettingsError
from workboard.domain.rules import GoalRule, Metric, Period, Span
from workboard.settings.zones import is_zone

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIMED: Final[frozenset[str]] = frozenset({"worked", "planned", "billable"})
"""metrics whose target is a length of time; the others have a number"""
METRICS: Final[tuple[str, ...]] = get_args(Metric)
PERIODS: Final[tuple[str, ...]] = get_args(Period)
DAY: Final = 24 * 60

_SPAN: Final = r"(?:([0-9]{1,4})d)?(?:([0-9]{1,4})h(?:([0-9]{1,2})m?)?|([0-9]{1,5})m)?"


def plain(text: str) -> str:
    """The text as an error may print it: one line, short, no control characters."""
    return "".join(c if c.isprintable() else "?" for c in text[:60]) + ("…" if len(text) > 60 else "")


def shown(text: str) -> str:
    """The same in quotes."""
    return f'"{plain(text)}"'


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, if any comes close."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), sorted(known), 1, 0.6)
    return near[0] if near else None


def choice(text: str, known: Iterable[str]) -> str:
    """The text, which has to be one of the known words."""
    words = tuple(known)
    if text in words:
        return text
    meant = nearest(text, words)
    remedy = f'did you mean "{meant}"?' if meant else "choose from " + ", ".join(f'"{w}"' for w in words)
    raise SettingsError(f"{shown(text)} is not known; {remedy}")


def span(text: str) -> Span:
    """``30m``, ``1h``, ``1h30``, ``2d``, ``1d4h``: a length of working time."""
    found = re.fullmatch(_SPAN, text)
    if not text or not found:
        raise SettingsError(f'{shown(text)} is not a duration; write one as "30m", "1h30" or "2d"')
    days, hours, rest, alone = (int(part or 0) for part in found.groups())
    return Span(hours * 60 + rest + alone, days)


def minutes(text: str) -> int:
    """``5m``, ``1h``, ``1h30``: minutes. A day has no fixed length here, so ``1d`` is refused."""
    found = re.fullmatch(_SPAN, text)
    if not text or not found or found[1]:
        raise SettingsError(f'{shown(text)} is not a duration in hours and minutes; write one as "30m" or "1h30"')
    return span(text).minutes


def seconds(text: str) -> int:
    """``30s``, ``2m``, ``1m30s``: seconds."""
    found = re.fullmatch(r"(?:([0-9]{1,4})m)?(?:([0-9]{1,5})s)?", text)
    if not text or not found:
        raise SettingsError(f'{shown(text)} is not a short duration; write one as "30s" or "2m"')
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def time_of_day(text: str) -> int:
    """``09:00``: minutes after local midnight; ``24:00`` is midnight too."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    moment = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else DAY + 1
    if moment > DAY:
        raise SettingsError(f'{shown(text)} is not a time of day; write one as "09:00"')
    return moment % DAY


def hours(text: str) -> tuple[int, int]:
    """``09:00-17:00``: begin and end; an end at or before the begin lies on the next day."""
    begin, dash, end = text.partition("-")
    if not dash:
        raise SettingsError(f'{shown(text)} is not a stretch of the day; write one as "09:00-17:00"')
    return time_of_day(begin.strip()), time_of_day(end.strip())


def weekdays(text: str) -> frozenset[int]:
    """``mon-fri``, ``mon,wed``, ``fri-mon``: weekdays, Monday is 0."""
    days: set[int] = set()
    for part in text.lower().split(","):
        begin, _, end = part.strip().partition("-")
        first, last = _weekday(begin), _weekday(end or begin)
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)


def _weekday(word: str) -> int:
    name = word.strip()
    if name not in WEEKDAYS:
        raise SettingsError(f'{shown(name)} is not a weekday; write them as "mon-fri" or "mon,wed,sat"')
    return WEEKDAYS.index(name)


def date(text: str) -> str:
    """``2026-12-25``: a date of the calendar, unchanged."""
    from datetime import date as calendar

    try:
        return calendar.fromisoformat(text).isoformat()
    except ValueError:
        raise SettingsError(f'{shown(text)} is not a date; write one as "2026-12-25"') from None


def goal(text: str) -> GoalRule:
    """``6h worked per day``, ``60 done per day``, ``90% replies per week``."""
    words = text.split()
    if len(words) != 4 or words[2] != "per":
        raise SettingsError(f'{shown(text)} is not a goal; write one as "6h worked per day" or "60 done per day"')
    metric, period = choice(words[1], METRICS), choice(words[3], PERIODS)
    return GoalRule(cast("Metric", metric), _target(words[0], metric), cast("Period", period))


def _target(amount: str, metric: str) -> int:
    if metric in TIMED:
        return minutes(amount)
    number = amount.removesuffix("%") if metric == "replies" else amount
    if not re.fullmatch(r"[0-9]{1,6}", number):
        raise SettingsError(f'{shown(amount)} is not a number of {metric}; write the goal as "60 {metric} per day"')
    if metric == "replies" and int(number) > 100:
        raise SettingsError("a goal for replies is a percentage, 100 at most")
    return int(number)


def zone(text: str) -> str:
    """An IANA zone name, unchanged."""
    if is_zone(text):
        return text
    from zoneinfo import available_timezones

    names = {name.lower(): name for name in available_timezones()}
    meant = names.get(nearest(text, names) or "", "Europe/London")
    raise SettingsError(f'{shown(text)} is not a time zone; write one as "{meant}"')


def url(text: str) -> str:
    """Where a help desk is: https, or http to this very machine; no user, no query, no slash at the end."""
    if "@" in text:
        raise SettingsError("an address holds no user or password; `workboard login` keeps the secret")
    if "?" in text or "#" in text:  # not repeated: it may hold a token
        raise SettingsError('an address holds no query; write one as "https://rt.example.org"')
    found = re.fullmatch(r"(https?)://(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:[0-9]{1,5})?(/[^?#\s@\\]*)?", text.strip())
    if not found or not text.isprintable():
        raise SettingsError(f'{shown(text)} is not a plain address; write one as "https://rt.example.org"')
    if found[1] == "http" and not _loopback(found[2].lower()):
        raise SettingsError(f"{shown(text)} would send the secret in clear; use https (http only to localhost)")
    return text.strip().rstrip("/")


def _loopback(host: str) -> bool:
    return host in ("localhost", "[::1]") or re.fullmatch(r"127(\.[0-9]{1,3}){3}", host) is not None


def slug(text: str) -> str:
    """A name that may stand inside an id: ``a-z``, ``0-9`` and ``-``."""
    if not re.fullmatch(r"[a-z0-9-]{1,40}", text):
        raise SettingsError(f'{shown(text)} is not a short name; use small letters, digits and "-" only')
    return text
