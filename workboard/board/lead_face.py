"""The face of the lead screen: one view in, lines of (text, role) out. Pure; every figure is a word first.

Blocks instead of a plotting library: a line of seven or fourteen days needs one character each, no frame and no
axis, and the number stands beside it; a library would cost the start more than the whole screen. The highest block
leaves an eighth of its line free, so that two lines of days do not grow into one.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Final, NamedTuple

from workboard.board.lead_view import LeadView
from workboard.board.lead_words import Row, Section
from workboard.board.strokes import Line, apart, bar, cleaned, column, exactly, in_ascii, width_of
from workboard.domain.text import cell_width, fit

WIDE: Final = 110
"""columns from which the system stands beside the team"""
WIDEST: Final = 170
"""columns from which people stand between the two"""
MARGIN: Final = 2
GAP: Final = 4
BARS: Final = (14, 12, 8, 0)
"""columns a bar may have"""
LABEL_MOST: Final = 20
LEAST: Final = 16
"""columns that words keep beside a note"""


class Drawn(NamedTuple):
    """A line, and the tickets on it that can be chosen: one in a column."""

    line: Line
    tickets: tuple[str, ...] = ()


def paint(
    view: LeadView, width: int, height: int, chosen: str | None = None, top: int = 0, ascii_only: bool = False
) -> list[Line]:
    """``height`` lines of exactly ``width`` columns: a header, and as much below it as there is room for, from row
    ``top`` on."""
    if width < 1 or height < 1:
        return []
    view = cleaned(view)
    inner = max(width - 2 * MARGIN, 1)
    rows = _body(view, inner, chosen)
    shown = rows[top : top + max(height - 2, 0)]
    lines = [_header(view, inner), [], *(one.line for one in shown)]
    lines += [[] for _ in range(height - len(lines))]
    framed = [exactly([(" " * MARGIN, "base"), *line], width) for line in lines[:height]]
    return [in_ascii(line, width) for line in framed] if ascii_only else framed


def rows_of(view: LeadView, width: int) -> int:
    """How many rows there are below the header at this width."""
    return len(_body(cleaned(view), max(width - 2 * MARGIN, 1), None))


def row_of(view: LeadView, width: int, ticket_id: str) -> int:
    """Which of them shows this ticket; 0 where none does."""
    rows = _body(cleaned(view), max(width - 2 * MARGIN, 1), ticket_id)
    return next((at for at, row in enumerate(rows) if ticket_id in row.tickets), 0)


def tickets_on(view: LeadView, width: int, top: int, height: int) -> tuple[str, ...]:
    """Those on so many rows from ``top`` on."""
    rows = _body(cleaned(view), max(width - 2 * MARGIN, 1), None)
    return tuple(one for row in rows[top : top + height] for one in row.tickets)


def _header(view: LeadView, width: int) -> Line:
    several = f" ({view.teams.index(view.team) + 1} of {len(view.teams)})" if len(view.teams) > 1 else ""
    left: Line = [(f"Lead · {view.team}{several}", "text")]
    return apart(left, [(f"{view.clock}   {view.sync_words}", "dim")], width)


def _body(view: LeadView, width: int, chosen: str | None) -> list[Drawn]:
    """One, two or three columns of sections, side by side."""
    work, people, system = view.columns
    if width < WIDE - 2 * MARGIN:
        return _column((*work, *people, *system), width, chosen)
    columns = (work, people, system) if width >= WIDEST - 2 * MARGIN else ((*work, *people), system)
    each = (width - GAP * (len(columns) - 1)) // len(columns)
    drawn = [_column(sections, each, chosen) for sections in columns]
    blank = Drawn([])
    return [_beside(row, each) for row in zip_longest(*drawn, fillvalue=blank)]


def _beside(row: tuple[Drawn, ...], each: int) -> Drawn:
    line: Line = []
    for place, one in enumerate(row):
        line += [(" " * GAP, "base")] if place else []
        line += exactly(one.line, each)
    return Drawn(line, tuple(ticket for one in row for ticket in one.tickets))


def _column(sections: tuple[Section, ...], width: int, chosen: str | None) -> list[Drawn]:
    rows: list[Drawn] = []
    for section in sections:
        if rows:
            rows.append(Drawn([]))
        rows.append(Drawn(apart([(section.title, "dim")], [(section.aside, "dim")], width)))
        rows += _rows(section, width, chosen)
    return rows


class Shape(NamedTuple):
    """Columns of a section: its labels, its bars (0: none), its words, and what stands behind them."""

    label: int
    bar: int
    words: int
    tail: int

    @property
    def wide(self) -> int:
        return sum(part + 2 for part in self if part)


def _rows(section: Section, width: int, chosen: str | None) -> list[Drawn]:
    shape = _shape(section, width)
    return [_drawn(row, shape, width, chosen) for row in section.rows]


def _drawn(row: Row, shape: Shape, width: int, chosen: str | None) -> Drawn:
    if row.ticket_id is None:
        return Drawn(_row(row, shape, width, chosen=False))
    return Drawn(_row(row, shape, width, chosen=row.ticket_id == chosen), (row.ticket_id,))


def _shape(section: Section, width: int) -> Shape:
    """All its rows alike. What a figure means is never left out for a picture: bars shrink and go first, then long
    words are cut, and what stands behind them goes last."""
    rows = section.rows
    label = min(max((cell_width(row.label) for row in rows), default=0), LABEL_MOST)
    words = max((cell_width(row.words) for row in rows), default=0)
    tail = max((cell_width(row.spark or row.note) for row in rows), default=0)
    least = min(words, LEAST)
    bars = BARS if any(row.share is not None for row in rows) else (0,)
    choices = [*(Shape(label, long, least, tail) for long in bars), Shape(label, 0, least, 0)]
    found = next((one for one in choices if one.wide <= width), choices[-1])
    return found._replace(words=min(words, max(least + width - found.wide, 1)))


def _row(row: Row, shape: Shape, width: int, *, chosen: bool) -> Line:
    line: Line = [("▸ " if chosen else "  ", "accent"), (column(fit(row.label, shape.label), shape.label), "text")]
    if shape.bar:
        line += [("  ", "base"), *(bar(row.share, shape.bar) if row.share is not None else [(" " * shape.bar, "base")])]
    # whoever has nothing behind the words may use its place
    room = shape.words if row.note or row.spark else max(width - width_of(line) - 2, 1)
    line += [("  ", "base"), (column(fit(row.words, room), shape.words), "bright" if row.label else "text")]
    return [*line, *_behind(row, width - width_of(line))] if shape.tail else line


def _behind(row: Row, room: int) -> Line:
    """The days drawn, today in colour, and the note: behind a drawing only where all of it can be read."""
    drawn: Line = [("  ", "base"), (row.spark[:-1], "dim"), (row.spark[-1], "accent")] if row.spark else []
    note: Line = [("  ", "base"), (row.note, "dim")] if row.note else []
    return drawn if drawn and width_of(drawn + note) > room else drawn + note
