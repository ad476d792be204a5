"""Sheets whose words a client may read. What somebody else did to the ticket while one wrote is shown above the words
before they leave: the first save stops there, the second sends."""

from __future__ import annotations

from textual.widgets import Static

from workboard.board import notes
from workboard.board.desk import Desk
from workboard.board.meanwhile import Meanwhile, Said, meanwhile, standing
from workboard.domain.text import fit, wrap
from workboard.ui.dialogs.drafted import Drafted
from workboard.ui.dialogs.sheet import Subject
from workboard.ui.widgets.plain import Part, block

WIDEST = 100
ROOM = ((32, 14), (20, 6), (0, 3))
"""From so many rows of the terminal on, so many lines for what is new."""


class Told(Drafted):
    DEFAULT_CSS = """
    Told #meanwhile { display: none; height: auto; margin-bottom: 1; }
    Told.-news #meanwhile { display: block; }
    Told.-short #meanwhile { margin-bottom: 0; }
    """

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk, subject)
        self._standing = standing(desk, subject.ticket_id)

    def news(self) -> Static:
        """The place for it, in the body above the words."""
        return Static(id="meanwhile")

    def on_mount(self) -> None:
        """Words that were left lying here are older than what has come since."""
        draft = notes.load_draft(self.desk, self.subject.ticket_id, self.kind)
        if draft is not None:
            since = standing(self.desk, self.subject.ticket_id, draft.saved_at)
            self._show_news(meanwhile(self.desk, self.subject.ticket_id, since))

    def stopped(self) -> bool:
        """Whether there is news that nobody has seen; then it is shown, and the next save goes through."""
        found = meanwhile(self.desk, self.subject.ticket_id, self._standing)
        self._standing = found.standing
        if not found:
            return False
        self._show_news(found)
        self.say("New on this ticket since you began: nothing was sent yet. Once more sends it all the same.")
        return True

    def _show_news(self, found: Meanwhile) -> None:
        if not found:
            return
        self.set_class(True, "-news")
        room = next(lines for rows, lines in ROOM if self.app.size.height >= rows)
        width = max(min(self.app.size.width - 8, WIDEST), 20)
        self.query_one("#meanwhile", Static).update(block(*_in_lines(found, width, room)))


def _in_lines(found: Meanwhile, width: int, room: int) -> list[Part]:
    """Newest first, in at most ``room`` lines; where that is not all, the last one says so."""
    lines: list[Part] = [(f"New: {found.news}", "warm")] if found.news else []
    for one in reversed(found.said):
        lines.append((_head(one), "warm"))
        lines += wrap(one.words, width, room)
    if len(lines) > room:
        lines[room - 1 :] = [(fit("… the whole thread shows the rest (Esc keeps this)", width), "dim")]
    return [part for at, line in enumerate(lines) for part in (["\n"] if at else []) + [line]]


def _head(one: Said) -> str:
    return " · ".join(part for part in ("New", one.who, one.when, "internal" if one.internal else "") if part)
