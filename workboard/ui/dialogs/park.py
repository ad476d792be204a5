"""Putting running work aside: the one thing asked is what brings one back, its next step."""

from __future__ import annotations

from workboard.board import finishing, replies, work
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.one_line import OneLine
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.plain import Part


class Park(OneLine):
    kind = "park"
    asks = "Coming back I"

    def __init__(self, desk: Desk, activity_id: str) -> None:
        work.may_park(desk, activity_id)
        one = finishing.finish_defaults(desk, activity_id)
        super().__init__(desk, Subject(one.ticket_id, one.number, one.company, one.contact))
        self.place = f"park {activity_id}"
        self.activity_id = activity_id
        self.proposed = one.next_step or ""

    def title_parts(self) -> tuple[Part, ...]:
        minutes = self.desk.policy.limits.park
        return (("Park", "text"), (f" · {self.subject.heading} · asleep for {minutes} min", "dim"))

    @command("save", "ctrl+s", "park", "Put it aside (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        await work.park(self.desk, self.activity_id, next_step=self.line.strip() or None)
        await self.drop()
        self.sent(replies.after_letting_go(self.desk, f"#{self.subject.number}: parked"))
