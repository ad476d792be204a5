"""When the screens look again: at once at whatever changed, seldom while a block of focus lasts, and not at what
somebody has just come back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from workboard.board.desk import Desk
from workboard.board.mode import below, mode
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.screens.work_screen import WorkScreen
from workboard.ui.seldom import Seldom

if TYPE_CHECKING:
    from workboard.ui.screens.focus import Focus

STILL_MS = 20_000
"""How long after an interruption nothing from outside moves: finding one's place again is not done at once."""
FOCUS_LOOK_S = 1.0
"""How often it looks, in focus, whether something has broken through."""
ACTING_S = 0.05
"""How long the screens wait for a key that is at work."""
WHERE_ONE_STANDS = frozenset({"focus", "work"})
"""topics that may lead to another screen"""


class Lookout:
    """Hears what changed and has the screens follow. ``say`` puts one quiet line on whatever is open."""

    def __init__(self, app: App[None], desk: Desk, say: Callable[[str], None]) -> None:
        self._app, self._desk, self._say = app, desk, say
        self.begun = False
        """what was open is open again: from now on an interruption comes over it"""
        self.aside: str | None = None
        """a word that waits for the end of focus"""
        self._still_until = 0
        self._still_on: Screen[Any] | None = None
        """what somebody has just come back to"""
        self._seldom = Seldom(app, self._look_in_focus, FOCUS_LOOK_S)

    def heard(self, topics: frozenset[str]) -> None:
        if topics & WHERE_ONE_STANDS:
            self.follow_soon()
        self.look_again()

    def first_screen(self) -> None:
        """Before the first paint: in focus nothing else is ever seen."""
        self._follow(into_away=False)

    async def follow(self, *, into_away: bool = True) -> None:
        """Bring the screens to where the desk stands; ``into_away`` waits until what was open is open again."""
        if self._app.is_running:
            self._follow(into_away=into_away and self.begun)
            if self._app.screen is not self._still_on:
                self._still_on = None  # somebody has gone on by themselves
            self.say_aside(self.aside)

    def _follow(self, *, into_away: bool) -> None:
        if self._alone and mode(self._desk) == below(self._desk) == "board":
            return  # on the board, as most mornings begin: the other screens are not even loaded
        from workboard.ui.follow import follow

        follow(self._app, self._desk, into_away=into_away)

    @property
    def _alone(self) -> bool:
        """Nothing lies over the board."""
        return len(self._app.screen_stack) == 1

    def follow_soon(self) -> None:
        """Not under a key that is at work: it follows itself, and its sheet has to close first."""
        if getattr(self._app.screen, "acting", 0):
            self._app.set_timer(ACTING_S, self.follow_soon)
        else:
            self._app.call_later(self.follow)

    @property
    def still(self) -> bool:
        """Somebody has just come back: what they had left is not read anew, whatever comes in."""
        return self._still_on is self._app.screen and self._desk.wall() < self._still_until

    def hold_still(self) -> None:
        """From now on, for a while; then the screen on top reads what has come."""
        from workboard.ui.screens.called import Called

        self._still_until = self._desk.wall() + STILL_MS
        self._still_on = next(one for one in reversed(self._app.screen_stack) if not isinstance(one, Called))
        self._app.set_timer(STILL_MS / 1000, self.look_again)

    def look_again(self) -> None:
        """What is on top reads anew; while a block of focus lasts at most once a second, however much comes in."""
        if self._in_focus() is not None:
            self._seldom.ask()
            return
        screen = self._app.screen
        if isinstance(screen, WorkScreen) and screen.stays:
            return
        if isinstance(screen, WorkScreen | Sheet):
            screen.call_later(screen.look_again)  # it may not be drawn yet

    def _in_focus(self) -> Focus | None:
        if self._alone:
            return None
        from workboard.ui.screens.focus import Focus

        return next((one for one in self._app.screen_stack if isinstance(one, Focus)), None)

    async def _look_in_focus(self) -> None:
        focus = self._in_focus()
        if focus is not None:
            await focus.look_outside()
            self.say_aside(self.aside)
        screen = self._app.screen
        if screen is not focus and isinstance(screen, WorkScreen | Sheet):
            screen.call_later(screen.look_again)

    def say_aside(self, text: str | None) -> None:
        """From behind the screens: not while a block of focus holds everything, but as soon as it does not."""
        focus = self._in_focus()
        self.aside = text
        if text is not None and not (focus is not None and focus.holds):
            self.aside = None
            self._say(text)
