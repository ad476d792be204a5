"""What an Autotask tenant tells of its entities (chapter *Metadata and picklists*, *Shapes*; confidence A)."""

from __future__ import annotations

from typing import Any

from tests.desk.at_fields import Entity, Field
from tests.desk.at_picklists import PARENTS, Value
from tests.desk.at_query import Asked
from tests.desk.at_tenant import Tenant
from tests.desk.at_values import Absent, Row
from tests.desk.wire import Answer


def information(asked: Asked, entity: Entity, part: str) -> Answer:
    match part:
        case "":
            return Answer(200, {"info": _info(entity)})
        case "fields":
            return Answer(200, {"fields": [_field(asked.tenant, entity, one) for one in entity.fields.values()]})
        case "userdefinedfields":
            return Answer(200, {"fields": [_udf()] if entity.name == "Tickets" else []})
    raise Absent(part)


def _info(entity: Entity) -> Row:
    """The words of ``userAccessFor…`` are a guess (confidence D)."""
    can = {"Create": "create" in entity.can, "Delete": "delete" in entity.can, "Query": True,
           "Update": "update" in entity.can}  # fmt: skip
    return {
        "name": entity.single,
        **{f"can{verb}": there for verb, there in can.items()},
        **{f"userAccessFor{verb}": "All" if there else "None" for verb, there in can.items()},
        "hasUserDefinedFields": entity.udf,
        "supportsWebhookCallouts": entity.name in ("Companies", "Contacts", "Tickets", "TicketNotes"),
    }


def _field(tenant: Tenant, entity: Entity, one: Field) -> Row:
    name = f"{entity.name}.{one.name}"
    values = tenant.values(name) if one.picklist else ()
    return {
        "name": one.name,
        "dataType": "datetime" if one.type == "date" else one.type,
        "length": one.length,
        "isRequired": one.required,
        "isReadOnly": one.read_only,
        "isQueryable": one.queryable,
        "isReference": one.refers_to is not None,
        "referenceEntityType": one.refers_to or "",
        "isPickList": one.picklist,
        "picklistValues": [_value(tenant, value, order) for order, value in enumerate(values, 1)] or None,
        "picklistParentValueField": PARENTS.get(name, ""),
        "isSupportedWebhookField": False,
    }


def _value(tenant: Tenant, one: Value, order: int) -> Row:
    """``value`` is a text where the ticket's own field is a number (confidence A); some were numbers, parents null."""
    texts = tenant.switches.picklist_values == "text"
    parent: Any = one.parent if one.parent is not None else None
    return {
        "value": str(one.value) if texts else one.value,
        "label": one.label,
        "isDefaultValue": order == 1,
        "sortOrder": order,
        "parentValue": (str(parent) if parent is not None else "") if texts else parent,
        "isActive": one.active,
        "isSystem": one.system,
    }


def _udf() -> Row:
    """``type`` here is what ``dataType`` is for other fields."""
    return {"name": "On-site needed", "label": "On-site needed", "type": "string", "length": 100, "isRequired": False,
            "isPickList": False, "picklistValues": None}  # fmt: skip
