"""The next step of anybody's ticket, and for whom it is: for whoever has it, or for a colleague who gets it with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from textual import on
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import dispatch, lead_acts
from workboard.board.desk import Desk, ticket_of
from workboard.board.dispatch import Colleague
from workboard.board.words import name_of
from workboard.domain.errors import UsageError
from workboard.domain.reason import length
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Drafted, Words
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.people_lines import Option, PeopleLines
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part

STEP, FOR = "step", "for"
HAS_IT: Final = "has it now"
NEITHER: Final = "write the next step, or say who gets the ticket"


class AssignStep(Drafted):
    """Where the help desk lets nobody give a ticket away, the step alone is asked for."""

    DEFAULT_CSS = """
    AssignStep #people { margin-bottom: 1; }
    AssignStep.-short #people { margin-bottom: 0; }
    """
    kind = lead_acts.STEP_DRAFT

    def __init__(self, desk: Desk, subject: Subject) -> None:
        super().__init__(desk, subject)
        self._owner = ticket_of(desk.database.read(), subject.ticket_id).owner_id
        self._has = name_of(desk, self._owner)
        self._people: tuple[Colleague, ...] = ()
        if self._gives:
            self._people = dispatch.colleagues(desk)
        found = self.load()
        self._step, _, self._for = ("" if found is None else found.body).partition("\n")
        self._kept = found or Words("")

    @property
    def _gives(self) -> bool:
        return self.desk.capabilities.assigns

    # -- what it shows ----------------------------------------------------------------------------------------

    def title_parts(self) -> tuple[Part, ...]:
        return (("Assign the next step", "text"), (f" · {self.subject.heading} · whoever has it reads it", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("Next step", self._step, STEP)
        if self._gives:
            yield row("For", self._for, FOR)
            yield PeopleLines(id="people")

    def on_mount(self) -> None:
        self._look_up()

    def refresh_words(self) -> None:
        super().refresh_words()
        if self._gives:
            self._list.fit()

    def _look_up(self) -> None:
        if self._gives:
            self._list.show(self._options(next(words_of(self, FOR))))

    @property
    def _list(self) -> PeopleLines:
        return self.query_one("#people", PeopleLines)

    def _options(self, letters: str) -> Sequence[Option]:
        if letters.strip():
            return [self._option(one) for one in dispatch.likely(self._people, letters)]
        others = (self._option(one) for one in self._people if one.id != self._owner)
        return [Option(None, self._has, HAS_IT), *others]

    def _option(self, one: Colleague) -> Option:
        if one.id == self._owner:
            return Option(one.id, one.name, HAS_IT)
        return Option(one.id, one.name, f"{length(one.room)} free today" if one.room else "no time left today")

    # -- what is typed ----------------------------------------------------------------------------------------

    def words(self) -> Words:
        step, *whom = words_of(self, STEP, *([FOR] if self._gives else []))
        return Words("\n".join([step, *filter(None, whom)]))

    @on(Input.Changed, f"#{STEP}")
    def typed(self) -> None:
        self.touched()

    @on(Input.Changed, f"#{FOR}")
    def named(self) -> None:
        self._look_up()
        self.touched()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """However the field is left: whom the mark shows is who it is."""
        if event.widget.id == FOR and self.is_current and self.focused is not None:
            self._take_the_marked()

    def on_descendant_focus(self) -> None:
        self.refresh_words()

    def _take_the_marked(self) -> None:
        one = self._list.marked
        if one is not None and one.value is not None:
            field = self.query_one(f"#{FOR}", LineField)
            field.value = field.proposed = one.name  # typed over, when one comes back to it

    @on(Input.Submitted)
    async def entered(self) -> None:
        await self.action_save()

    @command("save", "ctrl+s", "assign", "Write it on the ticket (so does Enter)", IN_A_SHEET, hint=10)
    async def action_save(self) -> None:
        step, to = next(words_of(self, STEP)), self._to()
        if not step.strip() and to is None:
            raise UsageError(NEITHER if self._gives else lead_acts.NO_STEP)
        if to is not None and not next(words_of(self, FOR)).strip():
            self._take_the_marked()
        await self._keep()  # so that u brings it back as it was typed, or chosen
        taker = await lead_acts.assign_step(self.desk, self.subject.ticket_id, step, to)
        self.sent(f"#{self.subject.number}: {_said(step, taker)}")

    def _to(self) -> str | None:
        """Whom the mark shows; what was typed, where that is nobody."""
        if not self._gives:
            return None
        one = self._list.marked
        return one.value if one is not None else next(words_of(self, FOR))

    def no_people(self) -> str | None:
        return None if self._gives else f"{self.desk.capabilities.label} lets nobody give a ticket away from here."

    @command("up", "up", "", "The colleague above", IN_A_SHEET, when=no_people)
    def action_up(self) -> None:
        self._list.move(-1)

    @command("down", "down", "", "The colleague below", IN_A_SHEET, when=no_people)
    def action_down(self) -> None:
        self._list.move(1)

    def hints(self) -> list[tuple[str, str]]:
        found = [("Enter" if key == "Ctrl+S" else key, label) for key, label in super().hints()]
        if not self._gives:
            return found
        return [found[0], ("Tab", "next step" if self._in_for else "for whom"), *found[1:]]

    @property
    def _in_for(self) -> bool:
        return self.focused is not None and self.focused.id == FOR


def _said(step: str, taker: Colleague | None) -> str:
    if taker is None:
        return "next step assigned"
    return f"given to {taker.name}" + (", with its next step" if step.strip() else "")
