"""Sheets in which somebody is named: known contacts while the first letters are typed, and what is known of the one
who is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import on
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input

from workboard.board.contacts import Contact, matching
from workboard.board.desk import Desk
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Drafted
from workboard.ui.dialogs.fields import row
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said

CONTACTS: Final = 3
INDENT: Final = 18


class Known(Said):
    """A contact it may be."""


class Naming(Drafted):
    """``who`` is what stands in the field when it opens, as it was meant."""

    DEFAULT_CSS = """
    Naming Known { padding-left: 18; display: none; }
    Naming.-naming Known { display: block; }
    Naming.-naming #facts { display: none; }
    """
    asks_who: ClassVar[str] = "Who is it"

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk, subject)
        self.who = ""
        self._found: list[Contact] = []
        self._marked = 0

    def naming(self) -> Iterable[Widget]:
        """The field, and below it whom it may mean."""
        yield row(self.asks_who, self.who, "name")
        yield Said(id="facts")
        for at in range(CONTACTS + 1):
            yield Known(id=f"contact-{at}")

    def on_mount(self) -> None:
        self.look_up()

    @property
    def name_typed(self) -> str:
        return self.query_one("#name", LineField).value.strip()

    def look_up(self) -> None:
        """Who it may be, and what is known of the one whose name stands there."""
        name = self.name_typed
        found = matching(self.desk, name, CONTACTS)
        exact = next((one for one in found if name.casefold() in (one.name.casefold(), one.mail.casefold())), None)
        self._found = [] if exact else found
        self._marked = len(found) if name == self.who.strip() else 0  # what a draft kept is meant as it is written
        known = exact.where if exact else "nobody known by this name yet" if len(name) > 2 and not found else ""
        self.query_one("#facts", Said).show((" " * INDENT, "dim"), (known, "dim"))
        self._mark()

    def _mark(self) -> None:
        self.set_class(bool(self._found), "-naming")
        for at in range(CONTACTS + 1):
            self.query_one(f"#contact-{at}", Known).show(*self._contact_line(at))

    def _contact_line(self, at: int) -> tuple[Part, ...]:
        if at > len(self._found) or not self._found:
            return ("",)
        mark: Part = ("▸ ", "accent") if at == self._marked else "  "
        if at == len(self._found):
            return mark, ("somebody else, as written", "dim")
        return mark, (self._found[at].name, "bright" if at == self._marked else "text"), f"  {self._found[at].where}"

    @on(Input.Changed, "#name")
    def named(self) -> None:
        self.look_up()
        self.touched()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """However the name is left, with Enter or Tab: whom the mark shows is who it is."""
        if event.widget.id == "name" and self.is_current and self.focused is not None:
            self.take_the_marked()

    def take_the_marked(self) -> None:
        if self._marked < len(self._found):
            self.query_one("#name", LineField).value = self._found[self._marked].name

    @command("up", "up", "", "The contact above", IN_A_SHEET)
    def action_up(self) -> None:
        self._marked = max(0, self._marked - 1)
        self._mark()

    @command("down", "down", "", "The contact below", IN_A_SHEET)
    def action_down(self) -> None:
        self._marked = min(len(self._found), self._marked + 1)
        self._mark()
