"""What was last written on the same ticket, under the card: as much as there is room for."""

from __future__ import annotations

from workboard.board.strokes import Line, Row, column
from workboard.board.view import ThreadLine
from workboard.domain.text import cell_width, fit, wrap

_LONGEST = (16, 9, 6, 4)
"""Lines of one message: as many as let all of them be there, else four."""
_RANK = 15


def thread_of(thread: tuple[ThreadLine, ...], width: int, room: int) -> list[Row]:
    """Newest first, in at most ``room`` rows; a blank line between them where that hides nothing."""
    if not thread or room < 4 or width < 40:
        return []
    dated = max(cell_width(fit(one.when, 12)) for one in thread) + 2
    named = max(cell_width(fit(one.who, 10)) for one in thread) + 2
    heads = [_head(one, dated, named) for one in thread]
    said = _said(thread, width - dated - named, room - 2)
    rows: list[Row] = [(_RANK, []), (_RANK, [("On the ticket", "dim")])]
    airy = sum(len(lines) + 1 for lines in said) <= room - 2
    for head, lines in zip(heads, said, strict=False):
        rows += [(_RANK, [])] if airy else []
        margin: Line = [(" " * (dated + named), "base")]
        rows += [(_RANK, [*(margin if at else head), (line, "text")]) for at, line in enumerate(lines)]
    return rows


def _head(one: ThreadLine, dated: int, named: int) -> Line:
    who = (column(fit(one.who, 10), named), "accent" if one.client else "dim")
    return [(column(fit(one.when, 12), dated), "dim"), who]


def _said(thread: tuple[ThreadLine, ...], width: int, room: int) -> list[list[str]]:
    """The lines of each message that fits, newest first; the last of them perhaps cut."""
    whole = [wrap(one.text, width, _LONGEST[0]) for one in thread[:room]]
    longest = next((most for most in _LONGEST if sum(min(len(lines), most) for lines in whole) <= room), _LONGEST[-1])
    kept: list[list[str]] = []
    for one, lines in zip(thread, whole, strict=False):
        most = min(longest, room - sum(map(len, kept)))
        if most < 1:
            break
        kept.append(lines if len(lines) <= most else wrap(one.text, width, most))
    return kept
