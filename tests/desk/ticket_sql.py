"""The part of Request Tracker's query language that clients really use: AND, OR, brackets and comparisons.

    predicate = parse("Owner='ana' AND (id=3 OR id=5)", now)
    predicate(lambda name: ...)   # a field's values, one or several

A comparison holds when one of the field's values fits (``!=``: when none is equal). Numbers compare as numbers;
``'35 days ago'`` is an instant. Raises ``BadQuery`` where RT answers 400.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

Get = Callable[[str], Sequence[str | int]]
Test = Callable[[Get], bool]

_TOKEN: Final = re.compile(r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<word>[A-Za-z_][\w.{}]*)|(?P<number>-?\d+)|"
                           r"(?P<sign>!=|<=|>=|[=<>()]))")  # fmt: skip
_AGO: Final = re.compile(r"(\d+) (second|minute|hour|day)s? ago")
_UNIT_MS: Final = {"second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
_SIGNS: Final = {"=", "!=", "<", ">", "<=", ">="}


class BadQuery(ValueError):
    """Not understood; the text says where."""


class Query(NamedTuple):
    """``named`` are the fields it speaks of: some defaults hold only for those it does not."""

    test: Test
    named: frozenset[str]


def parse(text: str, now: int) -> Query:
    reader = _Reader(text, now)
    test = reader.either()
    if reader.peek() is not None:
        raise BadQuery(f"unexpected {reader.peek()}")
    return Query(test, frozenset(reader.named))


class _Reader:
    def __init__(self, text: str, now: int) -> None:
        self._tokens = _tokens(text)
        self._place = 0
        self._now = now
        self.named: set[str] = set()

    def peek(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def take(self) -> str:
        token = self.peek()
        if token is None:
            raise BadQuery("the query ends too early")
        self._place += 1
        return token

    def either(self) -> Test:
        tests = [self._both()]
        while (self.peek() or "").upper() == "OR":
            self.take()
            tests.append(self._both())
        return lambda get: any(test(get) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while (self.peek() or "").upper() == "AND":
            self.take()
            tests.append(self._one())
        return lambda get: all(test(get) for test in tests)

    def _one(self) -> Test:
        if self.peek() == "(":
            self.take()
            test = self.either()
            if self.take() != ")":
                raise BadQuery("a bracket is missing")
            return test
        name, sign, value = self.take(), self.take(), self.take()
        if sign not in _SIGNS or not name[0].isalpha():
            raise BadQuery(f"{name} {sign}")
        self.named.add(name)
        wanted = self._value(value)
        return lambda get: _holds(get(name), sign, wanted)

    def _value(self, token: str) -> str | int:
        if not token.startswith("'"):
            return int(token) if token.lstrip("-").isdecimal() else token
        text = re.sub(r"\\(.)", r"\1", token[1:-1])
        ago = _AGO.fullmatch(text)
        return self._now - int(ago[1]) * _UNIT_MS[ago[2]] if ago else text


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    text = text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise BadQuery(f"cannot read {text[place : place + 20]!r}")
        found.append(match[0].strip())
        place = match.end()
    return found


def _holds(values: Sequence[str | int], sign: str, wanted: str | int) -> bool:
    if sign == "!=":
        return not any(_compare(value, "=", wanted) for value in values)
    return any(_compare(value, sign, wanted) for value in values)


def _compare(value: str | int, sign: str, wanted: str | int) -> bool:
    one, other = _alike(value, wanted)
    signs = {"=": one == other, "<": one < other, ">": one > other}  # type: ignore[operator]
    return any(signs[part] for part in sign)


def _alike(one: str | int, other: str | int) -> tuple[str | int, str | int]:
    try:
        return int(one), int(other)
    except ValueError:
        return str(one).casefold(), str(other).casefold()
