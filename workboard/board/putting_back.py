"""Everything as it was before an act: its words drafts again, its work, its time, its block of focus."""

from __future__ import annotations

from typing import Final

from workboard.board.trace import Step
from workboard.domain.activity import Work
from workboard.domain.intent import AddNote, Answer
from workboard.domain.note_lines import read
from workboard.store import by_hand, drafts, focus, intervals, journal, undo_time
from workboard.store.database import Reader, Transaction
from workboard.store.drafts import Draft
from workboard.store.entries import Entry

WRITTEN: Final = frozenset({"note", "answer"})
"""acts that are nothing but words"""


def rows_back(transaction: Transaction, rows: list[Entry], now: int, what: str) -> str | None:
    """None of them is sent; the words are where they were typed. The kind of sheet they are in."""
    sheet: str | None = None
    for one in rows:
        by_hand.drop(transaction, one, now, "taken back")
        kind = words_back(transaction, one, now, composed=what in WRITTEN)
        sheet = sheet or kind
    return sheet


def words_back(transaction: Transaction, one: Entry, now: int, *, composed: bool = True) -> str | None:
    """Words that will not be sent are a draft again, byte for byte where they are still kept, else ``composed`` in
    the one-line grammar. A newer draft is never replaced. The kind of the draft."""
    kind = drafts.take_back(transaction, one.id)
    undo_time.end_promise(transaction, one.id)
    if kind is not None:
        return kind
    return _composed(transaction, one, now) if composed else None


def _composed(transaction: Transaction, one: Entry, now: int) -> str | None:
    intent = one.intent
    if not isinstance(intent, AddNote | Answer):
        return None
    kind = "answer" if isinstance(intent, Answer) else "note"
    lines = read(intent.text)
    tokens = [f"+{intent.minutes}m"] if intent.minutes else []
    tokens += ["#kb"] if lines.known_fix else []
    tokens += [f">{lines.next_step}"] if lines.next_step else []
    words = " ".join(part for part in (lines.text.strip(), *tokens) if part)
    if not lines.text.strip() or drafts.find(transaction, one.ticket_id, kind) is not None:
        return None
    drafts.save(transaction, Draft(one.ticket_id, kind, words, 0, 0, False, now))
    return kind


def local_back(transaction: Transaction, step: Step) -> None:
    if step.what == "start":
        focus.end_block(transaction, 0)
    if not away_since(transaction, step):
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
    journal.forget_skip(transaction, step.act)
    journal.forget_dismissal(transaction, step.ticket_id)
    if step.dismissal is not None:
        until, at, reason = step.dismissal
        journal.dismiss(transaction, step.ticket_id, until, at, reason)


def away_since(reader: Reader, step: Step) -> bool:
    """Whether time has gone on otherwise than the act left it: taking it back would tear a hole into what came since,
    also where that is over by now."""
    newest = step.opened or step.closed
    return newest is not None and (intervals.open_id(reader), intervals.newest_id(reader)) != (
        step.opened,
        newest,
    )


def _time_back(transaction: Transaction, step: Step) -> None:
    if step.opened is not None:
        intervals.drop(transaction, step.opened)
    if step.closed is not None:
        intervals.reopen(transaction, step.closed)


def _can_be(reader: Reader, work: Work) -> bool:
    """What ran runs again only while the clock is on it; what was interrupted needs a way back to it."""
    clock = [one.ref for one in intervals.chain(reader)]
    if work.state == "running":
        return clock[:1] == [work.activity_id]
    return work.state != "interrupted" or work.activity_id in clock[1:]
