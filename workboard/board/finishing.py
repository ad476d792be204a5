"""Finish: a piece of work is done, its result goes into the ticket, and what remains of it is offered again."""

from __future__ import annotations

from workboard.board import notes
from workboard.board.acts import OF_THE_TICKET, end_draft, let_go, set_category
from workboard.board.booking import suggested_minutes
from workboard.board.desk import Desk, candidate_of
from workboard.board.trace import Trace
from workboard.board.wish import BOARD_HOLD_MS, keep, wish
from workboard.domain.activity import Work
from workboard.domain.intent import AddNote, Answer, CompleteActivity
from workboard.domain.note_lines import compose
from workboard.domain.policy import Candidate
from workboard.domain.text import clean
from workboard.domain.ticket import Category, DoneEvent
from workboard.domain.typed import NamedTuple
from workboard.store import journal, to_do
from workboard.store.database import Transaction


class FinishDefaults(NamedTuple):
    """What *finish* proposes: Enter accepts all of it."""

    activity_id: str
    ticket_id: str
    number: str
    company: str | None
    contact: str | None
    title: str
    minutes: int
    result: str
    ticket_done: bool
    next_step: str | None


class Ending(NamedTuple):
    """How it ends: the words, the minutes to book, whether the client is told, whether the ticket is done with it and
    otherwise what remains, and for how long all of it can be taken back."""

    result: str
    minutes: int
    tell: bool
    closes: bool
    step: str | None
    hold_ms: int


def finish_defaults(desk: Desk, activity_id: str) -> FinishDefaults:
    reader = desk.database.read()
    one = candidate_of(reader, activity_id)
    step = to_do.next_step(reader, one.ticket.id)
    return FinishDefaults(
        activity_id,
        one.ticket.id,
        one.ticket.number,
        one.ticket.company,
        one.ticket.contact_name,
        one.ticket.title,
        suggested_minutes(desk, one.ticket.id) or 0,
        "Done.",
        one.activity.kind in OF_THE_TICKET,
        step,
    )


async def finish(
    desk: Desk, activity_id: str, *, result: str = "Done.", minutes: int | None = None, tell: bool = False,
    ticket_done: bool | None = None, next_step: str | None = None, hold_ms: int | None = None,
) -> None:  # fmt: skip
    """Let go of a piece of work that is done. ``minutes`` ``None`` books what was measured; ``ticket_done``
    ``None`` is the kind's default; without the ticket done, ``next_step`` says what remains."""
    result = clean(notes.whole(result)).strip() or "Done."
    if hold_ms is None:
        hold_ms = 1000 * desk.policy.limits.undo_send_s if tell else BOARD_HOLD_MS

    held = hold_ms

    def work(transaction: Transaction) -> tuple[str, ...]:
        one = candidate_of(transaction, activity_id)
        closes = one.activity.kind in OF_THE_TICKET if ticket_done is None else ticket_done
        booked = suggested_minutes(desk, one.ticket.id, transaction) or 0 if minutes is None else minutes
        step = None if closes else next_step or to_do.next_step(transaction, one.ticket.id)
        return (_ended(desk, transaction, one, Ending(result, booked, tell, closes, step, held)),)

    keep(desk, await desk.database.awrite(work), held)


def _ended(desk: Desk, transaction: Transaction, one: Candidate, how: Ending) -> str:
    """The row with the words."""
    trace = Trace(desk, transaction, "finish", one.ticket.id, one.activity.id)
    text = _write_result(desk, transaction, one, trace.act, how)
    _close_on_the_far_side(desk, transaction, one, trace.act, how)
    done = _record_done(desk, transaction, one, how.closes)
    let_go(desk, transaction, one)
    if one.activity.kind == "derived" and not how.closes:
        journal.clear_work(transaction, one.activity.id)
    else:
        journal.set_work(transaction, Work(one.activity.id, one.ticket.id, "finished", desk.now()))
    end_draft(desk, transaction, one.ticket.id, "finish", text, how.hold_ms)
    trace.end(done)
    return text


def _write_result(desk: Desk, transaction: Transaction, one: Candidate, act: str, how: Ending) -> str:
    if not how.tell:
        note = AddNote(one.ticket.id, compose(how.result, next_step=how.step), how.minutes)
        return wish(desk, transaction, act, note, how.hold_ms, how.step)
    then: Category | None = None if how.closes else "open"  # what remains is ours: its next step comes up again
    if then not in desk.capabilities.writes:
        then = None
    text = wish(desk, transaction, act, Answer(one.ticket.id, how.result, how.minutes, then), how.hold_ms)
    if how.step:
        wish(desk, transaction, act, AddNote(one.ticket.id, compose("", next_step=how.step)), how.hold_ms, how.step)
    return text


def _close_on_the_far_side(desk: Desk, transaction: Transaction, one: Candidate, act: str, how: Ending) -> None:
    kind = one.activity.kind
    scheduled = kind not in OF_THE_TICKET or (kind == "dated" and not how.closes)
    if scheduled and one.activity.remote_state == "open":
        complete = CompleteActivity(one.ticket.id, one.activity.id, one.activity.start_at)
        wish(desk, transaction, act, complete, how.hold_ms)
    if how.closes:
        set_category(desk, transaction, one, "done", act, how.hold_ms)
    elif kind in OF_THE_TICKET and one.ticket.category in ("new", "planned"):
        set_category(desk, transaction, one, "open", act, how.hold_ms)


def _record_done(desk: Desk, transaction: Transaction, one: Candidate, closes: bool) -> str:
    """For the progress line at once: the closed ticket, or the finished activity. The closure's id."""
    of_activity = None if closes and one.activity.kind in OF_THE_TICKET else one.activity.id
    event = DoneEvent(f"local:{desk.new_id()}", desk.me.id, desk.now(), one.ticket.id, of_activity)
    journal.add_done(transaction, event)
    return event.id
