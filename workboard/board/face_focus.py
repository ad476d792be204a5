"""The face of focus: one activity, its next step, its minutes, the notes of this block. Pure, as the board's face is.

No counts, no clock of the day, no bars. Every line that may come has its place from the beginning, so that nothing
moves when it does.
"""

from __future__ import annotations

from workboard.board.face_parts import keys_line
from workboard.board.focus_view import FocusView, Own
from workboard.board.strokes import Line, Row, cleaned, exactly, in_ascii, moved, stacked
from workboard.domain.text import cell_width, fit, wrap

WIDEST = 108  # as the board's one column: longer lines are tiring to read
TALL = 30  # rows from which there is room for a margin above and below
TAKES_IT_UP, ENTER = "   Enter takes it up", "   Enter"
NOTHING = "Nothing came meanwhile."
_LABEL, _SHORT, _NARROW = "Next step   ", "Next   ", 60


def paint(view: FocusView, width: int, height: int, ascii_only: bool = False) -> list[Line]:
    """``height`` lines of exactly ``width`` columns each; none for a terminal without room."""
    if width < 1 or height < 1:
        return []
    view = cleaned(view)
    inner = min(width, WIDEST)
    left = (width - inner) // 2
    lines = [exactly([(" " * left, "base"), *row], width) for row in _rows(view, inner, height)]
    return [in_ascii(line, width) for line in lines] if ascii_only else lines


def _rows(view: FocusView, width: int, height: int) -> list[Line]:
    margin: list[Row] = [(1, [])] if height >= TALL else []
    keys: list[Row] = [*_last(view, width), (90, moved(keys_line(view.hints, max(width - 4, 0)), 2)), *margin]
    above = [*margin, (98, _title(view)), (3, []), (8, []), (2, []), *_work(view, width - 8)]
    room = height - sum(1 for rank, _ in (*above, *keys) if rank >= 10)
    return stacked([*above, *_notes(view.notes, width - 8, room)], keys, height)


def _title(view: FocusView) -> Line:
    words = f"over at {view.until}" if view.over else f"until {view.until}"
    return [("  ", "base"), ("Focus", "accent"), (f" · {words}", "dim")]


def _work(view: FocusView, width: int) -> list[Row]:
    rows: list[Row] = [(100 - at, [(line, "bright")]) for at, line in enumerate(wrap(view.title, width, 3))]
    rows.append((85, [(fit(view.about, width), "text")]))
    if view.next_step:
        label = _SHORT if width < _NARROW else _LABEL
        lines = wrap(view.next_step, max(width - len(label), 1), 4)
        heads = [label, *[" " * len(label)] * len(lines)]
        rows.append((9, []))
        rows += [(95 - at, [(heads[at], "dim"), (line, "bright")]) for at, line in enumerate(lines)]
    return _under_it([*rows, (7, []), (80, [(view.minutes, "text")])])


def _notes(notes: tuple[Own, ...], width: int, room: int) -> list[Row]:
    """Those of this block, the newest of them where there is no room for all; more lines of each where there is."""
    if not notes:
        return []
    dated = max(cell_width(one.when) for one in notes) + 2
    shown = notes[-max(room - 1, 1) :]
    most = 3 if 3 * len(shown) <= room - 1 else 1
    rows: list[Row] = [(6, []), (5, [])]
    for at, one in enumerate(shown):
        lines = wrap(one.text, max(width - dated, 1), most)
        heads = [(one.when.ljust(dated), "dim"), *[(" " * dated, "base")] * len(lines)]
        rows += [(40 + min(at, 20), [head, (line, "text")]) for head, line in zip(heads, lines, strict=False)]
    return _under_it(rows)


def _last(view: FocusView, width: int) -> list[Row]:
    """What broke through, what is or was held, and the last word: each on a line that is blank without it."""
    inner = max(width - 8, 1)
    rows: list[Row] = [(4, []), (97 if view.through else 12, _through(view, inner)), (5, [])]
    held = wrap(view.digest or NOTHING, inner, 2) if view.over else wrap(view.promise, inner, 2)
    rows += [(88 - at, [(line, "text" if view.over else "dim")]) for at, line in enumerate(held)]
    return [*_under_it(rows), *_under_it(_said(view.said, inner))]


def _said(words: str | None, width: int) -> list[Row]:
    """Two lines, whether there is a word or none."""
    lines = wrap(words or "", width, 2)
    rows: list[Row] = [(96 - at, [(line, "text")]) for at, line in enumerate(lines)]
    return [(8, []), (11, [])][: 2 - len(rows)] + rows


def _through(view: FocusView, width: int) -> Line:
    if not view.through:
        return []
    takes = "" if not view.emergency else TAKES_IT_UP if cell_width(view.through) <= width - len(TAKES_IT_UP) else ENTER
    return [(fit(view.through, max(width - len(takes), 8)), "warm"), (takes, "dim")]


def _under_it(rows: list[Row]) -> list[Row]:
    """In the column of the board's words."""
    return [(rank, moved(line, 4)) for rank, line in rows]
