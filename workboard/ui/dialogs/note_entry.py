"""A quick note on one ticket: internal, unless Ctrl+T says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import TextArea

from workboard.board import notes, snippets, through
from workboard.board.booking import suggested_minutes
from workboard.board.desk import Desk
from workboard.board.notes import Saved
from workboard.board.snippets import Called
from workboard.domain.quick_note import parse, reads_as
from workboard.domain.text import clean, first_line
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.editing import in_the_editor
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.dialogs.told import Told
from workboard.ui.widgets.note_text import NoteText
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said

LONGEST_READ = 20_000
"""Only so much of a pasted log is read for the preview; all of it is saved."""


HOW = "What there is to say   +20m books time   >Call Ruth is the next step"
"""Seen until the first letter: nobody guesses the marks of a line."""


class NoteEntry(Told):
    DEFAULT_CSS = """
    NoteEntry #reads { margin-top: 1; }
    NoteEntry.-short #reads { margin-top: 0; }
    """
    kind = "note"

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk, subject)
        found = self.load() or Words("")
        self._first, self.public = found, found.public
        self._kept = found if found.body else None
        self._measured = self.measured()

    def measured(self) -> int | None:
        """Minutes that are booked where the words name none."""
        return suggested_minutes(self.desk, self.subject.ticket_id)

    def title_parts(self) -> tuple[Part, ...]:
        who: Part = (f"SENDS TO {self.subject.client.upper()}", "send") if self.public else ("INTERNAL", "text")
        return (("Note", "text"), (f" · {self.subject.heading} · ", "dim"), who)

    def body(self) -> Iterable[Widget]:
        yield self.news()
        yield NoteText(self._first.body, (self._first.row, self._first.column), placeholder=HOW)
        yield Said(id="reads")

    def on_mount(self) -> None:
        self.read()

    def words(self) -> Words:
        field = self.query_one(NoteText)
        row, column = field.cursor_location
        return Words(field.text, row, column, self.public)

    @on(TextArea.Changed)
    def typed(self) -> None:
        self.read()
        self.touched()

    def read(self) -> None:
        """Show what the grammar makes of the words."""
        called = self._snippet()
        if called is not None:
            self.query_one("#reads", Said).show((f";{called.name}  ", "key"), (first_line(called.text), "dim"))
            return
        note = parse(clean(self.query_one(NoteText).text[-LONGEST_READ:]))
        said = reads_as(note, self._measured)
        self.query_one("#reads", Said).show(("reads as  ", "dim"), said)

    def _snippet(self) -> Called | None:
        """The text of the technician's own whose name stands before the cursor."""
        field = self.query_one(NoteText)
        row, column = field.cursor_location
        return snippets.at_cursor(self.desk, self.subject.ticket_id, field.document.get_line(row), column)

    @command("save", "ctrl+s", "save", "Save it, or send it where the title says so", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        if self.public and self.stopped():
            return
        saved = await self.stored(self.query_one(NoteText).text)
        if self.public:
            await self.drop()
        self.sent(said_of(self.desk, self.subject, saved))

    async def stored(self, text: str) -> Saved:
        return await notes.add(self.desk, self.subject.ticket_id, text, public=self.public)

    @command("tell", "ctrl+t", "show to client", "The client reads it; press again for internal", IN_A_SHEET, hint=20)
    def action_tell(self) -> None:
        self.public = not self.public
        self.refresh_words()
        self.touched()

    def no_snippet(self) -> str | None:
        return None if self._snippet() else "Tab puts in a text of yours: type ; and its name ([notes] snippets)."

    @command("snippet", "tab", "put it in", "A text of your own: ; and its name, then Tab", IN_A_SHEET, when=no_snippet)
    def action_snippet(self) -> None:
        field, called = self.query_one(NoteText), self._snippet()
        if called is not None:
            row, column = field.cursor_location
            field.replace(called.text, (row, column - called.typed), (row, column))

    @command("editor", "ctrl+g", "editor", "Go on in your own editor; it comes back here, unsaved", IN_A_SHEET, hint=30)
    async def action_editor(self) -> None:
        field = self.query_one(NoteText)
        text = await in_the_editor(self.app, field.text)
        if text != field.text:
            field.text = text
            field.move_cursor(field.document.end)

    def hints(self) -> list[tuple[str, str]]:
        words = {"save": "send"} if self.public else {}
        words |= {"show to client": "keep internal"} if self.public else {}
        return [(key, words.get(label, label)) for key, label in super().hints()]


def said_of(desk: Desk, subject: Subject, saved: Saved) -> str:
    """The quiet word after saving."""
    if saved.public:
        seconds = desk.policy.limits.undo_send_s
        return f"#{subject.number}: goes to {subject.client}" + (f" in {seconds} s; u takes it back" if seconds else "")
    booked = f", {saved.minutes} min booked" if saved.minutes else ""
    answered = through.answered_here(desk, subject.ticket_id)
    return f"#{subject.number}: note saved{booked}" + (f" · {answered}" if answered else "")
