"""The lead screen: a team, its flow, its system. Figures are sums; what can be chosen is a ticket, never a person."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult

from workboard.board.desk import Desk
from workboard.board.lead_view import LeadView, lead_view
from workboard.ui.commands import command
from workboard.ui.dialogs.lead_lines import AssignStep, GiveHelp, MoveUp, TeamGoal
from workboard.ui.dialogs.sheet import subject_of
from workboard.ui.screens.work_screen import WorkScreen
from workboard.ui.widgets.lead_board import LeadBoard
from workboard.ui.widgets.plain import foot_line
from workboard.ui.widgets.said import Said

THE_TEAM = "The team"
PLACE = "lead"


class Lead(WorkScreen):
    DEFAULT_CSS = """
    Lead { background: $role-base; }
    Lead > LeadBoard { height: 1fr; margin-top: 1; }
    Lead > #said, Lead > #foot { padding: 0 2; }
    """
    where = "on the lead screen: L on the board opens it"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.place = PLACE
        self._team = 0
        self._several = False

    def compose(self) -> ComposeResult:
        yield LeadBoard()
        yield Said(id="said")
        yield Said(id="foot")

    @property
    def board(self) -> LeadBoard:
        return self.query_one(LeadBoard)

    # -- what is shown --------------------------------------------------------------------------------------

    def look_again(self) -> None:
        if self.on_top:
            self.run_worker(self._look(), exclusive=True, group="look")

    async def _look(self) -> None:
        """On another thread: a great desk is counted while keys are answered."""
        view = await asyncio.to_thread(lead_view, self.desk, self._team)
        if self.is_attached:
            self._show(view)

    def _show(self, view: LeadView) -> None:
        self._several = len(view.teams) > 1
        self.board.show(view)
        self._show_keys()

    def _show_keys(self) -> None:
        self.query_one("#foot", Said).show(*foot_line(self.hints(), max(self.size.width - 4, 10)))

    def on_resize(self) -> None:
        self._show_keys()

    def say(self, text: str | None) -> None:
        self.query_one("#said", Said).show(text or "")

    # -- what can be done -----------------------------------------------------------------------------------

    def nothing_chosen(self) -> str | None:
        return None if self.board.chosen else "No ticket is listed here."

    def one_team(self) -> str | None:
        return None if self._several else "There is one team."

    def all_shown(self) -> str | None:
        return None if any(self.board.hides) else "All of it is on the screen."

    @property
    def _chosen(self) -> str:
        assert self.board.chosen is not None
        return self.board.chosen

    @command("down", "down,j", "choose", "The next ticket", THE_TEAM, when=nothing_chosen, hint=10)
    def action_down(self) -> None:
        self.board.choose(1)

    @command("up", "up,k", "up", "The ticket before", THE_TEAM, when=nothing_chosen)
    def action_up(self) -> None:
        self.board.choose(-1)

    @command("further", "pagedown,space", "further down", "The rest of the figures", THE_TEAM, when=all_shown, hint=15)
    def action_further(self) -> None:
        self.board.page(1)
        self._show_keys()

    @command("before", "pageup", "further up", "The figures above", THE_TEAM, when=all_shown)
    def action_before(self) -> None:
        self.board.page(-1)
        self._show_keys()

    @command("look", "enter", "open", "The ticket that is chosen, to look at", THE_TEAM, when=nothing_chosen, hint=20)
    async def action_look(self) -> None:
        await self.show_ticket(self._chosen)

    @command("step", "a", "next step", "Write its next step, whoever has it", THE_TEAM, when=nothing_chosen, hint=30)
    async def action_step(self) -> None:
        await self.open_sheet(AssignStep(self.desk, subject_of(self.desk, self._chosen)))

    @command("answer", "e", "answer", "Answer a request for help", THE_TEAM, when=nothing_chosen, hint=31)
    async def action_answer(self) -> None:
        await self.open_sheet(GiveHelp(self.desk, subject_of(self.desk, self._chosen)))

    @command("reorder", "r", "re-order", "Before the others of whoever has it, for a reason they read", THE_TEAM,
             when=nothing_chosen, hint=32)  # fmt: skip
    async def action_reorder(self) -> None:
        await self.open_sheet(MoveUp(self.desk, subject_of(self.desk, self._chosen)))

    @command("goal", "g", "goal", "Change the team's goal", THE_TEAM, hint=40)
    async def action_goal(self) -> None:
        await self.open_sheet(TeamGoal(self.desk, self._team))

    @command("next_team", "tab", "next team", "The next team's figures", THE_TEAM, when=one_team, hint=35)
    def action_next_team(self) -> None:
        self._team += 1
        self.look_again()

    @command("leave", "L,escape", "board", "Back to the board", THE_TEAM, hint=12)
    async def action_leave(self) -> None:
        await self.remember(None)
        self.dismiss(None)
