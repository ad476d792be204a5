"""Words as messages: what a ticket was opened with, notes, and what time entries say. Pure; a row that is not as
promised raises ``Misshapen``."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask.booked import worked
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.shapes import (
    MAX_MINUTES,
    Misshapen,
    Row,
    block,
    identifier,
    instant,
    line,
    number,
    reference,
)
from workboard.backends.autotask.terms import ADMINISTRATOR, Terms
from workboard.domain import markers, note_lines
from workboard.domain.ticket import Author, Message

BY_RULES: Final = frozenset({13, 15, 16, 17, 91, 92, 93, 94, 95, 99, 100})
"""note types that nobody types: workflow rules, surveys, merges, monitoring"""


def description(row: Row, terms: Terms, names: Names, ticket_id: str) -> Message | None:
    """The words a ticket was opened with."""
    body = block(row, "description")
    at = instant(row, "createDate")
    if not body or at is None:
        return None
    by_client = reference(row, "createdByContactID")
    resource = reference(row, "creatorResourceID")
    return Message(
        id=terms.ids.description(identifier(row)),
        ticket_id=ticket_id,
        at=at,
        author_id=terms.person(resource) if by_client is None else terms.ids.contact(by_client),
        author_name=terms.name(resource) if by_client is None else names.client(by_client),
        author=_author(by_client, resource, None),
        visibility="public",
        origin="create",
        body=body,
        marker=line(row, "externalID") if markers.MARKER.fullmatch(line(row, "externalID") or "") else None,
    )


def note(row: Row, terms: Terms, names: Names) -> Message:
    """A note; a client's own counts as public however it is marked."""
    at = instant(row, "createDateTime")
    if at is None or number(row, "publish") is None:
        raise Misshapen("a note does not say when it was written, or who may read it")
    by_client = reference(row, "createdByContactID") or None
    resource = reference(row, "creatorResourceID")
    text = block(row, "description") or line(row, "title") or ""
    public = by_client is not None or number(row, "publish") == terms.public
    found = markers.MARKER.search(text)
    body = unmarked(text)
    return Message(
        id=terms.ids.note(identifier(row)),
        ticket_id=terms.ids.ticket(identifier(row, "ticketID")),
        at=at,
        author_id=terms.person(resource) if by_client is None else terms.ids.contact(by_client),
        author_name=terms.name(resource) if by_client is None else names.client(by_client),
        author=_author(by_client, resource, number(row, "noteType")),
        visibility="public" if public else "internal",
        origin="reply" if public else "note",
        body=body,
        marker=found[0] if found and not public else None,
        next_step=None if public else note_lines.read(body).next_step,
    )


def _author(by_client: int | None, resource: int | None, kind: int | None) -> Author:
    if kind in BY_RULES:
        return "system"
    if by_client is not None:
        return "client"
    return "system" if resource in (None, ADMINISTRATOR) else "staff"


def unmarked(text: str) -> str:
    """Without the last line, where that is a marker."""
    words, _, last = text.rstrip().rpartition("\n")
    return words.rstrip() if markers.MARKER.fullmatch(last.strip().strip("[]")) else text


def time_note(row: Row, terms: Terms) -> Message | None:
    """What a time entry says. The minutes of an answer carry a marker and no words of their own."""
    on, at = reference(row, "ticketID"), instant(row, "endDateTime") or instant(row, "createDateTime")
    internal = block(row, "internalNotes")
    found = markers.MARKER.search(internal)
    body = unmarked(internal)
    if markers.MARKER.fullmatch(body.strip().strip("[]")):
        body = ""
    if found is None:
        body = "\n\n".join(part for part in (block(row, "summaryNotes"), body) if part)
    if not on or at is None or not body:
        return None
    resource = identifier(row, "resourceID")
    minutes = worked(row)
    return Message(
        id=terms.ids.time_note(identifier(row)),
        ticket_id=terms.ids.ticket(on),
        at=at,
        author_id=str(resource),
        author_name=terms.name(resource),
        author="staff",
        visibility="internal",
        origin="note",
        body=body,
        minutes=minutes if 0 < minutes <= MAX_MINUTES else 0,
        marker=found[0] if found else None,
        next_step=note_lines.read(body).next_step,
    )
