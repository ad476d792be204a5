"""A call that was about a ticket there is: which one, and a note on it with the minutes of the call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import notes
from workboard.board.booking import call_minutes
from workboard.board.calls import Call
from workboard.board.desk import Desk
from workboard.board.notes import Saved
from workboard.board.tickets import Named, about
from workboard.domain.errors import NotFoundError, UsageError
from workboard.domain.text import fit
from workboard.ui.commands import command
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet, Subject
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said

MOST: Final = 3
INDENT: Final = 18


class NoteOn(Sheet):
    """Which ticket was it about: by its number, or by the first letters of a client's name."""

    place = "note_on"

    def __init__(self, desk: Desk, call: Call) -> None:
        super().__init__(desk)
        self._first = call.who
        self._matches: list[Named] = []
        self._marked = 0
        self.found: str | None = None

    def title_parts(self) -> tuple[Part, ...]:
        return (("Note on a ticket", "text"), (" · by its number, or by the client's name", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("Which one", self._first, "ticket")
        for at in range(MOST):
            yield Said(id=f"match-{at}")

    def on_mount(self) -> None:
        self._look_up()

    @property
    def _typed(self) -> str:
        return next(words_of(self, "ticket")).strip()

    @on(Input.Changed)
    def typed(self) -> None:
        self.say(None)
        self._look_up()

    def _look_up(self) -> None:
        self._matches, self._marked = about(self.desk, self._typed, MOST), 0
        self._show()

    def _show(self) -> None:
        for at in range(MOST):
            one = self._matches[at] if at < len(self._matches) else None
            self.query_one(f"#match-{at}", Said).show(*(_line(one, at == self._marked, self.columns) if one else ("",)))

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("up", "up", "", "The ticket above", IN_A_SHEET)
    def action_up(self) -> None:
        self._marked = max(0, self._marked - 1)
        self._show()

    @command("down", "down", "", "The ticket below", IN_A_SHEET)
    def action_down(self) -> None:
        self._marked = max(0, min(len(self._matches) - 1, self._marked + 1))
        self._show()

    @command("save", "ctrl+s", "write the note", "A note on the marked one (so does Enter)", IN_A_SHEET, hint=10)
    def action_save(self) -> None:
        if not self._typed:
            raise UsageError("which ticket? Type its number, or a client's name")
        if not self._matches:
            raise NotFoundError(f"no open ticket {self._typed} here: a number, or the first letters of a client's name")
        self.found = self._matches[self._marked].ticket_id
        self.dismiss(None)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]


def _line(one: Named, marked: bool, width: int) -> tuple[Part, ...]:
    mark: Part = ("▸ ", "accent") if marked else "  "
    head = f"#{one.number}  "
    words = fit(one.words, max(width - INDENT - 2 - len(head), 8))
    return " " * INDENT, mark, (head, "dim"), (words, "bright" if marked else "text")


class CallNote(NoteEntry):
    """The interruption's minutes are proposed and booked as such; saved, it belongs to this ticket. Its draft is its
    own: a note on the same ticket may lie half typed below."""

    kind = "call"

    def __init__(self, desk: Desk, subject: Subject, ref: str) -> None:
        self.ref = ref
        super().__init__(desk, subject)

    def measured(self) -> int | None:
        return call_minutes(self.desk, self.ref)

    async def stored(self, text: str) -> Saved:
        where = self.subject.ticket_id
        return await notes.add(self.desk, where, text, public=self.public, draft=self.kind, call=self.ref)
