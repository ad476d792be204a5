"""What every full screen has: the keys that work everywhere, sheets, and a word said quietly. A sheet is loaded where
it is opened, see ``afterwards``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from textual.events import Key

from workboard.domain.errors import NeedsPerson
from workboard.ui import afterwards, stray_keys
from workboard.ui.commands import Commanded, command, lookout_of
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.own_keys import OwnKeys

EVERYWHERE = "Everywhere"
PLACE = "screen"
"""Under this name the store keeps which screen and sheet are open."""


class WorkScreen(OwnKeys):
    DEFAULT_CSS = "WorkScreen { background: $role-base; color: $role-text; }"
    AUTO_FOCUS = ""
    place: str | None = None
    for_leads: ClassVar[bool] = False
    where: ClassVar[str | None] = None
    """for whoever presses one of its keys on another screen: ``on the board: Esc leads back to it``"""
    holds_still: ClassVar[bool] = True
    """``False`` where only this desk's own words can move it"""
    just_made = False
    """what it shows was read a moment ago: the first look would see the same"""
    kinds: ClassVar[list[type[WorkScreen]]] = []
    """all screens there are"""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        WorkScreen.kinds.append(cls)

    def on_key(self, event: Key) -> None:
        if event.is_printable and event.key not in self.active_bindings:
            self.say(self.stray(event.key))

    def stray(self, key: str) -> str:
        """What is said to a key that does nothing here."""
        afterwards.load_now()
        leads = self.desk.config.me.role == "lead"
        others = [
            (one, one.where)
            for one in self.kinds
            if one.where and not isinstance(self, one) and (leads or not one.for_leads)
        ]
        return stray_keys.answer(key, others, self.desk.keymap)

    async def on_screen_resume(self) -> None:
        if not (self.stays or self.just_made):
            self.look_again()
        self.just_made = False
        await self.follow()  # what lay over it may have outlived what is under it

    @property
    def stays(self) -> bool:
        """It is left as it was: somebody has just come back to it from an interruption."""
        return self.holds_still and lookout_of(self.app).still

    def look_again(self) -> None:
        """Read anew what is shown; only what differs is painted.

        The app calls it for the screen on top alone: nothing moves under an open sheet, and a covered screen that
        does as much as hear of a change makes Textual paint everything above it again.
        """
        raise NotImplementedError

    @property
    def on_top(self) -> bool:
        """Nothing lies over it, and the app is not closing."""
        return self.is_current and self.app.screen is self

    async def remember(self, place: str | None) -> None:
        with suppress(NeedsPerson):  # a full disk: what is open matters more than where one was
            await self.desk.set_place(PLACE, place)

    async def let_go(self) -> None:
        """What has to be kept before the board is left."""

    async def open_sheet(self, sheet: Sheet, then: Callable[[], None] | None = None) -> None:
        """Over this screen; its last word becomes the quiet line."""
        await self.remember(" + ".join(part for part in (self.place, sheet.place) if part) or None)

        async def closed(words: str | None) -> None:
            await self.remember(self.place)
            self.look_again()
            await self.follow()  # the work it was about may be let go by now
            if words:
                self.say_on_top(words)
            if then is not None:
                then()

        await self.app.push_screen(sheet, closed)

    async def reopen(self, sheet: str) -> bool:
        """Such a sheet over this screen again, as it was when workboard was left; whether it is one of every screen."""
        acts = {"keys": self.action_keys, "outbox": self.action_outbox, "find": self.action_find}
        if sheet in acts:
            await acts[sheet]()
        return sheet in acts

    async def open_again(self) -> None:
        """What lay over it when workboard was left, where no place below says so."""

    async def follow(self, *, into_away: bool = True) -> None:
        """Where the desk stands now, there the screens are."""
        await lookout_of(self.app).follow(into_away=into_away)

    def ask_what_is_unsorted(self) -> None:
        """Once, between two things; over whatever is on top by then."""
        from workboard.board import unsorted
        from workboard.ui.dialogs.unsorted import Unsorted

        top = self.app.screen
        if isinstance(top, WorkScreen) and unsorted.of_today(self.desk):
            top.call_later(top.open_sheet, Unsorted(self.desk))

    def say_on_top(self, words: str) -> None:
        top = self.app.screen
        if isinstance(top, Commanded):
            top.call_later(top.say, words)  # it may have just come to the top

    @command(
        "interrupted", "i", "interrupted", "Called away: the clock stops at once, nothing is asked", EVERYWHERE, hint=30
    )
    async def action_interrupted(self) -> None:
        from workboard.board import interruption

        await interruption.stamp(self.desk)  # on the disk before anything is drawn
        await self.follow()

    @command(
        "ticket", "t", "ticket", "A new ticket in three fields, while the caller is on the line", EVERYWHERE, hint=55
    )
    async def action_ticket(self) -> None:
        await self.open_ticket_entry()

    async def open_ticket_entry(self) -> None:
        """With the words of its draft; once it is open, its number."""
        from workboard.ui.dialogs.ticket_entry import TicketEntry
        from workboard.ui.dialogs.ticket_number import TicketNumber

        entry = TicketEntry(self.desk)

        def opened() -> None:
            if entry.opened is not None:
                self.call_later(self.open_sheet, TicketNumber(self.desk, entry.opened))

        await self.open_sheet(entry, opened)

    @command("find", "slash", "open a ticket", "Any ticket by its number, to look at", EVERYWHERE, hint=65)
    async def action_find(self) -> None:
        from workboard.ui.dialogs.find_ticket import FindTicket

        sheet = FindTicket(self.desk)

        def found() -> None:
            if sheet.found is not None:
                self.call_later(self.show_ticket, sheet.found)

        await self.open_sheet(sheet, found)

    async def show_ticket(self, ticket_id: str, left_at: Sequence[str] = (), sheet: str = "") -> None:
        """The ticket on a screen of its own; coming back finds this one as it was."""
        from workboard.ui.screens.one_ticket import OneTicket  # it is a work screen itself

        one = OneTicket(self.desk, ticket_id)
        one.resume(list(left_at), sheet)
        await self.remember(one.place)

        async def left(_: object) -> None:
            await self.remember(self.place)

        await self.app.push_screen(one, left)

    @command("undo", "u", "undo", "Take back the last thing done, if nothing of it was sent", EVERYWHERE)
    async def action_undo(self) -> None:
        from workboard.board import undo
        from workboard.ui.dialogs.taken_back import sheet_of

        undone = await undo.undo_last(self.desk)
        self.look_again()
        await self.follow()
        words = f"#{undone.number}: {undone.what} taken back, nothing was sent"
        sheet, top = sheet_of(self.desk, undone), self.app.screen
        if sheet is None or not isinstance(top, WorkScreen):
            self.say_on_top(words)
            return
        await top.open_sheet(sheet)
        sheet.say(words)

    @command("outbox", "exclamation_mark", "outbox", "What is on its way, and what was refused", EVERYWHERE)
    async def action_outbox(self) -> None:
        from workboard.ui.dialogs.outbox import Outbox

        await self.open_sheet(Outbox(self.desk))

    @command("palette", "ctrl+p", "palette", "Find a command by its words", EVERYWHERE)
    def action_palette(self) -> None:
        self.app.action_command_palette()

    @command("quit", "q", "quit", "Leave; the state is kept, and comes back as it was", EVERYWHERE, hint=80)
    async def action_quit(self) -> None:
        await self.app.action_quit()

    @command("keys", "question_mark", "keys", "All keys of this screen", EVERYWHERE, hint=99)
    async def action_keys(self) -> None:
        from workboard.ui.dialogs.keys import Keys

        await self.open_sheet(Keys(self.desk, self.key_rows()))
