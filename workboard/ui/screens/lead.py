"""The lead screen: a team, its flow, its system. Figures are sums; what can be chosen is a ticket, never a person."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from textual.app import ComposeResult

from workboard.board.desk import Desk
from workboard.board.lead_view import LeadView, lead_view
from workboard.domain.errors import WorkboardError
from workboard.domain.tone import on_screen
from workboard.ui.commands import command
from workboard.ui.dialogs.assign_step import AssignStep
from workboard.ui.dialogs.lead_lines import GiveHelp, MoveUp, TeamGoal
from workboard.ui.dialogs.sheet import subject_of
from workboard.ui.screens.work_screen import WorkScreen
from workboard.ui.seldom import Seldom
from workboard.ui.widgets.lead_board import LeadBoard
from workboard.ui.widgets.plain import foot_line
from workboard.ui.widgets.said import Said

THE_TEAM = "The team"
PLACE = "lead"
REST_S: Final = 1.0
"""seconds between two looks that no key asked for: while much is read from the help desk, figures change all the
time"""


async def looked(desk: Desk, at: int = 0) -> LeadView:
    """On another thread: a great desk is counted while keys are answered."""
    return await asyncio.to_thread(lead_view, desk, at)


class Lead(WorkScreen):
    DEFAULT_CSS = """
    Lead { background: $role-base; }
    Lead > LeadBoard { height: 1fr; margin-top: 1; }
    Lead > #said, Lead > #foot { padding: 0 2; }
    """
    for_leads = True
    where = "on the lead screen: L on the board opens it"

    def __init__(self, desk: Desk, first: LeadView, *, fresh: bool = True) -> None:
        """``first`` is shown at once; unless it is ``fresh``, another look follows."""
        super().__init__(desk)
        self.place = PLACE
        self._first: LeadView | None = first
        self._fresh = fresh
        self.first_team = first
        self._team = 0
        self._several = False
        self._asked: set[str | None] = set()
        self._turn = 0
        self._seldom = Seldom(self.app, self._look, REST_S)

    def compose(self) -> ComposeResult:
        yield LeadBoard()
        yield Said(id="said")
        yield Said(id="foot")

    @property
    def board(self) -> LeadBoard:
        return self.query_one(LeadBoard)

    # -- what is shown --------------------------------------------------------------------------------------

    def look_again(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            self._show(first)
        if self.on_top and (first is None or not self._fresh):
            self._seldom.ask()

    async def _look(self) -> None:
        """Of two looks the later one counts. One that fails says why; the figures stay as they were."""
        self._turn += 1
        turn = self._turn
        try:
            view = await looked(self.desk, self._team)
        except WorkboardError as error:
            if self.is_attached:
                self.say(on_screen(str(error)))
            return
        if self.is_attached and turn == self._turn:
            self._show(view)

    def _show(self, view: LeadView) -> None:
        self._several = len(view.teams) > 1
        if view.team == view.teams[0]:
            self.first_team = view
        self._asked = {row.ticket_id for section in view.columns.people for row in section.rows}
        self.board.show(view)
        self._show_keys()

    def _show_keys(self) -> None:
        self.query_one("#foot", Said).show(*foot_line(self.hints(), max(self.size.width - 4, 10)))

    def on_resize(self) -> None:
        self._show_keys()

    def say(self, text: str | None) -> None:
        self.query_one("#said", Said).show(text or "")

    async def resume(self, sheet: str) -> None:
        """Such a sheet over it again, with its words."""
        kind, _, ticket_id = sheet.partition(" ")
        about = {one.kind: one for one in (AssignStep, GiveHelp, MoveUp)}.get(kind)
        with suppress(WorkboardError):  # its ticket is not known here any more
            if about is not None:
                await self.open_sheet(about(self.desk, subject_of(self.desk, ticket_id)))
            elif kind == TeamGoal.place:
                await self.action_goal()
            else:
                await self.reopen(sheet)

    # -- what can be done -----------------------------------------------------------------------------------

    def nothing_listed(self) -> str | None:
        return None if self.board.lists else "No ticket is listed here."

    def nothing_chosen(self) -> str | None:
        return self.nothing_listed() or (None if self.board.chosen else "No ticket is in sight: ↓ goes to the first.")

    def nobody_asked(self) -> str | None:
        return self.nothing_chosen() or (None if self._chosen in self._asked else "Nobody asked for help on this one.")

    def one_team(self) -> str | None:
        return None if self._several else "There is one team."

    def all_shown(self) -> str | None:
        return None if any(self.board.hides) else "All of it is on the screen."

    @property
    def _chosen(self) -> str:
        assert self.board.chosen is not None
        return self.board.chosen

    @command("down", "down,j", "choose", "The next ticket", THE_TEAM, when=nothing_listed, hint=10)
    def action_down(self) -> None:
        self.board.choose(1)

    @command("up", "up,k", "up", "The ticket before", THE_TEAM, when=nothing_listed)
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

    @command("step", "a", "next step", "Write its next step, or give it to somebody", THE_TEAM,
             when=nothing_chosen, hint=30)  # fmt: skip
    async def action_step(self) -> None:
        await self.open_sheet(AssignStep(self.desk, subject_of(self.desk, self._chosen)))

    @command("answer", "e", "answer", "Answer a request for help", THE_TEAM, when=nobody_asked, hint=31)
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
        self.run_worker(self._look())

    @command("leave", "L,escape", "board", "Back to the board", THE_TEAM, hint=12)
    async def action_leave(self) -> None:
        await self.remember(None)
        self.dismiss(None)
