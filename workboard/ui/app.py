"""The application: one screen on a desk, the wall in front of the terminal, and nothing a text could run."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, Key
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import Theme

from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.board.news import news
from workboard.board.view import View
from workboard.domain.errors import SettingsError, WorkboardError
from workboard.domain.text import clean, safe
from workboard.domain.tone import on_screen
from workboard.ui import pasted, themes
from workboard.ui.bridge import Bridge
from workboard.ui.commands import Commanded, may_run
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.follow import follow
from workboard.ui.leaving import heeding
from workboard.ui.machine import Machine
from workboard.ui.notification import notification
from workboard.ui.palette import WorkCommands
from workboard.ui.screens.away import Called
from workboard.ui.screens.board import Board
from workboard.ui.screens.focus import Focus
from workboard.ui.screens.work_screen import WorkScreen
from workboard.ui.seldom import Seldom
from workboard.ui.typed_ahead import TypedAhead
from workboard.ui.widgets.wall import NoColour, Wall

MINUTE_MS = 60_000
STILL_MS = 20_000
"""How long after an interruption nothing from outside moves: finding one's place again is not done at once."""
LOOK_AROUND_S = 0.25
"""How soon the board sees what another workboard process wrote."""
FOCUS_LOOK_S = 1.0
"""How often it looks, in focus, whether something has broken through."""
ACTING_S = 0.05
"""How long the screens wait for a key that is at work."""
WHERE_ONE_STANDS = frozenset({"focus", "work"})
"""topics that may lead to another screen"""
WITHOUT_UTF8 = frozenset({"vt100", "vt102", "vt220", "dumb", "unknown"})

NO_MACHINE = Machine()
OnStart = Callable[[], Awaitable[None]]


class WorkboardApp(App[None]):
    """Mounts with the view it was given; ``on_start`` runs behind it from the first paint on."""

    TITLE = "workboard"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]
    COMMANDS: ClassVar[Any] = {lambda: WorkCommands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 0
    CSS = """
    CommandPalette { background: $role-base 25%; }
    CommandPalette > Vertical, CommandPalette > Vertical:dark { background: $role-card; margin: 2 2 0 2; height: auto; }
    CommandPalette #--input { border: none; padding: 1 2 0 2; background: $role-card; }
    CommandPalette #--input Input, CommandPalette #--input Input:focus {
        background: $role-card; background-tint: transparent; border: none; padding: 0; height: 1;
    }
    CommandPalette CommandInput > .input--placeholder { color: $role-dim; }
    CommandPalette SearchIcon, CommandPalette LoadingIndicator { display: none; }
    CommandPalette CommandList { background: $role-card; border: none; padding: 1 0; max-height: 16; }
    CommandPalette CommandList { scrollbar-size-vertical: 1; scrollbar-background: $role-card; }
    CommandPalette CommandList > .option-list--option { text-style: none; color: $role-text; }
    CommandPalette CommandList > .option-list--option-highlighted,
    CommandPalette CommandList:focus > .option-list--option-highlighted {
        background: $role-base; color: $role-bright; text-style: bold;
    }
    .-plain CommandPalette CommandInput > .input--cursor { text-style: reverse; }
    CommandPalette > .command-palette--help-text { color: $role-dim; text-style: not bold; }
    """

    def __init__(
        self, desk: Desk, view: View | None = None, on_start: OnStart | None = None, machine: Machine = NO_MACHINE
    ) -> None:
        super().__init__()
        self.machine = machine
        self.desk, self._first, self._on_start = desk, view, on_start
        self.animation_level = "basic" if desk.config.ui.animations else "none"
        self.bridge = Bridge(self)
        self.plain_mode = False
        self._wall: list[LineFilter] = [Wall(ascii_only=_ascii_only())]
        self._keys = TypedAhead()
        self._aside: str | None = None
        """a word that waits for the end of focus"""
        self._still_until = 0
        self._still_on: Screen[Any] | None = None
        """what somebody has just come back to"""
        self._complaint: str | None = None
        self.begun = False
        """what was open is open again: from now on an interruption comes over it"""
        self._seldom = Seldom(self, self._look_in_focus, FOCUS_LOOK_S)
        """the board has opened what was open when it was left"""
        self._worn: str | None = None
        """the theme chosen since workboard was opened"""
        self.ended_by = 0
        """the signal that ended it, if one did"""
        self._turning: asyncio.AbstractEventLoop | None = None
        self._wear_theme(desk.config.ui.theme)

    def _wear_theme(self, name: str) -> None:
        """The one the settings name; if it cannot be worn, the default one, and the board says why."""
        try:
            self._wear(themes.load(name, self.machine.themes))
        except SettingsError as error:
            self._complaint = str(error)
            self._wear(themes.load(themes.DEFAULT))

    def _wear(self, theme: Theme) -> None:
        self.register_theme(theme)
        self.theme = theme.name

    def theme_names(self) -> list[str]:
        """For the palette."""
        return themes.names(self.machine.themes)

    def wear(self, name: str) -> None:
        """Until workboard is left, or it is kept."""
        try:
            self._wear(themes.load(name, self.machine.themes))
        except SettingsError as error:
            self.say(on_screen(str(error)))
        else:
            self._worn = name
            self.say(f"Theme {name}. To have it next time too: Ctrl+P, keep this theme.")

    def not_kept(self) -> str | None:
        """The theme that was tried on, if the settings name another."""
        return None if self._worn == self.desk.config.ui.theme else self._worn

    async def keep_theme(self) -> None:
        """Into the settings, which stay as they are otherwise."""
        name = self.not_kept()
        if name is None:
            return
        try:
            await asyncio.to_thread(self.machine.keep_theme, name)
        except WorkboardError as error:
            self.say(on_screen(str(error)))
        else:
            ui = self.desk.config.ui._replace(theme=name)
            self.desk = self.desk._replace(config=self.desk.config._replace(ui=ui))
            self.say(f"Theme {name} is kept.")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.load(themes.DEFAULT).variables

    def get_default_screen(self) -> Board:
        return Board(self.desk, self._first)

    def get_driver_class(self) -> type[Driver]:
        return pasted.heeded(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and last of all the wall."""
        kept = [one for one in super().get_line_filters() if not (self.plain_mode and _colours(one))]
        return [*kept, *self._wall]

    def on_mount(self) -> None:
        self._turning = asyncio.get_running_loop()
        self._count_colours()
        self.bridge.changed.subscribe(self, self._heard)
        self.bridge.open(self.desk.subscribe)
        self._next_minute()
        self.set_interval(LOOK_AROUND_S, self.desk.look_around)
        follow(self, self.desk, into_away=False)  # before the first paint: in focus nothing else is ever seen
        self.call_after_refresh(self._begin)

    def _count_colours(self) -> None:
        """Few colours or none: weight, underline and words say it all."""
        few = self.console.color_system in (None, "standard") and not self.is_headless
        self.plain_mode = self.no_color or few
        self.set_class(self.plain_mode, "-plain")
        if self.plain_mode:
            self._wall.append(NoColour())

    async def follow(self, *, into_away: bool = True) -> None:
        """Bring the screens to where the desk stands; ``into_away`` waits until what was open is open again."""
        if self.is_running:
            follow(self, self.desk, into_away=into_away and self.begun)
            if self.screen is not self._still_on:
                self._still_on = None  # somebody has gone on by themselves
            self._say_aside(self._aside)

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & WHERE_ONE_STANDS:
            self._follow_soon()
        self._look_again()

    def _follow_soon(self) -> None:
        """Not under a key that is at work: it follows itself, and its sheet has to close first."""
        if getattr(self.screen, "acting", 0):
            self.set_timer(ACTING_S, self._follow_soon)
        else:
            self.call_later(self.follow)

    @property
    def still(self) -> bool:
        """Somebody has just come back: what they had left is not read anew, whatever comes in."""
        return self._still_on is self.screen and self.desk.wall() < self._still_until

    def hold_still(self) -> None:
        """From now on, for a while; then the screen on top reads what has come."""
        self._still_until = self.desk.wall() + STILL_MS
        self._still_on = next(one for one in reversed(self.screen_stack) if not isinstance(one, Called))
        self.set_timer(STILL_MS / 1000, self._look_again)

    def _look_again(self) -> None:
        """What is on top reads anew; while a block of focus lasts at most once a second, however much comes in."""
        if self._in_focus() is not None:
            self._seldom.ask()
            return
        screen = self.screen
        if isinstance(screen, WorkScreen) and screen.stays:
            return
        if isinstance(screen, WorkScreen | Sheet):
            screen.call_later(screen.look_again)  # it may not be drawn yet

    def _in_focus(self) -> Focus | None:
        return next((one for one in self.screen_stack if isinstance(one, Focus)), None)

    async def _look_in_focus(self) -> None:
        focus = self._in_focus()
        if focus is not None:
            await focus.look_outside()
            self._say_aside(self._aside)
        screen = self.screen
        if screen is not focus and isinstance(screen, WorkScreen | Sheet):
            screen.call_later(screen.look_again)

    def _next_minute(self) -> None:
        """The clock on the board moves once a minute, and nothing moves oftener."""
        left = MINUTE_MS - self.desk.now() % MINUTE_MS
        self.set_timer(left / 1000 + 0.05, self._minute)

    def _minute(self) -> None:
        self._next_minute()
        self._follow_soon()  # the bound of a block comes by itself
        self._look_again()
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
        self._look_again()
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
            self._say_aside("Syncing has stopped: open workboard again, or run workboard doctor.")

    def on_unmount(self) -> None:
        self.bridge.close()

    def _say_aside(self, text: str | None) -> None:
        """From behind the screens: not while a block of focus holds everything, but as soon as it does not."""
        focus = self._in_focus()
        self._aside = text
        if text is not None and not (focus is not None and focus.holds):
            self._aside = None
            self.say(text)

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

    # -- what a text must never be able to do, whatever widget it got into ---------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``screenshot`` writes files, ``simulate_key`` presses keys: of Textual's own only a few are let through."""
        return may_run(self, action)

    def notify(
        self, message: str, *, title: str = "", severity: SeverityLevel = "information", timeout: float | None = None,
        markup: bool = True,
    ) -> None:  # fmt: skip
        """Brackets in it are brackets."""
        super().notify(safe(message), title=safe(title), severity=severity, timeout=timeout, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """What is pasted elsewhere is as clean as what is seen here."""
        super().copy_to_clipboard(clean(text))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing here opens an address; it can be copied."""

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

    def _fatal_error(self) -> None:
        """Textual would print every local variable, secrets and tickets among them; ``run`` raises it instead."""
        self._close_messages_no_wait()


def _colours(one: LineFilter) -> bool:
    return isinstance(one, Monochrome | ANSIToTruecolor)


def _ascii_only() -> bool:
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    return not encoding.startswith("utf") or os.environ.get("TERM", "") in WITHOUT_UTF8


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
