"""One step of an interruption: a quiet screen over whatever was open, with the next step in sight, and the keys that
make something of the call."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from workboard.board import interruption
from workboard.board.away import Away, away_now
from workboard.board.desk import Desk
from workboard.board.way_back import Back, back_card
from workboard.domain.errors import NeedsPerson, WorkboardError
from workboard.domain.text import safe, wrap
from workboard.ui import sorting
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import subject_of
from workboard.ui.screens.work_screen import EVERYWHERE, WorkScreen
from workboard.ui.widgets.plain import MOST_LINES, Part, block, foot_line
from workboard.ui.widgets.said import Said

AWAY = "Called away"
INDENT = 20
ROOMY = 18
"""rows from which on there is room for a word that is not needed"""
OVER = "over the call"
"""Under this name the store keeps what lies over the step: the interruption, then the sheet."""
NOTHING_NOW = "Nothing is required now. Unsorted ones are asked once, when you park."

AGAIN = {"call_ticket": "ticket", "quick_fix": "quick_fix", "who": "who", "note_on": "note"}
"""The sheet that lay over it, and the action that opens it."""

Fact = tuple[str, tuple[str, str]]


class Called(WorkScreen):
    """One step of the interruption ``ref``. Subclasses say what stands in it."""

    DEFAULT_CSS = """
    Called > #called { width: 100%; height: 1fr; padding: 1 4 0 4; }
    Called > #called > * { max-width: 100; }
    Called #title { margin-bottom: 1; }
    Called #facts { height: auto; margin-bottom: 1; }
    Called #by { height: auto; margin-bottom: 1; }
    Called #calm { height: auto; color: $role-dim; margin-bottom: 1; }
    Called #said { color: $role-warm; height: auto; max-height: 3; }
    Called > #foot { margin: 0 4 1 4; width: 1fr; }
    """
    holds_still = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.away = away_now(desk) or Away("", "away", "", 0, 1)  # another terminal was quicker: it goes again
        self.card = back_card(desk) or Back(self.away.minutes, self.away.source)

    @property
    def ref(self) -> str:
        return self.away.ref

    def compose(self) -> ComposeResult:
        with Vertical(id="called"):
            yield Said(id="title")
            yield Static(id="facts")
            yield from self.asks()
            yield Static(id="said")
        yield Said(id="foot")

    def asks(self) -> Iterable[Widget]:
        yield Static(block((NOTHING_NOW, "dim")), id="calm")

    def on_mount(self) -> None:
        self.look_again()

    def on_resize(self) -> None:
        self.look_again()

    # -- what is shown ------------------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Only what this desk says of the interruption itself; nothing of the world outside is shown."""
        found = away_now(self.desk)
        if found is None or found.ref != self.ref or not self.query("#title"):
            return  # it is over, or another one lies over it
        self.away = found
        self.card = back_card(self.desk) or self.card
        self.show_it()
        if self.on_top:
            self.call_later(self.step_on)

    async def step_on(self) -> None:
        """To the step it has come to, if another terminal has said something meanwhile."""

    def show_it(self) -> None:
        self.query_one("#title", Said).show(*self.title_parts())
        self.query_one("#facts", Static).update(block(*_rows(self.facts(), self.room)))
        for calm in self.query("#calm"):
            calm.display = self.size.height >= ROOMY
        self.query_one("#foot", Said).show(*foot_line(self.hints(), max(self.size.width - 8, 10), {"Enter"}))

    @property
    def room(self) -> int:
        return min(max(self.size.width - 8, 20), 100)

    def title_parts(self) -> tuple[Part, ...]:
        stopped = f" · clock on #{self.away.number} stopped" if self.away.number else ""
        return (("Interrupted", "text"), (f" {self.away.since}{stopped}{inside(self.away)}", "dim"))

    def facts(self) -> list[Fact]:
        """The next step stays in sight the whole time."""
        here: list[Fact] = [("You were here", (self.card.here, "text"))] if self.card.here else []
        wanted = self.card.wanted_to
        return [*here, ("Coming back I will", (wanted, "bright"))] if wanted else here

    def say(self, text: str | None) -> None:
        for one in self.query("#said").results(Static):
            one.update(block((text or "", "warm")))

    # -- where we were ------------------------------------------------------------------------------------------

    async def remember(self, place: str | None) -> None:
        """What lies below keeps its place: what is open over this has one of its own."""
        with suppress(NeedsPerson):
            await self.desk.set_place(OVER, f"{self.ref} {place}" if place else None)

    @property
    def over(self) -> str:
        """What lay over it, or the card that leads back, when workboard was left; empty for nothing."""
        ref, _, over = (self.desk.place(OVER) or "").partition(" ")
        return over if ref == self.ref else ""

    async def open_again(self) -> None:
        kind, _, about = self.over.rpartition(" + ")[2].partition(" ")
        if kind == "call":
            with suppress(WorkboardError):  # its ticket is not known here any more
                await sorting.note_on(self, self.ref, about)
        elif kind in AGAIN:
            await self.run_action(AGAIN[kind])
        else:
            await self.reopen(kind)

    def go(self, step: Called) -> AwaitComplete:
        """To another step. It may be waited for by a key alone: a handler of this screen would wait for its own end."""
        return self.app.switch_screen(step)

    # -- what can be done ---------------------------------------------------------------------------------------

    @command("quit", "ctrl+q", "quit", "Leave; the state is kept, and comes back as it was", EVERYWHERE, hint=90)
    async def action_quit(self) -> None:
        await self.app.action_quit()

    @command("interrupted", "i", "interrupted again", "Called away from this, too", AWAY, hint=60)
    async def action_interrupted(self) -> None:
        await interruption.stamp(self.desk)  # on the disk before anything is drawn
        await self.follow()

    def is_sorted(self) -> str | None:
        return f"It belongs to {self.belongs}." if self.away.sorted else None

    @command("ticket", "t", "make it a ticket", "A ticket in three fields; the call belongs to it", AWAY,
             when=is_sorted, hint=20)  # fmt: skip
    async def action_ticket(self) -> None:
        await sorting.make_ticket(self, self.ref)

    @command("quick_fix", "q", "quick fix", "Done on the spot: ticket, time and its end in one line", AWAY,
             when=is_sorted, hint=30)  # fmt: skip
    async def action_quick_fix(self) -> None:
        await sorting.fix(self, self.ref)

    @command("note", "n", "note", "A note on the ticket it was about, with its minutes", AWAY, hint=40)
    async def action_note(self) -> None:
        await sorting.note(self, self.ref)

    @property
    def belongs(self) -> str:
        if self.away.ticket_id is None:
            return "nothing that has to be kept"
        with suppress(WorkboardError):
            return subject_of(self.desk, self.away.ticket_id).heading
        return "a ticket that waits for its number"


def _rows(facts: list[Fact], width: int) -> list[Part]:
    """A label each, and words that stay behind it where they need more than one line."""
    parts: list[Part] = []
    for label, (words, role) in facts:
        lines = wrap(safe(words), max(width - INDENT, 12), MOST_LINES) or [""]
        parts += [*(["\n"] if parts else []), (label.ljust(INDENT), "dim"), (f"\n{' ' * INDENT}".join(lines), role)]
    return parts


def inside(away: Away) -> str:
    """How deep, in words."""
    others = away.depth - 1
    return "" if others < 1 else " · inside another one" if others == 1 else f" · inside {others} others"
