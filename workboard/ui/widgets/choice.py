"""One of a few, by one key each; Enter keeps what is marked. Never on a line where something is typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Key
from textual.message import Message
from textual.widgets import Static

from workboard.ui.widgets.plain import Part, block

GAP = "   "
INDENT = 18
"""Columns of the label, as in the rows of fields."""


class Choice(Static, can_focus=True):
    """``options`` are (key, label); ``value`` is the key of the one that holds."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 100%; color: $role-text; }
    Choice:focus { background: $role-rule; }
    .-plain Choice:focus { text-style: reverse; }
    """
    SCOPED_CSS = False

    class Changed(Message):
        """Another one holds."""

    class Chosen(Message):
        """Decided: on to the next field."""

    def __init__(self, label: str, options: Sequence[tuple[str, str]], value: str, *, id: str) -> None:
        super().__init__(id=id)
        self._label, self._options = label, options
        self.value = value if value in dict(options) else options[0][0]

    def on_mount(self) -> None:
        self._paint()

    def on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Chosen())
        elif event.key in dict(self._options):
            event.stop()
            self.value = event.key
            self._paint()
            self.post_message(self.Changed())
            self.post_message(self.Chosen())

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        """Whole options, on another line what one has no room for."""
        parts: list[Part] = [(f"{self._label:<{INDENT}}", "dim")]
        at, room = INDENT, self.size.width
        for key, label in self._options:
            held, wide = key == self.value, len(f"▸ {key} {label}")
            if at > INDENT and room and at + len(GAP) + wide > room:
                parts, at = [*parts, f"\n{'':<{INDENT}}"], INDENT
            gap = GAP if at > INDENT else ""
            parts += [
                (f"{gap}▸ " if held else f"{gap}  ", "accent"),
                (key, "key"),
                (f" {label}", "bright" if held else "dim"),
            ]
            at += len(gap) + wide
        self.update(block(*parts))
