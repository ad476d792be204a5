"""The check of requests finds what the server would let pass, and lets pass what is right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backends.autotask.bench import HEADERS, Bench, leaf
from tests.desk.at_seed import ANA, API_NAME, ENGINEER, FIRST

ONE = leaf("id", "eq", FIRST)
NOTE = {"ticketID": FIRST, "title": "x", "description": "y", "noteType": 1, "publish": 2}
TIME = {
    "ticketID": FIRST, "resourceID": ANA, "roleID": ENGINEER, "dateWorked": "2026-11-24T00:00:00Z",
    "startDateTime": "2026-11-24T10:00:00Z", "endDateTime": "2026-11-24T10:30:00Z", "hoursWorked": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "told"),
    [
        ("POST", "Tickets/query", {"filter": [leaf("assignedResourceID", "noteExist")]}, {}, "unknown operator"),
        ("POST", "Tickets/query", {"filter": [leaf("title", "beginswith", "x")]}, {}, "unknown operator"),
        ("POST", "Tickets/query", {"filter": [leaf("ID", "eq", 1)]}, {}, "unknown field"),
        ("POST", "Tickets/query", {"filter": [leaf("status", "eq", "5")]}, {}, "is no integer"),
        ("POST", "Tickets/query", {"filter": [leaf("lastActivityPersonType", "eq", 2)]}, {}, "cannot be queried"),
        ("POST", "Tickets/query", {"filter": [leaf("id", "in", [])]}, {}, "1 to 500 values"),
        ("POST", "Tickets/query", {"filter": [leaf("id", "exist", 1)]}, {}, "takes no value"),
        ("POST", "Tickets/query", {"filter": []}, {}, "no filter"),
        ("POST", "Tickets/query", {"filter": [{"op": "and", "items": []}]}, {}, "a group of nothing"),
        ("POST", "Tickets/query", {"filter": [ONE], "sort": []}, {}, "unknown key sort"),
        ("POST", "Tickets/query", {"filter": [ONE], "IncludeFields": ["title"]}, {}, "without id"),
        ("POST", "Tickets/query", {"filter": [ONE], "IncludeFields": ["id", "Title"]}, {}, "unknown field Title"),
        ("POST", "Tickets/query", {"filter": [ONE], "MaxRecords": 900}, {}, "a page of 900"),
        ("POST", "tickets/query", {"filter": [ONE]}, {}, "not in this spelling"),
        ("POST", "Tickets/query", {"filter": [leaf("createDate", "gt", "2026-11-24T10:00:00+01:00")]}, {}, "datetime"),
        ("POST", "Companies/query", {"filter": [leaf("isActive", "eq", "true")]}, {}, "is no boolean"),
        ("POST", "Tickets/query", {"filter": [ONE]}, {"ImpersonationResourceId": str(ANA)}, "creates alone"),
        ("PATCH", "Tickets", {"id": FIRST, "status": 7}, {"ImpersonationResourceId": str(ANA)}, "impersonation"),
        ("PATCH", "Tickets", {"status": 7}, {}, "needs an id"),
        ("PATCH", f"Tickets/{FIRST}", {"id": FIRST, "status": 7}, {}, "no such route"),
        ("PUT", "Tickets", {"id": FIRST, "status": 7}, {}, "makes null"),
        ("PATCH", "Tickets", {"id": FIRST, "creatorResourceID": 4}, {}, "read-only"),
        ("PATCH", "Tickets", {"id": FIRST, "Status": 4}, {}, "unknown field Status"),
        ("POST", "TicketNotes", NOTE, {}, "cannot be written like this"),
        ("POST", f"Tickets/{FIRST}/Notes", NOTE | {"ticketID": None}, {}, "required"),
        ("POST", f"Tickets/{FIRST}/Notes", NOTE | {"ticketID": FIRST + 1}, {}, "the parent's id once more"),
        ("POST", f"Tickets/{FIRST}/notes", NOTE, {}, "not in this spelling"),
        ("POST", f"Tickets/{FIRST}/Notes", NOTE | {"title": "x" * 251}, {}, "longer than 250"),
        ("POST", "TimeEntries", TIME | {"hoursToBill": 1.0}, {}, "read-only"),
        ("POST", "TimeEntries", TIME | {"hoursWorked": "0.5"}, {}, "is no double"),
        ("POST", "TimeEntries", TIME | {"startDateTime": "2026-11-24T10:00:00.5Z"}, {}, "is no datetime"),
        ("POST", "TimeEntries", TIME | {"dateWorked": "2026-11-24T10:00:00Z"}, {}, "is no date"),
        ("GET", f"Tickets/{FIRST}", None, {"Secret": ""}, "without the header secret"),
        ("DELETE", "Tickets/query", None, {}, "no such route"),
    ],
)
async def test_what_is_told(
    bench: Bench, method: str, path: str, body: Any, headers: dict[str, str], told: str
) -> None:
    await bench.ask(method, path, body, **headers)
    assert [one for one in bench.dialect.complaints if told in one], bench.dialect.complaints


async def test_a_secret_is_not_shown_to_the_zone(bench: Bench) -> None:
    address = f"{bench.server.url}/atservicesrest/v1.0/zoneInformation"
    await bench.http.get(address, params={"user": API_NAME})
    assert bench.dialect.complaints == []
    await bench.http.get(address, params={"user": API_NAME}, headers=HEADERS)
    assert "a secret where none is needed" in bench.dialect.complaints[0]


async def test_another_spelling_of_the_address_is_told(bench: Bench) -> None:
    await bench.ask("GET", f"{bench.server.url}/atservicesrest/v1.0/Version")
    assert "not below the address" in bench.dialect.complaints[0]


async def test_what_is_right_passes(bench: Bench) -> None:
    day = {"op": "or", "items": [leaf("createDate", "gt", "2026-11-24T10:00:00Z"), leaf("status", "notIn", [5])]}
    body = {"filter": [day, leaf("id", "gt", 0)], "IncludeFields": ["id", "title"], "MaxRecords": 3}
    page = (await bench.ask("POST", "Tickets/query", body)).json()
    await bench.ask("POST", page["pageDetails"]["nextPageUrl"], body)
    await bench.ask("POST", "Tickets/query/count", {"filter": [leaf("completedDate", "notExist")]})
    await bench.ask("GET", "Tickets/entityInformation/fields")
    await bench.ask("GET", "ThresholdInformation")
    await bench.made("POST", f"Tickets/{FIRST}/Notes", NOTE, ImpersonationResourceId=str(ANA))
    number = await bench.made("POST", "TimeEntries", TIME)
    await bench.made("PATCH", "TimeEntries", {"id": number, "summaryNotes": "x"})
    await bench.made("DELETE", f"TimeEntries/{number}", None)
    await bench.made("PATCH", "Tickets", {"id": FIRST, "assignedResourceID": None, "assignedResourceRoleID": None})
    assert bench.dialect.complaints == []
