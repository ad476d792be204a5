"""A tenant's own tables as the hand of ``naive_lead`` counts them: nothing of the product, and nothing it has mirrored.

What Autotask cannot tell is left as it cannot: of a colleague's appointment only what it takes of the rest of today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.desk.at_seed import PEOPLE
from tests.desk.at_tenant import Tenant
from tests.support import naive_lead as naive

MINUTE: Final = 60_000
HALF_A_DAY: Final = 12 * 60 * MINUTE
CATEGORY: Final = {
    "New": "new", "In Progress": "open", "Dispatched": "planned", "Customer Note Added": "reply",
    "Waiting Customer": "waiting_client", "Waiting Vendor": "waiting_other", "Complete": "done",
}  # fmt: skip
BAND: Final = {"Critical": 1, "High": 2, "Medium": 3, "Low": 4}
NEXT: Final = re.compile(r"^Next step: (.+)$", re.MULTILINE)
MOVED: Final = re.compile(r"Status changed from (.+) to (.+)")


def by_hand(tenant: Tenant, now_ms: int, lead: int, team_ticket: int, finished: Mapping[int, int]) -> naive.Desk:
    """``finished``: service call → when somebody marked it as complete, which Autotask does not keep."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo("UTC"))
    calls = _calls(tenant)
    tables: dict[str, naive.Rows] = {
        "ticket": [_ticket(tenant, row) for row in tenant.rows("Tickets")],
        "message": [*_first_words(tenant), *_notes(tenant), *_time_notes(tenant)],
        "activity": [*calls, *_appointments(tenant, now, now_ms, lead)],
        "time_entry": [
            {"person_id": str(row["resourceID"]), "ended_at": row["endDateTime"], "kind": "work",
             "minutes": round(row["hoursWorked"] * 60)} for row in tenant.rows("TimeEntries")
        ],
        "done_event": [*_closures(tenant), *_done_calls(calls, finished)],
        "status_span": [span for row in tenant.rows("Tickets") for span in _spans(tenant, row)],
        "dismissal": [], "note": [], "person": [],
    }  # fmt: skip
    return naive.Desk(tables, tuple(map(str, PEOPLE)), now, _key(team_ticket))


def _key(ticket: int) -> str:
    return f"desk:ticket:{ticket}"


def _name(resource: int) -> str:
    return " ".join(PEOPLE[resource])


def _ticket(tenant: Tenant, row: dict[str, Any]) -> dict[str, Any]:
    owner = row["assignedResourceID"]
    return {
        "id": _key(row["id"]), "number": row["ticketNumber"], "title": row["title"], "presence": "team",
        "owner_id": None if owner is None else str(owner), "created_at": row["createDate"],
        "category": CATEGORY[tenant.label("Tickets.status", row["status"])], "due_at": row["dueDateTime"],
        "updated_at": max(row["lastActivityDate"], row["lastTrackedModificationDateTime"]), "reply_signal": "either",
        "default_band": BAND[tenant.label("Tickets.priority", row["priority"])],
        "company": tenant.one("Companies", row["companyID"])["companyName"],
    }  # fmt: skip


def _message(row: dict[str, Any], ticket: int, at: int, body: str, author: int | None, **more: Any) -> dict[str, Any]:
    step = None if more["visibility"] == "public" else NEXT.search(body)
    return {
        "id": f"{more['origin']}{row['id']}", "ticket_id": _key(ticket), "at": at, "body": body,
        "author": "client" if author is None else "staff", "author_id": None if author is None else str(author),
        "author_name": "client" if author is None else _name(author), "next_step": step[1] if step else None, **more,
    }  # fmt: skip


def _first_words(tenant: Tenant) -> naive.Rows:
    return [
        _message(row, row["id"], row["createDate"], row["description"], row["creatorResourceID"], origin="create",
                 visibility="public") for row in tenant.rows("Tickets")
    ]  # fmt: skip


def _notes(tenant: Tenant) -> naive.Rows:
    return [
        _message(row, row["ticketID"], row["createDateTime"], row["description"],
                 None if row["createdByContactID"] else row["creatorResourceID"],
                 visibility="public" if row["publish"] == 1 else "internal",
                 origin="reply" if row["publish"] == 1 else "note") for row in tenant.rows("TicketNotes")
    ]  # fmt: skip


def _time_notes(tenant: Tenant) -> naive.Rows:
    return [
        _message(row, row["ticketID"], row["endDateTime"], f"{row['summaryNotes']}\n\n{row['internalNotes'] or ''}",
                 row["resourceID"], visibility="internal", origin="time") for row in tenant.rows("TimeEntries")
    ]  # fmt: skip


def _calls(tenant: Tenant) -> naive.Rows:
    """One activity for each ticket of a call and each of its resources."""
    found = []
    for place in tenant.rows("ServiceCallTicketResources"):
        link = tenant.one("ServiceCallTickets", place["serviceCallTicketID"])
        call = tenant.one("ServiceCalls", link["serviceCallID"])
        state = "cancelled" if call["canceledDateTime"] else "done" if call["isComplete"] else "open"
        found.append({
            "id": f"{call['id']} {link['id']} {place['resourceID']}", "call": call["id"], "remote_state": state,
            "owner_id": str(place["resourceID"]), "ticket_id": _key(link["ticketID"]),
            "start_at": call["startDateTime"],
            "estimate_minutes": (call["endDateTime"] - call["startDateTime"]) // MINUTE,
        })  # fmt: skip
    return found


def _done_calls(calls: naive.Rows, finished: Mapping[int, int]) -> naive.Rows:
    return [
        {"person_id": one["owner_id"], "ticket_id": one["ticket_id"], "activity_id": one["id"],
         "at": finished[one["call"]]} for one in calls if one["remote_state"] == "done"
    ]  # fmt: skip


def _appointments(tenant: Tenant, now: datetime, now_ms: int, lead: int) -> naive.Rows:
    midnight = (now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).timestamp() * 1000
    found = []
    for row in tenant.rows("Appointments"):
        start, end, mine = row["startDateTime"], row["endDateTime"], row["resourceID"] == lead
        if mine or (end > now_ms and start < midnight):
            over = mine and end + HALF_A_DAY <= now_ms
            found.append({
                "id": f"appointment {row['id']}", "owner_id": str(row["resourceID"]), "ticket_id": "calendar",
                "start_at": start, "estimate_minutes": (end - start) // MINUTE,
                "remote_state": "done" if over else "open",
            })  # fmt: skip
    return found


def _closures(tenant: Tenant) -> naive.Rows:
    return [
        {"person_id": str(row["completedByResourceID"]), "ticket_id": _key(row["id"]), "activity_id": None,
         "id": row["id"], "at": row["completedDate"]} for row in tenant.rows("Tickets") if row["completedDate"]
    ]  # fmt: skip


def _spans(tenant: Tenant, ticket: dict[str, Any]) -> naive.Rows:
    """Where it stood and when, from the tenant's history, which costs a call for each ticket and is not read."""
    spans: naive.Rows = [
        {"ticket_id": _key(ticket["id"]), "category": "new", "from_at": ticket["createDate"], "until_at": None}
    ]
    for row in tenant.rows("TicketHistory", ticketID=ticket["id"]):
        moved = MOVED.fullmatch(row["detail"])
        if moved is not None:
            spans[-1]["until_at"] = row["date"]
            spans.append(spans[-1] | {"category": CATEGORY[moved[2]], "from_at": row["date"], "until_at": None})
    return spans
