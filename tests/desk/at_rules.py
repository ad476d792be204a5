"""Autotask's business rules: each a 500 with a text by which it can be recognised (chapter *Errors*; the wordings
around the quoted parts are made up). A rule looks at a row as it would be after the write, and refuses or lets pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.desk import at_assignment
from tests.desk.at_fields import Entity, Field
from tests.desk.at_picklists import PARENTS
from tests.desk.at_tenant import API_LICENSE, Tenant
from tests.desk.at_values import Refusal, Row

DAY_MS: Final = 24 * 3_600_000
_MUST_FIT: Final = ("contactID", "configurationItemID", "contractID", "companyLocationID")


def complete(entity: Entity, row: Row, tenant: Tenant) -> None:
    """What is required is there (confidence B: PK and JU each saw one of the two wordings)."""
    for field in entity.fields.values():
        if not field.required or row.get(field.name) not in (None, ""):
            continue
        if entity.name == "TicketNotes" and field.name == "publish" and tenant.switches.publish == "defaults":
            row["publish"] = 1
            continue
        if field.refers_to:
            raise Refusal(f"Value does not exist for the required field {field.name}.")
        raise Refusal(f"Missing Required Field: {field.name}.")


def well_formed(entity: Entity, row: Row, tenant: Tenant) -> None:
    """Lengths, picklists and references."""
    for field in entity.fields.values():
        value = row.get(field.name)
        if value is None or field.read_only:
            continue
        if field.length and len(str(value)) > field.length:  # that it is refused is a guess (*Open questions*)
            raise Refusal(f"The data for {field.name} exceeds the maximum length of {field.length}.")
        if field.picklist:
            _listed(entity, field, row, tenant)
        if field.refers_to:
            _there(field, value, tenant)


def _listed(entity: Entity, field: Field, row: Row, tenant: Tenant) -> None:
    """A value of the tenant's own list (confidence B); one that hangs on another only under that one (B)."""
    name, value = f"{entity.name}.{field.name}", row[field.name]
    found = next((one for one in tenant.values(name) if one.value == value), None)
    if found is None:
        raise Refusal(f"Picklist value [{value}] does not exist for {field.name}.")
    if found.parent is not None and found.parent != row[PARENTS[name]]:
        raise Refusal(f"Value does not exist for child picklist: {field.name}")


def _there(field: Field, value: int, tenant: Tenant) -> None:
    """Missing and inactive references are one text (confidence B)."""
    found = tenant.tables[field.refers_to or ""].get(value)
    if field.name == "billingCodeID":
        return  # has a text of its own
    if found is None or (field.refers_to == "Contacts" and not found["isActive"]):
        raise Refusal(f"Reference value on field: {field.name} of type: {(field.refers_to or '')[:-1]}"
                      " does not exist or is invalid.")  # fmt: skip


# --- tickets ----------------------------------------------------------------------------------------


def ticket(tenant: Tenant, row: Row, before: Row | None) -> None:
    _moved(row, before)
    _category(tenant, row, before)
    _contact_fits(tenant, row)
    _work_type(tenant, row)
    at_assignment.assigned(tenant, row, before)


def _moved(row: Row, before: Row | None) -> None:
    """Another company takes along, or clears, all that hangs on it, in the same call (confidence B, *Company
    changes*)."""
    if before is None or row["companyID"] == before["companyID"]:
        return
    if any(row[name] is not None and row[name] == before[name] for name in _MUST_FIT):
        raise Refusal("Changing the companyID requires new values for all that belongs to the company.")


def _category(tenant: Tenant, row: Row, before: Row | None) -> None:
    """What a ticket category demands differs by tenant (confidence B); older tickets may lack it."""
    needs = {"nothing": (), "queue": ("queueID",), "queue and due": ("queueID", "dueDateTime")}
    for name in needs[tenant.switches.category_needs]:
        if row[name] is None and (before is None or before[name] is not None):
            raise Refusal(f"{name} is required")


def _contact_fits(tenant: Tenant, row: Row) -> None:
    """The contact must be the company's own (a parent company's would do too; confidence B)."""
    if row["contactID"] is None:
        return
    if tenant.one("Contacts", row["contactID"])["companyID"] != row["companyID"]:
        raise Refusal("Reference value on field: contactID of type: Contact does not exist or is invalid.")


def _work_type(tenant: Tenant, row: Row) -> None:
    """An active billing code of ``useType`` 1 (confidence A)."""
    code = row["billingCodeID"]
    found = None if code is None else tenant.tables["BillingCodes"].get(code)
    if code is not None and (found is None or not found["isActive"] or found["useType"] != 1):
        raise Refusal("The allocation code is not an active work type.")


# --- notes, time, calls -----------------------------------------------------------------------------


def note(tenant: Tenant, row: Row, before: Row | None) -> None:
    """A title where the tenant demands one (confidence B, *TicketNotes*)."""
    if not row["title"] and tenant.switches.note_needs == "title":
        raise Refusal("Missing Required Field: title.")


def time_entry(tenant: Tenant, row: Row, before: Row | None) -> None:
    """Chapter *TimeEntries*; each text but the first as seen by clients (confidence A and B, *Errors*)."""
    targets = [one for one in ("ticketID", "taskID", "internalBillingCodeID") if row[one] is not None]
    if len(targets) != 1:
        raise Refusal("Only one of ticketID, taskID or internalBillingCodeID may have a value.")
    if tenant.one("Resources", row["resourceID"])["licenseType"] == API_LICENSE:
        raise Refusal("Reference value on field: resourceID of type: Resource does not exist or is invalid.")
    if row["ticketID"] is not None:
        _on_ticket(tenant, row)
    _hours(row)
    _work_type(tenant, row)


def _on_ticket(tenant: Tenant, row: Row) -> None:
    if row["roleID"] is None:
        raise Refusal("TimeEntries for Tickets must have a roleID.")
    if not at_assignment.holds(tenant, row["resourceID"], row["roleID"]):
        raise Refusal("There is no row at position 0.")
    if tenant.switches.time_needs != "hours do" and None in (row["startDateTime"], row["endDateTime"]):
        raise Refusal("TimeEntries for Service tickets require a start and stop time.")
    if tenant.switches.time_needs == "summary too" and not row["summaryNotes"]:
        raise Refusal("Missing Required Field: summaryNotes.")


def _hours(row: Row) -> None:
    start, end, hours = row["startDateTime"], row["endDateTime"], row["hoursWorked"]
    if None in (start, end) and hours is None:
        raise Refusal("Must have at least one of hoursWorked or startDateTime/endDateTime.")
    if row["dateWorked"] is None and start is None:
        raise Refusal("dateWorked is required when no value is supplied for startDateTime.")
    spent = hours * 3_600_000 if None in (start, end) else end - start
    if not 0 < spent <= DAY_MS:
        raise Refusal("The time worked is greater than 24 hours or less than zero.")


def call_resource(tenant: Tenant, row: Row, before: Row | None) -> None:
    """One product found that only the ticket's own resources may stand on a call (confidence C): a switch."""
    if tenant.switches.call_wants == "anybody":
        return
    number = tenant.one("ServiceCallTickets", row["serviceCallTicketID"])["ticketID"]
    others = tenant.rows("TicketSecondaryResources", ticketID=number)
    assigned = {tenant.one("Tickets", number)["assignedResourceID"], *(one["resourceID"] for one in others)}
    if row["resourceID"] not in assigned:
        raise Refusal("The resource must be assigned to the ticket.")


Rule = Callable[[Tenant, Row, Row | None], None]
RULES: Final[dict[str, Rule]] = {
    "Tickets": ticket,
    "TicketNotes": note,
    "TimeEntries": time_entry,
    "TicketSecondaryResources": at_assignment.secondary,
    "ServiceCallTicketResources": call_resource,
}
