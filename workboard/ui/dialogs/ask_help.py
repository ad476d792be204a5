"""Asking for help takes one line; the work itself stays where it is."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import help as helping
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Drafted, Words
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.plain import Part


class AskHelp(Drafted):
    kind = "help"

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk, subject)
        self._kept = self.load() or Words("")
        self._wanted = self._kept.body

    def title_parts(self) -> tuple[Part, ...]:
        return (("Ask for help", "text"), (f" · {self.subject.heading} · for the team to see", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("What would help", self._wanted, "wanted")

    def words(self) -> Words:
        return Words(next(words_of(self, "wanted")))

    @on(Input.Changed)
    def typed(self) -> None:
        self.touched()

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "ask", "Ask for it on the ticket (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        await helping.ask(self.desk, self.subject.ticket_id, next(words_of(self, "wanted")))
        await self.drop()
        self.sent(f"#{self.subject.number}: asked for help")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
