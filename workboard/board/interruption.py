"""Called away, and back: the stamp comes first and asks nothing; everything else can be said later.

*Stamp* stops the clock of what runs and begins the interruption, durable before anything is drawn. Then one key says
where it came from, one line says what one wanted to do, and coming back opens the work again as it was. Interruptions
nest; each way back leads to what was interrupted.
"""

from workboard.board import focus
from workboard.board.coming_back import outside, proposal, to_go_on_with
from workboard.board.desk import Desk, candidate_of
from workboard.board.offer import shown_title
from workboard.board.through import taken_up
from workboard.domain.errors import ImpossibleAct
from workboard.domain.interruption import Source, Stretch
from workboard.domain.text import clean, safe
from workboard.domain.typed import TYPE_CHECKING
from workboard.domain.working_time import MINUTE
from workboard.store import focus as focus_store
from workboard.store import intervals, journal, to_do
from workboard.store.database import Reader, Transaction

if TYPE_CHECKING:  # a question makes no news
    from workboard.domain.event import What

NOBODY = "there is no interruption: workboard interrupted begins one"


async def stamp(desk: Desk, source: Source | None = None, who: str | None = None) -> str:
    """The clock of whatever is open stops and the interruption begins, in one durable transaction. Its id."""

    def work(transaction: Transaction) -> str:
        return begin(desk, transaction, source, who)

    return await desk.database.awrite(work)


def begin(desk: Desk, transaction: Transaction, source: Source | None = None, who: str | None = None) -> str:
    """The same inside another act's transaction. From outside the board (``source`` given) the rest is proposed."""
    now, identifier = desk.now(), desk.new_id()
    before = intervals.current(transaction)
    running = journal.running(transaction)
    if running is not None:
        journal.set_work(transaction, running._replace(state="interrupted", since_at=now))
    intervals.end(transaction, now)
    coming_back = None if source is None else proposal(transaction, before)
    parent = None if before is None else before.id
    name = clean(who).strip() or None if who else None
    intervals.begin(
        transaction,
        Stretch(identifier, "interruption", identifier, now, None, source, name, coming_back, parent=parent),
    )
    transaction.touch("focus")
    _tell(desk, transaction, "on_interrupted", before, source=source)
    return identifier


def _tell(
    desk: Desk, transaction: Transaction, what: "What", work: Stretch | None, *, source: str | None,
    minutes: int | None = None,
) -> None:  # fmt: skip
    """For programs of the technician's own, with the work it is about, if it is about any."""
    from workboard.domain.event import Moment

    found = to_do.candidate(transaction, work.ref) if work is not None and work.kind == "activity" else None
    number = title = None
    if found is not None:
        number = safe(found.ticket.number)
        title = safe(shown_title(found, to_do.next_step(transaction, found.ticket.id)))
    until = focus_store.until(transaction, desk.now())
    transaction.tell(Moment(what, desk.now(), number, title, until, minutes, source))


async def say(desk: Desk, *, source: Source | None = None, who: str | None = None, back: str | None = None) -> None:
    """Where the open interruption came from, who it was, what one will do coming back; what is ``None`` stays."""
    what: dict[str, object] = {}
    if source is not None:
        what["source"] = source
    if who is not None:
        what["who"] = clean(who).strip() or None
    if back is not None:
        what["coming_back"] = clean(back).strip()

    def work(transaction: Transaction) -> None:
        one = _open(transaction)
        if what:
            intervals.describe(transaction, one.ref, **what)

    await desk.database.awrite(work)


async def name(desk: Desk, ref: str, who: str) -> None:
    """Who it was, also of one that is over; an empty name takes it back."""
    said = clean(who).strip() or None
    await desk.database.awrite(lambda transaction: intervals.describe(transaction, ref, who=said))


async def sort(desk: Desk, ref: str, ticket_id: str | None = None) -> None:
    """It was for this ticket; without one, for nothing that has to be kept. Nobody is asked about it again."""
    await desk.database.awrite(lambda tx: intervals.describe(tx, ref, sorted=True, ticket_id=ticket_id))


async def back(desk: Desk) -> str | None:
    """The interruption is over and what it interrupted goes on. The activity that runs again; ``None`` where that
    is another interruption, or nothing."""

    return await desk.database.awrite(lambda transaction: end(desk, transaction))


def end(desk: Desk, transaction: Transaction) -> str | None:
    """The same inside another act's transaction."""
    one = _open(transaction)
    if one.source is None or one.coming_back is None:
        left = proposal(transaction, outside(transaction, one))
        source: Source = one.source or "none"
        intervals.describe(transaction, one.ref, source=source, coming_back=one.coming_back or left)
        one = one._replace(source=source)
    minutes = intervals.spent_on(transaction, one.ref, desk.now()) // MINUTE
    outer = _unwind(desk, transaction)
    _tell(desk, transaction, "on_back", outer, source=one.source, minutes=minutes)
    if outer is None or outer.kind != "activity":
        return None
    focus.again(desk, transaction, outer.ref)
    return outer.ref


def _unwind(desk: Desk, transaction: Transaction) -> Stretch | None:
    """Out of the open interruption, to the nearest thing outside it that is still to be gone on with."""
    now = desk.now()
    outer = to_go_on_with(transaction, intervals.chain(transaction)[1:])
    intervals.end(transaction, now)
    transaction.touch("focus")
    if outer is None:
        return None
    intervals.begin(transaction, outer._replace(id=desk.new_id(), started_at=now))
    if outer.kind == "activity":
        work = journal.work_of(transaction, outer.ref)
        assert work is not None
        journal.set_work(transaction, work._replace(state="running", since_at=now))
    return outer


async def take_up(desk: Desk, activity_id: str) -> None:
    """An emergency: the running work is interrupted by an alert, and this runs inside. Its end leads back."""
    from workboard.board.work import begin as start

    def work(transaction: Transaction) -> None:
        one = candidate_of(transaction, activity_id)
        taken_up(transaction, one.ticket.id)
        ref = begin(desk, transaction, "alert")
        intervals.describe(transaction, ref, sorted=True, ticket_id=one.ticket.id)
        start(desk, transaction, activity_id)

    await desk.database.awrite(work)


def _open(reader: Reader) -> Stretch:
    one = intervals.current(reader)
    if one is None or one.kind != "interruption":
        raise ImpossibleAct(NOBODY)
    return one
