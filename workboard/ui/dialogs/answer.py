"""An answer to a client. If something new arrives on the ticket meanwhile, the first Ctrl+S shows it instead."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from workboard.board import replies
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.note_entry import NoteEntry, said_of
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.note_text import NoteText
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said


class Answer(NoteEntry):
    DEFAULT_CSS = """
    Answer #about { display: none; margin-bottom: 1; }
    Answer.-about #about { display: block; }
    """
    kind = "answer"

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk, subject)
        self.public = True

    def title_parts(self) -> tuple[Part, ...]:
        heading = f" · {self.subject.heading} · "
        return (("Answer", "text"), (heading, "dim"), (f"SENDS TO {self.subject.client.upper()}", "send"))

    def body(self) -> Iterable[Widget]:
        note = self.desk.capabilities.answer_note
        yield Said((note or "", "dim"), id="about")
        yield from super().body()

    def on_mount(self) -> None:
        self.set_class(self.desk.capabilities.answer_note is not None, "-about")

    @command("save", "ctrl+s", "send", "Send the answer", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        if self.stopped():
            return
        saved = await replies.answer(self.desk, self.subject.ticket_id, self.query_one(NoteText).text)
        self.sent(said_of(self.desk, self.subject, saved))

    def action_tell(self) -> None:  # type: ignore[override]
        """An answer is always for the client."""

    def hints(self) -> list[tuple[str, str]]:
        return [("Ctrl+S", "send"), ("Esc", "keep draft")]
