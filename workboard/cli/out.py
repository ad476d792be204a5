"""What a command prints: clean lines for people, one line of JSON for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from workboard.domain.text import cell_width, clean, fit, safe

WIDEST = 40
"""Columns of one cell that is followed by others: a long name must not push the rest out of sight."""


def json_line(value: object) -> None:
    """UTF-8 whatever the locale; what a terminal might obey leaves escaped, so nothing is lost."""
    text = json_text(value)
    if (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8") and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    print(text)


def json_text(value: object) -> str:
    """One line of printable characters, as ``json.dumps`` writes it; to load that takes as long as to answer."""
    if isinstance(value, str):
        return f'"{_plain(value)}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{_plain(name)}": {json_text(one)}' for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(json_text, value)) + "]"
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    assert isinstance(value, int | float), type(value)
    return repr(value)


_WORDS = {None: "null", True: "true", False: "false"}


def _plain(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.translate(_ESCAPES)


class _Escapes(dict[int, str]):
    """For ``str.translate``: what would not be seen as it is, as JSON writes it in ASCII."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        self[point] = char if char.isprintable() and clean(char) == char else _escaped(char)
        return self[point]


_ESCAPES = _Escapes({ord(char): f"\\{letter}" for char, letter in zip('"\\\b\f\n\r\t', '"\\bfnrt', strict=True)})


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def line(text: str = "") -> None:
    """One clean line; a character the terminal's encoding lacks becomes ``?``."""
    print_line(safe(text))


def block(text: str, indent: str = "") -> None:
    """Several clean lines."""
    for part in text.split("\n"):
        line(indent + safe(part)) if part.strip() else line()


def table(rows: Iterable[Sequence[str]], indent: str = "") -> None:
    """Columns side by side, none but the last wider than ``WIDEST``, the last cut to the terminal where there is
    one."""
    clean = [[*(fit(safe(cell), WIDEST) for cell in row[:-1]), safe(row[-1])] for row in rows]
    if not clean:
        return
    columns = len(clean[0]) - 1
    widths = [max(cell_width(row[at]) for row in clean) for at in range(columns)]
    room = width()
    for row in clean:
        cells = [cell + " " * (wide - cell_width(cell)) for cell, wide in zip(row, widths, strict=False)]
        head = indent + "  ".join(cells) + "  " if cells else indent
        last = row[-1] if room is None else fit(row[-1], max(8, room - cell_width(head)))
        print_line((head + last).rstrip())


def print_line(text: str) -> None:
    """A line already clean, its blanks and tabs kept."""
    encoding = sys.stdout.encoding or "utf-8"
    if not unicode():
        text = text.translate({ord("·"): "-", ord("…"): "..."})
    print(text.encode(encoding, "replace").decode(encoding))


def unicode() -> bool:
    """Whether what is printed may have any character at all."""
    return (sys.stdout.encoding or "utf-8").lower().startswith("utf")


def width() -> int | None:
    """Columns of the terminal; ``None`` where the output goes to a file or a pipe."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return None


def count(number: int, one: str, many: str = "") -> str:
    """``1 reply``, ``4 replies``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
