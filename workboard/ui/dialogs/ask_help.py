"""Asking for help takes one line; the work itself stays where it is."""

from __future__ import annotations

from workboard.board import help as helping
from workboard.ui.commands import command
from workboard.ui.dialogs.one_line import OneLine
from workboard.ui.dialogs.sheet import IN_A_SHEET
from workboard.ui.widgets.plain import Part


class AskHelp(OneLine):
    kind = "help"
    asks = "What would help"

    def title_parts(self) -> tuple[Part, ...]:
        return (("Ask for help", "text"), (f" · {self.subject.heading} · for the team to see", "dim"))

    @command("save", "ctrl+s", "ask", "Ask for it on the ticket (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        await helping.ask(self.desk, self.subject.ticket_id, self.line)
        await self.drop()
        self.sent(f"#{self.subject.number}: asked for help")
