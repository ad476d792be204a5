"""Who it was that called: a name, of a known contact or as it is written."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import interruption
from workboard.board.calls import Call
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.naming import Naming
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part


class Who(Naming):
    kind = "who"
    asks_who = "Who was it"

    def __init__(self, desk: Desk, call: Call) -> None:
        super().__init__(desk, Subject(call.ref, "", None, None))
        self._ref = call.ref
        found = self.load()
        self.who = found.body if found is not None else call.who
        self._kept = Words(self.who)

    def title_parts(self) -> tuple[Part, ...]:
        return (("Who it was", "text"), (" · stays on this machine", "dim"))

    def body(self) -> Iterable[Widget]:
        return self.naming()

    def words(self) -> Words:
        return Words(self.query_one("#name", LineField).value)

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "save", "Keep the name (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        self.take_the_marked()
        await interruption.name(self.desk, self._ref, self.name_typed)
        await self.drop()
        self.sent("")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
