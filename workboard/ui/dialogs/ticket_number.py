"""The number of a ticket just opened, to be read out to the caller."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.widget import Widget
from textual.widgets import Digits

from workboard.board import tickets
from workboard.board.desk import Desk
from workboard.board.tickets import Opened
from workboard.ui.clipboard import copy
from workboard.ui.commands import command
from workboard.ui.dialogs.sheet import IN_A_SHEET, Sheet
from workboard.ui.widgets.plain import Part, figures
from workboard.ui.widgets.said import Said

PLACE: Final = "number"


class TicketNumber(Sheet):
    DEFAULT_CSS = """
    TicketNumber #number { color: $role-bright; width: auto; margin: 0 0 1 0; }
    TicketNumber.-waiting #number { display: none; }
    """
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        super().__init__(desk)
        self.place = " ".join((PLACE, opened.ticket_id, *opened.ids))
        self._opened = opened
        self._number = tickets.number_of(desk, opened)

    def title_parts(self) -> tuple[Part, ...]:
        return (("The ticket's number" if self._number else "The ticket is saved", "text"),)

    def body(self) -> Iterable[Widget]:
        yield Digits(figures(_digits(self._number)), id="number")
        yield Said(id="words")

    def on_mount(self) -> None:
        self.look_again()

    def look_again(self) -> None:
        """The number may come while the caller waits."""
        if not self.query("#number"):
            return  # told of a change before the sheet was drawn
        self._number = self._number or tickets.number_of(self.desk, self._opened)
        self.set_class(self._number is None, "-waiting")
        self.query_one("#number", Digits).update(figures(_digits(self._number)))
        waits = "Its number comes when the help desk has taken it; it waits in the outbox (!)."
        self.query_one("#words", Said).show(f"#{self._number}" if self._number else waits)
        self.refresh_words()

    def no_number(self) -> str | None:
        return None if self._number else "The help desk has not given it a number yet."

    @command("copy", "y", "copy the number", "Put the number into the clipboard", IN_A_SHEET, when=no_number, hint=10)
    def action_copy(self) -> None:
        self.say(copy(self.app, str(self._number)))

    @command("close", "enter,escape", "close", "Close; the ticket is saved", IN_A_SHEET, hint=20)
    def action_close(self) -> None:
        self.dismiss(f"#{self._number} opened" if self._number else "The ticket is saved; its number comes later")


def _digits(number: str | None) -> str:
    """What can be drawn large; a number with letters stands in the line below only."""
    return number if number and number.isascii() and number.isdigit() else ""
