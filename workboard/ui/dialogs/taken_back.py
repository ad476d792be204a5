"""Where the words are again that were taken back: the sheet they were typed in."""

from __future__ import annotations

from workboard.board import calls
from workboard.board.desk import Desk
from workboard.board.undo import Undone
from workboard.domain.errors import WorkboardError
from workboard.ui.dialogs.answer import Answer
from workboard.ui.dialogs.call_note import CallNote
from workboard.ui.dialogs.finish import Finish
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import Sheet, subject_of
from workboard.ui.dialogs.skip import Skip


def sheet_of(desk: Desk, undone: Undone) -> Sheet | None:
    """``None`` where nothing was written, or the ticket is not known here any more."""
    try:
        if undone.sheet == "finish" and undone.activity_id is not None:
            return Finish(desk, undone.activity_id)
        if undone.sheet == "skip" and undone.activity_id is not None:
            return Skip(desk, undone.activity_id)
        if undone.sheet == CallNote.kind:
            ref = calls.newest_on(desk, undone.ticket_id)
            return None if ref is None else CallNote(desk, subject_of(desk, undone.ticket_id), ref)
        if undone.sheet == "step":
            from workboard.ui.dialogs.assign_step import AssignStep  # a lead's alone

            return AssignStep(desk, subject_of(desk, undone.ticket_id))
        if undone.sheet in ("give_help", "move_up"):
            from workboard.ui.dialogs.lead_lines import GiveHelp, MoveUp

            line = GiveHelp if undone.sheet == "give_help" else MoveUp
            return line(desk, subject_of(desk, undone.ticket_id))
        if undone.sheet in ("answer", "note"):
            kind = Answer if undone.sheet == "answer" else NoteEntry
            return kind(desk, subject_of(desk, undone.ticket_id))
    except WorkboardError:
        return None
    return None
