"""What is on its way, in words; and what a person can say about a row that is stuck: again, other words, or no."""

from __future__ import annotations

from typing import NamedTuple

from workboard.board.desk import Desk
from workboard.board.notes import whole
from workboard.board.replies import LATER
from workboard.board.undo import LATE_MS, words_back
from workboard.board.wish import BOARD_HOLD_MS, keep, new_wish, promises
from workboard.board.work import OF_THE_TICKET
from workboard.domain.activity import split_id
from workboard.domain.errors import ImpossibleAct, NotFoundError, UsageError
from workboard.domain.intent import (
    AddNote,
    Answer,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    Schedule,
    SetCategory,
)
from workboard.domain.note_lines import compose, read
from workboard.domain.quick_note import parse
from workboard.domain.reason import clock, length, moment
from workboard.domain.text import clean, first_line, safe, safe_block
from workboard.domain.ticket import CLOSED
from workboard.store import entries, journal, outbox, views
from workboard.store.database import Transaction
from workboard.store.entries import Entry
from workboard.store.states import OPEN, PROMISED, WORDS, counts
from workboard.sync.outgoing import behind

LONGEST_TITLE = 120
EDITABLE = frozenset({"pending", "held", "rejected", "conflict"})


class OutboxRow(NamedTuple):
    """``state`` as shown: waiting, sending, checking, refused, conflict, sent, dropped."""

    id: str
    seq: int
    number: str | None
    verb: str
    state: str
    text: str
    reason: str | None
    attempts: int
    created_at: int
    ticket_id: str = ""
    public: bool = False
    """a client reads it"""


def rows(desk: Desk, *, every: bool = False) -> list[OutboxRow]:
    """What is not yet there, oldest first; ``every`` also the newest that are."""
    reader = desk.database.read()
    open_rows = outbox.open_entries(reader)
    found = outbox.recent(reader)[::-1] if every else open_rows
    waits = behind(open_rows)
    return [_row(desk, one, waits) for one in found]


def row(desk: Desk, identifier: str) -> OutboxRow:
    return _row(desk, _entry(desk, identifier), behind(outbox.open_entries(desk.database.read())))


def _row(desk: Desk, one: Entry, waits: dict[str, Entry]) -> OutboxRow:
    ticket = views.ticket(desk.database.read(), one.ticket_id)
    return OutboxRow(
        one.id,
        one.seq,
        None if ticket is None else ticket.number,
        one.verb,
        WORDS[one.state],
        text_of(desk, one),
        _reason(desk, one, waits.get(one.id)),
        one.attempts,
        one.created_at,
        one.ticket_id,
        isinstance(one.intent, Answer),
    )


def _reason(desk: Desk, one: Entry, before: Entry | None) -> str | None:
    """Why it is where it is, where that is not plain."""
    if before is not None:
        return f"waits for row {before.seq}, which goes first"
    if one.promised and one.state in ("pending", "held"):
        late = (one.next_at or 0) + LATE_MS < desk.wall()
        until = clock(desk.now() + (one.next_at or 0) - desk.wall(), desk.zone)
        held = f"may be taken back until {until}"
        return "the board that wrote it has ended: retry sends it, drop makes it a draft" if late else held
    return safe(one.reason) if one.reason else None


def text_of(desk: Desk, one: Entry) -> str:
    """The words of the wish, whole."""
    words = words_of(one.intent)
    if isinstance(one.intent, Schedule):
        how_long = f", {length(one.intent.minutes)}" if one.intent.minutes else ""
        return f"{moment(one.intent.start_at, desk.zone, desk.now())}{how_long}: {safe(one.intent.title)}"
    if words is not None:
        return safe_block(words)
    if isinstance(one.intent, SetCategory):
        return f"status: {one.intent.category}"
    return {"dismiss": "no answer needed", "complete": "activity done", "claim": "take the ticket"}[one.verb]


def words_of(intent: Intent) -> str | None:
    """What somebody wrote, as it is; ``None`` where there are no words."""
    if isinstance(intent, AddNote | Answer):
        return intent.text
    if isinstance(intent, Schedule):
        return intent.title
    return f"{intent.title}\n{intent.body}".strip() if isinstance(intent, OpenTicket) else None


def state_of(desk: Desk, identifiers: tuple[str, ...]) -> str:
    """*none* without rows, *sent* when all are there, else *waiting* (or *refused*)."""
    found = [outbox.find(desk.database.read(), one) for one in identifiers]
    states = {WORDS[one.state] for one in found if one is not None}
    if not states:
        return "none"
    if states <= {"sent"}:
        return "sent"
    return "refused" if states & {"refused", "conflict"} else "waiting"


async def release(desk: Desk) -> int:
    """Let go of what is still held for its undo time (the board is being left); how many are waiting in all."""
    wall = desk.wall()
    promised = [] if desk.promises is None else desk.promises.take()

    def work(transaction: Transaction) -> None:
        outbox.promote(transaction, promised, wall)
        outbox.release(transaction, wall)

    await desk.database.awrite(work)
    states = counts(desk.database.read())
    return states.get("pending", 0) + states.get("held", 0)


# -- again, or not ------------------------------------------------------------------------------------------


async def retry(desk: Desk, identifier: str) -> None:
    """Send it again; of a conflict: mine counts."""
    one = _entry(desk, identifier)
    if one.state not in OPEN or one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: there is nothing to retry")
    now = desk.now()
    await desk.database.awrite(lambda tx: outbox.retry(tx, _same(tx, one), now))
    _forget(desk, one)


async def drop(desk: Desk, identifier: str) -> OutboxRow:
    """Do not send it; of a conflict: theirs counts. The row that was dropped, to print its text."""
    one = _entry(desk, identifier)
    if one.state not in OPEN or one.state == "inflight":
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: it cannot be dropped")
    now = desk.now()

    def work(transaction: Transaction) -> None:
        outbox.drop(transaction, _same(transaction, one), now)
        _take_back(transaction, one)
        words_back(transaction, one, now)

    await desk.database.awrite(work)
    _forget(desk, one)
    return row(desk, one.id)


def goes_without(desk: Desk, identifier: str) -> list[OutboxRow]:
    """What waits for this text and would go without it, once it is dropped."""
    one = _entry(desk, identifier)
    open_rows = outbox.open_entries(desk.database.read())
    waits = behind(open_rows)
    return [_row(desk, other, {}) for other in open_rows if other.id in waits and waits[other.id].id == one.id]


def _take_back(transaction: Transaction, one: Entry) -> None:
    """What this desk made of a wish that will not be sent: a ticket not closed or an activity not done after all
    is work again, and a client not dismissed waits again."""
    if isinstance(one.intent, SetCategory) and one.intent.category in CLOSED:
        for work in journal.work_on(transaction, one.ticket_id):
            if work.state == "finished" and split_id(work.activity_id)[1] in OF_THE_TICKET:
                journal.clear_work(transaction, work.activity_id)
    if isinstance(one.intent, CompleteActivity):
        journal.not_done(transaction, one.intent.activity_id)
    if isinstance(one.intent, Dismiss) or _answers_later(transaction, one):
        journal.forget_dismissal(transaction, one.ticket_id)


def _answers_later(transaction: Transaction, one: Entry) -> bool:
    """The reply was to become work, and the ticket is still a reply."""
    found = journal.dismissal_of(transaction, one.ticket_id)
    opens = isinstance(one.intent, SetCategory) and one.intent.category == "open"
    return opens and found is not None and found[2] == LATER


# -- other words --------------------------------------------------------------------------------------------


def editable(desk: Desk, identifier: str, *, force: bool = False) -> str:
    """The words of a row, to be written anew. ``ImpossibleAct`` where it is too late or could be there twice then
    (unless ``force``), ``UsageError`` where there are no words."""
    one = _entry(desk, identifier)
    words = words_of(one.intent)
    if words is None:
        raise UsageError(f"row {one.seq} ({text_of(desk, one)}) has no words to edit: retry or drop it")
    if one.state not in EDITABLE:
        told = "what was sent stays; write another note" if one.state == "done" else "wait until that is over"
        told = "its words are a draft, or in outbox --all" if one.state == "dropped" else told
        raise ImpossibleAct(f"row {one.seq} is {WORDS[one.state]}: {told}")
    if not force and entries.may_have_arrived(desk.database.read(), one):
        raise ImpossibleAct(f"row {one.seq} may have arrived, its answer was lost: {TWICE}")
    return words


TWICE = "look at the ticket first, because other words would stand there beside these (--force sends them)"


def may_be_forced(desk: Desk, identifier: str) -> bool:
    """Whether only the doubt speaks against other words."""
    return _entry(desk, identifier).state in EDITABLE


async def edit(desk: Desk, identifier: str, text: str, *, force: bool = False, hold_ms: int | None = 0) -> str:
    """Other words instead of a row that did not arrive: a copy with a name and a marker of its own goes in its place,
    the row itself is dropped and keeps its text. The copy's id; ``force`` as in ``editable``, ``hold_ms`` as of a
    note (``None``: as from the board)."""
    editable(desk, identifier, force=force)
    one = _entry(desk, identifier)
    intent = _edited(one.intent, text)
    if hold_ms is None:
        hold_ms = 1000 * desk.policy.limits.undo_send_s if isinstance(intent, Answer) else BOARD_HOLD_MS
    step = read(intent.text).next_step if isinstance(intent, AddNote) else None
    wish = new_wish(desk, one.act, intent, step)
    now, leaves_at = desk.now(), desk.wall() + hold_ms
    promised = promises(desk, intent, hold_ms)

    def work(transaction: Transaction) -> None:
        same = _same(transaction, one)
        outbox.end_promise(transaction, one.id)
        if promised:
            outbox.replace(transaction, same, wish, now, PROMISED, leaves_at)
        else:
            outbox.replace(transaction, same, wish, now, leaves_at)

    await desk.database.awrite(work)
    _forget(desk, one)
    keep(desk, (wish.id,), hold_ms)
    return wish.id


def _edited(intent: Intent, text: str) -> Intent:
    """The same wish in other words, which have the one-line grammar; time that is not said anew stays."""
    note = parse(clean(whole(text)))
    if not note.text.strip():
        raise UsageError("there is nothing to save: write a word, or drop the row")
    if isinstance(intent, OpenTicket):
        title = first_line(note.text)[:LONGEST_TITLE]
        return intent._replace(title=title, body=note.text[note.text.find(title) + len(title) :].strip())
    minutes = note.minutes
    if isinstance(intent, Schedule):
        return intent._replace(title=first_line(note.text)[:LONGEST_TITLE], minutes=minutes or intent.minutes)
    if isinstance(intent, Answer):
        if note.next_step:
            raise UsageError("a client reads this: put the next step into a note of its own")
        return intent._replace(text=note.text.strip(), minutes=intent.minutes if minutes is None else minutes)
    assert isinstance(intent, AddNote)
    lines = read(note.text)
    body = compose(
        lines.text, next_step=note.next_step or lines.next_step, blocked=lines.blocked, help_wanted=lines.help_wanted
    )
    minutes = intent.minutes if minutes is None else minutes
    return intent._replace(text=body, minutes=minutes, solution=note.solution or intent.solution)


# -- one row ------------------------------------------------------------------------------------------------


def _entry(desk: Desk, identifier: str) -> Entry:
    found = outbox.find(desk.database.read(), identifier)
    if found is None:
        raise NotFoundError(f"no row {identifier} in the outbox: workboard outbox lists them")
    return found


def _same(transaction: Transaction, one: Entry) -> Entry:
    """The row as it is inside the transaction; the sender may have moved it meanwhile."""
    found = outbox.find(transaction, one.id)
    if found is None or found.state != one.state:
        raise ImpossibleAct(f"row {one.seq} has just changed: look again")
    return found


def _forget(desk: Desk, one: Entry) -> None:
    """A person has decided: nothing is promised of it any more."""
    if desk.promises is not None:
        desk.promises.forget((one.id,))
