"""The lead screen's face as a widget: it shows one view from some row on, with one ticket chosen."""

from __future__ import annotations

from workboard.board.lead_face import paint, row_of, rows_of, tickets_on
from workboard.board.lead_view import LeadView
from workboard.board.strokes import Line
from workboard.ui.widgets.lines import Lines

HEADER = 2


class LeadBoard(Lines):
    def __init__(self) -> None:
        super().__init__(id="lead")
        self._view: LeadView | None = None
        self.chosen: str | None = None
        self._top = 0

    def show(self, view: LeadView) -> None:
        """Another look; the chosen ticket stays chosen while it is listed."""
        first = self._view is None
        self._view = view
        if self.chosen not in view.choosable:
            self.chosen = next(iter(view.choosable if first else self._in_sight()), None)
        self.repaint()

    def choose(self, step: int) -> None:
        """The next ticket, or the one before; it is brought into sight."""
        if self._view is None or not self._view.choosable:
            return
        listed = self._view.choosable
        at = listed.index(self.chosen) + step if self.chosen in listed else 0
        self.chosen = listed[min(max(at, 0), len(listed) - 1)]
        row = row_of(self._view, self.size.width, self.chosen)
        if not self._top <= row < self._top + self._room:
            self._top = max(0, row - self._room // 2)
        self.repaint()

    def page(self, pages: int) -> None:
        """Further down, or up. What is chosen is in sight, or nothing is: no key does anything to what nobody sees."""
        self._top = min(max(self._top + pages * max(self._room - 1, 1), 0), self._last_top)
        seen = self._in_sight()
        if self.chosen not in seen:
            self.chosen = next(iter(seen), None)
        self.repaint()

    def _in_sight(self) -> list[str]:
        if self._view is None:
            return []
        return list(tickets_on(self._view, self.size.width, self._top, self._room))

    @property
    def lists(self) -> bool:
        """Whether there is any ticket to choose."""
        return self._view is not None and bool(self._view.choosable)

    @property
    def hides(self) -> tuple[bool, bool]:
        """Whether there is more above, and below."""
        return self._top > 0, self._top < self._last_top

    @property
    def _room(self) -> int:
        return max(self.size.height - HEADER, 1)

    @property
    def _last_top(self) -> int:
        return 0 if self._view is None else max(0, rows_of(self._view, self.size.width) - self._room)

    def lines(self, width: int, height: int) -> list[Line]:
        if self._view is None:
            return []
        self._top = min(self._top, self._last_top)
        return paint(self._view, width, height, self.chosen, self._top)
