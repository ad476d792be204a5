"""Who may have an Autotask ticket: rules about resources and the roles they hold (chapters *Tickets*, *Errors*)."""

from __future__ import annotations

from tests.desk.at_tenant import API_LICENSE, Tenant
from tests.desk.at_values import Refusal, Row


def assigned(tenant: Tenant, row: Row, before: Row | None) -> None:
    """Both or neither (confidence A); a role that is held (B); no API user (B); not secondary as well (A)."""
    resource, role = row["assignedResourceID"], row["assignedResourceRoleID"]
    if (resource is None) != (role is None):
        raise Refusal("When assigning, you must assign both a assignedResourceID and assignedResourceRoleID.")
    if resource is None:
        return
    _may_have_tickets(tenant, resource, before)
    if not holds(tenant, resource, role) or not _in_queue(tenant, row):
        raise Refusal("The AssignedResourceID and AssignedRoleID combination is not currently defined.")
    if row["id"] and tenant.rows("TicketSecondaryResources", ticketID=row["id"], resourceID=resource):
        raise Refusal("A primary resource may not also be a secondary resource.")


def _may_have_tickets(tenant: Tenant, resource: int, before: Row | None) -> None:
    """No API user (confidence B), nobody who has left (inactive references are refused, B); that a ticket may stay with
    somebody who left is a guess."""
    one = tenant.one("Resources", resource)
    had_it = before is not None and before["assignedResourceID"] == resource
    if one["licenseType"] == API_LICENSE or not (one["isActive"] or had_it):
        raise Refusal("Reference value on field: assignedResourceID of type: Resource does not exist or is invalid.")


def _in_queue(tenant: Tenant, row: Row) -> bool:
    """The pair must be valid for a queue (confidence B); for the ticket's own, or none in particular, is a switch."""
    if tenant.switches.pair_wants == "role held" or row["queueID"] is None:
        return True
    pair = {"resourceID": row["assignedResourceID"], "roleID": row["assignedResourceRoleID"]}
    return bool(tenant.rows("ResourceRoles", queueID=row["queueID"], isActive=True, **pair))


def holds(tenant: Tenant, resource: int, role: int) -> bool:
    return bool(tenant.rows("ResourceServiceDeskRoles", resourceID=resource, roleID=role, isActive=True))


def secondary(tenant: Tenant, row: Row, before: Row | None) -> None:
    """An existing pair, and not the primary (confidence A, *Secondary resources*)."""
    if tenant.one("Tickets", row["ticketID"])["assignedResourceID"] == row["resourceID"]:
        raise Refusal("A primary resource may not also be a secondary resource.")
    if not holds(tenant, row["resourceID"], row["roleID"]):
        raise Refusal("The resource and role combination is not currently defined.")
