"""Promises nobody keeps any more: a text to a client whose process ended before it left is a draft again."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.putting_back import local_back, rows_back
from workboard.board.trace import read, work_now
from workboard.board.undo import Undone, number_of
from workboard.store import entries, journal
from workboard.store.database import Transaction
from workboard.store.entries import Entry

LATE_MS = 60_000
"""How long after its time a promise is not kept before nobody is expected to keep it."""


async def revive(desk: Desk, *, late: bool = False) -> list[Undone]:
    """What another process had promised and did not live to send is a draft again, and what it did here with it is
    undone. A board that opens asks for all of it; ``late``: only what should have left long ago."""
    now, wall = desk.now(), desk.wall()
    mine = desk.promises
    if not entries.any_promised(desk.database.read()):
        return []

    def work(transaction: Transaction) -> list[Undone]:
        lost = [
            one
            for one in entries.open_entries(transaction)
            if one.promised and not (mine is not None and one.id in mine)
            and (not late or (one.next_at or 0) + LATE_MS < wall)
        ]  # fmt: skip
        return [_revived(transaction, one, now) for one in lost]

    return await desk.database.awrite(work)


def _revived(transaction: Transaction, one: Entry, now: int) -> Undone:
    kept = journal.place(transaction, f"undo {one.act}")
    step = read(kept) if kept is not None else None
    rows = entries.of_act(transaction, one.act, step.since if step is not None else one.seq)
    waiting = [row for row in rows if row.state in ("pending", "held") and not row.frozen]
    what = step.what if step is not None else one.verb
    sheet = rows_back(transaction, waiting, now, what)
    if step is not None and len(waiting) == len(rows) and work_now(transaction, step.activity_id) == step.after:
        local_back(transaction, step)
    journal.forget_act(transaction, one.act)
    return Undone(what, one.ticket_id, number_of(transaction, one.ticket_id), sheet, step.activity_id if step else None)


def words(lost: list[Undone]) -> str:
    """One line about it."""
    if len(lost) > 1:
        return f"{len(lost)} texts to clients not sent, drafts again: workboard had ended"
    return f"#{lost[0].number}: {lost[0].what} not sent, a draft again: workboard had ended"
