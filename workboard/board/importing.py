"""Imported tickets into the desk of this machine, where what is stored is the truth: one write, all or nothing."""

from __future__ import annotations

from typing import NamedTuple

from workboard.board.desk import Desk
from workboard.domain.errors import UsageError
from workboard.domain.exported import NOBODY
from workboard.domain.import_records import Rejected
from workboard.domain.import_rows import Row
from workboard.domain.importing import Read
from workboard.domain.note_lines import compose
from workboard.domain.people import Person
from workboard.domain.text import clean
from workboard.domain.ticket import Message, Presence, StatusSpan, Ticket
from workboard.store import mirror
from workboard.store.database import Transaction
from workboard.store.mirror import Facts

FIRST_NUMBER = 1001


class Imported(NamedTuple):
    read: int
    imported: int
    rejected: tuple[Rejected, ...]


def store(desk: Desk, found: Read, mine: str | None = None, *, dry_run: bool = False) -> Imported:
    """``mine`` is the owner's name in the export that means me; without an owner a ticket is mine too.

    A number that is here already is rejected: importing the same file twice changes nothing."""
    if desk.capabilities.network:
        raise UsageError(f"import fills the desk of this machine; this account is {desk.capabilities.label}")

    def work(transaction: Transaction) -> Imported:
        return _stored(desk, transaction, found, (mine or desk.me.name).casefold(), dry_run)

    return desk.database.write(work)


def _stored(desk: Desk, transaction: Transaction, found: Read, mine: str, dry_run: bool) -> Imported:
    numbered, twice = _numbered(desk, transaction, found.rows)
    if not dry_run:
        parts = [_facts(desk, number, row, mine) for number, row in numbered]
        mirror.store(transaction, _joined(parts))
    rejected = tuple(sorted((*found.rejected, *twice), key=lambda one: one.line))
    return Imported(found.read, len(numbered), rejected)


def _numbered(
    desk: Desk, transaction: Transaction, rows: tuple[Row, ...]
) -> tuple[list[tuple[str, Row]], list[Rejected]]:
    """Each row with its number; one without gets the next that is free."""
    given = [row.number for row in rows if row.number]
    here = mirror.existing(transaction, "ticket", (_id(desk, number) for number in given))
    plain = [int(number) for number in given if number.isascii() and number.isdigit() and len(number) < 18]
    free = max((FIRST_NUMBER - 1, mirror.highest_number(transaction), *plain)) + 1
    kept: list[tuple[str, Row]] = []
    twice: list[Rejected] = []
    seen: set[str] = set()
    for row in rows:
        number = row.number
        if number is None:
            number, free = str(free), free + 1
        elif number in seen or _id(desk, number) in here:
            where = "twice in this file" if number in seen else "here already"
            twice.append(Rejected(row.line, "number", f"#{number} is {where}"))
            continue
        seen.add(number)
        kept.append((number, row))
    return kept, twice


def _id(desk: Desk, number: str) -> str:
    return f"{desk.slug}:ticket:{number}"


def _facts(desk: Desk, number: str, row: Row, mine: str) -> Facts:
    me = desk.me
    is_mine = row.owner is None or row.owner.casefold() == mine
    owner = me.id if is_mine else _other(row.owner or NOBODY)
    ticket = _ticket(desk, number, row, owner, "mine" if is_mine else "team")
    return Facts(
        tickets=(ticket,),
        spans=(StatusSpan(ticket.id, row.category, ticket.created_at),),
        messages=(*_first_words(ticket, row), *_next_step(ticket, row, me.id, me.name)),
        people=_people(row, owner if not is_mine else None),
    )


def _ticket(desk: Desk, number: str, row: Row, owner: str | None, presence: Presence) -> Ticket:
    created = row.created_at or row.updated_at or desk.now()
    return Ticket(
        id=_id(desk, number),
        number=number,
        title=row.title,
        status=row.category,  # on this desk a category is its own status
        category=row.category,
        queue=row.queue,
        owner_id=owner,
        company=row.company,
        contact_name=row.contact or row.contact_mail,
        contact_mail=row.contact_mail,
        priority=row.priority,
        urgent=row.urgent,
        impact=row.impact,
        tier=row.tier,
        type=row.type,
        created_at=created,
        updated_at=max(created, row.updated_at or created),
        due_at=row.due_at,
        window_from_at=row.window_from_at,
        window_until_at=row.window_until_at,
        url=row.url,
        presence=presence,
        default_band=row.band,
    )


def _other(name: str) -> str | None:
    """Somebody else's key here; none where the export says that nobody has the ticket."""
    return None if name.casefold() == NOBODY.casefold() else f"staff:{name.casefold()}"


def _first_words(ticket: Ticket, row: Row) -> tuple[Message, ...]:
    name = row.contact or row.contact_mail or "client"
    body = clean(row.body).strip() or row.title
    who = f"client:{row.contact_mail.casefold()}" if row.contact_mail else None
    identifier = ticket.id.replace(":ticket:", ":message:import-", 1)
    return (Message(identifier, ticket.id, ticket.created_at, who, name, "client", "public", "create", body),)


def _next_step(ticket: Ticket, row: Row, me: str, name: str) -> tuple[Message, ...]:
    if row.next_step is None:
        return ()
    identifier = ticket.id.replace(":ticket:", ":message:step-", 1)
    body = compose("", next_step=row.next_step)
    return (
        Message(
            identifier, ticket.id, ticket.updated_at, me, name, "staff", "internal", "note", body,
            next_step=row.next_step,
        ),
    )  # fmt: skip


def _people(row: Row, other: str | None) -> tuple[Person, ...]:
    found: list[Person] = []
    if row.contact_mail:
        mail = row.contact_mail
        found.append(Person(f"client:{mail.casefold()}", row.contact or mail, mail, "client", row.company))
    if other is not None and row.owner is not None:
        found.append(Person(other, row.owner, kind="staff"))
    return tuple(found)


def _joined(parts: list[Facts]) -> Facts:
    return Facts(
        tickets=tuple(one for part in parts for one in part.tickets),
        spans=tuple(one for part in parts for one in part.spans),
        messages=tuple(one for part in parts for one in part.messages),
        people=tuple({one.id: one for part in parts for one in part.people}.values()),
    )
