"""Why this one: the rule, and every part of the comparison."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from workboard.board import why
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet, Subject
from workboard.ui.widgets.plain import Part, hanging


class Why(Sheet):
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, subject: Subject, activity_id: str) -> None:
        super().__init__(desk)
        self.place = f"why {activity_id}"
        self.subject = subject
        self._rows = why.explain(desk, activity_id)

    def title_parts(self) -> tuple[Part, ...]:
        return (("Why this one", "text"), (f" · {self.subject.heading}", "dim"))

    def body(self) -> Iterable[Widget]:
        for label, sentence in self._rows:
            role = "bright" if label == "Rule" else "text"
            yield Static(hanging((f"{label:<10}", "dim"), (sentence, role), 10, self.columns))

    @command("close", "w,escape,enter", "close", "Close the sheet", IN_A_SHEET, hint=90)
    def action_close(self) -> None:
        self.dismiss(None)
