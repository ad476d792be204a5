"""A widget that paints lines of (text, role): no layout, no children, and only the lines that changed."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from workboard.board.strokes import ROLES, WORDS, Line
from workboard.domain.text import cell_width, safe


def _sheet() -> str:
    """One rule a role: the words' colour from the theme, on the ground or on the card."""
    rules = ["Lines { height: 1fr; width: 1fr; background: $role-base; }"]
    for ground in ("base", "card"):
        prefix = "" if ground == "base" else "card-"
        rules.append(f"Lines > .lines--{ground} {{ background: $role-{ground}; }}")
        rules += [
            f"Lines > .lines--{prefix}{role} {{ color: $role-{role}; background: $role-{ground};"
            f"{' text-style: bold;' if role == 'bright' else ''} }}"
            for role in WORDS
        ]
    # without colours weight says what is to be read first, underline what acts or alarms
    for prefix in ("", "card-"):
        rules += [
            f".-plain Lines > .lines--{prefix}accent, .-plain Lines > .lines--{prefix}key {{ text-style: bold; }}",
            f".-plain Lines > .lines--{prefix}warm {{ text-style: underline; }}",
            f".-plain Lines > .lines--{prefix}alert {{ text-style: bold underline; }}",
        ]
    return "\n".join(rules)


class Lines(Widget):
    """Subclasses say what stands there in ``lines(width, height)`` and call ``repaint`` when it may differ."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{role}" for role in ROLES}
    DEFAULT_CSS = _sheet()
    SCOPED_CSS = False  # else a rule may not begin with a class of the app or the screen
    ALLOW_SELECT = False
    ground = "base"
    """``card`` for lines on a sheet"""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._painted_for = (0, 0)

    def lines(self, width: int, height: int) -> list[Line]:
        raise NotImplementedError

    def repaint(self) -> None:
        """Make the lines anew and send the terminal those that differ."""
        width, height = self.size
        before, size_before = self._lines, self._painted_for
        self._make()
        if size_before != (width, height):
            self.refresh()
            return
        changed = [_change(y, before[y], line, width) for y, line in enumerate(self._lines) if line != before[y]]
        if changed:
            self.refresh(*changed)

    def _make(self) -> None:
        """The lines for this size, each filled to the edge, so that two of them can be compared."""
        width, height = self.size
        made = self.lines(width, height)[:height]
        made += [[] for _ in range(height - len(made))]
        self._lines = [_filled(line, width, self.ground) for line in made]
        self._painted_for = (width, height)

    def on_resize(self) -> None:
        self.repaint()

    def render_line(self, y: int) -> Strip:
        if self._painted_for != tuple(self.size):
            self._make()
        if y >= len(self._lines):
            return Strip.blank(self.size.width, self._style(self.ground))
        segments = [Segment(text, self._style(role)) for text, role in self._lines[y]]
        return Strip(segments).adjust_cell_length(self.size.width, self._style(self.ground))

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"lines--{role}")


def _change(y: int, before: Line, after: Line, width: int) -> Region:
    """Where a line differs from the one it takes the place of."""
    old, new = _cells(before), _cells(after)
    if not len(old) == len(new) == columns(before) == columns(after):
        return Region(0, y, width, 1)  # a wide character: cells and characters do not agree
    differs = [at for at, cell in enumerate(new) if cell != old[at]]
    return Region(differs[0], y, differs[-1] + 1 - differs[0], 1) if differs else Region(0, y, 1, 1)


def _filled(line: Line, width: int, ground: str) -> Line:
    """Clean and to the edge, neighbours of one role in one piece: each piece costs the terminal a change of colours."""
    filled: Line = []
    clean = [(safe(text), role) for text, role in line]
    for text, role in [*clean, (" " * (width - columns(clean)), ground)]:
        if filled and filled[-1][1] == role:
            filled[-1] = (filled[-1][0] + text, role)
        elif text:
            filled.append((text, role))
    return filled


def columns(line: Line) -> int:
    return sum(cell_width(text) for text, _ in line)


def _cells(line: Line) -> list[tuple[str, str]]:
    return [(char, role) for text, role in line for char in text]
