"""Skipping what is offered takes one reason, and one key gives it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from workboard.board import work
from workboard.board.desk import Desk
from workboard.domain.errors import WorkboardError
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet, Subject
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said


class Skip(Sheet):
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, subject: Subject, activity_id: str) -> None:
        super().__init__(desk)
        self.place = f"skip {activity_id}"
        self.subject, self.activity_id = subject, activity_id
        self._reasons = {one.key: one.name for one in work.skip_reasons(desk)}
        for key in self._reasons:
            self._bindings.bind(key, f"reason('{key}')", show=False)

    def title_parts(self) -> tuple[Part, ...]:
        return (("Skip", "text"), (f" · {self.subject.heading} · why?", "dim"))

    def body(self) -> Iterable[Widget]:
        for key, name in self._reasons.items():
            yield Said((key, "key"), f"   {name}")

    async def action_reason(self, key: str) -> None:
        name = self._reasons[key]
        try:
            await work.skip(self.desk, self.activity_id, name)
        except WorkboardError as error:
            self.say(str(error))
        else:
            self.dismiss(f"#{self.subject.number}: skipped, {name}")

    @command("close", "s,escape", "do not skip", "Close the sheet; nothing is skipped", IN_A_SHEET, hint=90)
    def action_close(self) -> None:
        self.dismiss(None)

    def key_rows(self) -> list[tuple[str, str, str, str | None]]:
        return [(IN_A_SHEET, key, name, None) for key, name in self._reasons.items()] + super().key_rows()
