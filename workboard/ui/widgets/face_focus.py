"""The face of a block of focus as a widget: lines from ``board/face_focus.py``, painted where they differ."""

from __future__ import annotations

from workboard.board.face_focus import paint
from workboard.board.focus_view import FocusView
from workboard.board.strokes import Line
from workboard.ui.widgets.lines import Lines


class FaceFocus(Lines):
    def __init__(self, view: FocusView) -> None:
        super().__init__(id="face")
        self._view = view

    def show(self, view: FocusView) -> None:
        """What is the same on the screen is left alone."""
        if view != self._view:
            self._view = view
            self.repaint()

    def lines(self, width: int, height: int) -> list[Line]:
        return paint(self._view, width, height)
