"""One line of words that costs nothing while it stays the same."""

from __future__ import annotations

from textual.widgets import Static

from workboard.ui.widgets.plain import Part, plain


class Said(Static):
    DEFAULT_CSS = "Said { width: 100%; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, *parts: Part, id: str | None = None) -> None:
        super().__init__(plain(*parts), id=id)
        self._parts = parts

    def show(self, *parts: Part) -> None:
        if parts != self._parts:
            self._parts = parts
            self.update(plain(*parts), layout=False)
