"""Start, finish, park, skip: the ways into a piece of work and out of it. Each is one transaction."""

from __future__ import annotations

from typing import NamedTuple

from workboard.board import focus, notes
from workboard.board.acts import LOST, end_draft, end_stretch, let_go, open_stretch, set_category
from workboard.board.desk import Desk, candidate_of
from workboard.board.skipping import skip, skip_reasons, text_to_client
from workboard.board.time_spent import suggested_minutes
from workboard.board.undo import Trace
from workboard.board.wish import BOARD_HOLD_MS, keep, wish
from workboard.domain.activity import Work
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote, Answer, CompleteActivity
from workboard.domain.note_lines import compose
from workboard.domain.policy import Candidate
from workboard.domain.text import clean
from workboard.domain.ticket import CLOSED, Category, DoneEvent
from workboard.domain.working_time import MINUTE
from workboard.store import journal, views
from workboard.store.database import Reader, Transaction

__all__ = [
    "OF_THE_TICKET", "FinishDefaults", "finish", "finish_defaults", "may_park", "park", "skip", "skip_reasons", "start",
    "text_to_client",
]  # fmt: skip

OF_THE_TICKET = frozenset({"derived", "dated"})
"""Kinds whose end is usually the ticket's end."""


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


async def start(desk: Desk, activity_id: str, *, hold_ms: int = BOARD_HOLD_MS) -> None:
    """Take up what is offered, parked or skipped. One at a time: ``ImpossibleAct`` while another runs."""
    await desk.database.awrite(lambda transaction: begin(desk, transaction, activity_id, hold_ms))


def begin(desk: Desk, transaction: Transaction, activity_id: str, hold_ms: int = BOARD_HOLD_MS) -> None:
    """The same inside another act's transaction. With ``focus.on_start`` a block of focus begins, too."""
    one = candidate_of(transaction, activity_id)
    running = journal.running(transaction)
    if running is not None and running.activity_id == activity_id:
        return
    _must_be_free(desk, transaction, one, running)
    trace = Trace(desk, transaction, "start", one.ticket.id, activity_id)
    journal.set_work(transaction, Work(activity_id, one.ticket.id, "running", desk.now()))
    open_stretch(desk, transaction, activity_id)
    if one.ticket.category == "new":
        set_category(desk, transaction, one, "open", trace.act, hold_ms)
    if desk.policy.focus.on_start:
        focus.begin(desk, transaction)
    trace.end()


def _must_be_free(desk: Desk, transaction: Transaction, one: Candidate, running: Work | None) -> None:
    if running is not None:
        _must_not_run(desk, transaction, running)
    if one.state == "interrupted":
        raise ImpossibleAct(f"#{one.ticket.number} is interrupted: come back to it first (workboard back)")
    lost = LOST if one.activity.kind in OF_THE_TICKET else {"gone"}  # a reminder of mine stays mine
    if one.state == "away" or one.ticket.presence in lost or one.ticket.category in CLOSED:
        raise ImpossibleAct(f"#{one.ticket.number} is closed, or somebody else's by now: add a note instead")


def _must_not_run(desk: Desk, transaction: Transaction, running: Work) -> None:
    other = views.candidate(transaction, running.activity_id)
    if other is not None and _parked(desk, transaction) >= desk.policy.limits.parked:
        raise UsageError(_full(desk, other.ticket.number))
    if other is not None:
        raise ImpossibleAct(f"#{other.ticket.number} is running: finish (f) or park (p) it first")
    # its ticket is not known any more (another desk, or restored): nothing can be finished or parked there
    end_stretch(desk, transaction)
    journal.clear_work(transaction, running.activity_id)


def finish_defaults(desk: Desk, activity_id: str) -> FinishDefaults:
    reader = desk.database.read()
    one = candidate_of(reader, activity_id)
    step = views.next_step(reader, one.ticket.id)
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
        trace = Trace(desk, transaction, "finish", one.ticket.id, activity_id)
        step = None if closes else next_step or views.next_step(transaction, one.ticket.id)
        text = _write_result(desk, transaction, one, trace.act, result, booked, tell, closes, step, held)
        _close_on_the_far_side(desk, transaction, one, trace.act, closes, held)
        done = _record_done(desk, transaction, one, closes)
        let_go(desk, transaction, one)
        if one.activity.kind == "derived" and not closes:
            journal.clear_work(transaction, activity_id)
        else:
            journal.set_work(transaction, Work(activity_id, one.ticket.id, "finished", desk.now()))
        end_draft(desk, transaction, one.ticket.id, "finish", text, held)
        trace.end(done)
        return (text,)

    keep(desk, await desk.database.awrite(work), held)


def _write_result(
    desk: Desk, transaction: Transaction, one: Candidate, act: str, result: str, minutes: int, tell: bool,
    closes: bool, step: str | None, hold_ms: int,
) -> str:  # fmt: skip
    """The row with the words."""
    if not tell:
        note = AddNote(one.ticket.id, compose(result, next_step=step), minutes)
        return wish(desk, transaction, act, note, hold_ms, step)
    then: Category | None = None if closes else "open"  # what remains is ours: its next step comes up again
    if then not in desk.capabilities.writes:
        then = None
    text = wish(desk, transaction, act, Answer(one.ticket.id, result, minutes, then), hold_ms)
    if step:
        wish(desk, transaction, act, AddNote(one.ticket.id, compose("", next_step=step)), hold_ms, step)
    return text


def _close_on_the_far_side(
    desk: Desk, transaction: Transaction, one: Candidate, act: str, closes: bool, hold_ms: int
) -> None:
    kind = one.activity.kind
    scheduled = kind not in OF_THE_TICKET or (kind == "dated" and not closes)
    if scheduled and one.activity.remote_state == "open":
        wish(desk, transaction, act, CompleteActivity(one.ticket.id, one.activity.id, one.activity.start_at), hold_ms)
    if closes:
        set_category(desk, transaction, one, "done", act, hold_ms)
    elif kind in OF_THE_TICKET and one.ticket.category in ("new", "planned"):
        set_category(desk, transaction, one, "open", act, hold_ms)


def _record_done(desk: Desk, transaction: Transaction, one: Candidate, closes: bool) -> str:
    """For the progress line at once: the closed ticket, or the finished activity. The closure's id."""
    of_activity = None if closes and one.activity.kind in OF_THE_TICKET else one.activity.id
    event = DoneEvent(f"local:{desk.new_id()}", desk.me.id, desk.now(), one.ticket.id, of_activity)
    journal.add_done(transaction, event)
    return event.id


async def park(
    desk: Desk, activity_id: str, *, next_step: str | None = None, minutes: int | None = None,
    hold_ms: int = BOARD_HOLD_MS,
) -> None:  # fmt: skip
    """Put the running activity aside for ``limits.park``; its next step is what brings one back."""

    def work(transaction: Transaction) -> None:
        one = candidate_of(transaction, activity_id)
        if one.state != "running":
            raise ImpossibleAct(f"#{one.ticket.number} is not running: only running work can be parked")
        if _parked(desk, transaction) >= desk.policy.limits.parked:
            raise UsageError(_full(desk, one.ticket.number))
        booked = suggested_minutes(desk, one.ticket.id, transaction) or 0 if minutes is None else minutes
        known = views.next_step(transaction, one.ticket.id)
        step = clean(next_step or "").strip() or known
        trace = Trace(desk, transaction, "park", one.ticket.id, activity_id)
        if booked or step != known:
            note = AddNote(one.ticket.id, compose("" if step else "Parked.", next_step=step), booked)
            wish(desk, transaction, trace.act, note, hold_ms, step)
        let_go(desk, transaction, one)
        now = desk.now()
        sleep = now + desk.policy.limits.park * MINUTE
        journal.set_work(transaction, Work(activity_id, one.ticket.id, "parked", now, sleep))
        trace.end()

    await desk.database.awrite(work)


def may_park(desk: Desk, activity_id: str) -> None:
    """``UsageError`` names the rule where no more may be parked, before anybody has written a next step."""
    reader = desk.database.read()
    if _parked(desk, reader) >= desk.policy.limits.parked:
        raise UsageError(_full(desk, candidate_of(reader, activity_id).ticket.number))


def _full(desk: Desk, number: str) -> str:
    """The rule says no, and what is left to do about the one that runs."""
    most = desk.policy.limits.parked
    return f"limits.parked: {most} are parked already: finish #{number} (f), or hand it over (e asks for help)"


def _parked(desk: Desk, reader: Reader) -> int:
    """Those that can come back: what was done or closed elsewhere meanwhile takes nobody's place."""
    found = views.candidates(reader, desk.me.id, frozenset())
    return sum(1 for one in found if one.state == "parked")
