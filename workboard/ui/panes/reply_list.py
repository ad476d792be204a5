"""The clients who wait, oldest wait first: the one list there is, and it is meant to become empty."""

from __future__ import annotations

from workboard.board.strokes import Line
from workboard.board.who_waits import ReplyRow
from workboard.domain.text import cell_width, fit
from workboard.ui.widgets.lines import Lines

MARGIN = 2


class ReplyList(Lines):
    def __init__(self, rows: list[ReplyRow]) -> None:
        super().__init__(id="queue")
        self.rows = rows
        self._chosen = rows[0].ticket_id if rows else None

    def show(self, rows: list[ReplyRow]) -> None:
        """Other rows; the chosen one stays chosen, or what has moved into its place is."""
        at = self._at()
        self.rows = rows
        if not any(one.ticket_id == self._chosen for one in rows):
            self._chosen = rows[min(at, len(rows) - 1)].ticket_id if rows else None
        self.repaint()

    @property
    def chosen(self) -> ReplyRow | None:
        return next((one for one in self.rows if one.ticket_id == self._chosen), None)

    @property
    def at_top(self) -> bool:
        return self._at() == 0

    @property
    def at_end(self) -> bool:
        return self._at() >= len(self.rows) - 1

    def choose(self, ticket_id: str) -> None:
        self._chosen = ticket_id
        self.repaint()

    def move(self, by: int) -> None:
        if self.rows:
            self.choose(self.rows[max(0, min(self._at() + by, len(self.rows) - 1))].ticket_id)

    def _at(self) -> int:
        return next((at for at, one in enumerate(self.rows) if one.ticket_id == self._chosen), 0)

    def lines(self, width: int, height: int) -> list[Line]:
        waits = max((cell_width(one.wait) for one in self.rows), default=0)
        names = min(max((cell_width(_name(one)) for one in self.rows), default=0), max(width // 3, 18))
        start = max(0, self._at() - height + 1)
        shown = self.rows[start : start + height]
        return [
            _line(one, one.ticket_id == self._chosen, start + at == 0, waits, names, width)
            for at, one in enumerate(shown)
        ]


def _name(one: ReplyRow) -> str:
    return " · ".join(name for name in (one.company, one.contact) if name)


def _line(one: ReplyRow, chosen: bool, first: bool, waits: int, names: int, width: int) -> Line:
    name = fit(_name(one), names)
    number = fit(f"#{one.number}", 16)
    mark = "thanks?  " if one.courtesy else ""
    left = MARGIN + 2 + waits + 2 + names + 3
    room = max(width - left - len(mark) - cell_width(number) - 2 - MARGIN, 0)
    said = fit(one.excerpt, room)
    return [
        (" " * MARGIN, "base"),
        ("▸ " if chosen else "  ", "accent"),
        (" " * (waits - cell_width(one.wait)) + one.wait, "warm" if first else "dim"),
        ("  ", "base"),
        (name + " " * (names - cell_width(name) + 3), "bright" if chosen else "text"),
        (mark, "accent"),
        (said + " " * (room - cell_width(said) + 2), "text" if chosen else "dim"),
        (number, "dim"),
    ]
