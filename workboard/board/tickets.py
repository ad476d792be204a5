"""A new ticket in three fields, and where it stands in the outbox."""

from __future__ import annotations

from typing import Literal, NamedTuple

from workboard.board.desk import Desk
from workboard.board.wish import wish
from workboard.domain.errors import UsageError
from workboard.domain.intent import OpenTicket
from workboard.domain.text import clean, first_line, safe
from workboard.store import outbox, views
from workboard.store.database import Transaction

TITLE_LENGTH = 120


class Opened(NamedTuple):
    """``ids`` are its rows in the outbox; ``ticket_id`` is provisional until the remote numbered it."""

    ids: tuple[str, ...]
    ticket_id: str


async def open_ticket(
    desk: Desk, *, name: str, problem: str, urgent: bool, impact: Literal["person", "site"] | None = None,
    mine: bool = False, hold_ms: int = 0, heard: str = "",
) -> Opened:  # fmt: skip
    """Name, urgent?, problem. The contact is looked up by name or mail; else the name stands in the body.

    ``heard`` is a line about how it came in (``By phone, Tue 10:42.``), put under the problem."""
    problem = clean(problem).strip()
    name = clean(name).strip()
    if not problem:
        raise UsageError('a ticket needs a problem: --problem "what is wrong"')
    title = first_line(problem)[:TITLE_LENGTH]
    rest = problem[problem.find(title) + len(title) :].strip() if problem != title else ""
    rest = "\n\n".join(part for part in (rest, heard) if part)
    person = views.contact(desk.database.read(), name) if name else None
    identifier = f"{desk.slug}:ticket:new-{desk.new_id()}"
    intent = OpenTicket(
        identifier,
        title,
        rest,
        person.name if person else name,
        person.mail if person else None,
        urgent,
        impact,
        mine,
        desk.config.account.queue,
    )

    def work(transaction: Transaction) -> Opened:
        return Opened((wish(desk, transaction, desk.new_id(), intent, hold_ms),), identifier)

    return await desk.database.awrite(work)


def alone(desk: Desk) -> bool:
    """On a desk of one there is nobody else to take a ticket."""
    return not desk.capabilities.network and len(desk.me.members) < 2


def number_of(desk: Desk, opened: Opened) -> str | None:
    """The number to give to the caller; ``None`` while the help desk has not given one."""
    identifier = real_id(desk, opened)
    found = views.ticket(desk.database.read(), identifier) if identifier else None
    return None if found is None else safe(found.number)


def real_id(desk: Desk, opened: Opened) -> str | None:
    """The remote's id once the ticket is there; ``None`` while it waits."""
    found = outbox.find(desk.database.read(), opened.ids[0])
    if found is None or found.state != "done" or found.ticket_id == opened.ticket_id:
        return None
    return found.ticket_id
