"""Focus: the one activity and nothing else. What is shown is frozen with the block or this desk's own, so that nothing
from outside can move it; only the minutes go on, and what the policy lets through comes once, as one line.
"""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult
from textual.events import Key
from textual.timer import Timer

from workboard.board import focus, interruption, watch
from workboard.board.desk import Desk
from workboard.board.focus_look import block_view
from workboard.board.focus_view import FocusView
from workboard.board.view import Hint
from workboard.domain.errors import ImpossibleAct, WorkboardError
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.screens.at_work import AtWork
from workboard.ui.screens.replies import Replies
from workboard.ui.widgets.face_focus import FaceFocus

FOCUS = "In focus"
IT_RUNS = "It is running: f when it is finished, p parks it."
NOT_ANY_MORE = "Somebody else has it by now, or it is closed."
FIRST = ("note", "interrupted", "finish", "park", "ask for help")
AFTERWARDS = ("another block", "finish", "park", "replies", "board", "note", "interrupted")
"""labels at the foot, in this order; then the others in theirs"""
HELD = frozenset({"s", "slash", "exclamation_mark", "g", "L", "a", "x", "l"})
"""keys of the board and of the replies: what they lead to waits"""
AFTER_I = "In focus: i first, somebody is calling; then t makes it a ticket."


class Focus(AtWork):
    holds_still = False
    without = frozenset({"ticket", "find", "outbox"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        found = block_view(desk)
        if found is None:
            raise ImpossibleAct("there is no block of focus: Enter on the board begins one")
        self._view = found
        self._line = (found.through, found.emergency)
        """what broke through, and what Enter takes up: it stays until a key is pressed"""
        self._said: str | None = None
        self._told_over = found.over
        self._bound: Timer | None = None

    def compose(self) -> ComposeResult:
        yield FaceFocus(self._dressed())

    def on_mount(self) -> None:
        self._wait_for_the_bound()

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def holds(self) -> bool:
        """Whether the block lasts: then nothing from outside may be seen, nor cost anything."""
        return not self._view.over

    def look_again(self) -> None:
        found = block_view(self.desk) if self.on_top else None
        if found is None:
            if self.on_top:
                self.call_later(self.follow)
            return
        if (found.activity_id, found.until_at) != (self._view.activity_id, self._view.until_at):
            self._view, self._line = found, (None, None)
            self._wait_for_the_bound()
        self._told_over = found.over
        self._view = self._with_the_line(found)
        self._show()

    async def look_outside(self) -> None:
        """What has broken through, told once in the file, is shown; under a sheet it becomes the sheet's quiet line."""
        with suppress(WorkboardError):  # a full disk: what breaks through is tried again with the next look
            await watch.notice(self.desk)
        if self.on_top:
            self.look_again()
            return
        sheet, found = self.app.screen, block_view(self.desk)
        if found is None or not isinstance(sheet, Sheet) or self not in self.app.screen_stack:
            return
        if found.through is not None and found.through != self._line[0]:
            sheet.say(found.through)
        elif found.over and not self._told_over and found.digest:
            sheet.say(f"Focus is over since {found.until}. {found.digest}")
        self._told_over = found.over
        self._view = self._with_the_line(found)

    def _with_the_line(self, found: FocusView) -> FocusView:
        """An emergency is not taken from under the finger that goes to Enter."""
        if found.through is not None:
            self._line = (found.through, found.emergency)
        return found._replace(through=self._line[0], emergency=self._line[1])

    def _wait_for_the_bound(self) -> None:
        if self._bound is not None:
            self._bound.stop()
        left = (self._view.until_at - self.desk.now()) / 1000
        self._bound = self.set_timer(left + 0.05, self._at_the_bound) if left > 0 else None

    def _at_the_bound(self) -> None:
        self.run_worker(self.look_outside(), exit_on_error=False)

    def on_key(self, event: Key) -> None:
        """A line about what is over or gone goes with the next key, not by itself."""
        if event.key != "enter":
            self._line = (None, None)
            self.call_later(self.look_again)
        super().on_key(event)

    def stray(self, key: str) -> str:
        if self.holds and key in HELD:
            return self._still_held
        return AFTER_I if key == "t" else super().stray(key)

    def say(self, text: str | None) -> None:
        self._said = text
        self._show()

    def _show(self) -> None:
        for face in self.query(FaceFocus):
            face.show(self._dressed())

    def _dressed(self) -> FocusView:
        return self._view._replace(hints=tuple(Hint(*hint) for hint in self.hints()), said=self._said)

    # -- what can be done ---------------------------------------------------------------------------------------

    @property
    def _activity(self) -> str:
        return self._view.activity_id

    @property
    def _ticket(self) -> str:
        return self._view.ticket_id

    @property
    def runs(self) -> bool:
        return True

    def no_activity(self) -> str | None:
        return None

    def no_why(self) -> str | None:
        return None

    @property
    def _still_held(self) -> str:
        return f"Held until {self._view.until}; f or p ends it sooner."

    def still_held(self) -> str | None:
        return self._still_held if self.holds else None

    def still_in_focus(self) -> str | None:
        return f"Focus lasts until {self._view.until}; f or p leaves it sooner." if self.holds else None

    def nothing_to_take_up(self) -> str | None:
        return None if self._view.over or self._view.emergency else IT_RUNS

    @command(
        "go_on", "enter", "another block", "Take up the emergency that came; after the block, begin another", FOCUS,
        when=nothing_to_take_up, hint=10,
    )  # fmt: skip
    async def action_go_on(self) -> None:
        wanted, self._line = self._view.emergency, (None, None)
        self.look_again()
        if wanted is None:
            await focus.enter(self.desk)
            self.look_again()
        elif self._view.emergency is None:
            self.say(NOT_ANY_MORE)
        else:
            await interruption.take_up(self.desk, self._view.emergency)
            await self.follow()
            self.look_again()

    @command(
        "replies", "r", "replies", "The clients who have answered, once the block is over", FOCUS, when=still_held,
        hint=50,
    )  # fmt: skip
    async def action_replies(self) -> None:
        screen = Replies(self.desk)
        await self.remember(screen.place)
        await self.app.push_screen(screen)

    @command(
        "leave", "escape", "board", "To the board, once the block is over; the work goes on", FOCUS,
        when=still_in_focus, hint=57,
    )  # fmt: skip
    async def action_leave(self) -> None:
        await focus.leave(self.desk)
        await self.follow()

    def hints(self) -> list[tuple[str, str]]:
        """Those of the work first. An emergency says itself what Enter does: its line is the only one that comes."""
        found = [hint for hint in super().hints() if self._view.over or hint[1] != "another block"]
        first = AFTERWARDS if self._view.over else FIRST
        return sorted(found, key=lambda hint: first.index(hint[1]) if hint[1] in first else len(first))
