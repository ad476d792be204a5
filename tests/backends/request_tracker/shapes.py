"""Rows as a Request Tracker 5.0.3 sent them, and a transport that answers with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from workboard.backends.request_tracker.backend import RequestTracker
from workboard.domain.activity import Activity
from workboard.domain.people import Me, Person
from workboard.domain.ticket import Message, StatusSpan, Ticket
from workboard.settings.config import AccountSettings, FieldSettings

TOKEN = "1-29-f9390fb449630ec74549449ab6297753"
NEVER = "1970-01-01T00:00:00Z"
SETTINGS = AccountSettings(
    backend="request_tracker",
    name="rt",
    url="http://127.0.0.1:8080",
    queue="Service Desk",
    fields=FieldSettings(company="Client", urgent="Urgency"),
)


def ticket_row(number: int = 43, **changed: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "type": "ticket",
        "Type": "ticket",
        "Subject": "Suspicious mail, did somebody click?",
        "Status": "mail-reply",
        "Priority": "80",
        "Queue": {"id": "3", "type": "queue", "Name": "Service Desk", "Lifecycle": "msp"},
        "Owner": {"id": "ana", "type": "user"},
        "Requestor": [
            {
                "id": "nina@notary.example",
                "type": "user",
                "Name": "nina@notary.example",
                "RealName": 'Nina "[b]" North',
                "EmailAddress": "nina@notary.example",
            }
        ],
        "CustomFields": [
            {"id": "2", "name": "Client", "type": "customfield", "values": ["Notary North [Ltd]"]},
            {"id": "4", "name": "Urgency", "type": "customfield", "values": ["Urgent"]},
        ],
        "Created": "2026-11-24T08:33:59Z",
        "LastUpdated": "2026-11-24T13:39:59Z",
        "Due": "2026-11-24T16:33:59Z",
        "Starts": NEVER,
        "TimeEstimated": "0",
        **changed,
    }


def transaction_row(number: int, kind: str = "Comment", **changed: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "type": "transaction",
        "ObjectId": "43",
        "Type": kind,
        "Field": "Status" if kind == "Status" else "",
        "OldValue": "",
        "NewValue": "",
        "TimeTaken": "0",
        "Created": "2026-11-24T10:39:59Z",
        "Creator": {"id": "ana", "type": "user", "RealName": "Ana Alves"},
        **changed,
    }


def part_row(transaction: int, content: str, **changed: Any) -> dict[str, Any]:
    return {
        "id": str(transaction + 1000),
        "type": "attachment",
        "TransactionId": str(transaction),
        "ContentType": "text/plain",
        "Content": content,
        "Filename": "",
        "Subject": "",
        **changed,
    }


def listing(items: Sequence[dict[str, Any]], total: int | None = None) -> httpx.Response:
    body = {"count": len(items), "total": total, "page": 1, "pages": None, "per_page": 100, "items": list(items)}
    return httpx.Response(200, json=body)


class Wire:
    """Answers by method and path; what was asked is kept. A route is an answer, or a function of the request."""

    def __init__(self, **routes: httpx.Response | Callable[[httpx.Request], httpx.Response]) -> None:
        self.routes: dict[str, Any] = {
            "GET /queues/all": listing([{"id": "3", "Name": "Service Desk", "Lifecycle": "msp"}]),
            "GET /groups": listing([{"id": "4", "type": "group"}]),
            "GET /group/4": httpx.Response(200, json={"id": 4, "Members": [{"id": "ana", "type": "user"}]}),
            "GET /tickets": listing([]),
            "GET /transactions": listing([]),
            "POST /attachments": listing([]),
            **routes,
        }
        self.asked: list[httpx.Request] = []

    def __setitem__(self, route: str, answer: Any) -> None:
        self.routes[route] = answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        route = f"{request.method} {request.url.path.removeprefix('/REST/2.0')}"
        answer = self.routes.get(route, httpx.Response(404, json={"message": "Not Found"}))
        if callable(answer):
            answer = answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def count(self, method: str, path: str) -> int:
        return sum(one.method == method and one.url.path.endswith(path) for one in self.asked)

    def bodies(self, method: str, path: str) -> list[Any]:
        found = [one for one in self.asked if one.method == method and one.url.path.endswith(path)]
        return [json.loads(one.content) for one in found]

    def tracker(self, settings: AccountSettings = SETTINGS) -> RequestTracker:
        return RequestTracker(settings, TOKEN, transport=httpx.MockTransport(self))


class Nothing:
    """A mirror that knows nobody but me."""

    def __init__(self) -> None:
        self.known_messages: list[Message] = []
        self.known_activities: list[Activity] = []

    def me(self) -> Me:
        return Me("ana", "Ana Alves")

    def now(self) -> int:
        return 1_795_600_000_000

    def ticket(self, ticket_id: str) -> Ticket | None:
        return None

    def activities(self, ticket_id: str) -> Sequence[Activity]:
        return [one for one in self.known_activities if one.ticket_id == ticket_id]

    def messages(self, ticket_id: str) -> Sequence[Message]:
        return [one for one in self.known_messages if one.ticket_id == ticket_id]

    def spans(self, ticket_id: str) -> Sequence[StatusSpan]:
        return []

    def notes_by_me(self, since_at: int) -> Sequence[Message]:
        return []

    def highest_number(self) -> int:
        return 0

    def person_by_mail(self, mail: str) -> Person | None:
        return None
