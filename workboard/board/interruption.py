"""Called away, and back: the stamp comes first and asks nothing; everything else can be said later.

*Stamp* stops the clock of what runs and begins the interruption, durable before anything is drawn. Then one key says
where it came from, one line says what one wanted to do, and coming back opens the work again as it was. Interruptions
nest; each way back leads to what was interrupted.
"""

from typing import TYPE_CHECKING, NamedTuple

from workboard.board import focus
from workboard.board.desk import Desk, candidate_of
from workboard.board.mode import Mode, mode
from workboard.board.offer import shown_title
from workboard.board.time_spent import today_minutes
from workboard.board.words import when
from workboard.domain.errors import ImpossibleAct, WorkboardError
from workboard.domain.interruption import LONG_MS, Source, Step, Stretch, step_of, word
from workboard.domain.note_lines import read as read_lines
from workboard.domain.reason import clock
from workboard.domain.text import clean, first_line, safe, unquoted
from workboard.domain.working_time import MINUTE, day_bounds
from workboard.store import focus as focus_store
from workboard.store import intervals, journal, views
from workboard.store.database import Reader, Transaction

if TYPE_CHECKING:  # a question makes no news
    from workboard.domain.event import What

NOBODY = "there is no interruption: workboard interrupted begins one"


class Away(NamedTuple):
    """An open interruption, for its sheet. ``number`` of what was interrupted; ``proposal`` is what *coming back I
    will* begins with; ``depth`` 1 is the outermost."""

    ref: str
    step: Step
    since: str
    """``10:42``"""
    minutes: int
    depth: int
    number: str | None = None
    proposal: str = ""
    source: str | None = None
    who: str | None = None
    coming_back: str | None = None
    ticket_id: str | None = None
    """what it was made into, if anything"""
    sorted: bool = False
    over: bool = False
    """what was taken up in it has ended: only the way back is left"""


class Said(NamedTuple):
    when: str
    text: str


class Back(NamedTuple):
    """The card that leads back. ``outer``: to an interruption that was itself interrupted."""

    minutes: int
    source: str | None
    outer: bool = False
    activity_id: str | None = None
    here: str | None = None
    """``Rebuild the Outlook profile · 18 of 45 min``"""
    wrote: Said | None = None
    before_that: Said | None = None
    """only after long: the note before"""
    wanted_to: str | None = None
    client: Said | None = None
    """only after long: the client's last words"""


# -- the acts -----------------------------------------------------------------------------------------------


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

    found = views.candidate(transaction, work.ref) if work is not None and work.kind == "activity" else None
    number = title = None
    if found is not None:
        number = safe(found.ticket.number)
        title = safe(shown_title(found, views.next_step(transaction, found.ticket.id)))
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
        left = proposal(transaction, _parent(transaction, one))
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
    outer = _to_go_on_with(transaction, intervals.chain(transaction)[1:])
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
        focus.taken_up(transaction, one.ticket.id)
        ref = begin(desk, transaction, "alert")
        intervals.describe(transaction, ref, sorted=True, ticket_id=one.ticket.id)
        start(desk, transaction, activity_id)

    await desk.database.awrite(work)


def _open(reader: Reader) -> Stretch:
    one = intervals.current(reader)
    if one is None or one.kind != "interruption":
        raise ImpossibleAct(NOBODY)
    return one


def _parent(reader: Reader, one: Stretch) -> Stretch | None:
    return None if one.parent is None else intervals.one(reader, one.parent)


# -- what is shown ------------------------------------------------------------------------------------------


def proposal(reader: Reader, interrupted: Stretch | None) -> str:
    """What one was about to do: the next step of the work, or what one had wanted to come back to."""
    if interrupted is None:
        return ""
    if interrupted.kind == "interruption":
        said = interrupted.coming_back
        return proposal(reader, _parent(reader, interrupted)) if said is None else said
    found = views.candidate(reader, interrupted.ref)
    if found is None:
        return ""
    written = intervals.coming_back_since(reader, interrupted.ref, 0)
    step = views.next_step(reader, found.ticket.id)
    noted = journal.step_since(reader, found.ticket.id, written[0]) if written else None
    if written is not None and noted is None:
        return safe(written[1])
    return safe(step) if step else ""


def away(desk: Desk, reader: Reader | None = None) -> Away | None:
    """The open interruption; ``None`` while one is at work."""
    reader = desk.database.read() if reader is None else reader
    stretches = intervals.chain(reader)
    if not stretches or stretches[0].kind != "interruption":
        return None
    one = stretches[0]
    depth = sum(1 for each in stretches if each.kind == "interruption")
    outer = stretches[1] if len(stretches) > 1 else None
    spent = intervals.spent_on(reader, one.ref, desk.now())
    return Away(
        one.ref,
        step_of(one),
        clock(intervals.began(reader, one.ref), desk.zone),
        spent // MINUTE,
        depth,
        _number(reader, stretches),
        proposal(reader, outer),
        word(one.source),
        safe(one.who) if one.who else None,
        None if one.coming_back is None else safe(one.coming_back),
        one.ticket_id,
        one.sorted,
        one.source == "alert" and one.sorted and one.id != one.ref,
    )


def _number(reader: Reader, stretches: list[Stretch]) -> str | None:
    """Of the nearest work that was interrupted."""
    for one in stretches:
        found = views.candidate(reader, one.ref) if one.kind == "activity" else None
        if found is not None:
            return safe(found.ticket.number)
    return None


def back_card(desk: Desk) -> Back | None:
    """Where one was, what one wrote, what one wanted to do; more of it after more than a quarter of an hour."""
    reader = desk.database.read()
    stretches = intervals.chain(reader)
    if not stretches or stretches[0].kind != "interruption":
        return None
    one, now = stretches[0], desk.now()
    long = now - intervals.began(reader, one.ref) > LONG_MS
    card = Back(intervals.spent_on(reader, one.ref, now) // MINUTE, word(one.source), wanted_to=one.coming_back or None)
    outer = _to_go_on_with(reader, stretches[1:])
    if outer is None:
        return card._replace(wanted_to=safe(card.wanted_to) if card.wanted_to else None)
    wanted = safe(one.coming_back or proposal(reader, outer)) or None
    if outer.kind == "interruption":
        said = [word(outer.source) or "an interruption", *([safe(outer.who)] if outer.who else [])]
        since = clock(intervals.began(reader, outer.ref), desk.zone)
        return card._replace(outer=True, here=f"{' · '.join(said)}, since {since}", wanted_to=wanted)
    return _to_work(desk, reader, card._replace(wanted_to=wanted), outer.ref, long=long)


def _to_go_on_with(reader: Reader, stretches: list[Stretch]) -> Stretch | None:
    for outer in stretches:
        if outer.kind == "interruption":
            return outer
        work = journal.work_of(reader, outer.ref)
        if work is not None and work.state == "interrupted":
            return outer
    return None


def _to_work(desk: Desk, reader: Reader, card: Back, activity_id: str, *, long: bool) -> Back:
    try:
        one = candidate_of(reader, activity_id)
    except WorkboardError:  # the ticket is not known here any more
        return card
    step = views.next_step(reader, one.ticket.id)
    estimate = one.activity.estimate_minutes
    spent = today_minutes(desk, activity_id, reader)
    minutes = f"{spent} of {estimate} min" if estimate else f"{spent} min"
    mine = _mine(desk, reader, one.ticket.id)
    return card._replace(
        activity_id=activity_id,
        here=f"{safe(shown_title(one, step))} · {minutes}",
        wrote=mine[0] if mine else None,
        before_that=mine[1] if long and len(mine) > 1 else None,
        client=_client(desk, reader, one.ticket.id) if long else None,
    )


def _mine(desk: Desk, reader: Reader, ticket_id: str) -> list[Said]:
    """The newest two of mine with words of their own, newest first."""
    me = desk.me.id
    found = [(one.at, one.body) for one in views.pending_notes(reader, ticket_id)]
    found += [(one.at, one.body) for one in views.messages(reader, ticket_id) if one.author_id == me]
    said = ((at, first_line(read_lines(body).text)) for at, body in sorted(found, reverse=True))
    return [Said(when(desk, at), safe(line)) for at, line in said if line][:2]


def _client(desk: Desk, reader: Reader, ticket_id: str) -> Said | None:
    found = (one for one in views.messages(reader, ticket_id) if one.author == "client")
    said = ((one.at, first_line(unquoted(one.body))) for one in found)
    return next((Said(when(desk, at), safe(line)) for at, line in said if line), None)


# -- sorted once --------------------------------------------------------------------------------------------


class Unsorted(NamedTuple):
    ref: str
    since: str
    minutes: int
    source: str | None
    who: str | None
    started_at: int = 0
    key: str | None = None
    """the source as programs read it"""


def unsorted(desk: Desk) -> list[Unsorted]:
    """Of today, those nobody has been asked about: oldest first."""
    reader = desk.database.read()
    found = intervals.unsorted(reader, day_bounds(desk.now(), desk.zone)[0])
    return [
        Unsorted(
            one.ref,
            clock(one.started_at, desk.zone),
            intervals.spent_on(reader, one.ref, desk.now()) // MINUTE,
            word(one.source),
            safe(one.who) if one.who else None,
            one.started_at,
            one.source,
        )
        for one in found
    ]


async def asked(desk: Desk, refs: list[str]) -> None:
    """They were put before a person; whatever that said, they are not again."""
    await desk.database.awrite(lambda transaction: were_asked(desk, transaction, refs))


def were_asked(desk: Desk, transaction: Transaction, refs: list[str]) -> None:
    """The same inside another act's transaction."""
    for ref in refs:
        intervals.describe(transaction, ref, asked_at=desk.now())


def drop_unsorted(desk: Desk, transaction: Transaction) -> int:
    """All of today that nobody has sorted, asked about or not, was for nothing to be kept. How many."""
    found = intervals.unsorted(transaction, day_bounds(desk.now(), desk.zone)[0], also_asked=True)
    for one in found:
        intervals.describe(transaction, one.ref, sorted=True)
    return len(found)


__all__ = [
    "Away", "Back", "Mode", "Said", "Unsorted", "asked", "away", "back", "back_card", "begin",
    "drop_unsorted", "end", "mode", "name", "proposal", "say", "sort", "stamp", "take_up", "unsorted", "were_asked",
]  # fmt: skip
