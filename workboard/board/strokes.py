"""Strokes the face is drawn with: segments of (text, role), cut and filled to columns. Pure and light."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from workboard.domain.text import cell_width, fit, safe

Segment = tuple[str, str]
Line = list[Segment]
Row = tuple[int, Line]
"""How long it is kept when room is short (0..100), and what stands in it."""

WORDS = ("text", "bright", "dim", "accent", "warm", "alert", "key", "rule")
ROLES = ("base", *WORDS, "card", *(f"card-{role}" for role in WORDS))
"""Every role a segment may have: the ground, the words on it, the card, the words on that."""

LONGEST = 2000  # characters of one text that could ever be shown

_ASCII = str.maketrans(
    {"·": "-", "…": "~", "●": "*", "◌": "o", "○": "o", "▸": ">", "─": "-", "━": "=", "╸": "=", "–": "-",
     "▁": "_", "▂": ".", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "#", "█": "@", "↑": "^", "↓": "v",
     "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"'}
)  # fmt: skip


def cleaned(value: Any) -> Any:
    """The same value with every text in it fit for a terminal."""
    if isinstance(value, str):
        return safe(value[:LONGEST])
    if isinstance(value, tuple):
        parts = map(cleaned, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def in_ascii(line: Line, width: int) -> Line:
    """In ASCII alone."""
    return exactly([(ascii_text(text, cell_width(text)), role) for text, role in line], width)


def ascii_text(text: str, columns: int) -> str:
    """As many columns as before: accents dropped from letters, ``?`` for what has no likeness."""
    letters = normalize("NFKD", text.translate(_ASCII))
    bare = "".join(char for char in letters if not "\u0300" <= char <= "\u036f")
    return bare.encode("ascii", "replace").decode("ascii")[:columns].ljust(columns)


def column(text: str, width: int) -> str:
    return text + " " * max(width - cell_width(text), 0)


def width_of(line: Line) -> int:
    return sum(cell_width(text) for text, _ in line)


def moved(line: Line, columns: int) -> Line:
    return [(" " * columns, "base"), *line]


def apart(left: Line, right: Line, width: int) -> Line:
    """Left words at the left, right words at the right; the left ones give way."""
    room = max(width - width_of(right) - 2, 0)
    short = [(fit(text, room), role) for text, role in left]
    gap = max(width - width_of(short) - width_of(right), 0)
    return [*short, (" " * gap, "base"), *right]


def on_card(line: Line, width: int) -> Line:
    """On the card's ground, with two columns of margin inside it and two outside."""
    inside = exactly(line, width - 4)
    words = [(text, "card" if role == "base" else f"card-{role}") for text, role in inside]
    return [("  ", "base"), ("  ", "card"), *words, ("  ", "card")]


def bar(share: float, width: int) -> Line:
    """Half a column at a time; full only when it is met, never empty once something is done. What is left is a thinner
    line, so that it is told apart without colours too."""
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    if share < 1:
        halves = min(halves, width * 2 - 2)
    if share > 0:
        halves = max(halves, 1)
    full, half = divmod(halves, 2)
    rest = width - full - half
    return [("━" * full + "╸" * half, "accent"), ("─" * rest, "rule")]


def exactly(line: Line, width: int) -> Line:
    """Cut or filled with ground to exactly ``width`` columns; no empty segments."""
    width = max(width, 0)
    out: Line = []
    used = 0
    for text, role in line:
        columns = cell_width(text)
        if used + columns > width:
            text = fit(text, width - used)
            columns = cell_width(text)
        if text:
            out.append((text, role))
        used += columns
        if used >= width:
            break
    if used < width:
        out.append((" " * (width - used), "base"))
    return out


def stacked(body: list[Row], keys: list[Row], height: int) -> list[Line]:
    """Body above, keys at the bottom, exactly ``height`` rows."""
    rows = kept([*body, (200, [("foot", "")]), *keys], height + 1)
    at = next(index for index, row in enumerate(rows) if row[0] == 200)
    spring: list[Line] = [[] for _ in range(height + 1 - len(rows))]
    return [*(line for _, line in rows[:at]), *spring, *(line for _, line in rows[at + 1 :])]


def kept(rows: list[Row], height: int) -> list[Row]:
    """The rows, without the least needed ones where there are too many."""
    while len(rows) > max(height, 0):
        least = min(range(len(rows)), key=lambda index: (rows[index][0], -index))
        rows = rows[:least] + rows[least + 1 :]
    return rows
