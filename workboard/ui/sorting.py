"""What an interruption is made into, from wherever that is asked: while one is away, on the card that leads back, and
where those that nobody sorted are listed. Each way opens a sheet over the place it was asked from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from workboard.board.calls import Call, call
from workboard.board.desk import Desk
from workboard.domain.errors import WorkboardError
from workboard.ui.dialogs.call_note import CallNote, NoteOn
from workboard.ui.dialogs.quick_fix import QuickFix
from workboard.ui.dialogs.sheet import Sheet, subject_of
from workboard.ui.dialogs.ticket_entry import TicketEntry
from workboard.ui.dialogs.ticket_number import TicketNumber

Then = Callable[[], None]


class Asking(Protocol):
    """A screen or a sheet from which it is asked."""

    desk: Desk

    async def open_sheet(self, sheet: Sheet, then: Then | None = None) -> None: ...

    def call_later(self, callback: Callable[..., Awaitable[Any] | None], *args: Any) -> object: ...


def nothing() -> None:
    """Where nobody waits for it to be sorted."""


async def make_ticket(place: Asking, ref: str, then: Then = nothing) -> None:
    """Three fields, the source, the time and the name among them already; then the number, large."""
    entry = TicketEntry(place.desk, call(place.desk, ref))

    def closed() -> None:
        if entry.opened is not None:
            place.call_later(place.open_sheet, TicketNumber(place.desk, entry.opened), then)

    await place.open_sheet(entry, closed)


async def fix(place: Asking, ref: str, then: Then = nothing) -> None:
    """One line; what turns out to be more becomes a ticket, with its words."""
    sheet = QuickFix(place.desk, call(place.desk, ref))

    def closed() -> None:
        if sheet.as_ticket:
            place.call_later(make_ticket, place, ref, then)
        elif sheet.saved:
            then()

    await place.open_sheet(sheet, closed)


async def note(place: Asking, ref: str, then: Then = nothing) -> None:
    """On the ticket it was made into already, or on one that is asked for."""
    one = call(place.desk, ref)
    known = _known(place.desk, one)
    if known is not None:
        await note_on(place, ref, known, then)
        return
    which = NoteOn(place.desk, one)

    def closed() -> None:
        if which.found is not None:
            place.call_later(note_on, place, ref, which.found, then)

    await place.open_sheet(which, closed)


async def note_on(place: Asking, ref: str, ticket_id: str, then: Then = nothing) -> None:
    """On this one."""
    sheet = CallNote(place.desk, subject_of(place.desk, ticket_id), ref)

    def closed() -> None:
        if sheet.saved:
            then()

    await place.open_sheet(sheet, closed)


def _known(desk: Desk, one: Call) -> str | None:
    """Its ticket, if the help desk has it."""
    if one.ticket_id is None:
        return None
    try:
        return subject_of(desk, one.ticket_id).ticket_id
    except WorkboardError:
        return None
