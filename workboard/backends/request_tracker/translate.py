"""Request Tracker's rows as values of the domain. Pure; a row that is not as promised raises ``Misshapen``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from workboard.backends.request_tracker.html_text import words_of
from workboard.backends.request_tracker.ids import Ids
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
    rows,
)
from workboard.backends.request_tracker.statuses import Statuses
from workboard.domain import note_lines
from workboard.domain.activity import Activity
from workboard.domain.people import Person
from workboard.domain.text import clean
from workboard.domain.ticket import Author, DoneEvent, Message, Origin, StatusSpan, Ticket, TimeEntry
from workboard.settings.config import FieldSettings

REMINDER_MINUTES: Final = 15
MAX_MINUTES: Final = 1440
LABELS: Final = {"low": 0, "medium": 50, "high": 100}
ORIGINS: Final[dict[str, Origin]] = {"Create": "create", "Correspond": "reply", "Comment": "note"}


class Terms(NamedTuple):
    """What one account's rows are read with: its ids, words, fields and address."""

    ids: Ids
    statuses: Statuses
    fields: FieldSettings
    base: str


def ticket(row: Row, terms: Terms, me: str) -> Ticket:
    """A ticket's header from a row of the list."""
    key = identifier(row)
    queue = part(row, "Queue")
    status = line(row, "Status") or ""
    band = default_band(line(row, "Priority"))
    contact = next(iter(contacts(row, terms)), None)
    owner = person(row, "Owner")
    created = instant(row, "Created") or 0
    return Ticket(
        id=terms.ids.ticket(key),
        number=str(key),
        title=line(row, "Subject") or "(no subject)",
        status=status,
        category=terms.statuses.category(status),
        queue=line(queue, "Name"),
        owner_id=owner,
        company=contact.company if contact else _field(row, terms.fields.company),
        contact_name=contact.name if contact else None,
        contact_mail=contact.mail if contact else None,
        priority=line(row, "Priority"),
        urgent=_urgent(row, terms.fields, band),
        created_at=created,
        updated_at=instant(row, "LastUpdated") or created,
        due_at=instant(row, "Due"),
        url=f"{terms.base}/Ticket/Display.html?id={key}",
        presence="mine" if owner == me else "team",
        default_band=band,
        reply_signal=terms.statuses.reply_signal(lifecycle(row)),
    )


def lifecycle(row: Row) -> str:
    return line(part(row, "Queue"), "Lifecycle") or ""


def default_band(priority: str | None) -> int:
    """1..4 from RT's priority (higher is hotter), a number or one of the stock labels."""
    text = (priority or "").lower()
    try:
        value = float(LABELS.get(text, text or 0))
    except ValueError:
        return 4
    return 1 if value >= 90 else 2 if value >= 60 else 3 if value >= 30 else 4


def contacts(row: Row, terms: Terms) -> list[Person]:
    """The clients who asked, first one first."""
    company = _field(row, terms.fields.company)
    found = []
    for who in rows(row, "Requestor"):
        name = line(who, "id")
        if name is None:
            continue
        mail = line(who, "EmailAddress") or (name if "@" in name else None)
        words = line(who, "RealName") or name.split("@")[0]
        domain = mail.rsplit("@", 1)[1] if mail and "@" in mail else None
        found.append(Person(id=name, name=words, mail=mail, kind="client", company=company or domain))
    return found


def _field(row: Row, name: str | None) -> str | None:
    for field in rows(row, "CustomFields") if name else ():
        values = field.get("values")
        if field.get("name") == name and isinstance(values, list) and values:
            return line({"value": values[0]}, "value")
    return None


def _urgent(row: Row, fields: FieldSettings, band: int) -> bool:
    there = fields.urgent and any(one.get("name") == fields.urgent for one in rows(row, "CustomFields"))
    return _field(row, fields.urgent) == fields.urgent_is if there else band <= 2


def dated(row: Row, terms: Terms, *, known: bool = False) -> Activity | None:
    """The activity that a ticket's *Starts* makes; one known of old and cleared since comes as cancelled."""
    start = instant(row, "Starts")
    if start is None and not known:
        return None
    key = identifier(row)
    closed = terms.statuses.category(line(row, "Status") or "") in {"done", "gone"}
    return Activity(
        id=terms.ids.dated(key),
        kind="dated",
        ticket_id=terms.ids.ticket(key),
        owner_id=person(row, "Owner"),
        title=line(row, "Subject") or "(no subject)",
        start_at=start,
        estimate_minutes=number(row, "TimeEstimated") or None,
        remote_state="cancelled" if start is None else "done" if closed else "open",
    )


def reminder(row: Row, terms: Terms, parent: int) -> Activity:
    """A reminder's small ticket as an activity on the ticket it refers to; with a Due it is a fixed time."""
    due = instant(row, "Due")
    category = terms.statuses.category(line(row, "Status") or "")
    return Activity(
        id=terms.ids.reminder(identifier(row)),
        kind="reminder",
        ticket_id=terms.ids.ticket(parent),
        owner_id=person(row, "Owner"),
        title=line(row, "Subject") or "(no subject)",
        start_at=due,
        estimate_minutes=number(row, "TimeEstimated") or REMINDER_MINUTES,
        fixed=due is not None,
        remote_state="cancelled" if category == "gone" else "done" if category == "done" else "open",
    )


def parent_of(row: Row) -> int | None:
    """The ticket a reminder refers to, from its ``_hyperlinks``."""
    for link in rows(row, "_hyperlinks"):
        if link.get("ref") == "refers-to" and link.get("type") == "ticket":
            return identifier(link)
    return None


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
    return row.get("Type") in ORIGINS


def is_status(row: Row) -> bool:
    return row.get("Type") == "Status" and row.get("Field") in {"Status", "", None}


def author_name(row: Row) -> str:
    return line(part(row, "Creator"), "RealName") or person(row, "Creator") or "nobody"


def message(
    row: Row, parts: Iterable[Row], terms: Terms, ticket_id: str, author: Author, *, cut: str | None = None
) -> Message:
    """Something written, from its transaction and the textual parts of it. ``cut`` stands for a lost body."""
    key = identifier(row)
    kind = str(row.get("Type"))
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
    slots.append(_field(row, terms.fields.marker) or "")
    for slot in slots:
        found = note_lines.MARKER.search(slot)
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
