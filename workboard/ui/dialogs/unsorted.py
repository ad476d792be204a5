"""Asked once, when work is parked: what the interruptions were for that nobody sorted. Enter leaves one as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.widget import Widget
from textual.widgets import Static

from workboard.board import interruption, unsorted
from workboard.board.desk import Desk
from workboard.board.unsorted import Unsorted as One
from workboard.domain.text import fit
from workboard.ui import sorting
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part, block

ROWS: Final = 8
"""rows of the terminal that are not the list"""


class Unsorted(Sheet):
    """One after the other; whatever is answered, nobody is asked again."""

    DEFAULT_CSS = "Unsorted #ones { height: auto; }"
    AUTO_FOCUS = ""
    place = "unsorted"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._all = unsorted.of_today(desk)
        self._at = 0

    def title_parts(self) -> tuple[Part, ...]:
        many = "1 interruption" if len(self._all) == 1 else f"{len(self._all)} interruptions"
        return (("What was it for?", "text"), (f" · {many} of today, asked this once", "dim"))

    def body(self) -> Iterable[Widget]:
        yield Static(id="ones")

    def refresh_words(self) -> None:
        super().refresh_words()
        room = max(self.app.size.height - ROWS, 1)
        first = max(0, min(self._at, len(self._all) - room))
        lines = [self._line(at) for at in range(first, min(first + room, len(self._all)))]
        parts = [part for at, line in enumerate(lines) for part in (["\n"] if at else []) + line]
        self.query_one("#ones", Static).update(block(*parts))

    def _line(self, at: int) -> list[Part]:
        one = self._all[at]
        who = fit(" · ".join(part for part in (one.source or "not said", one.who) if part), max(self.columns - 22, 8))
        mark: Part = ("▸ ", "accent") if at == self._at else "  "
        role = "bright" if at == self._at else "dim"
        return [mark, (f"{one.since}  {one.minutes:>3} min   ", "dim"), (who, role)]

    # -- one after the other ----------------------------------------------------------------------------------

    @property
    def _one(self) -> One:
        return self._all[self._at]

    async def next(self) -> None:
        """This one was asked about; after the last one the sheet is gone."""
        await unsorted.asked(self.desk, [self._one.ref])
        if self._at + 1 < len(self._all):
            self._at += 1
            self.refresh_words()
        else:
            self.dismiss(None)

    @command("ticket", "t", "ticket", "Make it a ticket", IN_A_SHEET, hint=10)
    async def action_ticket(self) -> None:
        await sorting.make_ticket(self, self._one.ref, self._later)

    @command("note", "n", "note", "A note on the ticket it was about", IN_A_SHEET, hint=20)
    async def action_note(self) -> None:
        await sorting.note(self, self._one.ref, self._later)

    @command("quick_fix", "q", "quick fix", "It was done on the spot", IN_A_SHEET, hint=30)
    async def action_quick_fix(self) -> None:
        await sorting.fix(self, self._one.ref, self._later)

    @command("drop", "x", "drop it", "It was for nothing that has to be kept", IN_A_SHEET, hint=40)
    async def action_drop(self) -> None:
        await interruption.sort(self.desk, self._one.ref)
        await self.next()

    @command("leave_it", "enter", "next", "Leave it as it is", IN_A_SHEET, hint=50)
    async def action_leave_it(self) -> None:
        await self.next()

    @command("close", "escape", "leave all", "Leave all of them as they are; nobody asks again", IN_A_SHEET, hint=60)
    async def action_close(self) -> None:
        await unsorted.asked(self.desk, [one.ref for one in self._all[self._at :]])
        self.dismiss(None)

    def _later(self) -> None:
        self.call_later(self.next)
