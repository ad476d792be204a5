"""What people do at an Autotask tenant by its own screens and mails, while a board looks on."""

from __future__ import annotations

from typing import Any, Final

from tests.desk import at_effects as effects
from tests.desk.at_tenant import Tenant
from tests.desk.at_values import Row

MERGED: Final = 93
ABSORBED: Final = 94


def opens(
    tenant: Tenant, title: str, text: str, *, contact: int | None = None, owner: int | None = None,
    by: int | None = None, **more: Any,
) -> Row:  # fmt: skip
    """A ticket, by a client's mail (``by`` ``None``) or by a resource."""
    with tenant.lock:
        plain: Row = {
            "title": title, "description": _typed(tenant, text), "status": tenant.status("New"), "contactID": contact,
            "priority": tenant.value("Tickets.priority", "Medium"),
            "queueID": tenant.value("Tickets.queueID", "Service Desk"),
            "companyID": 0 if contact is None else tenant.one("Contacts", contact)["companyID"], "source": 4,
            "ticketCategory": 3, "ticketType": 2, "createdByContactID": contact if by is None else None,
        }  # fmt: skip
        if owner is not None:
            plain |= {"assignedResourceID": owner, "assignedResourceRoleID": tenant.role_of(owner)}
        row = tenant.add("Tickets", **(plain | more))
        effects.ticket_opened(tenant, row, by)
        return row


def _typed(tenant: Tenant, text: str) -> str:
    """What comes in from outside may hold zero characters (confidence B, *Incremental synchronisation*)."""
    return text.replace(" ", " \x00", 1) if tenant.switches.nulls_in_text == "yes" else text


def client_writes(tenant: Tenant, ticket: int, text: str, contact: int | None = None) -> Row:
    """A mailed answer becomes a note of the client's (confidence B, *The mail-reply queue*)."""
    with tenant.lock:
        row = tenant.one("Tickets", ticket)
        kind = int(tenant.switches.reply_note_type)
        note = tenant.add(
            "TicketNotes",
            ticketID=ticket,
            title=f"Re: {row['title']}",
            description=_typed(tenant, text),
            noteType=kind,
            publish=1,
        )
        effects.note_written(tenant, note, contact=contact or tenant.contact_of(row))
        return note


def writes(tenant: Tenant, ticket: int, resource: int, text: str, *, publish: int = 2, title: str = "Note") -> Row:
    """A colleague's note."""
    with tenant.lock:
        note = tenant.add(
            "TicketNotes", ticketID=ticket, title=title, description=text, noteType=1, publish=publish
        )  # fmt: skip
        effects.note_written(tenant, note, resource=resource)
        return note


def books(tenant: Tenant, ticket: int, resource: int, minutes: int, text: str) -> Row:
    """A colleague's time, ending now."""
    with tenant.lock:
        end = tenant.now() // 1000 * 1000
        entry = tenant.add(
            "TimeEntries", ticketID=ticket, resourceID=resource, roleID=tenant.role_of(resource), summaryNotes=text,
            startDateTime=end - minutes * 60_000, endDateTime=end, dateWorked=effects.day_of(end), timeEntryType=2,
        )  # fmt: skip
        effects.time_booked(tenant, entry, resource)
        return entry


def edits(tenant: Tenant, ticket: int, resource: int, **changes: Any) -> None:
    with tenant.lock:
        effects.ticket_edited(tenant, tenant.one("Tickets", ticket), resource, changes)


def sets(tenant: Tenant, ticket: int, resource: int, status: str) -> None:
    edits(tenant, ticket, resource, status=tenant.status(status))


def gives(tenant: Tenant, ticket: int, resource: int, to: int | None) -> None:
    role = None if to is None else tenant.role_of(to)
    edits(tenant, ticket, resource, assignedResourceID=to, assignedResourceRoleID=role)


def erases(tenant: Tenant, ticket: int, resource: int) -> None:
    """By an administrator: invisible but for a log that few may read (confidence A and B, *History and deletions*)."""
    with tenant.lock:
        row = tenant.one("Tickets", ticket)
        tenant.add(
            "DeletedTicketLogs", ticketID=ticket, ticketNumber=row["ticketNumber"], ticketTitle=row["title"],
            deletedDateTime=tenant.now(), deletedByResourceID=resource,
        )  # fmt: skip
        for name in ("TicketNotes", "TimeEntries", "TicketSecondaryResources", "ServiceCallTickets"):
            for one in tenant.rows(name, ticketID=ticket):
                tenant.remove(name, one["id"])
        tenant.remove("Tickets", ticket)


def merges(tenant: Tenant, ticket: int, into: int, resource: int) -> None:
    """Both stay, each with a note that says so, and the first is complete (confidence A that they stay, *Incremental
    synchronisation*)."""
    with tenant.lock:
        for number, kind, text in ((ticket, MERGED, "Merged into another."), (into, ABSORBED, "Absorbed another.")):
            note = tenant.add("TicketNotes", ticketID=number, title="Merge", description=text, noteType=kind, publish=2)
            effects.note_written(tenant, note, resource=resource)
        sets(tenant, ticket, resource, "Complete")


def calls(
    tenant: Tenant, ticket: int, resources: tuple[int, ...], start: int, minutes: int, text: str = "On site",
    status: str = "New",
) -> Row:  # fmt: skip
    """A service call with one ticket and its resources."""
    with tenant.lock:
        row = tenant.one("Tickets", ticket)
        call = tenant.add(
            "ServiceCalls", companyID=row["companyID"], description=text, startDateTime=start,
            endDateTime=start + minutes * 60_000, status=tenant.value("ServiceCalls.status", status), isComplete=0,
            duration=minutes / 60, createDateTime=tenant.now(), creatorResourceID=resources[0],
            lastModifiedDateTime=tenant.now() if tenant.switches.call_stamp == "set" else None,
        )  # fmt: skip
        on_call(tenant, call, ticket, resources)
        return call


def on_call(tenant: Tenant, call: Row, ticket: int, resources: tuple[int, ...]) -> Row:
    """Another ticket on the same call."""
    link = tenant.add("ServiceCallTickets", serviceCallID=call["id"], ticketID=ticket)
    for one in resources:
        tenant.add("ServiceCallTicketResources", serviceCallTicketID=link["id"], resourceID=one)
    effects.call_touched(tenant, call, by_child=True)
    return link


def cancels(tenant: Tenant, call: int, resource: int) -> None:
    with tenant.lock:
        row = tenant.one("ServiceCalls", call)
        row.update(canceledDateTime=tenant.now(), canceledByResourceID=resource)
        effects.call_touched(tenant, row)


def meets(tenant: Tenant, resource: int, title: str, start: int, minutes: int) -> Row:
    """An appointment."""
    with tenant.lock:
        now = tenant.now()
        return tenant.add(
            "Appointments", resourceID=resource, title=title, startDateTime=start, createDateTime=now,
            endDateTime=start + minutes * 60_000, creatorResourceID=resource, updateDateTime=now,
        )  # fmt: skip
