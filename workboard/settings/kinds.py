"""The types an option may have: how each is called, read from a TOML value, and written back as TOML."""

from collections.abc import Callable, Iterable

from workboard.domain.errors import SettingsError
from workboard.domain.rules import LEAST_GROUP, SKIP_REASONS, OrderRules, Span
from workboard.domain.snippets import FIELDS, unknown_fields
from workboard.domain.ticket import CATEGORIES
from workboard.domain.typed import Any, Final, NamedTuple
from workboard.settings import texts, values
from workboard.settings.toml import key, listed, quoted
from workboard.settings.wants import a_block, a_list, a_number, a_text, each, named, yes_no


class Kind(NamedTuple):
    """``read`` takes what TOML gave and raises ``SettingsError`` without a place; ``write`` gives TOML."""

    label: str
    read: Callable[[Any], Any]
    write: Callable[[Any], str]


def whole(least: int = 0, most: int = 1_000_000_000) -> Kind:
    """A whole number within bounds."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise SettingsError(f"wants a whole number, not {named(value)}")
        _check(value, least, most, str)
        return value

    return Kind("whole number", read, str)


def group(most: int) -> Kind:
    """So many people that a sum of theirs is nobody's own figure."""
    any_number = whole(-1_000_000_000)

    def read(value: object) -> int:
        number: int = any_number.read(value)
        if number < LEAST_GROUP:
            few = f"a sum of fewer than {LEAST_GROUP} people shows what one of them did"
            raise SettingsError(f"{few}; write {LEAST_GROUP} or more, or leave the line out")
        _check(number, LEAST_GROUP, most, str)
        return number

    return Kind(f"whole number from {LEAST_GROUP}", read, str)


def share(least: float, most: float) -> Kind:
    """A number within bounds, as 0.8 of a whole."""

    def read(value: object) -> float:
        number = a_number(value)
        _check(number, least, most, "{:g}".format)
        return number

    return Kind(f"number from {least:g} to {most:g}", read, repr)


def _check(value: float, least: float, most: float, written: Callable[[Any], str]) -> None:
    if not least <= value <= most:
        bounds = f"at least {written(least)}, at most {written(most)}"
        raise SettingsError(f"{written(value)} is out of bounds; {bounds}")


def one_of(*words: str) -> Kind:
    """One of a few known words."""
    label = " or ".join(quoted(word) for word in words)
    return Kind(label, lambda value: values.choice(a_text(value), words), quoted)


def some_of(*words: str) -> Kind:
    """A list of known words."""
    label = "list of " + ", ".join(quoted(word) for word in words)
    return Kind(label, lambda value: tuple(values.choice(word, words) for word in a_list(value)), listed)


def duration(least: int = 0, most: int = 31 * values.DAY) -> Kind:
    """Minutes, written ``5m`` or ``1h30``."""

    def read(value: object) -> int:
        minutes = values.minutes(a_text(value))
        _check(minutes, least, most, lambda n: texts.minutes_text(int(n)))
        return minutes

    return Kind("duration", read, lambda minutes: quoted(texts.minutes_text(minutes)))


def seconds(most: int) -> Kind:
    """Seconds, written ``30s`` or ``2m``."""

    def read(value: object) -> int:
        length = values.seconds(a_text(value))
        _check(length, 0, most, lambda n: texts.seconds_text(int(n)))
        return length

    return Kind("seconds", read, lambda length: quoted(texts.seconds_text(length)))


def _named_text(value: object) -> str:
    word = a_text(value).strip()
    if not word:
        raise SettingsError("is empty; write a name or leave the line out")
    return word


def _zone_or_empty(value: object) -> str:
    return values.zone(word) if (word := a_text(value)) else ""


def _url(value: object) -> str | None:
    return values.url(word) if (word := a_text(value)) else None


def _command(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        raise SettingsError('wants a list, program first and no shell: ["pass", "show", "workboard"]')
    return a_list(value)


def _status(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = each(value, lambda category, texts: (values.choice(category, CATEGORIES), a_list(texts)))
    return tuple(words.items())


def _told(value: object) -> tuple[tuple[str, str], ...]:
    """Reason → what the client is told."""
    texts = each(value, lambda name, text: (values.choice(name, SKIP_REASONS), _filled(text)))
    return tuple(texts.items())


def _snippets(value: object) -> tuple[tuple[str, str], ...]:
    return tuple(each(value, lambda name, text: (values.slug(name), _filled(text))).items())


def _filled(value: object) -> str:
    """A text with placeholders, of several lines if it likes."""
    text = a_block(value).strip()
    if not text:
        raise SettingsError("is empty; write the text or leave the line out")
    if unknown := unknown_fields(text):
        values.choice(unknown[0], FIELDS)
    return text


def _targets(value: object) -> tuple[Span, ...]:
    """``{ P1 = "1h", … }``; a band left out keeps the built-in target."""
    spans = each(value, lambda band, text: (values.choice(band, BANDS), values.span(a_text(text))))
    return tuple(spans.get(band, built_in) for band, built_in in zip(BANDS, OrderRules().targets, strict=True))


def _instant(value: object) -> int:
    """A TOML date and time with an offset, in milliseconds UTC."""
    from datetime import UTC, datetime, timedelta

    if not isinstance(value, datetime) or value.tzinfo is None:
        raise SettingsError("wants an instant such as 2026-11-24T10:42:00Z")
    return (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _instant_text(at: int) -> str:
    from datetime import UTC, datetime, timedelta

    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)
    return instant.isoformat(timespec="milliseconds" if at % 1000 else "seconds").replace("+00:00", "Z")


def _dates(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise SettingsError(f"wants a list of dates, not {named(value)}")
    return frozenset(values.date(day if isinstance(day, str) else str(day)) for day in value)


def _other_hours(value: object) -> tuple[tuple[int | str, tuple[int, int]], ...]:
    """``{ fri = "09:00-13:00", "2026-12-24" = "09:00-12:00" }``."""

    def read(name: str, text: object) -> tuple[str, tuple[int | str, tuple[int, int]]]:
        day: int | str = values.WEEKDAYS.index(name) if name in values.WEEKDAYS else values.date(name)
        return name, (day, values.hours(a_text(text)))

    return tuple(each(value, read).values())


def _other_hours_text(other: Iterable[tuple[int | str, tuple[int, int]]]) -> str:
    named = ((values.WEEKDAYS[day] if isinstance(day, int) else day, hours) for day, hours in other)
    return _table_text((name, quoted(texts.hours_text(hours))) for name, hours in named)


def _times(value: object) -> tuple[int, ...]:
    return tuple(sorted({values.time_of_day(word) for word in a_list(value)}))


def _table_text(pairs: Iterable[tuple[str, str]]) -> str:
    return "{ " + ", ".join(f"{key(name)} = {text}" for name, text in pairs) + " }"


BANDS: Final = ("P1", "P2", "P3", "P4")
TEXT = Kind("text", _named_text, quoted)
PERHAPS = Kind('text, `""` for none', lambda value: a_text(value).strip() or None, lambda text: quoted(text or ""))
SLUG = Kind("short name", lambda value: values.slug(a_text(value)), quoted)
URL = Kind("address", _url, lambda text: quoted(text or ""))
ZONE = Kind("time zone", lambda value: values.zone(a_text(value)), quoted)
ZONE_OR_EMPTY = Kind("time zone", _zone_or_empty, quoted)
YES_NO = Kind("true or false", yes_no, lambda value: "true" if value else "false")
NUMBER = Kind("number", a_number, repr)
TEXTS = Kind("list of texts", a_list, listed)
COMMAND = Kind("list: program and arguments", _command, listed)
INSTANT = Kind("instant", _instant, _instant_text)
DATES = Kind("list of dates", _dates, lambda days: listed(tuple(sorted(days))))
TIMES = Kind("list of times", _times, lambda times: listed(tuple(texts.time_text(time) for time in times)))
HOURS = Kind("hours", lambda value: values.hours(a_text(value)), lambda pair: quoted(texts.hours_text(pair)))
OTHER_HOURS = Kind("table: weekday or date = hours", _other_hours, _other_hours_text)
DAYS = Kind("weekdays", lambda value: values.weekdays(a_text(value)), lambda days: quoted(texts.weekdays_text(days)))
GOAL = Kind("goal", lambda value: values.goal(a_text(value)), lambda goal: quoted(texts.goal_text(goal)))
BAND = Kind(
    '"P1" to "P4"',
    lambda value: BANDS.index(values.choice(a_text(value), BANDS)) + 1,
    lambda band: quoted(f"P{band}"),
)
STATUS = Kind(
    "table: category = list",
    _status,
    lambda pairs: _table_text((name, listed(words)) for name, words in pairs),
)
SNIPPETS = Kind("table: name = text", _snippets, lambda pairs: _table_text((n, quoted(t)) for n, t in pairs))
TOLD = Kind("table: reason = text", _told, lambda pairs: _table_text((n, quoted(t)) for n, t in pairs))
TARGETS = Kind(
    "table: band = duration",
    _targets,
    lambda spans: _table_text((b, quoted(texts.span_text(s))) for b, s in zip(BANDS, spans, strict=True)),
)
