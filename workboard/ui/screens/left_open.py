"""The sheet that was open over the board when workboard was left."""

from __future__ import annotations

from workboard.board import unsorted
from workboard.board.desk import Desk, candidate_of
from workboard.ui.dialogs.ask_help import AskHelp
from workboard.ui.dialogs.finish import Finish
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.park import Park
from workboard.ui.dialogs.sheet import Sheet, subject_of
from workboard.ui.dialogs.skip import Skip
from workboard.ui.dialogs.unsorted import Unsorted


def left_open(desk: Desk, kind: str, about: str) -> Sheet | None:
    """The sheet whose place this is, with its words; ``WorkboardError`` where its ticket is not known any more."""
    if kind == "note":
        return NoteEntry(desk, subject_of(desk, about))
    if kind == "help":
        return AskHelp(desk, subject_of(desk, about))
    if kind == "unsorted":
        return Unsorted(desk) if unsorted.of_today(desk) else None
    if kind == "my_day":
        from workboard.ui.dialogs.my_day import MyDay

        return MyDay(desk)
    if kind == "number":
        from workboard.board.tickets import Opened
        from workboard.ui.dialogs.ticket_number import TicketNumber

        ticket_id, *ids = about.split(" ")
        return TicketNumber(desk, Opened(tuple(ids), ticket_id))
    if kind == "why":
        from workboard.ui.dialogs.why import Why

        return Why(desk, subject_of(desk, candidate_of(desk.database.read(), about).ticket.id), about)
    letting_go = {"finish": Finish, "park": Park, "skip": Skip}.get(kind)
    return None if letting_go is None else letting_go(desk, about)
