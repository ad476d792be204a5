"""Called away: quiet steps over whatever was open, which stays below as it was.

Where did it come from (one key) · *coming back I will* (one line, proposed) · away · the card that leads back. Enter,
four times, is all that is ever needed. The step is in the database, so that a restart and a second terminal show the
same; each has keys of its own, and none of them shares its screen with a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from workboard.board import interruption, notes
from workboard.board.away import away_now
from workboard.board.calls import call
from workboard.board.desk import Desk
from workboard.domain.errors import NeedsPerson
from workboard.domain.interruption import SOURCES, Source
from workboard.ui.commands import command, lookout_of
from workboard.ui.dialogs.drafted import PAUSE_S
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.who import Who
from workboard.ui.screens.called import AWAY, Called, Fact, inside
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part, block, hint_line

BACK = "back"
BY = frozenset({"by_phone", "by_walk_up", "by_chat", "by_mail", "by_alert", "by_myself"})


def first_step(desk: Desk) -> Called:
    """Where the open interruption stands."""
    found = away_now(desk)
    if found is not None and found.over:
        return BackCard(desk)
    step = "away" if found is None else found.step
    return {"source": AskSource, "coming_back": ComingBack, "away": IsAway}[step](desk)


def _in_lines(hints: list[tuple[str, str]], width: int) -> list[Part]:
    """All of them, whole ones in each line."""
    parts = hint_line(hints, width)
    left = hints[(len(parts) + 1) // 3 :]
    return [*parts, "\n", *_in_lines(left, width)] if left and parts else parts


class AskSource(Called):
    """One key says where it came from."""

    def asks(self) -> Iterable[Widget]:
        yield Static(id="by")
        yield from super().asks()

    def show_it(self) -> None:
        super().show_it()
        by = [(one.shown, one.label) for one in self.commands() if one.id in BY]
        self.query_one("#by", Static).update(block(*_in_lines(by, self.room)))

    async def step_on(self) -> None:
        if self.away.step != "source":
            self.go(first_step(self.desk))

    async def _came(self, key: str | None) -> None:
        source: Source = "none" if key is None else SOURCES[key]
        await interruption.say(self.desk, source=source)
        await self.go(first_step(self.desk))  # what is typed now belongs into its line

    @command("by_phone", "p", "phone", "It came by phone", AWAY)
    async def action_by_phone(self) -> None:
        await self._came("p")

    @command("by_walk_up", "w", "walk-up", "Somebody stands here", AWAY)
    async def action_by_walk_up(self) -> None:
        await self._came("w")

    @command("by_chat", "c", "chat", "It came by chat", AWAY)
    async def action_by_chat(self) -> None:
        await self._came("c")

    @command("by_mail", "m", "mail", "It came by mail", AWAY)
    async def action_by_mail(self) -> None:
        await self._came("m")

    @command("by_alert", "a", "alert", "A machine called", AWAY)
    async def action_by_alert(self) -> None:
        await self._came("a")

    @command("by_myself", "s", "myself", "It was myself; only you see that", AWAY)
    async def action_by_myself(self) -> None:
        await self._came("s")

    @command("not_said", "enter", "go on", "On, without saying where it came from", AWAY, hint=10)
    async def action_not_said(self) -> None:
        await self._came(None)


class ComingBack(Called):
    """One line, proposed; every word of it is on the disk within a second, as in any sheet."""

    without = frozenset({"ticket", "quick_fix", "note", "find", "undo", "outbox", "keys", "palette", "interrupted"})
    """letters belong to the line"""
    DEFAULT_CSS = "ComingBack #line-row { margin-bottom: 1; } ComingBack #line-row > .label { width: 20; }"
    KIND: ClassVar = "coming_back"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        draft = notes.load_draft(desk, self.ref, self.KIND)
        self._first = self.away.proposal if draft is None else draft.body
        self._timer: Timer | None = None
        self._ended = False

    def asks(self) -> Iterable[Widget]:
        yield row("Coming back I will", self._first, "line", self.away.proposal)

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#line", LineField))

    async def step_on(self) -> None:
        if self.away.step != "coming_back":
            self.go(first_step(self.desk))

    def facts(self) -> list[Fact]:
        """The line itself is the next step."""
        return [("You were here", (self.card.here, "text"))] if self.card.here else []

    @property
    def line(self) -> str:
        return next(words_of(self, "line"))

    @on(Input.Changed)
    def typed(self) -> None:
        if self._timer is None and not self._ended:
            self._timer = self.set_timer(PAUSE_S, self._keep)

    async def _keep(self) -> None:
        self._timer = None
        if not self._ended and self.line != self._first:
            with suppress(NeedsPerson):  # it stands on the screen all the same
                await notes.save_draft(self.desk, self.ref, self.KIND, self.line)

    async def let_go(self) -> None:
        await self._keep()

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "keep it", "Keep the line (so does Enter)", AWAY, hint=10)
    async def action_save(self) -> None:
        await self._say(self.line)

    @command("close", "escape", "as proposed", "Keep what was proposed", AWAY, hint=30)
    async def action_close(self) -> None:
        await self._say(self.away.proposal)

    async def _say(self, line: str) -> None:
        self._ended = True
        await interruption.say(self.desk, back=line)
        await notes.drop_draft(self.desk, self.ref, self.KIND)
        self.go(IsAway(self.desk))

    @command("called_again", "ctrl+o", "interrupted again", "Called away from this, too", AWAY, hint=60)
    async def action_called_again(self) -> None:
        await interruption.stamp(self.desk)  # on the disk before anything is drawn
        await self._keep()
        await self.follow()

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]


class IsAway(Called):
    """Nothing is required now."""

    def facts(self) -> list[Fact]:
        away = self.away
        said = " · ".join(part for part in (f"{away.minutes} min", away.source, away.who) if part)
        belongs: list[Fact] = [("Belongs to", (self.belongs, "text"))] if away.sorted else []
        return [("Away", (said, "text")), *belongs, *super().facts()]

    @command("back", "enter", "back to work", "It is over: the card that leads back", AWAY, hint=10)
    async def action_back(self) -> None:
        self.go(BackCard(self.desk))
        await self.remember(BackCard.place)

    async def open_again(self) -> None:
        if not self.over.startswith(BACK):
            await super().open_again()
            return
        card = BackCard(self.desk)
        self.go(card)
        card.call_later(card.open_again)

    @command("who", "w", "who", "Who it was: a name, for your own log", AWAY, hint=50)
    async def action_who(self) -> None:
        await self.open_sheet(Who(self.desk, call(self.desk, self.ref)))


class BackCard(Called):
    """Where one was, what one wrote, what one wanted to do; Enter goes on."""

    place = BACK

    def asks(self) -> Iterable[Widget]:
        return ()

    def title_parts(self) -> tuple[Part, ...]:
        source = f" ({self.card.source})" if self.card.source else ""
        return (("Back", "text"), (f" · away {self.card.minutes} min{source}{inside(self.away)}", "dim"))

    def facts(self) -> list[Fact]:
        card = self.card
        rows: list[Fact] = [("You were here", (card.here or "nothing was running", "text"))]
        for label, said in (("You wrote", card.wrote), ("Before that", card.before_that), ("The client", card.client)):
            if said is not None:
                rows.append((label, (f"{said.when} {said.text}", "text")))
        return [*rows, ("You wanted to", (card.wanted_to, "bright"))] if card.wanted_to else rows

    @command("resume", "enter", "resume", "Go on where it was left", AWAY, hint=10)
    async def action_resume(self) -> None:
        lookout_of(self.app).hold_still()
        await interruption.back(self.desk)
        await self.follow()

    def is_kept(self) -> str | None:
        return self.is_sorted() if self.away.ticket_id is not None else None

    @command("drop", "x", "drop it", "Nothing of it has to be kept; go on", AWAY, when=is_kept, hint=25)
    async def action_drop(self) -> None:
        await interruption.sort(self.desk, self.ref)
        await self.action_resume()

    @command("still", "escape", "still away", "It is not over yet", AWAY, hint=50)
    async def action_still(self) -> None:
        self.go(IsAway(self.desk))
        await self.remember(None)
