"""Focus on the running activity: enter it, leave it, and what of the world outside is held or breaks through.

What the screen shows while a block lasts is frozen with it or this machine's own (notes written here, minutes), so
that nothing from outside can move it.
"""

from typing import NamedTuple

from workboard.board.desk import Desk, candidate_of
from workboard.board.focus_view import FocusView, Own
from workboard.board.offer import shown_title
from workboard.board.time_spent import today_minutes
from workboard.domain import focus
from workboard.domain.bands import band
from workboard.domain.errors import ImpossibleAct
from workboard.domain.focus import Outside, Verdict
from workboard.domain.note_lines import read as read_lines
from workboard.domain.people import first_name
from workboard.domain.policy import Candidate, place
from workboard.domain.reason import clock
from workboard.domain.replies import Waiting, queue
from workboard.domain.text import first_line, safe
from workboard.domain.working_time import day_bounds
from workboard.store import focus as store
from workboard.store import intervals, journal, mirror, views
from workboard.store.database import Reader, Transaction

TAKEN = "taken"
"""before the key of what broke through and was taken up"""
TOLD_FOR_MS = 5 * 60_000
"""How long after a block its one line about what was held stands on the board."""


class Standing(NamedTuple):
    """For ``focus status``: ``rule`` is the policy's key that bounds the block."""

    lasts: bool
    until_at: int
    rule: str
    verdict: Verdict


# -- in and out ---------------------------------------------------------------------------------------------


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


def taken_up(transaction: Transaction, ticket_id: str) -> None:
    """The emergency that broke through is at hand now: its line goes."""
    session = store.newest(transaction)
    if session is not None and session.ended_at is None:
        store.tell(transaction, session, (f"{TAKEN} P1 {ticket_id}",))


async def leave(desk: Desk) -> None:
    """Back to the board; the work goes on. ``ImpossibleAct`` when there is no block."""

    await desk.database.awrite(lambda transaction: end(desk, transaction))


def end(desk: Desk, transaction: Transaction) -> None:
    """The same inside another act's transaction."""
    found = store.newest(transaction)
    if found is None or found.ended_at is not None:
        raise ImpossibleAct("there is no focus block: workboard focus start begins one")
    store.end_block(transaction, desk.now())


def _words(desk: Desk, reader: Reader) -> dict[str, str | None]:
    """The card, frozen: what others do to the ticket does not move it."""
    running = journal.running(reader)
    assert running is not None
    one = candidate_of(reader, running.activity_id)
    step = views.next_step(reader, one.ticket.id)
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


# -- what is shown ------------------------------------------------------------------------------------------


def view(desk: Desk, reader: Reader | None = None) -> FocusView | None:
    """The block that is open, also when its bound has come; ``None`` when there is none. Until the bound nothing
    outside is looked at but what has broken through already (``watch.notice`` looks for more)."""
    reader = desk.database.read() if reader is None else reader
    session = store.newest(reader)
    if session is None or session.ended_at is not None:
        return None
    card, over = session.card, desk.now() >= session.block.until_at
    found = weighed(desk, reader, session) if over else None
    through = _standing(session, _still_through(desk, reader, session) if found is None else found.through)
    until = clock(session.block.until_at, desk.zone)
    return FocusView(
        session.activity_id,
        card["ticket_id"] or "",
        card["number"] or "",
        card["title"] or "",
        card["about"] or "",
        _step(desk, reader, session),
        _minutes(desk, reader, session.activity_id, card["estimate"]),
        until,
        session.block.until_at,
        _notes(desk, reader, card["ticket_id"] or "", session.block.started_at),
        _promise(desk, until),
        over,
        None if found is None else focus.digest(found),
        _line(desk, reader, through),
        _to_take_up(desk, reader, through),
    )


def _promise(desk: Desk, until: str) -> str:
    held = f"Everything else is held until {until}."
    return f"{held} Emergencies still reach you." if focus.P1_MINE in desk.policy.focus.breakthrough else held


def _still_through(desk: Desk, reader: Reader, session: store.Session) -> tuple[str, ...]:
    """Of what broke through and was told, what still stands: the emergencies first."""
    if not session.told:
        return ()
    found = outside(desk, reader, session.activity_id)
    keys = {f"P1 {one}" for one in found.emergencies} | {f"fixed {one}" for one, _ in found.fixed}
    return tuple(key for key in session.told if key in keys)


def _standing(session: store.Session, through: tuple[str, ...]) -> tuple[str, ...]:
    """Those not taken up, the emergencies first."""
    left = (key for key in through if f"{TAKEN} {key}" not in session.told)
    return tuple(sorted(left, key=lambda key: not key.startswith("P1 ")))


def _step(desk: Desk, reader: Reader, session: store.Session) -> str | None:
    """The newest that I said myself since the block began, in a note or when I was called away; else the frozen one."""
    since = session.block.started_at
    said = [journal.step_since(reader, session.card["ticket_id"] or "", since)]
    said.append(intervals.coming_back_since(reader, session.activity_id, since))
    own = max((one for one in said if one is not None), default=None)
    step = session.card["next_step"] if own is None else safe(own[1])
    return None if step == session.card["title"] else step


def _minutes(desk: Desk, reader: Reader, activity_id: str, estimate: str | None) -> str:
    spent = today_minutes(desk, activity_id, reader)
    return f"{spent} of {estimate} min" if estimate else f"{spent} min"


def _notes(desk: Desk, reader: Reader, ticket_id: str, since_at: int) -> tuple[Own, ...]:
    found = journal.notes_since(reader, ticket_id, since_at)
    lines = ((at, first_line(read_lines(body).text)) for at, body in found)
    return tuple(Own(clock(at, desk.zone), safe(line)) for at, line in lines if line)


def weighed(desk: Desk, reader: Reader, session: store.Session) -> Verdict:
    """The verdict on everything outside, now. Until the bound only what could break through is looked at."""
    seen = outside(desk, reader, session.activity_id)
    return focus.verdict(desk.policy, session.block, session.before, seen, desk.now())


def standing(desk: Desk) -> Standing | None:
    """Of the open block, also past its bound; ``None`` where none is open."""
    reader = desk.database.read()
    session = store.newest(reader)
    if session is None or session.ended_at is not None:
        return None
    lasts = store.lasts(reader, desk.now())
    return Standing(lasts, session.block.until_at, session.block.rule, weighed(desk, reader, session))


def digest(desk: Desk, reader: Reader) -> str | None:
    """One line about what the last block held, for a few minutes after it."""
    session = store.newest(reader)
    if session is None:
        return None
    over_at = session.over_at(desk.now())
    if over_at is None or not 0 <= desk.now() - over_at < TOLD_FOR_MS:
        return None
    return focus.digest(weighed(desk, reader, session))


def answered_here(desk: Desk, ticket_id: str) -> str | None:
    """Who wrote on the ticket of the block since it began and since my last note but one: it may be told when a note on
    it is saved. ``Ruth answered on this ticket``"""
    reader = desk.database.read()
    session = store.newest(reader)
    if session is None or session.ended_at is not None or session.card["ticket_id"] != ticket_id:
        return None
    since = session.block.started_at
    noted = [at for at, _ in journal.notes_since(reader, ticket_id, since)]
    since = max(since, noted[-2]) if len(noted) > 1 else since
    said = [one for one in views.messages(reader, ticket_id) if one.author == "client" and one.at > since]
    if not said:
        return None
    return f"{first_name(safe(said[0].author_name or '')) or 'The client'} answered on this ticket"


def _line(desk: Desk, reader: Reader, through: tuple[str, ...]) -> str | None:
    """What broke through, in one line: the emergency first."""
    if not through:
        return None
    kind, _, identifier = through[0].partition(" ")
    more = f" and {len(through) - 1} more" if len(through) > 1 else ""
    if kind == "P1":
        found = views.ticket(reader, identifier)
        return None if found is None else f"P1 for you #{safe(found.number)}: {safe(found.title)}{more}"
    one = views.candidate(reader, identifier)
    if one is None:
        return None
    at = clock(one.activity.start_at or desk.now(), desk.zone)
    place_ = safe(one.ticket.company or one.ticket.contact_name or one.ticket.title)
    return f"At {at}, fixed: {place_}{more}"


def _to_take_up(desk: Desk, reader: Reader, through: tuple[str, ...]) -> str | None:
    """What there is to do about the emergency that broke through: the best of its activities."""
    ticket = next((key.removeprefix("P1 ") for key in through[:1] if key.startswith("P1 ")), None)
    if ticket is None:
        return None
    found = (one for one in views.candidates(reader, desk.me.id, frozenset()) if one.ticket.id == ticket)
    ranked = [place(one, desk.policy, desk.shift, desk.now()) for one in found]
    return min(ranked, key=lambda one: one.key).activity.id if ranked else None


def outside(desk: Desk, reader: Reader, activity_id: str) -> Outside:
    """The world beyond the activity that runs."""
    now, me = desk.now(), desk.me.id
    waiting = queue(views.threads(reader, me), now)
    found = views.candidates(reader, me, frozenset(one.ticket.id for one in waiting))
    running = views.candidate(reader, activity_id)
    own = "" if running is None else running.ticket.id
    others = [one for one in found if one.ticket.id != own]
    mine = mirror.mine(reader) - {own}
    return Outside(
        frozenset((one.ticket.id, _newest_at(one)) for one in waiting if one.ticket.id != own),
        mine,
        frozenset(
            one for one, ticket in mirror.tickets(reader, sorted(mine)).items() if band(ticket, desk.policy) == 1
        ),
        frozenset((one.activity.id, one.activity.start_at or 0) for one in others if _fixed_today(desk, one)),
    )


def _newest_at(one: Waiting) -> int:
    last = one.thread.last_client
    return one.since_at if last is None else last.at


def _fixed_today(desk: Desk, one: Candidate) -> bool:
    start, now = one.activity.start_at, desk.now()
    if not one.activity.fixed or start is None or one.state in ("finished", "away"):
        return False
    return now < start < day_bounds(now, desk.zone)[1]
