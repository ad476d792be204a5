"""The board's face as a widget: it shows one view."""

from __future__ import annotations

from workboard.board.face import paint
from workboard.board.strokes import Line
from workboard.board.view import View
from workboard.ui.widgets.lines import Lines


class FaceBoard(Lines):
    def __init__(self, view: View) -> None:
        super().__init__(id="face")
        self._view = view

    @property
    def view(self) -> View:
        return self._view

    def show(self, view: View) -> None:
        """Another view; what is the same on the screen is left alone."""
        if view != self._view:
            self._view = view
            self.repaint()

    def lines(self, width: int, height: int) -> list[Line]:
        return paint(self._view, width, height)
