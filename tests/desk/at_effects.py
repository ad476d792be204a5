"""What follows from what was written at an Autotask tenant: stamps, who was active last, and workflow rules.

Rules do fire on what comes over the API (confidence A, *Shapes* of writes), and later than the answer (confidence B,
*The mail-reply queue*). How much later is counted in calls here, so that a test decides.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from tests.desk.at_picklists import COMPLETE
from tests.desk.at_switches import REPLY_STATUS
from tests.desk.at_tenant import ADMINISTRATOR, Pending, Tenant
from tests.desk.at_values import Row

RESOURCE: Final = 1
CONTACT: Final = 2
PUBLIC: Final = 1


def ticket_opened(tenant: Tenant, ticket: Row, resource: int | None) -> None:
    """A number from the day and a serial, stamps, and what the oracle has to know."""
    now = tenant.now()
    ticket.update(createDate=now, lastActivityDate=now, lastTrackedModificationDateTime=now)
    ticket.update(creatorResourceID=resource, lastActivityResourceID=resource)
    ticket["lastActivityPersonType"] = CONTACT if resource is None else RESOURCE
    ticket["ticketNumber"] = f"T{day_of(now).replace('-', '')}.{ticket['id'] % 10_000:04}"
    shadow = tenant.cast(ticket)
    told = {"externalID": str(ticket["externalID"] or "")}
    tenant.enter(shadow, "Create", str(resource), text=ticket["description"], fields=told)


def day_of(at: int) -> str:
    """The UTC date of an instant, ``YYYY-MM-DD``."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"


def ticket_edited(tenant: Tenant, ticket: Row, resource: int, changes: dict[str, Any]) -> None:
    """The tracked stamp moves on edits only (confidence A, *Tickets*); the rest is a switch."""
    before = ticket["status"]
    ticket.update(changes)
    now = ticket["lastTrackedModificationDateTime"] = tenant.now()
    if tenant.switches.edit_bumps_activity == "yes" and resource != ADMINISTRATOR:
        ticket.update(lastActivityDate=now, lastActivityPersonType=RESOURCE, lastActivityResourceID=resource)
    if ticket["status"] != before:
        _completed(tenant, ticket, resource, before)
        new, old = (tenant.label("Tickets.status", one) for one in (ticket["status"], before))
        tenant.shadow(ticket["id"]).status = old
        tenant.set_status(tenant.shadow(ticket["id"]), str(resource), new)
        _history(tenant, ticket, resource, "Status", old, new)


def _completed(tenant: Tenant, ticket: Row, resource: int, before: int) -> None:
    if ticket["status"] == COMPLETE:
        ticket.update(completedDate=tenant.now(), completedByResourceID=resource)
    elif before == COMPLETE:
        ticket.update(completedDate=None, completedByResourceID=None)


def _history(tenant: Tenant, ticket: Row, resource: int, what: str, old: str, new: str) -> None:
    """``detail`` is prose (confidence B, *History and deletions*)."""
    tenant.add(
        "TicketHistory", ticketID=ticket["id"], date=tenant.now(), action="Edited", resourceID=resource,
        detail=f"{what} changed from {old} to {new}",
    )  # fmt: skip


def note_written(tenant: Tenant, note: Row, *, resource: int | None = None, contact: int | None = None) -> None:
    """A note by somebody of either side; a client's sets off the tenant's rule, if it has one."""
    now = tenant.now()
    note.update(createDateTime=now, lastActivityDate=now)
    note["creatorResourceID"] = _creator(tenant, resource, contact)
    note["createdByContactID"] = contact
    ticket = tenant.one("Tickets", note["ticketID"])
    _active(tenant, ticket, resource, contact)
    if note["publish"] == PUBLIC:
        ticket["lastCustomerVisibleActivityDateTime"] = now
    if tenant.switches.note_bumps_tracked == "yes":
        ticket["lastTrackedModificationDateTime"] = now
    kind = "Correspond" if note["publish"] == PUBLIC else "Comment"
    author = str(resource) if contact is None else f"contact {contact}"
    tenant.enter(tenant.shadow(ticket["id"]), kind, author, text=note["description"], subject=note["title"] or "")
    if contact is not None and tenant.switches.reply_rule == "rule":
        status = tenant.status(REPLY_STATUS[tenant.switches.labels])
        tenant.pending.append(Pending(int(tenant.switches.reply_delay), ticket["id"], status))
        fire(tenant, passing=False)


def _creator(tenant: Tenant, resource: int | None, contact: int | None) -> int | None:
    if contact is None:
        return resource
    return ADMINISTRATOR if tenant.switches.client_note_creator == "4" else None


def _active(tenant: Tenant, ticket: Row, resource: int | None, contact: int | None) -> None:
    ticket.update(lastActivityDate=tenant.now(), lastActivityResourceID=resource)
    ticket["lastActivityPersonType"] = RESOURCE if contact is None else CONTACT


def time_booked(tenant: Tenant, entry: Row, creator: int) -> None:
    """``creatorUserID`` is who called, ``resourceID`` whose time it is; billed hours follow (confidence B,
    *TimeEntries*)."""
    now = tenant.now()
    entry.update(createDateTime=now, lastModifiedDateTime=now, creatorUserID=creator, lastModifiedUserID=creator)
    bill(entry)
    if entry["ticketID"] is None:
        return
    ticket = tenant.one("Tickets", entry["ticketID"])
    if tenant.switches.time_bumps_activity == "yes":
        _active(tenant, ticket, entry["resourceID"], None)
    minutes = round((entry["hoursWorked"] or 0) * 60)
    tenant.enter(
        tenant.shadow(ticket["id"]), "Time", str(entry["resourceID"]), minutes=minutes, text=entry["summaryNotes"],
        fields={"internalNotes": entry["internalNotes"] or ""},
    )  # fmt: skip


def appointed(tenant: Tenant, row: Row, author: int) -> None:
    """The vendor knows nothing of it, but the oracle wants to: an appointment that names a ticket is about it."""
    text = row["description"] or ""
    for ticket in tenant.rows("Tickets"):
        if ticket["ticketNumber"] in text:
            tenant.enter(tenant.shadow(ticket["id"]), "Appointment", str(author), text=text, subject=row["title"])


def bill(entry: Row) -> None:
    """Hours follow start and end where there are any; what is billed is worked minus offset, never what was sent."""
    if entry["startDateTime"] is not None and entry["endDateTime"] is not None:
        entry["hoursWorked"] = round((entry["endDateTime"] - entry["startDateTime"]) / 3_600_000, 4)
    entry["offsetHours"] = entry["offsetHours"] or 0.0
    entry["isNonBillable"] = bool(entry["isNonBillable"])
    worked = (entry["hoursWorked"] or 0.0) - entry["offsetHours"]
    entry["hoursToBill"] = 0.0 if entry["isNonBillable"] else round(worked, 4)


def call_touched(tenant: Tenant, call: Row, *, by_child: bool = False) -> None:
    if not by_child or tenant.switches.child_bumps_call == "yes":
        call["lastModifiedDateTime"] = tenant.now()


def status_set(tenant: Tenant, ticket: Row, before: int) -> None:
    """A queued rule may undo what was set: once, seen at once or only by the second look, or every time."""
    how = tenant.switches.status_override
    if how == "never" or (how != "always" and ticket["id"] in tenant.undone) or ticket["status"] == before:
        return
    tenant.undone.add(ticket["id"])
    tenant.pending.append(Pending(2 if how == "late" else 1, ticket["id"], before, quiet=True))


def fire(tenant: Tenant, *, passing: bool = True) -> None:
    """What is due happens; ``passing``: another call has come in."""
    for one in list(tenant.pending):
        one.calls -= passing
        if one.calls > 0:
            continue
        tenant.pending.remove(one)
        ticket = tenant.tables["Tickets"].get(one.ticket)
        if ticket is not None and one.quiet:
            ticket.update(status=one.status, completedDate=None, completedByResourceID=None)
            tenant.shadow(one.ticket).status = tenant.label("Tickets.status", one.status)
        elif ticket is not None:
            ticket_edited(tenant, ticket, ADMINISTRATOR, {"status": one.status})
