"""Whom a ticket may go to, a line each: by name, with the room they have today. One of them is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from workboard.board.strokes import Line
from workboard.domain.text import cell_width, fit, safe
from workboard.ui.widgets.lines import Lines

INDENT: Final = 18
"""columns of the label, as in the rows of fields"""
NAME: Final = 28
MOST: Final = 5
FURNITURE: Final = 9
"""lines of the sheet that are not these"""
NOBODY: Final = "Nobody in the team is called so."


class Option(NamedTuple):
    """``value`` is whom it means, ``None`` for leaving it as it is."""

    value: str | None
    name: str
    about: str


class PeopleLines(Lines):
    DEFAULT_CSS = """
    PeopleLines { height: 1; background: $role-card; }
    """
    ground = "card"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._options: Sequence[Option] = ()
        self._marked = 0

    @property
    def marked(self) -> Option | None:
        return self._options[self._marked] if self._options else None

    def show(self, options: Sequence[Option]) -> None:
        """These may be meant; the first is marked."""
        self._options, self._marked = options, 0
        self.fit()
        self.repaint()

    def move(self, by: int) -> None:
        self._marked = max(0, min(self._marked + by, len(self._options) - 1))
        self.repaint()

    def on_mount(self) -> None:
        self.fit()

    def fit(self) -> None:
        """As high as there are people, and as the screen has room for."""
        room = max(self.app.size.height - FURNITURE, 2) if self.is_attached else MOST
        self.styles.height = max(1, min(len(self._options), MOST, room))

    def lines(self, width: int, height: int) -> list[Line]:
        if not self._options:
            return [[(" " * INDENT, "card"), (NOBODY, "card-dim")]]
        first = max(0, min(self._marked - height + 1, len(self._options) - height))
        last = min(first + height, len(self._options)) - 1
        more = {first: " ▴"} if first else {}
        more |= {last: " ▾"} if last + 1 < len(self._options) else {}
        return [self._line(at, more.get(at, ""), width) for at in range(first, last + 1)]

    def _line(self, at: int, more: str, width: int) -> Line:
        """``more`` at the edge where the list goes on."""
        one, marked = self._options[at], at == self._marked
        wide = min(max(cell_width(safe(each.name)) for each in self._options), NAME)
        name = fit(safe(one.name), wide)
        about = f"{' ' * (wide - cell_width(name))}  {one.about}"
        return [
            (" " * INDENT, "card"),
            ("▸ " if marked else "  ", "card-accent"),
            (name, "card-bright" if marked else "card-text"),
            (fit(about, max(width - INDENT - 4 - cell_width(name), 0)), "card-dim"),
            (more, "card-dim"),
        ]
