"""TOML text: read it, say in which line something stands, write a value so that reading gives it back."""

from __future__ import annotations

import re

from workboard.domain.errors import SettingsError
from workboard.domain.typed import Any, Final

Path = tuple[str | int, ...]
"""Where something stands: table, key, and for one of several ``[[band]]`` its position from 0."""

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_SHORT: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def table_of(text: str, source: str) -> dict[str, Any]:
    """The file as nested dicts; ``SettingsError`` with the line where it is not TOML."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        where = f"{source} line {line[1]}" if line else source
        raise SettingsError(f"{where}: not TOML: {what[:1].lower()}{what[1:]}") from None
    except RecursionError:
        raise SettingsError(f"{source}: not usable: nested too deeply") from None


def line_of(text: str, path: Path) -> int | None:
    """The line (from 1) in which ``path`` is written, else the nearest table or key around it."""
    best, depth = None, 0
    for number, here in _places(text):
        if here[: len(path)] == path:
            return number
        if len(here) > depth and path[: len(here)] == here:
            best, depth = number, len(here)
    return best


def _places(text: str) -> list[tuple[int, Path]]:
    """Every header and key of the file with its line. Texts over several lines are not looked through."""
    table: Path = ()
    counts: dict[Path, int] = {}
    places: list[tuple[int, Path]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(rf"\s*(\[\[?)\s*({_KEYS})\s*\]", line):
            table = _header(_split(header[2]), header[1] == "[[", counts)
            places.append((number, table))
        elif key := re.match(rf"\s*({_KEYS})\s*=", line):
            places.append((number, table + _split(key[1])))
    return places


def _header(names: Path, many: bool, counts: dict[Path, int]) -> Path:
    if many:
        counts[names] = counts.get(names, -1) + 1
        return (*names, counts[names])
    for length in range(len(names), 0, -1):
        if names[:length] in counts:
            return (*names[:length], counts[names[:length]], *names[length:])
    return names


def _split(keys: str) -> Path:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, keys))


def quoted(text: str) -> str:
    """A basic string."""
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    return char if char.isprintable() else f"\\U{ord(char):08X}"


def key(name: str) -> str:
    """A key, in quotes only where it needs them."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def listed(texts: tuple[str, ...]) -> str:
    """An array of strings on one line."""
    return "[" + ", ".join(quoted(text) for text in texts) + "]"
