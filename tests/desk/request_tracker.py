"""Request Tracker 5's REST 2 as a dialect: what workboard asks of it, with its peculiarities.

A PUT that is refused answers 200 all the same; a comment on a ticket that does not exist is a 400; lists know no
deleted or merged tickets and no reminders unless asked; the feed has no total; an ETag is the last entry's number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from tests.desk import rt_lists, rt_rows
from tests.desk.rt_lists import PRIVILEGED, Asked
from tests.desk.rt_writes import BadRequest, change, create, move, write
from tests.desk.state import HelpDesk
from tests.desk.ticket_sql import BadQuery
from tests.desk.wire import Answer, Request

VERSION: Final = "5.0.3+fake"


def problem(status: int, message: str) -> Answer:
    return Answer(status, {"message": message})


NOT_FOUND: Final = problem(404, "Resource does not exist")


class RequestTracker:
    """The dialect; it keeps nothing of its own."""

    root: str = "/REST/2.0"

    def answer(self, request: Request, desk: HelpDesk) -> Answer:
        refusal = _manners(request)
        if refusal is not None:
            return refusal
        me = desk.signed_in(request.headers.get("authorization", "").removeprefix("token ").strip())
        if me is None:
            return problem(401, "Unauthorized")
        for method, pattern, handler in ROUTES:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                try:
                    return handler(Asked(request, me, desk), *match.groups())
                except BadQuery as error:
                    return problem(400, f"Invalid query: {error} at /opt/rt5/lib/RT/SQL.pm line 118.")
                except BadRequest as error:
                    return problem(400, str(error))
        return NOT_FOUND


def _manners(request: Request) -> Answer | None:
    if {"if-modified-since", "if-unmodified-since"} & request.headers.keys():
        return Answer(500, b"")
    if request.method == "PUT" and "json" not in request.headers.get("content-type", ""):
        return problem(415, "Unsupported Media Type")
    if "json" not in request.headers.get("accept", "json") and "*/*" not in request.headers["accept"]:
        return problem(406, "Not Acceptable")
    return None


# --- one thing --------------------------------------------------------------------------------------


def _version(asked: Asked) -> Answer:
    return Answer(200, {"Version": VERSION})


def _user(asked: Asked, key: str) -> Answer:
    found = next((one for one in asked.desk.people.values() if key in (one.name, str(one.number))), None)
    return NOT_FOUND if found is None else Answer(200, rt_rows.person(found))


def _group(asked: Asked, number: str) -> Answer:
    names = [PRIVILEGED, *asked.desk.groups]
    place = int(number) - 1
    if not 0 <= place < len(names):
        return NOT_FOUND
    staff = [one.name for one in asked.desk.people.values() if one.staff]
    members = staff if place == 0 else asked.desk.groups[names[place]]
    rows = [{"id": name, "type": "user"} for name in members]
    return Answer(200, {"id": int(number), "type": "group", "Name": names[place], "Members": rows})


def _ticket(asked: Asked, number: str) -> Answer:
    """A merged one answers as the one it is in now."""
    found = asked.ticket(number)
    if found is None:
        return NOT_FOUND
    row = {"id": found.number, "type": "ticket"} | rt_rows.ticket(found, asked.desk, {})
    return Answer(200, row, {"ETag": f'"{asked.desk.last_entry(found.number)}"'})


def _put(asked: Asked, number: str) -> Answer:
    found = asked.ticket(number)
    if found is None:
        return NOT_FOUND
    wanted = asked.request.headers.get("if-match", "*")
    if wanted != "*" and wanted.strip('"') != str(asked.desk.last_entry(found.number)):
        return problem(412, "Precondition Failed")
    return Answer(200, change(asked.desk, found, asked.me, _object(asked)))


def _move(asked: Asked, number: str, how: str) -> Answer:
    found = asked.ticket(number)
    return NOT_FOUND if found is None else Answer(200, [move(asked.desk, found, asked.me, how)])


def _write(asked: Asked, number: str, kind: str) -> Answer:
    found = asked.ticket(number)
    if found is None:
        return problem(400, "Couldn't load ticket")
    entry = write(asked.desk, found, asked.me, kind, _object(asked))
    said = "Comments added" if kind == "comment" else "Correspondence added"
    return Answer(201, [said], {"Location": f"/REST/2.0/transaction/{entry.id}"})


def _create(asked: Asked) -> Answer:
    made = create(asked.desk, asked.me, _object(asked))
    address = f"/REST/2.0/ticket/{made.number}"
    return Answer(201, {"id": str(made.number), "type": "ticket", "_url": address}, {"Location": address})


def _object(asked: Asked) -> dict[str, Any]:
    try:
        data = asked.request.json()
    except ValueError:
        raise BadRequest("JSON cannot be read") from None
    if not isinstance(data, dict):
        raise BadRequest("JSON object must be a hash")
    return data


Handler = Callable[..., Answer]
ROUTES: Final[tuple[tuple[str, re.Pattern[str], Handler], ...]] = tuple(
    (method, re.compile(pattern), handler)
    for method, pattern, handler in (
        ("GET", r"/rt", _version),
        ("GET", r"/user/([^/]+)", _user),
        ("GET", r"/group/(\d+)", _group),
        ("GET", r"/queues/all", rt_lists.queues),
        ("GET", r"/ticket/(\d+)", _ticket),
        ("PUT", r"/ticket/(\d+)", _put),
        ("PUT", r"/ticket/(\d+)/(take|steal|untake)", _move),
        ("POST", r"/ticket/(\d+)/(comment|correspond)", _write),
        ("GET", r"/ticket/(\d+)/history", rt_lists.history),
        ("POST", r"/ticket", _create),
        ("GET", r"/tickets", rt_lists.tickets),
        ("POST", r"/tickets", rt_lists.tickets),
        ("GET", r"/transactions", rt_lists.transactions),
        ("POST", r"/transactions", rt_lists.transactions),
        ("POST", r"/attachments", rt_lists.attachments),
        ("GET", r"/attachments", rt_lists.attachments),
        ("POST", r"/users", rt_lists.users),
        ("GET", r"/groups", rt_lists.groups),
    )
)
