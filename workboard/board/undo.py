"""Taking back the last act, as long as nothing of it was sent; and what a board that died had only promised.

Each act leaves its inverse beside it (``Trace``): what the work was before, which stretch it opened or closed, which
rows it put into the outbox. Once a row has left there is no way back but another note.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from workboard.board.desk import Desk
from workboard.domain.activity import Work
from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import AddNote, Answer
from workboard.domain.note_lines import read
from workboard.store import entries, focus, intervals, journal, outbox, views
from workboard.store.database import Reader, Transaction
from workboard.store.entries import Entry
from workboard.store.journal import Draft

LATE_MS = 60_000
"""How long after its time a promise is not kept before nobody is expected to keep it."""
_WRITTEN = frozenset({"note", "answer"})


class Undone(NamedTuple):
    """``what`` was taken back, in words; ``sheet`` is the kind of sheet its words are in again, if any."""

    what: str
    ticket_id: str
    number: str
    sheet: str | None = None
    activity_id: str | None = None


class Step(NamedTuple):
    """The inverse of one act."""

    act: str
    what: str
    ticket_id: str
    since: int
    """the place in the outbox from which on its rows stand"""
    activity_id: str | None = None
    before: list[Any] | None = None
    """fields of the ``Work`` there was; ``None``: it was *planned*"""
    after: list[Any] | None = None
    opened: str | None = None
    closed: str | None = None
    """stretches of time that it began or ended"""
    done: str | None = None
    dismissal: list[Any] | None = None
    block: str | None = None
    """the block of focus that it ended"""


class Trace:
    """Made inside the transaction before an act changes anything, ended when it has; ``act`` names its rows."""

    def __init__(
        self, desk: Desk, transaction: Transaction, what: str, ticket_id: str, activity_id: str | None = None
    ) -> None:
        self.act = desk.new_id()
        self._desk, self._transaction = desk, transaction
        since = 1 + int(transaction.value("SELECT coalesce(max(seq), 0) FROM outbox"))
        self._step = Step(self.act, what, ticket_id, since, activity_id, _work(transaction, activity_id))
        self._interval = journal.open_interval_id(transaction)
        self._block = focus.open_id(transaction)
        found = journal.dismissal_of(transaction, ticket_id)
        self._dismissal = None if found is None else list(found)

    def end(self, done: str | None = None) -> None:
        """``done`` is the id of the closure it counted."""
        interval = journal.open_interval_id(self._transaction)
        changed = interval != self._interval
        step = self._step._replace(
            after=_work(self._transaction, self._step.activity_id),
            opened=interval if changed else None,
            closed=self._interval if changed else None,
            done=done,
            dismissal=self._dismissal,
            block=self._block if focus.open_id(self._transaction) is None else None,
        )
        value = json.dumps(step._asdict(), ensure_ascii=False)
        journal.remember_act(self._transaction, self.act, value, self._desk.wall())


def _work(reader: Reader, activity_id: str | None) -> list[Any] | None:
    found = None if activity_id is None else journal.work_of(reader, activity_id)
    return None if found is None else list(found)


async def undo_last(desk: Desk) -> Undone:
    """Take back the last act. ``ImpossibleAct`` says why it is too late, or that there is none."""
    now = desk.now()

    def work(transaction: Transaction) -> tuple[Undone, list[str]]:
        step = _last(transaction)
        rows = entries.of_act(transaction, step.act, step.since)
        number = _number(transaction, step.ticket_id)
        _must_be_here(transaction, rows, number)
        if _work(transaction, step.activity_id) != step.after or _away_since(transaction, step):
            raise ImpossibleAct(f"#{number}: it has changed since, so it stays as it is")
        sheet = _rows_back(transaction, rows, now, step.what)
        _local_back(transaction, step)
        journal.forget_act(transaction, step.act)
        what = sheet if sheet is not None and step.what in _WRITTEN else step.what  # a note may be one the client reads
        return Undone(what, step.ticket_id, number, sheet, step.activity_id), [one.id for one in rows]

    undone, identifiers = await desk.database.awrite(work)
    if desk.promises is not None:
        desk.promises.forget(identifiers)
    return undone


def _away_since(reader: Reader, step: Step) -> bool:
    """Whether time has gone on otherwise than the act left it: taking it back would tear a hole into what came since,
    also where that is over by now."""
    newest = step.opened or step.closed
    return newest is not None and (journal.open_interval_id(reader), intervals.newest_id(reader)) != (
        step.opened,
        newest,
    )


def _last(reader: Reader) -> Step:
    """The newest act, also one that left no inverse: of that its words can be taken back, and nothing else."""
    found = journal.last_act(reader)
    step = Step(**json.loads(found)) if found is not None else None
    later = entries.newest_since(reader, step.since, step.act) if step is not None else entries.newest_since(reader)
    if later is not None and later.verb not in _WRITTEN:
        raise ImpossibleAct(f"#{_number(reader, later.ticket_id)}: ! takes this one back, if it has not left")
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


def _rows_back(transaction: Transaction, rows: list[Entry], now: int, what: str) -> str | None:
    """None of them is sent; the words are where they were typed. The kind of sheet they are in."""
    sheet: str | None = None
    for one in rows:
        outbox.drop(transaction, one, now, "taken back")
        kind = words_back(transaction, one, now, composed=what in _WRITTEN)
        sheet = sheet or kind
    return sheet


def words_back(transaction: Transaction, one: Entry, now: int, *, composed: bool = True) -> str | None:
    """Words that will not be sent are a draft again, byte for byte where they are still kept, else ``composed`` in
    the one-line grammar. A newer draft is never replaced. The kind of the draft."""
    kind = journal.draft_back(transaction, one.id)
    outbox.end_promise(transaction, one.id)
    if kind is not None:
        return kind
    intent = one.intent
    if not composed or not isinstance(intent, AddNote | Answer):
        return None
    kind = "answer" if isinstance(intent, Answer) else "note"
    lines = read(intent.text)
    tokens = [f"+{intent.minutes}m"] if intent.minutes else []
    tokens += [f">{lines.next_step}"] if lines.next_step else []
    words = " ".join(part for part in (lines.text.strip(), *tokens) if part)
    if not lines.text.strip() or journal.draft(transaction, one.ticket_id, kind) is not None:
        return None
    journal.save_draft(transaction, Draft(one.ticket_id, kind, words, 0, 0, False, now))
    return kind


def _local_back(transaction: Transaction, step: Step) -> None:
    if step.what == "start":
        focus.end_block(transaction, 0)
    if not _away_since(transaction, step):
        _time_back(transaction, step)
    before = None if step.before is None else Work(*step.before)
    if before is not None and _can_be(transaction, before):
        journal.set_work(transaction, before)
    elif step.activity_id is not None:
        journal.clear_work(transaction, step.activity_id)  # then it is offered again
    if step.done is not None:
        journal.drop_done(transaction, step.done)
    if step.block is not None and focus.open_id(transaction) is None:
        focus.reopen(transaction, step.block)
    journal.forget_dismissal(transaction, step.ticket_id)
    if step.dismissal is not None:
        until, at, reason = step.dismissal
        journal.dismiss(transaction, step.ticket_id, until, at, reason)


def _time_back(transaction: Transaction, step: Step) -> None:
    if step.opened is not None:
        journal.drop_interval(transaction, step.opened)
    if step.closed is not None:
        journal.reopen_interval(transaction, step.closed)


def _can_be(reader: Reader, work: Work) -> bool:
    """What ran runs again only while the clock is on it; what was interrupted needs a way back to it."""
    clock = [one.ref for one in intervals.chain(reader)]
    if work.state == "running":
        return clock[:1] == [work.activity_id]
    return work.state != "interrupted" or work.activity_id in clock[1:]


def _number(reader: Reader, ticket_id: str) -> str:
    found = views.ticket(reader, ticket_id)
    return "new" if found is None else found.number


# -- promises nobody keeps ----------------------------------------------------------------------------------


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
    step = Step(**json.loads(kept)) if kept is not None else None
    rows = entries.of_act(transaction, one.act, step.since if step is not None else one.seq)
    waiting = [row for row in rows if row.state in ("pending", "held") and not row.frozen]
    what = step.what if step is not None else one.verb
    sheet = _rows_back(transaction, waiting, now, what)
    if step is not None and len(waiting) == len(rows) and _work(transaction, step.activity_id) == step.after:
        _local_back(transaction, step)
    journal.forget_act(transaction, one.act)
    return Undone(what, one.ticket_id, _number(transaction, one.ticket_id), sheet, step.activity_id if step else None)


def words(lost: list[Undone]) -> str:
    """One line about it."""
    if len(lost) > 1:
        return f"{len(lost)} texts to clients not sent, drafts again: workboard had ended"
    return f"#{lost[0].number}: {lost[0].what} not sent, a draft again: workboard had ended"
