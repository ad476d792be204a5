"""What a lead says in one line: an answer to a request for help, a reason to go first, a goal."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import goal_acts, goals, lead_acts, teams
from workboard.board.desk import Desk
from workboard.settings.texts import goal_text
from workboard.settings.values import goal as goal_of
from workboard.ui.commands import command
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.one_line import OneLine
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part


class GiveHelp(OneLine):
    kind = lead_acts.HELP_DRAFT
    asks = "Answer"

    def title_parts(self) -> tuple[Part, ...]:
        return (("Answer the request for help", "text"), (f" · {self.subject.heading} · internal", "dim"))

    @command("save", "ctrl+s", "answer", "Write it on the ticket (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        await self._keep()  # so that u brings it back as it was typed
        await lead_acts.give_help(self.desk, self.subject.ticket_id, self.line)
        self.sent(f"#{self.subject.number}: answered")


class MoveUp(OneLine):
    kind = lead_acts.UP_DRAFT
    asks = "Because"

    def title_parts(self) -> tuple[Part, ...]:
        return (("Put it first", "text"), (f" · {self.subject.heading} · the reason stands in their why", "dim"))

    @command("save", "ctrl+s", "put first", "Below emergencies and fixed times (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        await self._keep()
        await lead_acts.move_up(self.desk, self.subject.ticket_id, self.line)
        self.sent(f"#{self.subject.number}: moved up")


class TeamGoal(Sheet):
    """The goal of one team; what was set before stands there to be typed over."""

    place = "team_goal"

    def __init__(self, desk: Desk, at: int) -> None:
        super().__init__(desk)
        reader = desk.database.read()
        found = teams.teams(desk, reader)
        self._team = found[at % len(found)]
        held = goals.of_team(desk, goals.books(desk, reader), self._team)
        self._now = "" if held.rule is None else goal_text(held.rule)

    def title_parts(self) -> tuple[Part, ...]:
        return (("Goal", "text"), (f" · {self._team.name} · the sum of all, told to all", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("Goal", self._now, "goal", self._now or "60 done per day")

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "set", 'Set it; "none" ends it (so does Enter)', IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        words = next(words_of(self, "goal")).strip()
        said = await goal_acts.set_team(self.desk, self._team, None if words == "none" else goal_of(words))
        self.dismiss(f"goal: {words}" + ("" if said else " (on this machine: no team ticket is named)"))

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
