"""Request Tracker's lists: pages of a hundred rows at most, in an order one has to name, by TicketSQL or by JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from tests.desk import rt_rows
from tests.desk.rt_rows import Row
from tests.desk.rt_writes import BadRequest
from tests.desk.state import Entry, HelpDesk, Person, Ticket
from tests.desk.ticket_sql import BadQuery, Query, parse
from tests.desk.wire import Answer, Request

PER_PAGE: Final = 100
PRIVILEGED: Final = "Privileged"


class Asked(NamedTuple):
    """A request, who asks, and the desk."""

    request: Request
    me: Person
    desk: HelpDesk

    def ticket(self, number: str) -> Ticket | None:
        found = self.desk.tickets.get(int(number))
        return None if found is None else self.desk.real(found.number)


def queues(asked: Asked) -> Answer:
    rows = [rt_rows.queue(one, _fields(asked.request)) for one in asked.desk.queues.values()]
    return _listed(asked.request, rows)


def tickets(asked: Asked) -> Answer:
    query = _query(asked)
    found = [one for one in asked.desk.tickets.values() if _shown(one, query) and query.test(_of_ticket(asked, one))]
    inner = {part: _fields(asked.request, part) for part in ("Queue", "Owner", "Requestor")}
    wanted = _fields(asked.request)
    rows = [
        {"id": str(one.number), "type": "ticket"} | _only(rt_rows.ticket(one, asked.desk, inner), wanted)
        for one in found
    ]
    return _listed(asked.request, rows)


def _shown(one: Ticket, query: Query) -> bool:
    if one.status == "deleted" or (one.effective != one.number and "EffectiveId" not in query.named):
        return False
    return "Type" in query.named or one.kind == "ticket"


def transactions(asked: Asked) -> Answer:
    query = _query(asked)
    found = [one for one in asked.desk.entries if query.test(_of_entry(asked, one))]
    inner = {"Creator": _fields(asked.request, "Creator")}
    wanted = _fields(asked.request)
    rows = [
        {"id": str(one.id), "type": "transaction"} | _only(rt_rows.transaction(one, asked.desk, inner), wanted)
        for one in found
    ]
    return _listed(asked.request, rows, counted=False)


def history(asked: Asked, number: str) -> Answer:
    found = asked.ticket(number)
    if found is None:
        return Answer(404, {"message": "Resource does not exist"})
    told = [one for one in asked.desk.entries if asked.desk.real(one.ticket) is found]
    wanted = _fields(asked.request)
    rows = [
        {"id": str(one.id), "type": "transaction"} | _only(rt_rows.transaction(one, asked.desk, {}), wanted)
        for one in told
    ]
    return _listed(asked.request, rows, counted=False)


def attachments(asked: Asked) -> Answer:
    terms = _terms(asked.request)
    wanted = {str(one["value"]) for one in terms if one.get("field") == "TransactionId"}
    rows = [
        {"id": str(one.id + 1000), "type": "attachment"} | _only(rt_rows.attachment(one), _fields(asked.request))
        for one in asked.desk.entries
        if str(one.id) in wanted and one.kind in rt_rows.WRITTEN
    ]
    return _listed(asked.request, rows)


def users(asked: Asked) -> Answer:
    names = {one["value"] for one in _terms(asked.request)}
    rows = [
        {"id": one.name, "type": "user", "Name": one.name, "RealName": one.real, "EmailAddress": one.mail}
        for one in asked.desk.people.values()
        if one.name in names
    ]
    return _listed(asked.request, rows)


def groups(asked: Asked) -> Answer:
    terms = {one["field"]: one["value"] for one in _terms(asked.request)}
    system = terms.get("Domain") == "SystemInternal"
    names = [PRIVILEGED, *asked.desk.groups]
    there = terms.get("Name") in names and system == (terms.get("Name") == PRIVILEGED)
    rows = [{"id": str(names.index(str(terms["Name"])) + 1), "type": "group"}] if there else []
    return _listed(asked.request, rows)


def _terms(request: Request) -> list[dict[str, Any]]:
    """The JSON query of the lists that know no TicketSQL."""
    try:
        return list(json.loads(request.first("query") or request.body or b"[]"))
    except ValueError:
        raise BadRequest("JSON cannot be read") from None


def _query(asked: Asked) -> Query:
    text = asked.request.first("query") or asked.request.form().get("query", "")
    if not text:
        return Query(lambda get: False, frozenset())
    return parse(text, asked.desk.now())


def _fields(request: Request, part: str = "") -> list[str]:
    return [one for one in request.first(f"fields[{part}]" if part else "fields").split(",") if one]


def _only(row: Row, wanted: Sequence[str]) -> Row:
    return {name: row.get(name, "") for name in wanted}


def _listed(request: Request, rows: list[Row], *, counted: bool = True) -> Answer:
    """One page: in order, at most a hundred rows; an order that RT does not know shows none."""
    per_page = _number(request.first("per_page"), 20)
    page = _number(request.first("page"), 1)
    known = request.first("orderby", "id") in {"id", "Created", "Priority", "LastUpdated"}
    if request.first("order").upper() == "DESC":
        rows = rows[::-1]
    start = (page - 1) * per_page
    items = rows[start : start + per_page] if known else []
    told: Row = {"count": len(items), "page": page, "per_page": per_page, "items": items, "total": None, "pages": None}
    if counted:
        told |= {"total": len(rows), "pages": -(-len(rows) // per_page)}
    return Answer(200, told)


def _number(text: str, otherwise: int) -> int:
    return min(PER_PAGE, int(text)) if text.isdecimal() and int(text) > 0 else otherwise


# --- what queries may ask ------------------------------------------------------------------------------


def _of_ticket(asked: Asked, one: Ticket) -> Callable[[str], Sequence[str | int]]:
    def get(name: str) -> Sequence[str | int]:
        queue = asked.desk.queues[one.queue]
        open_ones, _ = asked.desk.lifecycles[queue.lifecycle]
        owner = one.owner or "Nobody"
        match name:
            case "id":
                return [one.number]
            case "Owner":
                return [owner, "__CurrentUser__"] if owner == asked.me.name else [owner]
            case "Status":
                return [one.status, "__Active__" if one.status in open_ones else "__Inactive__"]
            case "Queue":
                return [queue.number, queue.name]
            case "Type":
                return [one.kind]
            case "EffectiveId":
                return [one.effective]
            case "RefersTo":
                return [] if one.refers_to is None else [one.refers_to]
            case "LastUpdated":
                return [one.updated]
            case "Created":
                return [one.created]
            case "Starts":
                return [one.starts or 0]
        raise BadQuery(f"Unknown field: {name}")

    return get


def _of_entry(asked: Asked, one: Entry) -> Callable[[str], Sequence[str | int]]:
    def get(name: str) -> Sequence[str | int]:
        match name:
            case "id":
                return [one.id]
            case "ObjectType":
                return ["RT::Ticket"]
            case "ObjectId" | "TicketId":
                return [one.ticket]
            case "Type":
                return [one.kind]
            case "Field":
                return [one.field]
            case "OldValue":
                return [one.old]
            case "NewValue":
                return [one.new]
            case "TimeTaken":
                return [one.minutes]
            case "Created":
                return [one.at]
            case "Creator":
                return [one.author, "__CurrentUser__"] if one.author == asked.me.name else [one.author]
            case "TicketQueue":
                queue = asked.desk.queues[asked.desk.tickets[one.ticket].queue]
                return [queue.number, queue.name]
        raise BadQuery(f"Unknown field: {name}")

    return get
