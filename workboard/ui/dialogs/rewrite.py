"""Other words in the place of a row that did not arrive: the note sheet, on a copy of what was written."""

from __future__ import annotations

from workboard.board import other_words
from workboard.board.desk import Desk
from workboard.board.outbox import OutboxRow
from workboard.domain.errors import WorkboardError
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject, subject_of
from workboard.ui.widgets.note_text import NoteText
from workboard.ui.widgets.plain import Part


class Rewrite(NoteEntry):
    """Nothing changes until it is saved; what is typed is a draft of its own. Who reads it was decided before."""

    def __init__(self, desk: Desk, row: OutboxRow, words: str, *, force: bool) -> None:
        self.kind = f"edit {row.id}"
        self._row, self._words, self._force = row, words, force
        super().__init__(desk, _subject(desk, row))
        self.place = None
        self.public = row.public

    def load(self) -> Words:
        lines = self._words.split("\n")
        return super().load() or Words(self._words, len(lines) - 1, len(lines[-1]), self._row.public)

    def title_parts(self) -> tuple[Part, ...]:
        (_, *rest) = super().title_parts()
        return (("Edit", "text"), *rest)

    @command("save", "ctrl+s", "save", "Send these words instead", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        text = self.query_one(NoteText).text
        await other_words.edit(self.desk, self._row.id, text, force=self._force, hold_ms=None)
        await self.drop()
        self.sent(f"#{self.subject.number}: sent in these words instead")

    def action_tell(self) -> None:  # type: ignore[override]
        """Who reads it stays."""

    def hints(self) -> list[tuple[str, str]]:
        return [hint for hint in super().hints() if hint[0] != "Ctrl+T"]


def _subject(desk: Desk, row: OutboxRow) -> Subject:
    try:
        return subject_of(desk, row.ticket_id)
    except WorkboardError:
        return Subject(row.ticket_id, row.number or "new", None, None)
