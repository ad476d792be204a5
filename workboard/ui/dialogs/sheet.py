"""Sheets: what opens at the bottom of the screen over the board, bound to the ticket it was opened for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from workboard.board.desk import Desk, ticket_of
from workboard.domain.text import fit, safe
from workboard.ui.commands import Commanded, command, lookout_of
from workboard.ui.widgets.plain import Part, foot_line, plain
from workboard.ui.widgets.said import Said

IN_A_SHEET = "In a sheet"
NAME_WIDTH = 24
"""Columns a name may take in a title: who will read it must never be pushed off the line."""


class Subject(NamedTuple):
    """The ticket a sheet is about, fixed when it opens: whatever sync does, the words go there."""

    ticket_id: str
    number: str
    company: str | None
    contact: str | None

    @property
    def client(self) -> str:
        return fit(safe(self.contact or ""), NAME_WIDTH) or "the client"

    @property
    def heading(self) -> str:
        company = fit(safe(self.company or ""), NAME_WIDTH)
        return f"#{self.number} {company}" if company else f"#{self.number}"


def subject_of(desk: Desk, ticket_id: str) -> Subject:
    found = ticket_of(desk.database.read(), ticket_id)
    return Subject(found.id, found.number, found.company, found.contact_name)


class Sheet(Commanded, ModalScreen[str | None]):
    """Closes with one line for the board's notice, or ``None``. Subclasses give a title and a body.

    ``place`` is what is remembered while it is open, so that a reopened workboard opens it again.
    """

    DEFAULT_CSS = """
    Sheet { align: left bottom; background: $role-base 25%; }
    Sheet > #sheet {
        width: 100%; height: auto; max-height: 100%; padding: 0 4; background: $role-card;
        border-top: solid $role-rule;
    }
    Sheet > #sheet > * { max-width: 100; }
    Sheet #title { margin-bottom: 1; }
    Sheet #foot { margin: 1 0; max-width: 100%; }
    Sheet #said { display: none; color: $role-warm; height: auto; max-height: 3; }
    Sheet.-said #said { display: block; }
    Sheet.-short #title { margin-bottom: 0; }
    Sheet.-short #foot { margin: 1 0 0 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-usual"), (32, "-tall")]  # noqa: RUF012 (Textual declares it so)
    AUTO_FOCUS: ClassVar[str | None] = "*"
    writes: ClassVar[bool] = False
    """a text is typed in it"""
    place: str | None = None

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def title_parts(self) -> tuple[Part, ...]:
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield Said(*self.title_parts(), id="title")
            yield from self.body()
            yield Static(id="said")
            yield Said(id="foot")

    @property
    def columns(self) -> int:
        """How wide a line on the sheet may be."""
        return min(max(self.app.size.width - 8, 10), 100)

    def on_mount(self) -> None:
        self.refresh_words()

    def on_resize(self) -> None:
        self.refresh_words()

    def refresh_words(self) -> None:
        """Title and keys, where they depend on what is chosen."""
        self.query_one("#title", Said).show(*self.title_parts())
        width = max(self.app.size.width - 8, 10)
        self.query_one("#foot", Said).show(*foot_line(self.hints(), width, self.ways_out()))

    def look_again(self) -> None:
        """Something has changed on the desk; most sheets stay as they are under the hands."""

    def say(self, text: str | None) -> None:
        self.set_class(text is not None, "-said")
        self.query_one("#said", Static).update(plain((text or "", "warm")))

    @command(
        "interrupted", "ctrl+o", "interrupted", "Called away: the clock stops; the sheet waits as it is", IN_A_SHEET,
        hint=75,
    )  # fmt: skip
    async def action_interrupted(self) -> None:
        from workboard.board import interruption

        await interruption.stamp(self.desk)  # on the disk before anything is drawn
        await self.keep_words()
        await lookout_of(self.app).follow()

    async def open_sheet(self, sheet: Sheet, then: Callable[[], None] | None = None) -> None:
        """Over this one; its last word is said here."""

        def closed(words: str | None) -> None:
            self.refresh_words()
            self.say(words or None)
            if then is not None:
                then()

        await self.app.push_screen(sheet, closed)

    def hints(self) -> list[tuple[str, str]]:
        """Being called away has its place at the foot where one writes: there *i* is a letter."""
        return [hint for hint in super().hints() if self.writes or hint[0] != "Ctrl+O"]

    async def keep_words(self) -> None:
        """What is typed, on the disk as it is."""

    @command("close", "escape", "close", "Close the sheet; nothing is changed", IN_A_SHEET, hint=90)
    async def action_close(self) -> None:
        await self.let_go()
        self.dismiss(None)

    async def let_go(self) -> None:
        """What has to be kept before the sheet is gone."""
