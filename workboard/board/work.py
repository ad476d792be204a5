"""Start and park: into a piece of work, and out of it for a while. Each is one transaction."""

from __future__ import annotations

from workboard.board import focus
from workboard.board.acts import LOST, OF_THE_TICKET, end_stretch, let_go, open_stretch, set_category
from workboard.board.booking import suggested_minutes
from workboard.board.desk import Desk, candidate_of
from workboard.board.trace import Trace
from workboard.board.wish import BOARD_HOLD_MS, wish
from workboard.domain.activity import Work
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote
from workboard.domain.note_lines import compose
from workboard.domain.policy import Candidate
from workboard.domain.text import clean
from workboard.domain.ticket import CLOSED
from workboard.domain.working_time import MINUTE
from workboard.store import journal, to_do
from workboard.store.database import Reader, Transaction


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
    other = to_do.candidate(transaction, running.activity_id)
    if other is not None and _parked(desk, transaction) >= desk.policy.limits.parked:
        raise UsageError(_full(desk, other.ticket.number))
    if other is not None:
        raise ImpossibleAct(f"#{other.ticket.number} is running: finish (f) or park (p) it first")
    # its ticket is not known any more (another desk, or restored): nothing can be finished or parked there
    end_stretch(desk, transaction)
    journal.clear_work(transaction, running.activity_id)


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
        trace = Trace(desk, transaction, "park", one.ticket.id, activity_id)
        _write_step(desk, transaction, one, trace.act, next_step, booked, hold_ms)
        let_go(desk, transaction, one)
        now = desk.now()
        sleep = now + desk.policy.limits.park * MINUTE
        journal.set_work(transaction, Work(activity_id, one.ticket.id, "parked", now, sleep))
        trace.end()

    await desk.database.awrite(work)


def _write_step(
    desk: Desk, transaction: Transaction, one: Candidate, act: str, next_step: str | None, booked: int, hold_ms: int
) -> None:
    """A note with it and the minutes, where there is anything new to say."""
    known = to_do.next_step(transaction, one.ticket.id)
    step = clean(next_step or "").strip() or known
    if booked or step != known:
        note = AddNote(one.ticket.id, compose("" if step else "Parked.", next_step=step), booked)
        wish(desk, transaction, act, note, hold_ms, step)


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
    found = to_do.candidates(reader, desk.me.id, frozenset())
    return sum(1 for one in found if one.state == "parked")
