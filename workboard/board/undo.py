"""Taking back the last act, as long as nothing of it was sent: once a row has left there is no way back but another
note."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.putting_back import WRITTEN, away_since, local_back, rows_back
from workboard.board.trace import Step, read, work_now
from workboard.domain.errors import ImpossibleAct
from workboard.domain.typed import NamedTuple
from workboard.store import entries, journal, overlay
from workboard.store.database import Reader, Transaction
from workboard.store.entries import Entry


class Undone(NamedTuple):
    """``what`` was taken back, in words; ``sheet`` is the kind of sheet its words are in again, if any."""

    what: str
    ticket_id: str
    number: str
    sheet: str | None = None
    activity_id: str | None = None


async def undo_last(desk: Desk) -> Undone:
    """Take back the last act. ``ImpossibleAct`` says why it is too late, or that there is none."""
    now = desk.now()

    def work(transaction: Transaction) -> tuple[Undone, list[str]]:
        step = _last(transaction)
        rows = entries.of_act(transaction, step.act, step.since)
        number = number_of(transaction, step.ticket_id)
        _must_be_here(transaction, rows, number)
        if work_now(transaction, step.activity_id) != step.after or away_since(transaction, step):
            raise ImpossibleAct(f"#{number}: it has changed since, so it stays as it is")
        sheet = rows_back(transaction, rows, now, step.what)
        local_back(transaction, step)
        journal.forget_act(transaction, step.act)
        what = sheet if sheet is not None and step.what in WRITTEN else step.what  # a note may be one the client reads
        return Undone(what, step.ticket_id, number, sheet, step.activity_id), [one.id for one in rows]

    undone, identifiers = await desk.database.awrite(work)
    if desk.promises is not None:
        desk.promises.forget(identifiers)
    return undone


def _last(reader: Reader) -> Step:
    """The newest act, also one that left no inverse: of that its words can be taken back, and nothing else."""
    found = journal.last_act(reader)
    step = read(found) if found is not None else None
    later = entries.newest_since(reader, step.since, step.act) if step is not None else entries.newest_since(reader)
    if later is not None and later.verb not in WRITTEN:
        raise ImpossibleAct(f"#{number_of(reader, later.ticket_id)}: ! takes this one back, if it has not left")
    if later is not None:
        return Step(later.act, later.verb, later.ticket_id, later.seq)
    if step is None:
        raise ImpossibleAct("there is nothing to take back")
    return step


def _must_be_here(reader: Reader, rows: list[Entry], number: str) -> None:
    for one in rows:
        if one.state == "done" and one.verb == "schedule":
            raise ImpossibleAct(f"#{number}: its date is set already; finish it, or skip it with a reason")
        if one.state == "done":
            raise ImpossibleAct(f"#{number}: already in the ticket; add a note instead")
        if one.state in ("rejected", "conflict", "dropped"):
            raise ImpossibleAct(f"#{number}: it was decided otherwise meanwhile; ! shows where it stands")
        if entries.may_have_arrived(reader, one):
            raise ImpossibleAct(f"#{number}: it is on its way already; ! shows where it stands")


def number_of(reader: Reader, ticket_id: str) -> str:
    found = overlay.ticket(reader, ticket_id)
    return "new" if found is None else found.number
