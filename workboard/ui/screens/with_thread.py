"""A screen with what was said on one ticket: the keys to read on, to see more, and to see what is quoted."""

from __future__ import annotations

from textual.timer import Timer

from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import PAUSE_S
from workboard.ui.panes.thread import Place, Thread
from workboard.ui.screens.work_screen import WorkScreen

THE_THREAD = "What was said"


class WithThread(WorkScreen):
    _timer: Timer | None = None

    @property
    def thread(self) -> Thread:
        return self.query_one(Thread)

    # -- where we were --------------------------------------------------------------------------------------

    @property
    def reading(self) -> str:
        """How far one has read, and whether with the quotes: the end of a ``place``."""
        top, quotes = self.thread.place
        return f"{top} {'quotes' if quotes else 'folded'}"

    def read_on_from(self, top: str, quotes: str) -> None:
        """The same, taken apart, from an earlier time."""
        self.thread.go(Place(int(top) if top.isdecimal() else 0, quotes == "quotes"))

    def moved(self) -> None:
        """One has moved: remembered a moment later, so that a key costs no write."""
        if self._timer is None:
            self._timer = self.set_timer(PAUSE_S, self.let_go)

    def stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = None

    async def let_go(self) -> None:
        self.stop_timer()
        if self.on_top:
            await self.remember(self.place)

    # -- what can be done -----------------------------------------------------------------------------------

    def at_its_end(self) -> str | None:
        return "That is all that was said." if self.thread.at_end else None

    def at_its_top(self) -> str | None:
        return "That is the newest of it." if self.thread.at_top else None

    @command("thread_down", "pagedown,space", "page down", "A page down", THE_THREAD, when=at_its_end)
    def action_thread_down(self) -> None:
        self.thread.page(1)
        self.moved()

    @command("thread_up", "pageup", "page up", "A page up", THE_THREAD, when=at_its_top)
    def action_thread_up(self) -> None:
        self.thread.page(-1)
        self.moved()

    def nothing_more(self) -> str | None:
        return None if self.thread.cut is not None else "Everything of it is there."

    @command("more", "m", "more of it", "More of a message that is too long", THE_THREAD, when=nothing_more)
    def action_more(self) -> None:
        self.thread.read_on()

    def nothing_quoted(self) -> str | None:
        return None if self.thread.quoting else "Nothing is quoted here."

    @command("quotes", "z", "quotes", "Show what the mails quote, or fold it again", THE_THREAD, when=nothing_quoted)
    def action_quotes(self) -> None:
        self.thread.toggle_quotes()
        self.moved()
