"""The board: one activity, the replies as a number, the progress. Nothing to choose from."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from workboard.board import broken_promises
from workboard.board.desk import Desk, ticket_of
from workboard.board.look import board_view
from workboard.board.view import Card, Hint, View
from workboard.domain.errors import WorkboardError
from workboard.ui.commands import Commanded, command, lookout_of
from workboard.ui.screens.at_work import THE_WORK, AtWork
from workboard.ui.screens.work_screen import PLACE, WorkScreen
from workboard.ui.widgets.face_board import FaceBoard

if TYPE_CHECKING:
    from workboard.board.lead_view import LeadView
    from workboard.ui.screens.replies import Replies

THE_DAY = "The day"
AHEAD_S = 3.0
"""after the start, when the board stands and the first reading has begun"""


class Board(AtWork):
    where = "on the board: Esc leads back to it"

    def __init__(self, desk: Desk, view: View | None = None) -> None:
        super().__init__(desk)
        self._view = view or board_view(desk)
        self.just_made = view is None
        self._said: str | None = None
        self._team_seen: LeadView | None = None
        """a lead's: what the lead screen shows first"""

    def compose(self) -> ComposeResult:
        yield FaceBoard(self._dressed())

    def on_mount(self) -> None:
        self.call_later(self._come_back)
        if self.desk.config.me.role == "lead":
            self.set_timer(AHEAD_S, self._look_ahead)

    async def _look_ahead(self) -> None:
        """So that a great desk is not counted while somebody waits for it."""
        from workboard.ui.screens.lead import looked

        with suppress(WorkboardError):  # whoever opens the screen is told
            self._team_seen = self._team_seen or await looked(self.desk)

    async def _come_back(self) -> None:
        """As it was left; a text to a client that was still to be taken back when workboard ended is a draft again."""
        lost = await broken_promises.revive(self.desk)
        await self.follow(into_away=False)
        await self._resume()
        lookout_of(self.app).begun = True
        await self.follow()
        screen = self.app.screen
        if isinstance(screen, WorkScreen):
            screen.call_later(screen.open_again)  # it may not be drawn yet
        if lost and isinstance(screen, Commanded):
            screen.say(broken_promises.words(lost))

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def card(self) -> Card:
        """The card on the screen: what a key is about."""
        return self._view.card

    def look_again(self) -> None:
        if self.on_top:
            self._view = board_view(self.desk)
            self._show()

    def say(self, text: str | None) -> None:
        self._said = text
        self._show()

    def _show(self) -> None:
        self.query_one(FaceBoard).show(self._dressed())

    def _dressed(self) -> View:
        """The view with the keys that do something now, and the last word said."""
        view = self._view._replace(hints=tuple(Hint(*hint) for hint in self.hints()))
        return view if self._said is None else view._replace(notice=self._said, alert=False)

    # -- what can be done -----------------------------------------------------------------------------------

    def no_activity(self) -> str | None:
        return None if self.card.activity_id else "There is no activity here."

    def not_offered(self) -> str | None:
        if self.card.state == "running":
            return "It is running: finish it (f) or park it (p)."
        return self.no_activity()

    def no_why(self) -> str | None:
        return self.no_activity() or (None if self.card.why else "It is not in the order now.")

    @property
    def runs(self) -> bool:
        return self.card.state == "running"

    @command(
        "start",
        "enter",
        "start",
        "Start what is shown, or concentrate on what runs",
        THE_WORK,
        when=no_activity,
        hint=10,
    )
    async def action_start(self) -> None:
        from workboard.board import focus, work

        if self.runs:
            await focus.enter(self.desk)
        else:
            await work.start(self.desk, self._activity)
        self.look_again()
        await self.follow()

    @command("skip", "s", "skip", "Not now, for one reason", THE_WORK, when=not_offered, hint=57)
    async def action_skip(self) -> None:
        from workboard.ui.dialogs.skip import Skip

        await self.open_sheet(Skip(self.desk, self._activity))

    @command("replies", "r", "replies", "The clients who have answered", THE_WORK, hint=50)
    async def action_replies(self) -> None:
        await self.open_replies()

    def no_pauses(self) -> str | None:
        return None if self.desk.policy.breathe.offer else "The policy proposes no pauses."

    @command("breathe", "b", "breathe", "A short pause, where the policy proposes them", THE_DAY, when=no_pauses)
    async def action_breathe(self) -> None:
        from workboard.board import pause

        await pause.take(self.desk)
        self.look_again()

    @command("my_day", "h", "my day", "Your interruptions and your focus today; for you alone", THE_DAY)
    async def action_my_day(self) -> None:
        from workboard.ui.dialogs.my_day import MyDay  # not before it is asked for

        await self.open_sheet(MyDay(self.desk))

    def not_a_lead(self) -> str | None:
        return None if self.desk.config.me.role == "lead" else 'That is for a lead: role = "lead" in config.toml.'

    @command("goal", "g", "goal", "Your goal, and the records behind the figure", THE_DAY, hint=62)
    async def action_goal(self) -> None:
        from workboard.ui.dialogs.goal import Goal  # not before it is asked for

        await self.open_sheet(Goal(self.desk))

    @command("lead", "L", "lead", "The team, its flow, its system", THE_DAY, when=not_a_lead, hint=58)
    async def action_lead(self) -> None:
        await self.open_lead()

    async def open_lead(self, sheet: str = "") -> None:
        """With the sheet that lay over it when workboard was left, if one did."""
        from workboard.ui.screens.lead import Lead, looked  # a technician's board never loads it

        seen = self._team_seen
        screen = Lead(self.desk, seen or await looked(self.desk), fresh=seen is None)

        def left(_: object) -> None:
            self._team_seen = screen.first_team

        await self.remember(screen.place)
        await self.app.push_screen(screen, left)
        await screen.resume(sheet)

    @command("not_now", "B", "no pause now", "Let a proposed pause go by", THE_DAY, when=no_pauses)
    async def action_not_now(self) -> None:
        from workboard.board import pause

        await pause.decline(self.desk)
        self.look_again()

    def hints(self) -> list[tuple[str, str]]:
        """What runs is meant to be finished: then that key comes first."""
        found = super().hints()
        if not self.runs:
            return found
        named = [(key, "focus" if label == "start" else label) for key, label in found]
        return sorted(named, key=lambda hint: hint[1] != "finish")

    @property
    def _activity(self) -> str:
        assert self.card.activity_id is not None
        return self.card.activity_id

    @property
    def _ticket(self) -> str:
        assert self.card.ticket_id is not None
        return self.card.ticket_id

    async def open_replies(self) -> Replies:
        from workboard.ui.screens.replies import Replies

        screen = Replies(self.desk)
        await self.remember(screen.place)
        await self.app.push_screen(screen)
        return screen

    # -- where we were --------------------------------------------------------------------------------------

    async def _resume(self) -> None:
        """Open what was open when workboard was left; what no longer makes sense is let go."""
        place = self.desk.place(PLACE)
        if place and not await self._resume_screen(*place.partition(" + ")[::2]):
            await self._resume_sheet(place)

    async def _resume_screen(self, screen: str, rest: str) -> bool:
        """What was no sheet of the board's own; ``rest`` is the sheet over it."""
        if screen.startswith("ticket "):
            await self._resume_ticket(screen, rest)
        elif screen == "ticket":
            await self.open_ticket_entry()
        elif screen in ("lead", "goal"):
            await (self.action_goal() if screen == "goal" else self.open_lead(rest))
        elif screen.split(" ")[0] == "replies":
            replies = await self.open_replies()
            await replies.resume(screen, rest)
        else:
            top = self.app.screen
            return isinstance(top, WorkScreen) and await top.reopen(screen)
        return True

    async def _resume_sheet(self, place: str) -> None:
        from workboard.ui.screens.left_open import left_open

        try:
            sheet = left_open(self.desk, *place.partition(" ")[::2])
        except WorkboardError:
            sheet = None
        top = self.app.screen
        if sheet is not None and isinstance(top, WorkScreen):
            await top.open_sheet(sheet)

    async def _resume_ticket(self, place: str, sheet: str) -> None:
        _, ticket_id, *left_at = place.split(" ")
        with suppress(WorkboardError):  # it is not known here any more
            await self.show_ticket(ticket_of(self.desk.database.read(), ticket_id).id, left_at, sheet)
