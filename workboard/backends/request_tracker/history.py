"""A ticket's transactions as values of the domain: stretches of status, messages, work. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from workboard.backends.mail_html import words_of
from workboard.backends.request_tracker.shapes import (
    BODY,
    SYSTEM,
    Misshapen,
    Row,
    identifier,
    instant,
    line,
    number,
    part,
    person,
)
from workboard.backends.request_tracker.translate import Terms, field
from workboard.domain import markers, note_lines
from workboard.domain.text import clean
from workboard.domain.ticket import Author, DoneEvent, Message, Origin, StatusSpan, Ticket, TimeEntry

MAX_MINUTES: Final = 1440
ORIGINS: Final[dict[str, Origin]] = {"Create": "create", "Correspond": "reply", "Comment": "note"}


def spans(header: Ticket, changes: Sequence[Row], terms: Terms) -> list[StatusSpan]:
    """The stretches of a ticket's life, from its changes of status in order."""
    first = line(changes[0], "OldValue") if changes else header.status
    steps = [(header.created_at, terms.statuses.category(first or header.status))]
    for change in changes:
        at = instant(change, "Created")
        if at is not None:
            steps.append((at, terms.statuses.category(line(change, "NewValue") or "")))
    kept = [step for i, step in enumerate(steps) if i == 0 or step[1] != steps[i - 1][1]]
    ends = [step[0] for step in kept[1:]]
    return [
        StatusSpan(header.id, category, at, until) for (at, category), until in zip(kept, [*ends, None], strict=True)
    ]


def is_text(row: Row) -> bool:
    return row.get("Type") in tuple(ORIGINS)  # whatever it is, a list too, it is compared and not hashed


def is_status(row: Row) -> bool:
    return row.get("Type") == "Status" and row.get("Field") in ("Status", "", None)


def author_name(row: Row) -> str:
    return line(part(row, "Creator"), "RealName") or person(row, "Creator") or "nobody"


def message(
    row: Row, parts: Iterable[Row], terms: Terms, ticket_id: str, author: Author, *, cut: str | None = None
) -> Message:
    """Something written, from its transaction and the textual parts of it. ``cut`` stands for a lost body."""
    key = identifier(row)
    kind = line(row, "Type")
    if kind not in ORIGINS:
        raise Misshapen("Type is that of no text")
    at = instant(row, "Created")
    if at is None:
        raise Misshapen("Created is missing")
    texts = sorted(parts, key=identifier)
    body = clean(cut or body_of(texts), BODY).strip("\n")
    lines = note_lines.read(body)
    internal = kind == "Comment"
    return Message(
        id=terms.ids.message(key),
        ticket_id=ticket_id,
        at=at,
        author_id=person(row, "Creator"),
        author_name=author_name(row),
        author=author,
        visibility="internal" if internal else "public",
        origin=ORIGINS[kind],
        body=body,
        minutes=minutes(row),
        marker=marker_of(row, texts, terms, lines.marker) if author == "staff" else None,
        next_step=lines.next_step if internal else None,
    )


def body_of(texts: Sequence[Row]) -> str:
    """The plain part if there is one, else the words of the HTML part; files are not bodies."""
    bodies = [one for one in texts if not one.get("Filename") and isinstance(one.get("Content"), str)]
    for one in bodies:
        if one.get("ContentType") == "text/plain" and one["Content"]:
            return str(one["Content"])
    for one in bodies:
        if one.get("ContentType") == "text/html":
            return words_of(str(one["Content"])[: 4 * BODY])
    return ""


def marker_of(row: Row, texts: Sequence[Row], terms: Terms, in_body: str | None = None) -> str | None:
    """Our mark: in a comment's subject, in the transaction field named in the settings, or in the text."""
    slots = [str(one.get("Subject") or "") for one in texts] if row.get("Type") == "Comment" else []
    slots.append(field(row, terms.fields.marker) or "")
    for slot in slots:
        found = markers.MARKER.search(slot)
        if found:
            return found[0]
    return in_body


def minutes(row: Row) -> int:
    """Booked minutes, 0..1440; RT stores whatever was sent, so words and absurd sums count as none."""
    try:
        value = number(row, "TimeTaken")
    except Misshapen:
        return 0
    return value if 0 < value <= MAX_MINUTES else 0


def time_entry(row: Row, terms: Terms, ticket_id: str, marker: str | None = None) -> TimeEntry | None:
    """Minutes on any kind of transaction count for whoever made it."""
    worked, who, at = minutes(row), person(row, "Creator"), instant(row, "Created")
    if not worked or who is None or at is None:
        return None
    return TimeEntry(terms.ids.time(identifier(row)), who, at, worked, ticket_id, marker=marker)


def done_event(row: Row, terms: Terms, ticket_id: str, activity_id: str | None = None) -> DoneEvent | None:
    """A change into a closed status, by a person."""
    if not is_status(row) or terms.statuses.category(line(row, "NewValue") or "") != "done":
        return None
    who, at = person(row, "Creator"), instant(row, "Created")
    if who is None or who in SYSTEM or at is None:
        return None
    return DoneEvent(terms.ids.done(identifier(row)), who, at, ticket_id, activity_id)
