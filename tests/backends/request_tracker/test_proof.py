"""What proves a write: only Request Tracker's own answer, and nothing that is read back against it."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from tests.backends.request_tracker.shapes import Nothing, Wire, listing, part_row, ticket_row, transaction_row
from tests.backends.request_tracker.test_writes import MARKER, TICKET, Ticket, desk, new_ticket, op
from workboard.backends.http import Answer as Told
from workboard.backends.request_tracker.proof import number_made
from workboard.domain.errors import Uncertain
from workboard.domain.intent import AddNote, Answer

BASE: Final = "https://desk.example/rt"
PATH: Final = "/rt/REST/2.0/transaction/473"
NOTE: Final = AddNote(TICKET, "Looked.")
ANSWER: Final = Answer(TICKET, "Try it now.")


def told(status: int, location: str | None, data: Any = None) -> Told:
    return Told(status, httpx.Headers({} if location is None else {"Location": location}), data)


@pytest.mark.parametrize("location", [PATH, "https://desk.example" + PATH, "https://DESK.example:443" + PATH])
def test_a_201_that_names_what_it_made_is_proof(location: str) -> None:
    assert number_made(told(201, location, ["Comments added"]), httpx.URL(BASE), "transaction") == 473


@pytest.mark.parametrize(
    ("status", "location"),
    [
        *((status, PATH) for status in (200, 202, 203, 204, 206)),
        (201, None),
        (201, ""),
        (201, "/login/5"),
        (201, "/rt/login/5"),
        (201, "/REST/2.0/transaction/473"),
        (201, "/rt/REST/2.0/ticket/473"),
        (201, "/portal/rt/REST/2.0/transaction/473"),
        (201, PATH + "/"),
        (201, PATH + "?next=1"),
        (201, PATH + "#1"),
        (201, "/rt/REST/2.0/transaction/0"),
        (201, "/rt/REST/2.0/transaction/9999999999999999"),
        (201, "/rt/REST/2.0/transaction/" + "9" * 40),
        (201, "/rt/REST/2.0/transaction/٣"),
        (201, "http://desk.example" + PATH),
        (201, "https://desk.example:8443" + PATH),
        (201, "https://portal.example" + PATH),
        (201, "//portal.example" + PATH),
        (201, "https://user@desk.example" + PATH),
        (201, "https://[::1" + PATH),
        (201, "https://desk.example:x" + PATH),
    ],
)
def test_any_other_answer_is_none(status: int, location: str | None) -> None:
    headers = httpx.Headers([] if location is None else [(b"Location", location.encode())])
    with pytest.raises(Uncertain):
        number_made(Told(status, headers, ["Comments added"]), httpx.URL(BASE), "transaction")


@pytest.mark.parametrize("data", [{"id": "6"}, {"id": None}, {"id": [5]}, {}, ["5"], None])
def test_words_and_address_that_disagree_prove_nothing(data: Any) -> None:
    with pytest.raises(Uncertain):
        number_made(told(201, "/rt/REST/2.0/ticket/5", data), httpx.URL(BASE), "ticket")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"login": "please"}, headers={"Location": "/login/5"}),
        httpx.Response(200, json=[], headers={"Location": "http://portal.example/session/77"}),
        httpx.Response(202, json={}, headers={"Location": "/queue/12"}),
        httpx.Response(201, json=["x"], headers={"Location": "/REST/2.0/ticket/9"}),
        httpx.Response(204, headers={"Location": "/login/5"}),
        httpx.Response(200, json={"id": "5"}, headers={"Location": "/login/5"}),
        httpx.Response(201, json={"id": "5"}, headers={"Location": "/REST/2.0/transaction/5"}),
    ],
)
@pytest.mark.parametrize(
    ("route", "wish"),
    [("/ticket/43/comment", NOTE), ("/ticket/43/correspond", ANSWER), ("/ticket", new_ticket())],
)
async def test_a_portals_welcome_sends_nothing(answer: httpx.Response, route: str, wish: Any) -> None:
    if route != "/ticket" and answer.headers["Location"] == "/REST/2.0/transaction/5":
        answer = httpx.Response(201, json=["x"], headers={"Location": "/REST/2.0/transaction/five"})
    wire = desk()
    ticket = Ticket(wire)
    wire[f"POST {route}"] = answer
    with pytest.raises(Uncertain):
        await wire.tracker().apply(op(wish), Nothing())
    assert (wire.count("POST", route), ticket.etags) == (1, [])


# --- what is read back ----------------------------------------------------------------------------


def read_back(*rows: dict[str, Any]) -> Wire:
    """A desk that takes texts and then shows these transactions, where they are asked for."""
    wire = desk()
    Ticket(wire)
    accepted = httpx.Response(201, json=["ok"], headers={"Location": "/REST/2.0/transaction/511"})
    wire["POST /ticket/43/comment"] = wire["POST /ticket/43/correspond"] = accepted
    before = wire.routes["GET /transactions"]

    def transactions(request: httpx.Request) -> httpx.Response:
        query = request.url.params["query"]
        if "id=511" in query:
            return listing(rows)
        if "ObjectId=43" in query:
            return listing([one for one in rows if one["ObjectId"] == "43"])
        return before(request)  # type: ignore[no-any-return]

    wire["GET /transactions"] = transactions
    return wire


@pytest.mark.parametrize("kind", ["Comment", "Correspond"])
@pytest.mark.parametrize(
    "changed",
    [{"Creator": {"id": "ben"}}, {"Type": "Status"}, {"ObjectId": "44"}, {"ObjectId": None}],
    ids=["by another", "another kind", "on another ticket", "on none"],
)
async def test_a_transaction_that_is_not_ours_is_no_proof(kind: str, changed: dict[str, Any]) -> None:
    wire = read_back(transaction_row(511, kind, **changed) if "Type" not in changed else transaction_row(511, "Status"))
    with pytest.raises(Uncertain, match="511 is another one"):
        await wire.tracker().apply(op(NOTE if kind == "Comment" else ANSWER), Nothing())


@pytest.mark.parametrize(
    "rows", [[], [transaction_row(511, Type=["Comment"])], [transaction_row(511, Creator=7)]], ids=str
)
async def test_what_is_not_shown_or_cannot_be_read_speaks_against_nothing(rows: list[dict[str, Any]]) -> None:
    receipt = await read_back(*rows).tracker().apply(op(NOTE), Nothing())
    assert receipt.remote_id == "511"


async def test_what_is_written_to_a_merged_ticket_stands_in_the_other() -> None:
    wire = read_back(transaction_row(511))
    wire["GET /ticket/44"] = lambda request: httpx.Response(200, json=ticket_row(43, id=43))
    wire["POST /ticket/44/comment"] = wire.routes["POST /ticket/43/comment"]
    receipt = await wire.tracker().apply(op(AddNote("rt:ticket:44", "Looked.")), Nothing())
    assert receipt.remote_id == "511"


async def test_one_transaction_never_proves_two_wishes() -> None:
    tracker = read_back(transaction_row(511)).tracker()
    await tracker.apply(op(NOTE), Nothing())
    with pytest.raises(Uncertain):
        await tracker.apply(op(NOTE)._replace(id="op2", marker=MARKER[:-1] + "Z"), Nothing())


def opened(title: str, author: str, text: str) -> Wire:
    """A desk that says a new ticket is number 43, which is this one."""
    wire = desk()
    Ticket(wire)
    place = {"Location": "/REST/2.0/ticket/43"}
    wire["POST /ticket"] = httpx.Response(201, json={"id": "43", "type": "ticket"}, headers=place)
    wire["GET /tickets"] = lambda request: listing(
        [ticket_row(43, Subject=title)] if "id=43" in request.url.params["query"] else []
    )
    before = wire.routes["GET /transactions"]
    create = transaction_row(600, "Create", Creator={"id": author})
    wire["GET /transactions"] = lambda request: (
        listing([create] if "id > 0" in request.url.params["query"] else [])
        if "ObjectId=43" in request.url.params["query"]
        else before(request)
    )
    wire["POST /attachments"] = listing([part_row(600, text)])
    return wire


BODY: Final = "It is dark.\r\n\r\nContact: Gus"


@pytest.mark.parametrize(
    ("title", "text"), [("Dark", BODY), (" Dark  ", "signed by the server"), ("[queue] Dark", BODY)]
)
async def test_a_new_ticket_is_known_by_author_and_title_or_text(title: str, text: str) -> None:
    receipt = await opened(title, "ana", text).tracker().apply(op(new_ticket()), Nothing())
    assert receipt.ticket_id == TICKET


@pytest.mark.parametrize(
    ("title", "author", "text"), [("Dark", "ben", BODY), ("Printer", "ana", "Paper jam"), ("Printer", "ben", BODY)]
)
async def test_somebody_elses_ticket_is_not_the_new_one(title: str, author: str, text: str) -> None:
    with pytest.raises(Uncertain, match="43 is another one"):
        await opened(title, author, text).tracker().apply(op(new_ticket()), Nothing())
