"""What broke through a block of focus: one line about it while it stands, and what there is to do; and who answered on
the very ticket it is about."""

from workboard.board.desk import Desk
from workboard.board.outside import outside
from workboard.domain.people import first_name
from workboard.domain.policy import place
from workboard.domain.reason import clock
from workboard.domain.text import safe
from workboard.store import focus, overlay, texts, to_do, written
from workboard.store.database import Reader, Transaction
from workboard.store.focus import Session

TAKEN = "taken"
"""before the key of what broke through and was taken up"""


def taken_up(transaction: Transaction, ticket_id: str) -> None:
    """The emergency that broke through is at hand now: its line goes."""
    session = focus.still_open(transaction)
    if session is not None:
        focus.tell(transaction, session, (f"{TAKEN} P1 {ticket_id}",))


def still_through(desk: Desk, reader: Reader, session: Session) -> tuple[str, ...]:
    """Of what broke through and was told, what still stands: the emergencies first."""
    if not session.told:
        return ()
    found = outside(desk, reader, session.activity_id)
    keys = {f"P1 {one}" for one in found.emergencies} | {f"fixed {one}" for one, _ in found.fixed}
    return tuple(key for key in session.told if key in keys)


def not_taken(session: Session, through: tuple[str, ...]) -> tuple[str, ...]:
    """Those not taken up, the emergencies first."""
    left = (key for key in through if f"{TAKEN} {key}" not in session.told)
    return tuple(sorted(left, key=lambda key: not key.startswith("P1 ")))


def line(desk: Desk, reader: Reader, through: tuple[str, ...]) -> str | None:
    """What broke through, in one line: the emergency first."""
    if not through:
        return None
    kind, _, identifier = through[0].partition(" ")
    more = f" and {len(through) - 1} more" if len(through) > 1 else ""
    if kind == "P1":
        found = overlay.ticket(reader, identifier)
        return None if found is None else f"P1 for you #{safe(found.number)}: {safe(found.title)}{more}"
    one = to_do.candidate(reader, identifier)
    if one is None:
        return None
    at = clock(one.activity.start_at or desk.now(), desk.zone)
    place_ = safe(one.ticket.company or one.ticket.contact_name or one.ticket.title)
    return f"At {at}, fixed: {place_}{more}"


def to_take_up(desk: Desk, reader: Reader, through: tuple[str, ...]) -> str | None:
    """What there is to do about the emergency that broke through: the best of its activities."""
    ticket = next((key.removeprefix("P1 ") for key in through[:1] if key.startswith("P1 ")), None)
    if ticket is None:
        return None
    found = (one for one in to_do.candidates(reader, desk.me.id, frozenset()) if one.ticket.id == ticket)
    ranked = [place(one, desk.policy, desk.shift, desk.now()) for one in found]
    return min(ranked, key=lambda one: one.key).activity.id if ranked else None


def answered_here(desk: Desk, ticket_id: str) -> str | None:
    """Who wrote on the ticket of the block since it began and since my last note but one: it may be told when a note on
    it is saved. ``Ruth answered on this ticket``"""
    reader = desk.database.read()
    session = focus.still_open(reader)
    if session is None or session.card["ticket_id"] != ticket_id:
        return None
    since = session.block.started_at
    noted = [at for at, _ in written.notes_since(reader, ticket_id, since)]
    since = max(since, noted[-2]) if len(noted) > 1 else since
    said = [one for one in texts.messages(reader, ticket_id) if one.author == "client" and one.at > since]
    if not said:
        return None
    return f"{first_name(safe(said[0].author_name or '')) or 'The client'} answered on this ticket"
