"""The face of the board: one view in, lines of (text, role) out, for a terminal of any size. Pure.

The same view gives the same lines, so what changed is what differs. Roles are names (``bright``,
``card-dim``); what they look like is the theme's business. Everything is cleaned once more on the way in.

The layout is a list of rows, each with a rank of how long it is kept. A small terminal lets go of the blank
lines first, lowest rank first, then of the words; a large one shows more of the same ticket.
"""

from __future__ import annotations

from workboard.board.face_card import NEEDED, card_of
from workboard.board.face_parts import foot, goal_lines, goals_column, header, replies_column, replies_line, then_lines
from workboard.board.face_thread import thread_of
from workboard.board.strokes import Line, Row, cleaned, exactly, in_ascii, kept, moved, stacked
from workboard.board.view import View

WIDE, HIGH = 110, 20  # columns and rows from which replies and progress stand beside the card
ONE_WIDEST, WIDEST = 108, 150  # longer lines are tiring to read: beyond this one column or two stand in the middle
TALL = 30  # rows from which there is room for a margin above and below


def paint(view: View, width: int, height: int, ascii_only: bool = False) -> list[Line]:
    """``height`` lines of exactly ``width`` columns each; none for a terminal without room."""
    if width < 1 or height < 1:
        return []
    view = cleaned(view)
    beside = width >= WIDE and height >= HIGH
    inner = min(width, WIDEST if beside else ONE_WIDEST)
    rows = _two_columns(view, inner, height) if beside else _one_column(view, inner, height)
    left = (width - inner) // 2
    lines = [exactly([(" " * left, "base"), *row], width) for row in rows]
    return [in_ascii(line, width) for line in lines] if ascii_only else lines


def text_of(lines: list[Line]) -> str:
    """What stands there, without the roles: for tests, and for whoever cannot see colours."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def _one_column(view: View, width: int, height: int) -> list[Line]:
    then = then_lines(view, width - 8)
    below: list[Row] = [
        *then,
        *([(2, [])] if then else []),
        *replies_line(view, width - 6),
        (3, []),
        *goal_lines(view, width - 8),
    ]
    keys = foot(view, width)
    tops: list[Row] = [(98 if height > 3 else 50, header(view, width)), (8, [])]
    around = [*tops, *keys, *below]
    needed = sum(1 for rank, _ in around if rank >= NEEDED)
    card = card_of(view.card, width - 4, height - len(around), height - needed)
    body = [*tops, *card, (10, []), *_moved(below)]
    body += _moved(thread_of(view.thread, width - 8, height - len(body) - len(keys)))
    return stacked(body, keys, height)


def _two_columns(view: View, width: int, height: int) -> list[Line]:
    aside = max(30, width // 4)
    main = width - 4 - aside - 6
    margin: list[Row] = [(1, [])] if height >= TALL else []
    tops: list[Row] = [*margin, (98, header(view, width)), (8, [])]
    keys = [*foot(view, width), *margin]
    room = max(1, height - len(tops) - len(keys))
    then = then_lines(view, main - 4)
    left = [*card_of(view.card, main, room - len(then) - 1, room - len(then)), (10, []), *_moved(then)]
    left += _moved(thread_of(view.thread, main - 4, room - len(left)))
    right: list[Row] = [(7, []), *replies_column(view, aside), (3, []), (4, []), *goals_column(view.goals, aside)]
    both = _side_by_side(kept(left, room), kept(right, room), main)
    return stacked([*tops, *both], keys, height)


def _side_by_side(left: list[Row], right: list[Row], main: int) -> list[Row]:
    blank: Row = (10, [])
    rows = max(len(left), len(right))
    pairs = zip(left + [blank] * (rows - len(left)), right + [blank] * (rows - len(right)), strict=True)
    return [(max(one[0], two[0]), _beside(one[1], two[1], main)) for one, two in pairs]


def _beside(left: Line, right: Line, main: int) -> Line:
    return [*exactly(left, main + 2), ("      ", "base"), *right]


def _moved(rows: list[Row]) -> list[Row]:
    """Under the words of the card."""
    return [(rank, moved(line, 4)) for rank, line in rows]
