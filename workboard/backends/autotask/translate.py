"""Rows as values of the domain. Pure; a row that is not as promised raises ``Misshapen``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from workboard.backends.autotask.names import Names
from workboard.backends.autotask.picklists import label
from workboard.backends.autotask.priorities import band
from workboard.backends.autotask.shapes import (
    Misshapen,
    Row,
    identifier,
    instant,
    line,
    newest,
    number,
    reference,
)
from workboard.backends.autotask.terms import Terms
from workboard.domain.ticket import CLOSED, DoneEvent, StatusSpan, Ticket

STAMPS: Final = ("lastActivityDate", "lastTrackedModificationDateTime", "createDate")
KINDS: Final[tuple[Literal["incident", "request"], ...]] = ("incident", "request")
MINUTE: Final = 60_000


def ticket(row: Row, terms: Terms, names: Names, old: Ticket | None) -> Ticket:
    """A ticket's header. Names that were not asked for stay as the mirror (``old``) has them."""
    key = identifier(row)
    status = number(row, "status")
    if status is None:
        raise Misshapen("status is missing")
    priority = number(row, "priority")
    hot = band(terms.lists.priority, priority)
    owner = reference(row, "assignedResourceID") or None
    contact = names.contact(reference(row, "contactID"))
    created = instant(row, "createDate") or 0
    return Ticket(
        id=terms.ids.ticket(key),
        number=line(row, "ticketNumber") or str(key),
        title=line(row, "title") or "(no title)",
        status=terms.statuses.label(status),
        category=terms.statuses.category(status),
        queue=label(terms.lists.queue, number(row, "queueID")),
        owner_id=None if owner is None else str(owner),
        company=names.company(reference(row, "companyID")) or (old.company if old else None),
        contact_name=contact.name if contact else old.contact_name if old else None,
        contact_mail=contact.mail if contact else old.contact_mail if old else None,
        priority=label(terms.lists.priority, priority),
        urgent=hot <= 2,
        type=_type(label(terms.lists.type, number(row, "ticketType"))),
        created_at=created,
        updated_at=newest(row, *STAMPS) or created,
        due_at=instant(row, "dueDateTime"),
        url=terms.url(key),
        presence="mine" if owner is not None and str(owner) == terms.me else "team",
        default_band=hot,
        reply_signal="either",
    )


def _type(word: str | None) -> Literal["incident", "request"] | None:
    return next((kind for kind in KINDS if kind in (word or "").casefold()), None)


def spans(header: Ticket, before: Sequence[StatusSpan], at: int) -> list[StatusSpan]:
    """The stretches of a ticket's life as they were seen: Autotask tells only where it stands, so a change counts from
    its last edit (``at``). One that is met with an answer on it was open before: a client answers to something."""
    if not before and header.category == "reply":
        before = [StatusSpan(header.id, "open", header.created_at)]
    if not before:
        return [StatusSpan(header.id, header.category, header.created_at)]
    last = before[-1]
    if last.category == header.category:
        return list(before)
    since = max(at, last.from_at)
    return [*before[:-1], last._replace(until_at=since), StatusSpan(header.id, header.category, since)]


def closure(row: Row, header: Ticket, terms: Terms, old: Ticket | None) -> DoneEvent | None:
    """Who closed it and when. A status that Autotask does not count as complete has neither, so it counts for the
    owner from when it was seen to be closed."""
    if header.category != "done":
        return None
    at = instant(row, "completedDate")
    if at is None and (old is None or old.category not in CLOSED):
        at = header.updated_at
    by = terms.person(reference(row, "completedByResourceID")) or header.owner_id
    if at is None or by is None:
        return None
    return DoneEvent(terms.ids.done(identifier(row)), by, at, header.id)
