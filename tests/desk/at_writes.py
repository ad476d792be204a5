"""Writing at an Autotask tenant: create, update, replace, delete (chapter *Writing*). Success is 200, not 201, and
``{"itemId": n}`` (confidence A)."""

from __future__ import annotations

from typing import Any, Final

from tests.desk import at_effects as effects
from tests.desk import at_rules as rules
from tests.desk.at_fields import ENTITIES, Entity
from tests.desk.at_query import Asked
from tests.desk.at_tenant import Tenant
from tests.desk.at_values import Absent, Refusal, Row, taken
from tests.desk.wire import Answer

GONE: Final = (
    "No matching records found. The logged in Resource may not have the required permissions to delete this entity."
)
_NEVER_WRITTEN: Final = {"TicketNotes": ("createdByContactID",)}
"""says it can be written, and is ignored (confidence B, *TicketNotes*)"""
SHIFT_MS: Final = 370


def create(asked: Asked, entity: Entity, parent: int | None) -> Answer:
    body = _body(asked)
    if entity.parent is not None and parent is not None:
        body = {entity.parent.field: parent} | body
    row = dict.fromkeys(entity.fields) | {"id": 0} | _values(entity, body)
    _checked(asked.tenant, entity, row, None)
    made = asked.tenant.add(entity.name, **(row | {"id": asked.tenant.next_id(entity.name)}))
    if entity.udf:
        made["userDefinedFields"] = body.get("userDefinedFields") or []
    _consequences(asked, entity, made)
    if asked.switches.lag != "0":  # a record just created may be absent for a moment (confidence B, *Calls*)
        asked.tenant.young[entity.name, made["id"]] = int(asked.switches.lag) + 1
    return _item(asked, made["id"])


def _consequences(asked: Asked, entity: Entity, row: Row) -> None:
    tenant = asked.tenant
    impersonator = None if asked.named is None else asked.user.resource
    match entity.name:
        case "Tickets":
            row["impersonatorCreatorResourceID"] = impersonator
            effects.ticket_opened(tenant, row, asked.author)
        case "TicketNotes":
            row["impersonatorCreatorResourceID"] = impersonator
            effects.note_written(tenant, row, resource=asked.author)
        case "TimeEntries":
            _shifted(tenant, row)
            effects.time_booked(tenant, row, asked.author)
        case "ServiceCalls":
            row.update(createDateTime=tenant.now(), creatorResourceID=asked.author, isComplete=row["isComplete"] or 0)
            row["duration"] = (row["endDateTime"] - row["startDateTime"]) / 3_600_000
            row["lastModifiedDateTime"] = tenant.now() if tenant.switches.call_stamp == "set" else None
        case "ServiceCallTickets":
            effects.call_touched(tenant, tenant.one("ServiceCalls", row["serviceCallID"]), by_child=True)
        case "ServiceCallTicketResources":
            parent = tenant.one("ServiceCallTickets", row["serviceCallTicketID"])
            effects.call_touched(tenant, tenant.one("ServiceCalls", parent["serviceCallID"]), by_child=True)
        case "Appointments":
            row.update(createDateTime=tenant.now(), updateDateTime=tenant.now(), creatorResourceID=asked.author)
            effects.appointed(tenant, row, asked.author)


def _shifted(tenant: Tenant, row: Row) -> None:
    """Start and end once came back a part of a second later (confidence B, *Dates and times*)."""
    if tenant.switches.seconds_shift == "yes":
        row.update({name: row[name] + SHIFT_MS for name in ("startDateTime", "endDateTime") if row[name] is not None})


def update(asked: Asked, entity: Entity, parent: int | None) -> Answer:
    """``PATCH``: the id is in the body, and what is not named stays (confidence A)."""
    body = _body(asked)
    row = _target(asked, entity, body, parent)
    changes = _values(entity, body)
    if entity.name == "TicketNotes" and not {"noteType", "publish"} <= changes.keys():
        missing = next(one for one in ("noteType", "publish") if one not in changes)
        raise Refusal(f"Missing Required Field: {missing}.")  # confidence B, *Shapes* of writes
    if entity.name == "TimeEntries" and row["startDateTime"] is not None and {*changes} == {"hoursWorked"}:
        return _item(asked, row["id"])  # 200, and nothing changed (confidence B, *A 200 is not proof*)
    return _stored(asked, entity, row, changes)


def replace(asked: Asked, entity: Entity, parent: int | None) -> Answer:
    """``PUT``: what is not named becomes null (confidence A)."""
    body = _body(asked)
    row = _target(asked, entity, body, parent)
    empty = {name: None for name, field in entity.fields.items() if not field.read_only and name != "id"}
    return _stored(asked, entity, row, empty | _values(entity, body))


def _stored(asked: Asked, entity: Entity, row: Row, changes: Row) -> Answer:
    after = row | changes
    _checked(asked.tenant, entity, after, row)
    tenant, before = asked.tenant, dict(row)
    changes = {name: after[name] for name in changes}
    match entity.name:
        case "Tickets":
            effects.ticket_edited(tenant, row, asked.author, changes)
            effects.status_set(tenant, row, before["status"])
        case "TicketNotes":
            row.update(changes, lastActivityDate=tenant.now())
        case "TimeEntries":
            row.update(changes, lastModifiedDateTime=tenant.now(), lastModifiedUserID=asked.author)
            effects.bill(row)
        case "ServiceCalls":
            row.update(changes)
            effects.call_touched(tenant, row)
        case "Appointments":
            row.update(changes, updateDateTime=tenant.now())
        case _:
            row.update(changes)
    return _item(asked, row["id"], updated=True)


def delete(asked: Asked, entity: Entity, number: int) -> Answer:
    """What is not there is a 500 (confidence B). A call takes along what hangs on it. An entry made in another's name
    stays (confidence B, *Impersonation*)."""
    tenant = asked.tenant
    row = tenant.tables[entity.name].get(number)
    foreign = entity.name == "TimeEntries" and row is not None and row["creatorUserID"] != asked.user.resource
    if row is None or foreign:
        raise Refusal(GONE)
    _delete_below(tenant, entity.name, number)
    tenant.remove(entity.name, number)
    return _item(asked, number, updated=True)


def _delete_below(tenant: Tenant, name: str, number: int) -> None:
    for child in ENTITIES.values():
        if child.parent is not None and child.parent.entity == name and name.startswith("ServiceCall"):
            for row in tenant.rows(child.name, **{child.parent.field: number}):
                _delete_below(tenant, child.name, row["id"])
                tenant.remove(child.name, row["id"])


# --- bodies -----------------------------------------------------------------------------------------


def _body(asked: Asked) -> Row:
    try:
        body = asked.request.json()
    except ValueError:
        raise Refusal("The request is not valid JSON.") from None  # wording unknown
    if not isinstance(body, dict):
        raise Refusal("The request is not an object.")
    return body


def _target(asked: Asked, entity: Entity, body: Row, parent: int | None) -> Row:
    """The row that a body names; another parent's is not found. That a missing one is a 404 is a guess (*Errors*:
    *unknown id on some entities*)."""
    number = body.get("id")
    row = asked.tenant.tables[entity.name].get(number) if isinstance(number, int) else None
    if row is None or (entity.parent is not None and parent is not None and row[entity.parent.field] != parent):
        raise Absent(str(number))
    return row


def _values(entity: Entity, body: Row) -> Row:
    """What counts of a body: read-only fields are ignored silently (confidence A, *A 200 is not proof*), unknown ones
    as the framework does (a guess; the check of requests lets none pass)."""
    found: Row = {}
    for name, value in body.items():
        field = entity.field(name)
        if field is None or field.read_only or field.name in _NEVER_WRITTEN.get(entity.name, ()):
            continue
        try:
            found[field.name] = taken(field, value)
        except (ValueError, OverflowError):
            raise Refusal(f"The value of {field.name} does not fit its type.") from None  # wording unknown
    return found


def _checked(tenant: Tenant, entity: Entity, row: Row, before: Row | None) -> None:
    rules.complete(entity, row, tenant)
    rules.well_formed(entity, row, tenant)
    if entity.name in rules.RULES:
        rules.RULES[entity.name](tenant, row, before)


def _item(asked: Asked, number: int, *, updated: bool = False) -> Answer:
    if updated and asked.switches.update_body == "empty":
        return Answer(200, None)
    told: Any = str(number) if asked.switches.item_id == "text" else number
    return Answer(200, {"itemId": told})
