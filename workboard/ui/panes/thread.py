"""What was said on one ticket, newest first; it scrolls."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widgets import Static

from workboard.board.replies import ThreadMessage
from workboard.domain.text import safe_block
from workboard.ui.widgets.plain import Part, block

LONGEST = 20_000
"""Characters of one message that are shown; the rest is in the ticket."""


class Thread(VerticalScroll):
    DEFAULT_CSS = """
    Thread { width: 100%; padding: 0 4; background: $role-base; scrollbar-size-vertical: 1; }
    Thread > Static { max-width: 100; }
    """

    def __init__(self) -> None:
        super().__init__(Static(), id="thread", can_focus=False)
        self._shown: list[ThreadMessage] | None = None

    def show(self, messages: list[ThreadMessage]) -> None:
        """Nothing moves where nothing has changed."""
        if messages != self._shown:
            self._shown = messages
            self.query_one(Static).update(block(*_parts(messages)))

    def page(self, by: int) -> None:
        self.scroll_relative(y=by * max(self.size.height - 1, 1), animate=False)


def _parts(messages: list[ThreadMessage]) -> list[Part]:
    parts: list[Part] = []
    for one in reversed(messages):
        kind = "internal" if one.visibility == "internal" else ""
        about = " · ".join(part for part in (kind, one.state or "") if part)
        parts += [
            *(["\n\n"] if parts else []),
            (f"{one.when}  ", "dim"),
            (one.who, "accent" if one.author == "client" else "dim"),
            (f"  {about}" if about else "", "dim"),
            "\n",
            safe_block(one.body[:LONGEST]).strip("\n"),
        ]
    return parts
