"""Request Tracker's rows as it sends them: numbers as strings, people by name, *no date* as 1970."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from tests.desk.state import Entry, HelpDesk, Person, Queue, Ticket

NEVER: Final = "1970-01-01T00:00:00Z"
WRITTEN: Final = ("Create", "Comment", "Correspond")

Row = dict[str, Any]


def date(at: int | None) -> str:
    return NEVER if at is None else f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def instant(text: str) -> int | None:
    """What a written date becomes: ``YYYY-MM-DD HH:MM:SS`` in UTC; anything else is *not set*."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(moment.timestamp() * 1000)


def user(name: str | None, desk: HelpDesk, more: list[str]) -> Row:
    """A person where a row names one; ``more`` are the fields asked for."""
    row: Row = {"id": name or "Nobody", "type": "user"}
    person = desk.people.get(name or "")
    told = {"Name": name, "RealName": person.real if person else "", "EmailAddress": person.mail if person else ""}
    return row | {field: told.get(field, "") for field in more}


def queue(one: Queue, more: list[str]) -> Row:
    told = {"Name": one.name, "Lifecycle": one.lifecycle}
    return {"id": str(one.number), "type": "queue"} | {field: told.get(field, "") for field in more}


def person(one: Person) -> Row:
    return {
        "id": one.number, "type": "user", "Name": one.name, "RealName": one.real, "EmailAddress": one.mail,
        "Privileged": int(one.staff), "Disabled": 0,
    }  # fmt: skip


def ticket(one: Ticket, desk: HelpDesk, inner: dict[str, list[str]]) -> Row:
    """All fields of a ticket; a list shows those asked for. ``inner``: part → its fields asked for."""
    return {
        "Subject": one.subject,
        "Status": one.status,
        "Priority": str(one.priority),
        "Queue": queue(desk.queues[one.queue], inner.get("Queue", [])),
        "Owner": user(one.owner, desk, inner.get("Owner", [])),
        "Requestor": [user(name, desk, inner.get("Requestor", [])) for name in one.requestors],
        "CustomFields": custom_fields(one.fields),
        "Created": date(one.created),
        "LastUpdated": date(one.updated),
        "Due": date(one.due),
        "Starts": date(one.starts),
        "TimeEstimated": str(one.estimate),
        "TimeWorked": str(sum(entry.minutes for entry in desk.entries if entry.ticket == one.number)),
        "Type": one.kind,
        "EffectiveId": str(one.effective),
        "_hyperlinks": links(one),
    }


def links(one: Ticket) -> list[Row]:
    found = [{"ref": "self", "type": "ticket", "id": one.number}]
    if one.refers_to is not None:
        found.append({"ref": "refers-to", "type": "ticket", "id": str(one.refers_to)})
    return found


def custom_fields(fields: dict[str, str]) -> list[Row]:
    return [
        {"id": str(place), "type": "customfield", "name": name, "values": [value] if value else []}
        for place, (name, value) in enumerate(fields.items(), 1)
    ]


def transaction(one: Entry, desk: HelpDesk, inner: dict[str, list[str]]) -> Row:
    return {
        "ObjectId": str(one.ticket),
        "ObjectType": "RT::Ticket",
        "Type": one.kind,
        "Field": one.field,
        "Creator": user(one.author, desk, inner.get("Creator", [])),
        "Created": date(one.at),
        "TimeTaken": str(one.minutes),
        "OldValue": one.old,
        "NewValue": one.new,
        "CustomFields": custom_fields(one.fields),
    }


def attachment(one: Entry) -> Row:
    """The textual part of what somebody wrote; its number is the entry's own and a thousand."""
    return {
        "Content": one.text or "",
        "ContentType": "text/plain",
        "Subject": one.subject,
        "TransactionId": str(one.id),
        "Filename": "",
    }
