"""A ticket in three fields while the caller is still on the line; then its number, large enough to read out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual import on
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea

from workboard.board import tickets
from workboard.board.calls import Call, heard
from workboard.board.contacts import matching
from workboard.board.desk import Desk
from workboard.board.tickets import Opened
from workboard.board.words import when
from workboard.domain.errors import UsageError
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.naming import Naming
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.choice import Choice
from workboard.ui.widgets.note_text import LineField, NoteText
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said

SOURCES: Final = ("phone", "walk-up", "chat", "mail")
URGENT: Final = (("n", "no"), ("y", "stops one person"), ("s", "stops a whole site"))
NOWHERE: Final = Subject("new", "", None, None)


class TicketEntry(Naming):
    """Made of a ``call`` it has that one's source, time and name, and a draft of its own: another ticket may lie half
    written below."""

    DEFAULT_CSS = """
    TicketEntry #urgent { margin: 1 0; }
    TicketEntry.-short #urgent { margin: 0; }
    """
    kind = "ticket"

    def __init__(self, desk: Desk, call: Call | None = None) -> None:
        super().__init__(desk, NOWHERE if call is None else Subject(call.ref, "", None, None))
        self.place = "ticket" if call is None else "call_ticket"
        self._call = call
        self._sources = SOURCES if call is None or call.came_by in SOURCES else (call.came_by, *SOURCES)
        self._source = 0 if call is None else self._sources.index(call.came_by)
        self._called_at = desk.now() if call is None else call.began_at
        found = self.load()
        name, self._urgent, self._problem = _fields(found.body if found else "")
        self.who = name or (call.who if call is not None else "")
        self._kept = found
        self.opened: Opened | None = None
        self._jumped = False
        """the urgency was just given, and that led on to the problem"""

    # -- what it shows ----------------------------------------------------------------------------------------

    def title_parts(self) -> tuple[Part, ...]:
        return (
            ("New ticket", "text"),
            (f" · by {self._sources[self._source]}, {when(self.desk, self._called_at)}", "dim"),
        )

    def body(self) -> Iterable[Widget]:
        yield from self.naming()
        yield Choice("Urgent", URGENT, self._urgent, id="urgent")
        yield Said(("What is wrong", "dim"))
        yield NoteText(self._problem, (0, 0), id="problem")

    def on_mount(self) -> None:
        self.query_one("#problem", NoteText).move_cursor(self.query_one("#problem", NoteText).document.end)

    # -- what is typed ----------------------------------------------------------------------------------------

    def words(self) -> Words:
        problem = self.query_one("#problem", NoteText).text
        name, urgent = self.query_one("#name", LineField).value, self.query_one("#urgent", Choice).value
        return Words("\n".join((name, urgent, problem)) if name or problem else "")

    @on(TextArea.Changed)
    @on(Choice.Changed)
    def typed(self) -> None:
        self.touched()

    @on(Input.Submitted, "#name")
    def name_done(self) -> None:
        self.query_one("#urgent", Choice).focus()

    @on(Choice.Chosen)
    def urgency_done(self) -> None:
        self.query_one("#problem", NoteText).focus()
        self._jumped = True

    def on_key(self, event: Key) -> None:
        """Whoever says how urgent it is and goes on with Tab out of habit is where that would have led."""
        if event.key == "tab" and self._jumped:
            event.stop()
        self._jumped = False

    @command(
        "source", "ctrl+r", "how it came in", "Phone, walk-up, chat or mail: the title says which", IN_A_SHEET, hint=20
    )
    def action_source(self) -> None:
        self._source = (self._source + 1) % len(self._sources)
        self.refresh_words()

    @command("save", "ctrl+s", "open the ticket", "Open it, and see its number", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        self.take_the_marked()
        name = self.name_typed
        problem = self.query_one("#problem", NoteText).text
        if not name or not problem.strip():
            raise UsageError("a ticket needs a name and what is wrong" + ("" if name else ": who is it?"))
        urgent = self.query_one("#urgent", Choice).value
        how = heard(self.desk, self._sources[self._source], self._called_at)
        opened = await tickets.open_ticket(
            self.desk, name=name, problem=problem, urgent=urgent != "n", impact="site" if urgent == "s" else None,
            mine=tickets.alone(self.desk), heard=self._with_facts(how, name),
            call=None if self._call is None else self._call.ref,
        )  # fmt: skip
        await self.drop()
        self.opened = opened
        self.sent("")

    def _with_facts(self, how: str, name: str) -> str:
        """Company, site and phone as the cache has them, for whoever takes the ticket."""
        known = next((one for one in matching(self.desk, name, 1) if one.name.casefold() == name.casefold()), None)
        facts = (("Company", known.company), ("Site", known.site), ("Phone", known.phone)) if known else ()
        return "\n".join([how, *(f"{label}: {value}" for label, value in facts if value)])


def as_draft(name: str, problem: str) -> str:
    """What a draft holds of a ticket nobody has written at yet."""
    return "\n".join((name, URGENT[0][0], problem))


def _fields(body: str) -> tuple[str, str, str]:
    """A draft's three fields."""
    name, _, rest = body.partition("\n")
    urgent, _, problem = rest.partition("\n")
    return name, urgent or "n", problem
