"""A quick fix in one line, against its clock: past the cap it says so, and offers a ticket instead."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workboard.board import calls, notes
from workboard.board.booking import call_minutes
from workboard.board.calls import Call
from workboard.board.desk import Desk
from workboard.domain.quick_note import reads_as
from workboard.ui.commands import command
from workboard.ui.dialogs.drafted import Words
from workboard.ui.dialogs.fields import row, words_of
from workboard.ui.dialogs.naming import Naming
from workboard.ui.dialogs.sheet import IN_A_SHEET, Subject
from workboard.ui.dialogs.ticket_entry import TicketEntry, as_draft
from workboard.ui.widgets.note_text import LineField
from workboard.ui.widgets.plain import Part
from workboard.ui.widgets.said import Said


class QuickFix(Naming):
    """``as_ticket`` at its end: its words are the draft of a ticket now."""

    DEFAULT_CSS = """
    QuickFix #line-row { margin-bottom: 1; }
    QuickFix.-short #line-row { margin-bottom: 0; }
    QuickFix #late { display: none; }
    QuickFix.-late #late { display: block; }
    """
    kind = "quick_fix"
    asks_who = "For whom"

    def __init__(self, desk: Desk, call: Call) -> None:
        super().__init__(desk, Subject(call.ref, "", None, None))
        self._ref = call.ref
        found = self.load()
        self._line, _, self.who = found.body.partition("\n") if found is not None else ("", "", call.who)
        self._kept = Words(f"\n{call.who}") if found is None else found
        self.as_ticket = False

    # -- what it shows ----------------------------------------------------------------------------------------

    @property
    def _minutes(self) -> int:
        return call_minutes(self.desk, self._ref)

    def title_parts(self) -> tuple[Part, ...]:
        return (("Quick fix", "text"), (f" · {self._minutes} of {self.desk.policy.limits.quick_fix} min", "dim"))

    def body(self) -> Iterable[Widget]:
        yield row("What was done", self._line, "line")
        yield from self.naming()
        yield Said(id="reads")
        yield Said(id="late")

    def refresh_words(self) -> None:
        """The minutes go on while one writes."""
        super().refresh_words()
        cap = self.desk.policy.limits.quick_fix
        self.set_class(self._minutes > cap, "-late")
        late = f"It took more than {cap} min: a ticket may be the better place for it. It can be saved all the same."
        self.query_one("#late", Said).show((late, "warm"))
        self._read()

    def _read(self) -> None:
        said = reads_as(calls.read_fix(next(words_of(self, "line"))), self._minutes)
        self.query_one("#reads", Said).show(("reads as  ", "dim"), f"{said} · closed at once")

    def look_again(self) -> None:
        if self.query("#reads"):
            self.refresh_words()

    # -- what is typed ----------------------------------------------------------------------------------------

    def words(self) -> Words:
        return Words("\n".join(words_of(self, "line", "name")))

    @on(Input.Changed, "#line")
    def typed(self) -> None:
        self._read()
        self.touched()

    @on(Input.Submitted, "#line")
    async def line_done(self) -> None:
        """For whom is asked for once; whoever was named before is kept."""
        if self.name_typed:
            await self.action_save()
        else:
            self.set_focus(self.query_one("#name", LineField))

    @on(Input.Submitted, "#name")
    async def name_done(self) -> None:
        await self.action_save()

    @command(
        "save", "ctrl+s", "save", "Ticket, time and its end at once (Enter goes on, then saves)", IN_A_SHEET, hint=10
    )
    async def action_save(self) -> None:
        self.take_the_marked()
        fixed = await calls.quick_fix(self.desk, self._ref, name=self.name_typed, line=next(words_of(self, "line")))
        await self.drop()
        time = f", {fixed.minutes} min booked" if fixed.minutes else ""
        self.sent(f"Quick fix saved{time}, closed.")

    @command(
        "as_ticket", "ctrl+n", "make it a ticket", "It is no quick fix: the words go into a ticket", IN_A_SHEET, hint=20
    )
    async def action_as_ticket(self) -> None:
        self.take_the_marked()
        line, name = words_of(self, "line", "name")
        if line or name:
            await notes.save_draft(self.desk, self._ref, TicketEntry.kind, as_draft(name, line))
        self.as_ticket = True
        await self.drop()
        self.sent("")
