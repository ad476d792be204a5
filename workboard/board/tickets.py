"""A new ticket in three fields, and where it stands in the outbox."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.board.wish import wish
from workboard.domain.errors import UsageError
from workboard.domain.intent import OpenTicket
from workboard.domain.text import clean, first_line, safe
from workboard.domain.ticket import Ticket
from workboard.domain.typed import Literal, NamedTuple
from workboard.store import entries, intervals, overlay, people
from workboard.store.database import Reader, Transaction

TITLE_LENGTH = 120


class Opened(NamedTuple):
    """``ids`` are its rows in the outbox; ``ticket_id`` is provisional until the remote numbered it."""

    ids: tuple[str, ...]
    ticket_id: str


async def open_ticket(
    desk: Desk, *, name: str, problem: str, urgent: bool, impact: Literal["person", "site"] | None = None,
    mine: bool = False, hold_ms: int = 0, heard: str = "", call: str | None = None,
) -> Opened:  # fmt: skip
    """Name, urgent?, problem. The contact is looked up by name or mail; else the name stands in the body.

    ``heard`` is a line about how it came in (``By phone, Tue 10:42.``), put under the problem; ``call`` is the
    interruption it was made of, which is sorted with it."""

    def work(transaction: Transaction) -> Opened:
        intent = opening(
            desk, transaction, name=name, problem=problem, urgent=urgent, impact=impact, mine=mine, heard=heard
        )
        if call is not None:
            intervals.describe(transaction, call, sorted=True, ticket_id=intent.ticket_id)
        return Opened((wish(desk, transaction, desk.new_id(), intent, hold_ms),), intent.ticket_id)

    return await desk.database.awrite(work)


def opening(
    desk: Desk, reader: Reader, *, name: str, problem: str, urgent: bool,
    impact: Literal["person", "site"] | None = None, mine: bool = False, heard: str = "",
) -> OpenTicket:  # fmt: skip
    """The wish itself."""
    problem = clean(problem).strip()
    name = clean(name).strip()
    if not problem:
        raise UsageError('a ticket needs a problem: --problem "what is wrong"')
    title = first_line(problem)[:TITLE_LENGTH]
    rest = problem[problem.find(title) + len(title) :].strip() if problem != title else ""
    rest = "\n\n".join(part for part in (rest, heard) if part)
    person = people.contact(reader, name) if name else None
    return OpenTicket(
        f"{desk.slug}:ticket:new-{desk.new_id()}",
        title,
        rest,
        person.name if person else name,
        person.mail if person else None,
        urgent,
        impact,
        mine,
        desk.config.account.queue,
    )


class Named(NamedTuple):
    """A ticket somebody may mean; ``words`` are its title and whose it is."""

    ticket_id: str
    number: str
    words: str


def about(desk: Desk, letters: str, limit: int) -> list[Named]:
    """The ticket of a number; else open ones of a client whose name, or whose company's, begins so, mine first."""
    name = clean(letters).strip().removeprefix("#")
    if not name:
        return []
    reader = desk.database.read()
    found = overlay.tickets_named(reader, name) or overlay.open_tickets_of(reader, name, limit)
    return [Named(one.id, safe(one.number), _title_and_client(one)) for one in found[:limit]]


def _title_and_client(one: Ticket) -> str:
    return " · ".join(safe(part) for part in (one.title, one.contact_name, one.company) if part)


def alone(desk: Desk) -> bool:
    """On a desk of one there is nobody else to take a ticket."""
    return not desk.capabilities.network and len(desk.me.members) < 2


def number_of(desk: Desk, opened: Opened) -> str | None:
    """The number to give to the caller; ``None`` while the help desk has not given one."""
    identifier = real_id(desk, opened)
    found = overlay.ticket(desk.database.read(), identifier) if identifier else None
    return None if found is None else safe(found.number)


def real_id(desk: Desk, opened: Opened) -> str | None:
    """The remote's id once the ticket is there; ``None`` while it waits."""
    found = entries.find(desk.database.read(), opened.ids[0])
    if found is None or found.state != "done" or found.ticket_id == opened.ticket_id:
        return None
    return found.ticket_id
