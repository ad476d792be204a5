"""What was said on one ticket, newest first. Painted line by line, so that choosing another is not a new layout."""

from __future__ import annotations

from workboard.board.replies import ThreadMessage
from workboard.board.strokes import Line
from workboard.domain.text import fit, safe_block, wrap
from workboard.ui.widgets.lines import Lines

MARGIN = 4
WIDEST = 100
LONGEST = 20_000
"""Characters of one message that are shown; the rest is in the ticket."""
MOST_LINES = 1_000


class Thread(Lines):
    def __init__(self) -> None:
        super().__init__(id="thread")
        self._ticket_id: str | None = None
        self._messages: list[ThreadMessage] = []
        self._top = 0

    def show(self, ticket_id: str | None, messages: list[ThreadMessage]) -> None:
        """Another ticket is read from its top; of the same one nothing moves."""
        if ticket_id != self._ticket_id:
            self._ticket_id, self._top = ticket_id, 0
        self._messages = messages
        self.repaint()

    def scroll(self, by: int) -> None:
        self._top += by
        self.repaint()

    def page(self, by: int) -> None:
        self.scroll(by * max(self.size.height - 1, 1))

    def lines(self, width: int, height: int) -> list[Line]:
        room = min(width - 2 * MARGIN, WIDEST)
        all_lines = [line for one in reversed(self._messages) for line in _said(one, room)][:-1]
        self._top = max(0, min(self._top, len(all_lines) - height))
        shown = all_lines[self._top : self._top + height]
        if self._top + height < len(all_lines):
            shown[-1:] = [[("▾ more", "dim")]]
        return [[(" " * MARGIN, "base"), *line] for line in shown]


def _said(one: ThreadMessage, width: int) -> list[Line]:
    """Who and when, the words, and a blank line."""
    kind = "internal" if one.visibility == "internal" else ""
    about = " · ".join(part for part in (kind, one.state or "") if part)
    head: Line = [
        (f"{one.when}  ", "dim"),
        (fit(one.who, 40), "accent" if one.author == "client" else "dim"),
        (f"  {about}", "dim"),
    ]
    words = wrap(safe_block(one.body[:LONGEST]), width, MOST_LINES)
    return [head, *([(line, "text")] for line in words), []]
