"""Reading at an Autotask tenant: one record, lists in pages, counts, children of a parent (chapter *Reading*)."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from tests.desk.at_fields import Entity
from tests.desk.at_filters import Terms, compiled
from tests.desk.at_switches import Switches
from tests.desk.at_tenant import ApiUser, Tenant
from tests.desk.at_values import Absent, Refusal, Row, shown
from tests.desk.wire import Answer, Request

PAGE: Final = 500
RANGE: Final = "The value of maxCountOfRecordsToReturn must be between 1 and 500."
NO_FILTERS: Final = "Value cannot be null.\r\nParameter name: filters"
NO_QUERY: Final = "The logged in Resource does not have the adequate permissions to query this entity type."
_HIDDEN: Final = {"time": ("TimeEntries",), "roles": ("ResourceRoles", "ResourceServiceDeskRoles", "Roles"),
                  "history": ("TicketHistory", "DeletedTicketLogs")}  # fmt: skip
FORBIDDEN: Final = {"goals": ("ResourceDailyAvailabilities",), "appointments": ("Appointments",),
                     "calls": ("ServiceCalls", "ServiceCallTickets", "ServiceCallTicketResources")}  # fmt: skip


class Asked(NamedTuple):
    """A request, who signed in, in whose name it is made (``None``: their own), and the tenant."""

    request: Request
    user: ApiUser
    named: int | None
    tenant: Tenant

    @property
    def switches(self) -> Switches:
        return self.tenant.switches

    @property
    def author(self) -> int:
        return self.user.resource if self.named is None else self.named


def may_query(asked: Asked, entity: Entity) -> None:
    """Queries in another's name are refused (confidence A, *Impersonation*); some entities by rights (A, *Errors*)."""
    named = "impersonationresourceid" in asked.request.headers
    if named or entity.name in FORBIDDEN.get(asked.switches.forbidden, ()):
        raise Refusal(NO_QUERY)


def visible(asked: Asked, entity: Entity) -> list[Row]:
    """In ascending order of id, always; a *sort* is not even looked at (confidence A). What security hides is absent
    (confidence B, *Headers*)."""
    if entity.name in _HIDDEN.get(asked.switches.hidden, ()):
        return []
    return [row for row in asked.tenant.rows(entity.name) if asked.tenant.readable(entity.name, row["id"])]


def out(asked: Asked, entity: Entity, row: Row, wanted: list[str] | None = None) -> Row:
    """Null is null; chosen fields come with ``userDefinedFields`` (confidence B, *Calls*)."""
    names = entity.fields if wanted is None else {one: entity.fields[one] for one in wanted}
    told = {name: shown(field, row[name], asked.switches) for name, field in names.items()}
    if entity.name == "ResourceDailyAvailabilities" and asked.switches.goals == "off":
        told["weeklyBillableHoursGoal"] = None
    return told | {"userDefinedFields": row.get("userDefinedFields", [])}


def by_id(asked: Asked, entity: Entity, number: int) -> Answer:
    """``{"item": …}``; ``IncludeFields`` counts for nothing here (confidence B)."""
    may_query(asked, entity)
    found = next((row for row in visible(asked, entity) if row["id"] == number), None)
    if found is not None:
        return Answer(200, {"item": out(asked, entity, found)})
    if asked.switches.missing_is == "null":
        return Answer(200, {"item": None})
    raise Absent(str(number))


def children(asked: Asked, entity: Entity, parent: int) -> Answer:
    """All of a parent's, in the shape of a list."""
    may_query(asked, entity)
    assert entity.parent is not None
    rows = [row for row in visible(asked, entity) if row[entity.parent.field] == parent]
    return _listed(asked, entity, rows[:PAGE], PAGE, None, None, None)


def query(asked: Asked, entity: Entity) -> Answer:
    may_query(asked, entity)
    return _page(asked, entity, _search(asked), 0)


def count(asked: Asked, entity: Entity) -> Answer:
    may_query(asked, entity)
    test = compiled(Terms(entity, asked.switches), _search(asked).get("filter"))
    return Answer(200, {"queryCount": sum(map(test, visible(asked, entity)))})


def turned(asked: Asked, entity: Entity, which: str) -> Answer:
    """A page that an answer named. One begun with GET bears its search and goes on with GET; one begun with POST
    bears the position alone and goes on with POST and the same body: GET is 405, no body 500 (confidence A,
    *Paging and order*)."""
    may_query(asked, entity)
    begun_with_get = bool(asked.request.first("search"))
    if (asked.request.method == "GET") != begun_with_get:
        return Answer(405, {"Message": "The requested resource does not support http method 'GET'."})
    if not begun_with_get and not asked.request.body:
        raise Refusal(NO_FILTERS)
    position = json.loads(asked.request.first("paging", "{}"))
    search = _search(asked) | {"MaxRecords": position["pageSize"]}
    if which == "next":
        return _page(asked, entity, search, int(position["nextIds"][0]))
    return _page(asked, entity, search, 0, before=int(position["previousIds"][0]))


def _search(asked: Asked) -> Row:
    try:
        text = asked.request.first("search") if asked.request.method == "GET" else asked.request.body
        found = json.loads(text or "null")
    except ValueError:
        raise Refusal("The request is not valid JSON.") from None  # wording unknown
    if not isinstance(found, dict):
        raise Refusal(NO_FILTERS)
    return found


def _page(asked: Asked, entity: Entity, search: Row, after: int, before: int | None = None) -> Answer:
    size, wanted = _size(asked, search), _wanted(entity, search)
    test = compiled(Terms(entity, asked.switches), search.get("filter"))
    found = [row for row in visible(asked, entity) if test(row)]
    here = [row for row in found if row["id"] > after and (before is None or row["id"] < before)]
    rows = here[-size:] if before is not None else here[:size]
    more = bool(rows) and found[-1]["id"] > rows[-1]["id"]
    if more and wanted is not None and "id" not in wanted:
        raise Refusal("IncludeFields must contain id.")  # the rule B (*Paging and order*), the wording unknown
    earlier = bool(rows) and found[0]["id"] < rows[0]["id"]
    return _listed(
        asked, entity, rows, size, wanted, rows[-1]["id"] if more else None, rows[0]["id"] if earlier else None
    )  # fmt: skip


def _size(asked: Asked, search: Row) -> int:
    """``MaxRecords``; outside 1 to 500 an error (confidence B)."""
    lower = asked.switches.max_records == "lower"
    keys = [key for key in search if key == "maxrecords" or (not lower and key.casefold() == "maxrecords")]
    size = search[keys[0]] if keys else PAGE
    if not isinstance(size, int) or not 1 <= size <= PAGE:
        raise Refusal(RANGE)
    return size


def _wanted(entity: Entity, search: Row) -> list[str] | None:
    """Names in any case (confidence A); one that is not there is a 500 (confidence A)."""
    key = next((key for key in search if key.casefold() == "includefields"), None)
    if key is None or not search[key]:
        return None
    found = []
    for name in search[key]:
        field = entity.field(str(name))
        if field is None:
            raise Refusal(f"Unable to find {name} in the {entity.single} Entity.")
        found.append(field.name)
    return found


def _listed(
    asked: Asked, entity: Entity, rows: list[Row], size: int, wanted: list[str] | None, last: int | None,
    first: int | None,
) -> Answer:  # fmt: skip
    """``count`` are the rows of this page, ``requestCount`` the size asked for (confidence A)."""
    details: dict[str, Any] = {
        "count": len(rows),
        "requestCount": size,
        "prevPageUrl": None if first is None else _address(asked, entity, "previous", size, first, last or -1),
        "nextPageUrl": None if last is None else _address(asked, entity, "next", size, first or -1, last),
    }
    return Answer(200, {"items": [out(asked, entity, row, wanted) for row in rows], "pageDetails": details})


def _address(asked: Asked, entity: Entity, which: str, size: int, first: int, last: int) -> str:
    """As one was captured: a keyset position, percent-encoded (confidence A, *Paging and order*)."""
    position = json.dumps({"pageSize": size, "previousIds": [first], "nextIds": [last]}, separators=(",", ":"))
    address = f"{base(asked.request, asked.switches)}V1.0/{entity.name}/query/{which}?paging={quote(position, safe='')}"
    search = asked.request.first("search")
    return f"{address}&search={quote(search, safe='')}" if search else address


def base(request: Request, switches: Switches) -> str:
    """This server's own address as it tells it, with a slash at the end."""
    return f"http://{request.headers.get('host', '127.0.0.1')}/{switches.zone_case}/"
