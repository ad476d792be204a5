"""The application: one screen on a desk, and what joins it to the database, the clock and the machine."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Event, Key

from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.board.news import news
from workboard.board.view import View
from workboard.domain.errors import WorkboardError
from workboard.ui import afterwards, palette, themes
from workboard.ui.bridge import Bridge
from workboard.ui.commands import Commanded
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.leaving import heeding
from workboard.ui.lookout import Lookout
from workboard.ui.machine import Machine
from workboard.ui.notification import notification
from workboard.ui.screens.board import Board
from workboard.ui.screens.work_screen import WorkScreen
from workboard.ui.typed_ahead import TypedAhead
from workboard.ui.walled import Walled
from workboard.ui.wardrobe import Wardrobe

MINUTE_MS = 60_000
LOOK_AROUND_S = 0.25
"""How soon the board sees what another workboard process wrote."""

NO_MACHINE = Machine()
OnStart = Callable[[], Awaitable[None]]


class WorkboardApp(Walled):
    """Mounts with the view it was given; ``on_start`` runs behind it from the first paint on."""

    TITLE = "workboard"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]
    COMMANDS: ClassVar[Any] = {lambda: palette.WorkCommands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 0
    CSS = palette.STYLE

    def __init__(
        self, desk: Desk, view: View | None = None, on_start: OnStart | None = None, machine: Machine = NO_MACHINE
    ) -> None:
        super().__init__()
        self.machine = machine
        self.desk, self._first, self._on_start = desk, view, on_start
        self.animation_level = "basic" if desk.config.ui.animations else "none"
        self.bridge = Bridge(self)
        self.lookout = Lookout(self, desk, self.say)
        self._keys = TypedAhead()
        self.ended_by = 0
        """the signal that ended it, if one did"""
        self._turning: asyncio.AbstractEventLoop | None = None
        self.wardrobe = Wardrobe(self, machine, desk.config.ui.theme, self.say)
        self._complaint = self.wardrobe.wear_named()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.default_variables()

    def get_default_screen(self) -> Board:
        return Board(self.desk, self._first)

    def on_mount(self) -> None:
        self._turning = asyncio.get_running_loop()
        self.count_colours()
        self.bridge.changed.subscribe(self, self.lookout.heard)
        self.bridge.open(self.desk.subscribe)
        self._next_minute()
        self.set_interval(LOOK_AROUND_S, self.desk.look_around)
        self.lookout.first_screen()
        self.call_after_refresh(self._begin)

    def _next_minute(self) -> None:
        """The clock on the board moves once a minute, and nothing moves oftener."""
        left = MINUTE_MS - self.desk.now() % MINUTE_MS
        self.set_timer(left / 1000 + 0.05, self._minute)

    def _minute(self) -> None:
        self._next_minute()
        self.lookout.follow_soon()  # the bound of a block comes by itself
        self.lookout.look_again()
        self.run_worker(self._tell_news(), exit_on_error=False)

    async def _tell_news(self, *, aloud: bool = True) -> None:
        """To the desktop, for whoever looks elsewhere; never in focus, never while away."""
        with suppress(WorkboardError):  # a full disk: the board shows it all the same
            for one in await news(self.desk):
                sent = await asyncio.to_thread(self.machine.notify, one.title, one.text) if aloud else b""
                if sent and mode(self.desk) == "board":
                    self._to_terminal(sent)

    def _to_terminal(self, sent: bytes) -> None:
        """The only way there beside what is painted."""
        if self._driver is not None:
            self._driver.write(notification(sent))

    def _begin(self) -> None:
        if self._complaint:
            self.say(self._complaint)
        self.desk.look_around()  # from now on; what came before that is looked at once more
        self.run_worker(self._tell_news(aloud=False), exit_on_error=False)  # what is on the board needs no telling
        self.lookout.look_again()
        self.run_worker(afterwards.load(), exit_on_error=False)  # whoever opens what cannot be loaded is told
        if self.ended_by:
            self.call_later(self.action_quit)
        elif self._on_start is not None:
            self.run_worker(self._behind(self._on_start), exit_on_error=False)

    async def _behind(self, on_start: OnStart) -> None:
        """What runs behind the board may fail; the board stays."""
        try:
            await on_start()
        except Exception as error:
            logging.getLogger("workboard.ui").error("syncing has stopped", exc_info=error)
            self.lookout.say_aside("Syncing has stopped: open workboard again, or run workboard doctor.")

    def on_unmount(self) -> None:
        self.bridge.close()

    def say(self, text: str) -> None:
        """One quiet line on whatever is open."""
        screen = self.screen
        if isinstance(screen, Commanded):
            screen.call_later(screen.say, text)  # it may not be drawn yet

    async def on_event(self, event: Event) -> None:
        """One command key at a time: what is typed behind it waits until its sheet is open."""
        if not isinstance(event, Key):
            await super().on_event(event)
            return
        if self._keys.holds(event):
            return
        fresh = not event.is_forwarded
        bare = self.focused is None
        await super().on_event(event)
        if fresh and event.is_forwarded:
            self._keys.went(event, bare)
        elif self._keys.came_back(event):
            waiting = self._keys.next()
            while waiting is not None:
                await self.on_event(waiting)
                waiting = self._keys.next()

    async def action_quit(self) -> None:
        """Ctrl+Q, from anywhere: the last words typed are kept first."""
        for screen in self.screen_stack:
            if isinstance(screen, Sheet | WorkScreen):
                await screen.let_go()
        self.exit()

    def end(self, number: int) -> None:
        """A signal came: leave as with Ctrl+Q. One that comes before the board is up is remembered."""
        self.ended_by = number
        if self._turning is not None and not self._turning.is_closed():
            self._turning.call_soon_threadsafe(self.call_later, self.action_quit)

    def action_help_quit(self) -> None:
        self.say("q leaves; everything stays as it is.")

    def action_suspend_process(self) -> None:
        """Ctrl+Z: what is typed next is meant for a shell, so it must not go by in silence."""
        self.say("Ctrl+Z does not suspend: you are still here. q leaves; everything stays as it is.")


def run(desk: Desk, on_start: OnStart | None = None, view: View | None = None, machine: Machine = NO_MACHINE) -> int:
    """The board until it is left; the number of the signal that ended it, 0 where a person did.

    Collecting garbage waits for the first paint; what was loaded is never looked through again. The mouse stays the
    terminal's own, so that a text can be copied with it."""
    gc.disable()
    app = WorkboardApp(desk, view, on_start, machine)
    app.call_later(_settle)
    try:
        with heeding(app.end):
            app.run(mouse=False)
    finally:
        gc.enable()
    if app._exception is not None:
        raise app._exception
    return app.ended_by


def _settle() -> None:
    gc.freeze()
    gc.enable()
