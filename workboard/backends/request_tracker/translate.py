"""Tickets and activities as values of the domain. Pure; a row that is not as promised raises ``Misshapen``."""

from __future__ import annotations

from typing import Final, NamedTuple

from workboard.backends.request_tracker.ids import Ids
from workboard.backends.request_tracker.shapes import (
    Row,
    estimate,
    identifier,
    instant,
    line,
    part,
    person,
    rows,
)
from workboard.backends.request_tracker.statuses import Statuses
from workboard.domain.activity import Activity
from workboard.domain.people import Person
from workboard.domain.ticket import Ticket
from workboard.settings.config import FieldSettings

REMINDER_MINUTES: Final = 15
LABELS: Final = {"low": 0, "medium": 50, "high": 100}


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
        company=contact.company if contact else field(row, terms.fields.company),
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
    company = field(row, terms.fields.company)
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


def field(row: Row, name: str | None) -> str | None:
    """A custom field's first value, by the field's name."""
    for one in rows(row, "CustomFields") if name else ():
        values = one.get("values")
        if one.get("name") == name and isinstance(values, list) and values:
            return line({"value": values[0]}, "value")
    return None


def _urgent(row: Row, fields: FieldSettings, band: int) -> bool:
    there = fields.urgent and any(one.get("name") == fields.urgent for one in rows(row, "CustomFields"))
    return field(row, fields.urgent) == fields.urgent_is if there else band <= 2


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
        estimate_minutes=estimate(row),
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
        estimate_minutes=estimate(row) or REMINDER_MINUTES,
        fixed=due is not None,
        remote_state="cancelled" if category == "gone" else "done" if category == "done" else "open",
    )


def parent_of(row: Row) -> int | None:
    """The ticket a reminder refers to, from its ``_hyperlinks``."""
    for link in rows(row, "_hyperlinks"):
        if link.get("ref") == "refers-to" and link.get("type") == "ticket":
            return identifier(link)
    return None
