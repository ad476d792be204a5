"""Putting running work aside: the one thing asked is what brings one back, its next step."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import replies, work
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Drafted, Words
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.plain import Part


class Park(Drafted):
    kind = "park"

    def __init__(self, desk: Desk, activity_id: str) -> None:
        work.may_park(desk, activity_id)
        one = work.finish_defaults(desk, activity_id)
        super().__init__(desk, Subject(one.ticket_id, one.number, one.company, one.contact))
        self.place = f"park {activity_id}"
        self.activity_id = activity_id
        step = one.next_step or ""
        self._kept = Words(step)
        self._proposed, self._step = step, (self.load() or self._kept).body

    def title_parts(self) -> tuple[Part, ...]:
        minutes = self.desk.policy.limits.park
        return (("Park", "text"), (f" · {self.subject.heading} · asleep for {minutes} min", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("Coming back I", self._step, "step", self._proposed)

    def words(self) -> Words:
        return Words(next(words_of(self, "step")))

    @on(Input.Changed)
    def typed(self) -> None:
        self.touched()

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "park", "Put it aside (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        step = next(words_of(self, "step")).strip()
        await work.park(self.desk, self.activity_id, next_step=step or None)
        await self.drop()
        self.sent(replies.after_letting_go(self.desk, f"#{self.subject.number}: parked"))

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
