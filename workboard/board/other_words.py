"""Other words in the place of a row that did not arrive."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.notes import whole
from workboard.board.outbox import entry_of
from workboard.board.row_words import text_of, words_of
from workboard.board.stuck import decided, unmoved
from workboard.board.wish import BOARD_HOLD_MS, keep, new_wish, promises
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote, Answer, Intent, OpenTicket, Schedule
from workboard.domain.note_lines import compose, read
from workboard.domain.quick_note import QuickNote, parse
from workboard.domain.text import clean, first_line
from workboard.store import by_hand, entries, undo_time
from workboard.store.database import Transaction
from workboard.store.states import PROMISED, WORDS

LONGEST_TITLE = 120
EDITABLE = frozenset({"pending", "held", "rejected", "conflict"})
TWICE = "look at the ticket first, because other words would stand there beside these (--force sends them)"


def editable(desk: Desk, identifier: str, *, force: bool = False) -> str:
    """The words of a row, to be written anew. ``ImpossibleAct`` where it is too late or could be there twice then
    (unless ``force``), ``UsageError`` where there are no words."""
    one = entry_of(desk, identifier)
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


def may_be_forced(desk: Desk, identifier: str) -> bool:
    """Whether only the doubt speaks against other words."""
    return entry_of(desk, identifier).state in EDITABLE


async def edit(desk: Desk, identifier: str, text: str, *, force: bool = False, hold_ms: int | None = 0) -> str:
    """Other words instead of a row that did not arrive: a copy with a name and a marker of its own goes in its place,
    the row itself is dropped and keeps its text. The copy's id; ``force`` as in ``editable``, ``hold_ms`` as of a
    note (``None``: as from the board)."""
    editable(desk, identifier, force=force)
    one = entry_of(desk, identifier)
    intent = _edited(one.intent, text)
    hold_ms = _held_for(desk, intent) if hold_ms is None else hold_ms
    wish = new_wish(desk, one.act, intent, read(intent.text).next_step if isinstance(intent, AddNote) else None)
    now, leaves_at = desk.now(), desk.wall() + hold_ms
    leaving = (PROMISED, leaves_at) if promises(desk, intent, hold_ms) else (leaves_at, None)

    def work(transaction: Transaction) -> None:
        same = unmoved(transaction, one)
        undo_time.end_promise(transaction, one.id)
        by_hand.replace(transaction, same, wish, now, *leaving)

    await desk.database.awrite(work)
    decided(desk, one)
    keep(desk, (wish.id,), hold_ms)
    return wish.id


def _held_for(desk: Desk, intent: Intent) -> int:
    """Milliseconds in which it can be taken back on the board."""
    return 1000 * desk.policy.limits.undo_send_s if isinstance(intent, Answer) else BOARD_HOLD_MS


def _edited(intent: Intent, text: str) -> Intent:
    """The same wish in other words, which have the one-line grammar; time that is not said anew stays."""
    note = parse(clean(whole(text)))
    if not note.text.strip():
        raise UsageError("there is nothing to save: write a word, or drop the row")
    if isinstance(intent, OpenTicket):
        return _other_ticket(intent, note)
    if isinstance(intent, Schedule):
        return intent._replace(title=first_line(note.text)[:LONGEST_TITLE], minutes=note.minutes or intent.minutes)
    if isinstance(intent, Answer):
        return _other_answer(intent, note)
    assert isinstance(intent, AddNote)
    return _other_note(intent, note)


def _other_ticket(intent: OpenTicket, note: QuickNote) -> OpenTicket:
    title = first_line(note.text)[:LONGEST_TITLE]
    return intent._replace(title=title, body=note.text[note.text.find(title) + len(title) :].strip())


def _other_answer(intent: Answer, note: QuickNote) -> Answer:
    if note.next_step:
        raise UsageError("a client reads this: put the next step into a note of its own")
    return intent._replace(text=note.text.strip(), minutes=intent.minutes if note.minutes is None else note.minutes)


def _other_note(intent: AddNote, note: QuickNote) -> AddNote:
    lines = read(note.text)
    body = compose(**{**lines._asdict(), "next_step": note.next_step or lines.next_step, "marker": None})
    minutes = intent.minutes if note.minutes is None else note.minutes
    return intent._replace(text=body, minutes=minutes, solution=note.solution or intent.solution)
