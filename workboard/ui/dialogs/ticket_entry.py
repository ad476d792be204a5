"""A ticket in three fields while the caller is still on the line; then its number, large enough to read out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual import on
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input, TextArea

from workboard.board import tickets
from workboard.board.contacts import Contact, matching
from workboard.board.desk import Desk
from workboard.board.tickets import Opened
from workboard.board.words import when
from workboard.domain.errors import UsageError
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Drafted, Words
from workboard.ui.dialogs.fields import row
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.choice import Choice
from workboard.ui.widgets.note_text import LineField, NoteText
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said

SOURCES: Final = ("phone", "walk-up", "chat", "mail")
URGENT: Final = (("n", "no"), ("y", "stops one person"), ("s", "stops a whole site"))
CONTACTS: Final = 3
NOWHERE: Final = Subject("new", "", None, None)


class Known(Said):
    """A contact it may be."""


class TicketEntry(Drafted):
    DEFAULT_CSS = """
    TicketEntry Known { padding-left: 18; display: none; }
    TicketEntry.-naming Known { display: block; }
    TicketEntry.-naming #facts { display: none; }
    TicketEntry #urgent { margin: 1 0; }
    TicketEntry.-short #urgent { margin: 0; }
    """
    kind = "ticket"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, NOWHERE)
        self.place = "ticket"
        self._source, self._called_at = 0, desk.now()
        found = self.load()
        name, urgent, problem = _fields(found.body if found else "")
        self._who, self._urgent, self._problem = name, urgent, problem
        self._kept = found
        self.opened: Opened | None = None
        self._found: list[Contact] = []
        self._marked = 0

    # -- what it shows ----------------------------------------------------------------------------------------

    def title_parts(self) -> tuple[Part, ...]:
        return (("New ticket", "text"), (f" · by {SOURCES[self._source]}, {when(self.desk, self._called_at)}", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("Who is it", self._who, "name")
        yield Said(id="facts")
        for at in range(CONTACTS + 1):
            yield Known(id=f"contact-{at}")
        yield Choice("Urgent", URGENT, self._urgent, id="urgent")
        yield Said(("What is wrong", "dim"))
        yield NoteText(self._problem, (0, 0), id="problem")

    def on_mount(self) -> None:
        self.query_one("#problem", NoteText).move_cursor(self.query_one("#problem", NoteText).document.end)
        self._look_up()

    def _look_up(self) -> None:
        """Who it may be, and what is known of the one whose name stands there."""
        name = self.query_one("#name", LineField).value.strip()
        found = matching(self.desk, name, CONTACTS)
        exact = next((one for one in found if name.casefold() in (one.name.casefold(), one.mail.casefold())), None)
        self._found = [] if exact else found
        self._marked = len(found) if name == self._who.strip() else 0  # what a draft kept is meant as it is written
        known = exact.where if exact else "nobody known by this name yet" if len(name) > 2 and not found else ""
        self.query_one("#facts", Said).show((" " * 18, "dim"), (known, "dim"))
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

    # -- what is typed ----------------------------------------------------------------------------------------

    def words(self) -> Words:
        problem = self.query_one("#problem", NoteText).text
        name, urgent = self.query_one("#name", LineField).value, self.query_one("#urgent", Choice).value
        return Words("\n".join((name, urgent, problem)) if name or problem else "")

    @on(Input.Changed, "#name")
    def named(self) -> None:
        self._look_up()
        self.touched()

    @on(TextArea.Changed)
    @on(Choice.Changed)
    def typed(self) -> None:
        self.touched()

    @on(Input.Submitted, "#name")
    def name_done(self) -> None:
        self.query_one("#urgent", Choice).focus()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """However the name is left, with Enter or Tab: whom the mark shows is who it is."""
        if event.widget.id == "name" and self.is_current and self.focused is not None:
            self._take_the_marked()

    def _take_the_marked(self) -> None:
        if self._marked < len(self._found):
            self.query_one("#name", LineField).value = self._found[self._marked].name

    @on(Choice.Chosen)
    def urgency_done(self) -> None:
        self.query_one("#problem", NoteText).focus()

    @command("up", "up", "", "The contact above", IN_A_SHEET)
    def action_up(self) -> None:
        self._marked = max(0, self._marked - 1)
        self._mark()

    @command("down", "down", "", "The contact below", IN_A_SHEET)
    def action_down(self) -> None:
        self._marked = min(len(self._found), self._marked + 1)
        self._mark()

    @command(
        "source", "ctrl+r", "how it came in", "Phone, walk-up, chat or mail: the title says which", IN_A_SHEET, hint=20
    )
    def action_source(self) -> None:
        self._source = (self._source + 1) % len(SOURCES)
        self.refresh_words()

    @command("save", "ctrl+s", "open the ticket", "Open it, and see its number", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        self._take_the_marked()
        name = self.query_one("#name", LineField).value.strip()
        problem = self.query_one("#problem", NoteText).text
        if not name or not problem.strip():
            raise UsageError("a ticket needs a name and what is wrong" + ("" if name else ": who is it?"))
        urgent = self.query_one("#urgent", Choice).value
        heard = f"By {SOURCES[self._source]}, {when(self.desk, self._called_at)}."
        opened = await tickets.open_ticket(
            self.desk, name=name, problem=problem, urgent=urgent != "n", impact="site" if urgent == "s" else None,
            mine=tickets.alone(self.desk), heard=self._with_facts(heard, name),
        )  # fmt: skip
        await self.drop()
        self.opened = opened
        self.sent("")

    def _with_facts(self, heard: str, name: str) -> str:
        """Company, site and phone as the cache has them, for whoever takes the ticket."""
        known = next((one for one in matching(self.desk, name, 1) if one.name.casefold() == name.casefold()), None)
        facts = (("Company", known.company), ("Site", known.site), ("Phone", known.phone)) if known else ()
        return "\n".join([heard, *(f"{label}: {value}" for label, value in facts if value)])


def _fields(body: str) -> tuple[str, str, str]:
    """A draft's three fields."""
    name, _, rest = body.partition("\n")
    urgent, _, problem = rest.partition("\n")
    return name, urgent or "n", problem
