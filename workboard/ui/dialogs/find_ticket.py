"""Any ticket by its number, for the caller whose technician is away."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board.desk import Desk, ticket_named
from workboard.domain.errors import NotFoundError, UsageError
from workboard.domain.text import safe
from workboard.ui.commands import command
from workboard.ui.dialogs.fields import row
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said


class FindTicket(Sheet):
    place = "find"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found: str | None = None

    def title_parts(self) -> tuple[Part, ...]:
        return (("Open a ticket", "text"), (" · to look at it; nothing is changed", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("Number", "", "number")
        yield Said(id="title-of-it")

    @on(Input.Changed)
    def typed(self) -> None:
        self.say(None)
        self.query_one("#title-of-it", Said).show((" " * 18, "dim"), (self._title(), "dim"))

    def _title(self) -> str:
        name = self._name_typed
        if not name:
            return ""
        try:
            one = ticket_named(self.desk, name)
        except NotFoundError:
            return ""
        return " · ".join(safe(part) for part in (one.title, one.company, one.contact_name) if part)

    @property
    def _name_typed(self) -> str:
        return self.query_one("#number", LineField).value.strip()

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "open", "Open it (so does Enter)", IN_A_SHEET, hint=10)
    def action_save(self) -> None:
        if not self._name_typed:
            raise UsageError("which ticket? Type its number")
        self.found = ticket_named(self.desk, self._name_typed).id
        self.dismiss(None)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
