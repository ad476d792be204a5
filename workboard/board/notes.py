"""Notes and answers: one typed text becomes the wishes behind it, in one transaction with its draft's end."""

from __future__ import annotations

from workboard.board.booking import call_minutes, suggested_minutes
from workboard.board.desk import Desk, ticket_of
from workboard.board.trace import Trace
from workboard.board.wish import BOARD_HOLD_MS, keep, wish
from workboard.domain.errors import UsageError
from workboard.domain.intent import AddNote, Answer
from workboard.domain.note_lines import THE_ANSWER, THIS_NOTE, compose
from workboard.domain.quick_note import parse
from workboard.domain.text import clean
from workboard.domain.ticket import Category, TimeKind
from workboard.domain.typed import NamedTuple
from workboard.store import drafts, intervals
from workboard.store.database import Reader, Transaction
from workboard.store.drafts import Draft

LONGEST = 1_000_000
"""Characters a single note may have; more is a file, not a note."""


class Saved(NamedTuple):
    """What one text became; ``ids`` are its rows in the outbox."""

    ids: tuple[str, ...]
    ticket_id: str
    text: str
    minutes: int
    next_step: str | None
    public: bool
    solution: bool


async def add(
    desk: Desk, ticket_id: str, text: str, *, public: bool = False, hold_ms: int | None = None, measure: bool = True,
    minutes: int | None = None, next_step: str | None = None, draft: str | None = "note",
    call: str | None = None,
) -> Saved:  # fmt: skip
    """Save a note (internal) or an answer (``public``) on a ticket; durable when this returns.

    ``text`` has the one-line grammar; ``minutes`` and ``next_step`` given outright go before it. ``measure``
    books the measured minutes where the text names none. ``hold_ms`` is how long it may still be taken back;
    ``draft`` is the kind of draft this text was, ``None`` for one that was never any. ``call`` is the interruption
    it is about: that is sorted with it, and its minutes are what is measured.
    """
    note = parse(clean(whole(text)))
    step = note.next_step if next_step is None and note.next_step else next_step
    said = note.minutes if minutes is None else minutes
    _must_say_something(note.text, step, said, public)
    held = hold_ms if hold_ms is not None else 1000 * desk.policy.limits.undo_send_s if public else BOARD_HOLD_MS

    def work(transaction: Transaction) -> Saved:
        booked = said
        if booked is None:
            booked = _measured(desk, transaction, ticket_id, call) if measure else 0
        trace = Trace(desk, transaction, "answer" if public else "note", ticket_id)
        kind: TimeKind = "work" if call is None else "interruption"
        ids = write(desk, transaction, trace.act, ticket_id, note.text, booked, step, public, note.solution, held, kind)
        if call is not None:
            intervals.describe(transaction, call, sorted=True, ticket_id=ticket_id)
        if draft is not None:
            _end_draft(desk, transaction, Draft(ticket_id, draft, text, public=public), ids[0], held)
        trace.end()
        return Saved(ids, ticket_id, note.text, booked, step, public, note.solution)

    saved = await desk.database.awrite(work)
    keep(desk, saved.ids, held)
    return saved


def _must_say_something(text: str, next_step: str | None, minutes: int | None, public: bool) -> None:
    if not text.strip() and not next_step and not minutes:
        raise UsageError("there is nothing to save: write a word, a time (+15m) or a next step (>Call …)")
    if public and not text.strip():
        raise UsageError("a client would get an empty answer: write a word first")


def _measured(desk: Desk, reader: Reader, ticket_id: str, call: str | None) -> int:
    """Minutes to book where nothing was said about them."""
    if call is None:
        return suggested_minutes(desk, ticket_id, reader) or 0
    return call_minutes(desk, call, reader)


def _end_draft(desk: Desk, transaction: Transaction, one: Draft, identifier: str, hold_ms: int) -> None:
    """The words are in the outbox now; as long as they may be taken back from there they are kept as typed too."""
    drafts.drop(transaction, one.ticket_id, one.kind)
    if hold_ms > 0:
        lines = one.body.split("\n")
        typed = one._replace(body=storable(one.body), row=len(lines) - 1, column=len(lines[-1]), saved_at=desk.now())
        drafts.keep(transaction, typed, identifier, desk.wall() + hold_ms)


def whole(text: str) -> str:
    """The text, or ``UsageError`` where keeping it would mean to cut it."""
    if len(text) > LONGEST:
        raise UsageError(f"a note has at most {LONGEST:,} characters: put the rest into a file on the ticket")
    return text


def write(
    desk: Desk, transaction: Transaction, act: str, ticket_id: str, text: str, minutes: int, next_step: str | None,
    public: bool, solution: bool, hold_ms: int, kind: TimeKind = "work",
) -> tuple[str, ...]:  # fmt: skip
    """The rows behind one text. A client never reads a machine line: with an answer they go into a note of
    their own."""
    ticket_of(transaction, ticket_id)
    if not public:
        fix = THIS_NOTE if solution else None
        body = compose(text if text.strip() or next_step else "Time booked.", next_step=next_step, known_fix=fix)
        return (wish(desk, transaction, act, AddNote(ticket_id, body, minutes, solution, kind), hold_ms, next_step),)
    then: Category | None = "waiting_client" if "waiting_client" in desk.capabilities.writes else None
    inside = minutes if kind != "work" else 0
    """of a call: an answer cannot say what its minutes were"""
    rows = [wish(desk, transaction, act, Answer(ticket_id, text.strip(), minutes - inside, then), hold_ms)]
    if next_step or inside or solution:
        fix = THE_ANSWER if solution else None
        body = compose("" if next_step or solution else "Time booked.", next_step=next_step, known_fix=fix)
        inner = AddNote(ticket_id, body, inside, solution, kind)
        rows.append(wish(desk, transaction, act, inner, hold_ms, next_step))
    return tuple(rows)


def load_draft(desk: Desk, ticket_id: str, kind: str) -> Draft | None:
    return drafts.find(desk.database.read(), ticket_id, kind)


async def save_draft(
    desk: Desk, ticket_id: str, kind: str, body: str, row: int = 0, column: int = 0, public: bool = False
) -> None:
    """What is being typed, as it is: nothing is cleaned or cut."""
    body = storable(body)
    one = Draft(ticket_id, kind, body, row, column, public, desk.now())
    if body:
        await desk.database.awrite(lambda tx: drafts.save(tx, one))
    else:
        await drop_draft(desk, ticket_id, kind)


def storable(body: str) -> str:
    """A lone surrogate cannot be stored and never came from a keyboard."""
    return body.encode("utf-8", "replace").decode("utf-8")


async def drop_draft(desk: Desk, ticket_id: str, kind: str) -> None:
    await desk.database.awrite(lambda tx: drafts.drop(tx, ticket_id, kind))
