"""Focus on the running activity: in and out. The card is frozen with the block, and the world outside as it is then."""

from workboard.board.desk import Desk, candidate_of
from workboard.board.offer import shown_title
from workboard.board.outside import outside
from workboard.domain import focus
from workboard.domain.errors import ImpossibleAct
from workboard.domain.text import safe
from workboard.store import focus as store
from workboard.store import journal, to_do
from workboard.store.database import Reader, Transaction


async def enter(desk: Desk, minutes: int | None = None) -> None:
    """A block on what runs, of ``minutes`` or the policy's. ``ImpossibleAct`` when nothing runs."""

    def work(transaction: Transaction) -> None:
        begin(desk, transaction, minutes)

    await desk.database.awrite(work)


def begin(desk: Desk, transaction: Transaction, minutes: int | None = None) -> None:
    """The same inside another act's transaction (start)."""
    running = journal.running(transaction)
    if running is None:
        raise ImpossibleAct("nothing runs: start something first (Enter on the board, or workboard start)")
    now = desk.now()
    before = outside(desk, transaction, running.activity_id)
    block = focus.block(desk.policy, now, before, minutes)
    store.open_block(transaction, desk.new_id(), running.activity_id, block, _words(desk, transaction), before)


def again(desk: Desk, transaction: Transaction, activity_id: str) -> None:
    """Back at work that was in focus when other work took its place: the block goes on as it was, with the end it had
    and all it holds, so that nothing is kept longer than was said."""
    store.reopen_block(transaction, activity_id, desk.now())


async def leave(desk: Desk) -> None:
    """Back to the board; the work goes on. ``ImpossibleAct`` when there is no block."""

    await desk.database.awrite(lambda transaction: end(desk, transaction))


def end(desk: Desk, transaction: Transaction) -> None:
    """The same inside another act's transaction."""
    if store.still_open(transaction) is None:
        raise ImpossibleAct("there is no focus block: workboard focus start begins one")
    store.end_block(transaction, desk.now())


def _words(desk: Desk, reader: Reader) -> dict[str, str | None]:
    """The card, frozen: what others do to the ticket does not move it."""
    running = journal.running(reader)
    assert running is not None
    one = candidate_of(reader, running.activity_id)
    step = to_do.next_step(reader, one.ticket.id)
    title = safe(shown_title(one, step))
    ticket = one.ticket
    about = [safe(part) for part in (ticket.company, ticket.contact_name) if part] + [f"#{safe(ticket.number)}"]
    estimate = one.activity.estimate_minutes
    return {
        "ticket_id": ticket.id,
        "number": safe(ticket.number),
        "title": title,
        "about": " · ".join(about),
        "next_step": None if step is None or safe(step) == title else safe(step),
        "estimate": None if estimate is None else str(estimate),
    }
