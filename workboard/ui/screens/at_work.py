"""What can be done with one activity, on the board and in focus alike. A sheet is loaded where it is opened, see
``afterwards``."""

from __future__ import annotations

from workboard.board.desk import ticket_of
from workboard.ui.clipboard import copy
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import subject_of
from workboard.ui.pages import open_page
from workboard.ui.screens.work_screen import WorkScreen

THE_WORK = "This activity"


class AtWork(WorkScreen):
    """Subclasses say which activity, on which ticket, and whether it runs."""

    @property
    def _activity(self) -> str:
        raise NotImplementedError

    @property
    def _ticket(self) -> str:
        raise NotImplementedError

    @property
    def runs(self) -> bool:
        raise NotImplementedError

    def no_activity(self) -> str | None:
        raise NotImplementedError

    def no_why(self) -> str | None:
        raise NotImplementedError

    def not_running(self) -> str | None:
        return self.no_activity() or (None if self.runs else "Only running work can be parked.")

    @command(
        "note", "n", "note", "Write a note on this ticket", THE_WORK, when=lambda screen: screen.no_activity(), hint=20
    )
    async def action_note(self) -> None:
        from workboard.ui.dialogs.note_entry import NoteEntry

        await self.open_sheet(NoteEntry(self.desk, subject_of(self.desk, self._ticket)))

    @command(
        "finish", "f", "finish", "It is done: result, minutes", THE_WORK, when=lambda screen: screen.no_activity(),
        hint=56,
    )  # fmt: skip
    async def action_finish(self) -> None:
        from workboard.ui.dialogs.finish import Finish

        await self.open_sheet(Finish(self.desk, self._activity))

    @command(
        "park", "p", "park", "Put it aside for a while", THE_WORK, when=lambda screen: screen.not_running(), hint=41
    )
    async def action_park(self) -> None:
        from workboard.ui.dialogs.park import Park

        park = Park(self.desk, self._activity)
        await self.open_sheet(park, lambda: self.ask_what_is_unsorted() if park.saved else None)

    @command(
        "help", "e", "ask for help", "Ask for help on this ticket; the team sees it", THE_WORK,
        when=lambda screen: screen.no_activity(), hint=70,
    )  # fmt: skip
    async def action_help(self) -> None:
        from workboard.ui.dialogs.ask_help import AskHelp

        await self.open_sheet(AskHelp(self.desk, subject_of(self.desk, self._ticket)))

    @command(
        "copy", "y", "copy the number", "Put the ticket's number into the clipboard", THE_WORK,
        when=lambda screen: screen.no_activity(),
    )  # fmt: skip
    def action_copy(self) -> None:
        self.say(copy(self.app, ticket_of(self.desk.database.read(), self._ticket).number))

    @command(
        "page", "o", "open its page", "The ticket's page at the help desk, in the browser", THE_WORK,
        when=lambda screen: screen.no_activity(),
    )  # fmt: skip
    def action_page(self) -> None:
        self.say(open_page(self.app, self.desk, self._ticket))

    @command("why", "w", "why", "Why it is this one", THE_WORK, when=lambda screen: screen.no_why(), hint=60)
    async def action_why(self) -> None:
        from workboard.ui.dialogs.why import Why

        await self.open_sheet(Why(self.desk, subject_of(self.desk, self._ticket), self._activity))
