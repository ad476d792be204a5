"""A screen with what was said on one ticket: the keys to read on, to see more, and to see what is quoted."""

from __future__ import annotations

from workboard.ui.commands import command
from workboard.ui.panes.thread import Thread
from workboard.ui.screens.work_screen import WorkScreen

THE_THREAD = "What was said"


class WithThread(WorkScreen):
    @property
    def thread(self) -> Thread:
        return self.query_one(Thread)

    def moved(self) -> None:
        """One has read on, or back."""

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
