"""What every full screen has: the keys that work everywhere, sheets, and a word said quietly."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from workboard.board.desk import Desk
from workboard.ui.commands import Commanded, command
from workboard.ui.dialogs.keys import Keys
from workboard.ui.dialogs.outbox import Outbox
from workboard.ui.dialogs.sheet import Sheet

EVERYWHERE = "Everywhere"
PLACE = "screen"
"""Under this name the store keeps which screen and sheet are open."""


class WorkScreen(Commanded, Screen[None]):
    DEFAULT_CSS = "WorkScreen { background: $role-base; color: $role-text; }"
    AUTO_FOCUS = ""
    place: str | None = None

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def on_screen_resume(self) -> None:
        self.look_again()

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
        await self.desk.set_place(PLACE, place)

    async def open_sheet(self, sheet: Sheet, then: Callable[[], None] | None = None) -> None:
        """Over this screen; its last word becomes the quiet line."""
        await self.remember(" + ".join(part for part in (self.place, sheet.place) if part) or None)

        async def closed(words: str | None) -> None:
            await self.remember(self.place)
            self.look_again()
            if words:
                self.say(words)
            if then is not None:
                then()

        await self.app.push_screen(sheet, closed)

    @command("outbox", "exclamation_mark", "outbox", "What is on its way, and what was refused", EVERYWHERE)
    async def action_outbox(self) -> None:
        await self.open_sheet(Outbox(self.desk))

    @command("palette", "ctrl+p", "palette", "Find a command by its words", EVERYWHERE)
    def action_palette(self) -> None:
        self.app.action_command_palette()

    @command("quit", "q", "quit", "Leave; the state is kept, and comes back as it was", EVERYWHERE, hint=80)
    def action_quit(self) -> None:
        self.app.exit()

    @command("keys", "question_mark", "keys", "All keys of this screen", EVERYWHERE, hint=99)
    async def action_keys(self) -> None:
        await self.open_sheet(Keys(self.desk, self.key_rows()))
