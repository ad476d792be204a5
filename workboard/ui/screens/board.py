"""The board: one activity, the replies as a number, the progress. Nothing to choose from."""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult

from workboard.board import undo, work
from workboard.board.desk import Desk, ticket_of
from workboard.board.look import board_view
from workboard.board.view import Card, Hint, View
from workboard.domain.errors import WorkboardError
from workboard.ui.clipboard import copy
from workboard.ui.commands import Commanded, command
from workboard.ui.dialogs.ask_help import AskHelp
from workboard.ui.dialogs.finish import Finish
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.park import Park
from workboard.ui.dialogs.sheet import Sheet, subject_of
from workboard.ui.dialogs.skip import Skip
from workboard.ui.dialogs.why import Why
from workboard.ui.pages import open_page
from workboard.ui.screens.replies import Replies
from workboard.ui.screens.work_screen import PLACE, WorkScreen
from workboard.ui.widgets.face_board import FaceBoard

THE_WORK = "This activity"


class Board(WorkScreen):
    def __init__(self, desk: Desk, view: View | None = None) -> None:
        super().__init__(desk)
        self._view = view or board_view(desk)
        self._said: str | None = None

    def compose(self) -> ComposeResult:
        yield FaceBoard(self._dressed())

    def on_mount(self) -> None:
        self.call_later(self._come_back)

    async def _come_back(self) -> None:
        """As it was left; a text to a client that was still to be taken back when workboard ended is a draft again."""
        lost = await undo.revive(self.desk)
        await self._resume()
        screen = self.app.screen
        if lost and isinstance(screen, Commanded):
            screen.say(undo.words(lost))

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

    def not_startable(self) -> str | None:
        return "It is running already." if self.card.state == "running" else self.no_activity()

    def not_running(self) -> str | None:
        return self.no_activity() or (None if self.card.state == "running" else "Only running work can be parked.")

    def not_offered(self) -> str | None:
        if self.card.state == "running":
            return "It is running: finish it (f) or park it (p)."
        return self.no_activity()

    def no_why(self) -> str | None:
        return self.no_activity() or (None if self.card.why else "It is not in the order now.")

    @command("start", "enter", "start", "Start, or take up again, what is shown", THE_WORK, when=not_startable, hint=10)
    async def action_start(self) -> None:
        await work.start(self.desk, self._activity)
        self.look_again()

    @command("note", "n", "note", "Write a note on this ticket", THE_WORK, when=no_activity, hint=20)
    async def action_note(self) -> None:
        await self.open_sheet(NoteEntry(self.desk, subject_of(self.desk, self._ticket)))

    @command("finish", "f", "finish", "It is done: result, minutes", THE_WORK, when=no_activity, hint=56)
    async def action_finish(self) -> None:
        await self.open_sheet(Finish(self.desk, self._activity))

    @command("skip", "s", "skip", "Not now, for one reason", THE_WORK, when=not_offered, hint=40)
    async def action_skip(self) -> None:
        await self.open_sheet(Skip(self.desk, self._activity))

    @command("park", "p", "park", "Put it aside for a while", THE_WORK, when=not_running, hint=41)
    async def action_park(self) -> None:
        await self.open_sheet(Park(self.desk, self._activity))

    @command(
        "help",
        "e",
        "ask for help",
        "Ask for help on this ticket; the team sees it",
        THE_WORK,
        when=no_activity,
        hint=70,
    )
    async def action_help(self) -> None:
        await self.open_sheet(AskHelp(self.desk, subject_of(self.desk, self._ticket)))

    @command("copy", "y", "copy the number", "Put the ticket's number into the clipboard", THE_WORK, when=no_activity)
    def action_copy(self) -> None:
        self.say(copy(self.app, ticket_of(self.desk.database.read(), self._ticket).number))

    @command(
        "page", "o", "open its page", "The ticket's page at the help desk, in the browser", THE_WORK, when=no_activity
    )
    def action_page(self) -> None:
        self.say(open_page(self.app, self.desk, self._ticket))

    @command("replies", "r", "replies", "The clients who have answered", THE_WORK, hint=50)
    async def action_replies(self) -> None:
        await self.open_replies()

    @command("why", "w", "why", "Why it is this one", THE_WORK, when=no_why, hint=60)
    async def action_why(self) -> None:
        await self.open_sheet(Why(self.desk, subject_of(self.desk, self._ticket), self._activity))

    def hints(self) -> list[tuple[str, str]]:
        """What runs is meant to be finished: then that key comes first."""
        found = super().hints()
        return sorted(found, key=lambda hint: hint[1] != "finish") if self.card.state == "running" else found

    @property
    def _activity(self) -> str:
        assert self.card.activity_id is not None
        return self.card.activity_id

    @property
    def _ticket(self) -> str:
        assert self.card.ticket_id is not None
        return self.card.ticket_id

    async def open_replies(self) -> Replies:
        screen = Replies(self.desk)
        await self.remember(screen.place)
        await self.app.push_screen(screen)
        return screen

    # -- where we were --------------------------------------------------------------------------------------

    async def _resume(self) -> None:
        """Open what was open when workboard was left; what no longer makes sense is let go."""
        place = self.desk.place(PLACE)
        if not place:
            return
        screen, _, rest = place.partition(" + ")
        if screen.startswith("ticket "):
            await self._resume_ticket(screen.removeprefix("ticket "))
            return
        if screen.split(" ")[0] == "replies":
            replies = await self.open_replies()
            await replies.resume(screen, rest)
            return
        try:
            sheet = self._sheet(*place.partition(" ")[::2])
        except WorkboardError:
            sheet = None
        if sheet is not None:
            await self.open_sheet(sheet)

    async def _resume_ticket(self, ticket_id: str) -> None:
        with suppress(WorkboardError):  # it is not known here any more
            await self.show_ticket(ticket_of(self.desk.database.read(), ticket_id).id)

    def _sheet(self, kind: str, about: str) -> Sheet | None:
        if kind == "note":
            return NoteEntry(self.desk, subject_of(self.desk, about))
        if kind == "help":
            return AskHelp(self.desk, subject_of(self.desk, about))
        letting_go = {"finish": Finish, "park": Park, "skip": Skip}.get(kind)
        return None if letting_go is None else letting_go(self.desk, about)
