"""Reading on from a cursor when the server hides, forgets, or sends rubbish in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from tests.backends.request_tracker.shapes import (
    SETTINGS,
    TOKEN,
    Nothing,
    Wire,
    listing,
    part_row,
    ticket_row,
    transaction_row,
)
from workboard.backends.base import Page
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.backends.request_tracker.cursor import Cursor, feed_of
from workboard.domain.errors import Garbled, SignInFailed, Unreachable
from workboard.domain.ticket import Message

QUEUES = frozenset({3})


CREATED = 1_795_516_799
"""the second of every row's date, unless told otherwise"""


def at(feed: int, *seen: int) -> str:
    """A cursor that remembers these numbers (default: the last) and has nothing before them to read again."""
    numbers = seen or (feed,)
    pairs = tuple((number, CREATED) for number in numbers)
    return Cursor(feed, pairs, None, QUEUES, min(numbers) - 1).text()


class Feed:
    """Transactions as the server pages through them: what is hidden leaves its place on the page empty."""

    def __init__(self, visible: Sequence[int], hidden: Sequence[int] = (), per_page: int = 100) -> None:
        self.visible, self.all, self.per_page = set(visible), sorted({*visible, *hidden}), per_page
        self.pages: list[tuple[int, int]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = dict(request.url.params)
        if "ObjectId" in asked["query"] or "Type='Status'" in asked["query"]:
            return listing([])
        after = int(re.search(r"id > (\d+)", asked["query"])[1])  # type: ignore[index]
        rows = [one for one in self.all if one > after]
        if asked["order"] == "DESC":
            rows.reverse()
        page = int(asked["page"])
        self.pages.append((after, page))
        some = rows[(page - 1) * self.per_page : page * self.per_page]
        return listing([transaction_row(one, ObjectId=str(one)) for one in some if one in self.visible])


async def pull(tracker: RequestTracker, cursor: str | None, known: Nothing | None = None) -> list[Page]:
    return [page async for page in tracker.changes(cursor, known or Nothing())]


async def test_nothing_new_is_one_request_most_of_the_time() -> None:
    wire = Wire()
    feed = wire["GET /transactions"] = Feed(range(1, 101))
    tracker = wire.tracker()
    await pull(tracker, at(100, *range(51, 101)))
    before = len(feed.pages)
    for _ in range(9):
        assert await pull(tracker, at(100, *range(51, 101))) == []
    assert len(feed.pages) - before == 9


async def test_what_is_new_is_read_to_its_end() -> None:
    wire = Wire()
    wire["GET /transactions"] = Feed(range(1, 401))
    wire["GET /ticket/350"] = httpx.Response(403, json={"message": "Forbidden"})
    pages = await pull(wire.tracker(), at(100, *range(51, 101)))
    assert [feed_of(page.cursor) for page in pages] == [150, 250, 350, 400]


async def test_a_number_that_became_visible_late_is_news() -> None:
    wire = Wire()
    wire["GET /transactions"] = Feed([96, 97, 98, 99, 100])
    (page,) = await pull(wire.tracker(), at(100, 96, 97, 99, 100))
    assert page.missing == ("rt:ticket:98",)  # its ticket was looked for
    assert feed_of(page.cursor) == 100


async def test_rows_hidden_by_rights_do_not_end_the_feed() -> None:
    wire = Wire()
    wire["GET /transactions"] = Feed([100, 700], hidden=range(101, 700))
    pages = await pull(wire.tracker(), at(100))
    assert [feed_of(page.cursor) for page in pages] == [700]


async def test_a_server_that_forgot_is_read_anew() -> None:
    wire = Wire()
    wire["GET /transactions"] = Feed(range(1, 21))
    pages = await pull(wire.tracker(), at(5000))
    assert feed_of(pages[0].cursor) == 20
    assert len(pages) >= 4  # the stages of a first sync


async def test_a_new_queue_is_read_though_no_feed_tells_of_it() -> None:
    wire = Wire()
    wire["GET /transactions"] = Feed(range(1, 21))
    wire["GET /queues/all"] = listing([{"id": str(n), "Name": f"Q{n}", "Lifecycle": "msp"} for n in (3, 9)])
    pages = await pull(wire.tracker(), at(20, *range(1, 21)))
    assert len(pages) >= 4
    assert await pull(wire.tracker(), pages[-1].cursor) == []


def tickets_and(*more: dict[str, Any]) -> Wire:
    """A desk with one ticket of mine, and whatever else."""
    wire = Wire()
    mine = [ticket_row(), *more]

    def tickets(request: httpx.Request) -> httpx.Response:
        query = request.url.params["query"]
        wanted = "Owner='__CurrentUser__' AND Status" in query and "Type='reminder'" not in query
        found = mine if wanted and "id <" not in query else []
        return listing(found, total=len(found))

    def transactions(request: httpx.Request) -> httpx.Response:
        query = request.url.params["query"]
        rows = [
            transaction_row(1, "Create", Creator={"id": "nina@notary.example"}),
            transaction_row(2, "Status", OldValue="new", NewValue="mail-reply"),
            transaction_row(3, "Correspond", Creator={"id": "hugo@hotel.example", "RealName": "Hugo"}),
            transaction_row(4, "Comment", TimeTaken="15"),
        ]
        after = re.search(r"id > (\d+)", query)
        return listing(rows if "ObjectId=43" in query and after is not None and after[1] == "0" else [])

    wire["GET /tickets"] = tickets
    wire["GET /transactions"] = transactions
    wire["POST /attachments"] = listing([part_row(1, "Help!"), part_row(3, "Me too"), part_row(4, "Looked.")])
    wire["GET /user/hugo@hotel.example"] = httpx.Response(200, json={"Name": "hugo", "Privileged": 0})
    return wire


async def test_a_spoiled_row_does_not_stop_the_page() -> None:
    page, *_ = await pull(tickets_and({"id": "44", "Created": "never"}).tracker(), None)
    assert [one.number for one in page.tickets] == ["43"]
    (row,) = page.spoiled
    assert (row.stream, row.remote_id, row.why) == ("tickets", "44", "Created is not a date")
    assert page.complete == {"rt:ticket:43"}


@pytest.mark.parametrize("number", [None, [1], "9" * 30, -5])
async def test_a_row_of_mine_that_does_not_say_which_ticket_it_is(number: Any) -> None:
    """The others are read, nobody is missing, and whoever asks for that ticket learns nothing about where it went."""
    wire = tickets_and({"id": number})
    page, *_ = await pull(wire.tracker(), None)
    assert [one.number for one in page.tickets] == ["43"]
    assert [one.stream for one in page.spoiled] == ["tickets"]
    assert await wire.tracker().mine() == {"rt:ticket:43"}
    wire["GET /tickets"] = lambda request: listing([ticket_row(44, id=number)])
    wire["GET /ticket/44"] = httpx.Response(200, json=ticket_row(44, id=number))
    asked = await wire.tracker().fetch(["rt:ticket:44"], Nothing())
    assert (asked.tickets, asked.gone, asked.missing) == ((), (), ())
    assert {one.stream for one in asked.spoiled} == {"tickets"}


GOOD = {"id": "3", "Name": "Service Desk", "Lifecycle": "msp"}


@pytest.mark.parametrize("changed", [{"id": None}, {"id": [1]}, {"Name": [1]}, {"Name": None}, {"Lifecycle": ["msp"]}])
async def test_a_bad_queue_stops_neither_signing_in_nor_reading(changed: dict[str, Any]) -> None:
    wire = tickets_and()
    wire["GET /queues/all"] = listing([{"id": "7", "Name": "Projects", "Lifecycle": "msp", **changed}, GOOD])
    wire["GET /user/29"] = httpx.Response(200, json={"id": 29, "Name": "ana"})
    tracker = wire.tracker()
    assert (await tracker.whoami()).warnings == ()
    page, *_ = await pull(tracker, None)
    assert [one.number for one in page.tickets] == ["43"]
    feed = [one.url.params["query"] for one in wire.asked if one.url.path.endswith("/transactions")]
    narrowed = {"TicketQueue" in query for query in feed if query.startswith("ObjectType='RT::Ticket' AND id > ")}
    assert narrowed == {"id" not in changed}, "with a queue of which no number is known, the feed is that of all queues"


async def test_a_queue_that_cannot_be_read_for_a_while_is_no_new_one() -> None:
    wire = Wire()
    wire["GET /transactions"] = Feed([100])
    wire["GET /queues/all"] = listing([GOOD, {"id": None}])
    _, *more = await pull(wire.tracker(), at(99))
    assert more == []
    page, *_ = await pull(wire.tracker(), at(99))
    assert '"queues": [3]' in (page.cursor or "")


@pytest.mark.parametrize("status", [403, 404])
async def test_who_may_not_read_the_history_hears_which_rights_are_missing(status: int) -> None:
    wire = Wire()
    wire["GET /user/29"] = httpx.Response(200, json={"id": 29, "Name": "ana"})
    assert (await wire.tracker().whoami()).warnings == ()
    wire["GET /transactions"] = httpx.Response(status, json={"message": "Forbidden"})
    (warning,) = (await wire.tracker().whoami()).warnings
    assert "ShowTicket and ShowTicketComments" in warning


async def test_a_transaction_of_no_readable_kind_is_set_aside_until_it_has_one() -> None:
    wire = tickets_and()
    whole = wire.routes["GET /transactions"]

    def spoiled(request: httpx.Request) -> httpx.Response:
        rows = whole(request).json()["items"]
        return listing([{**row, "Type": ["Correspond"]} if row["id"] == "3" else row for row in rows])

    wire["GET /transactions"] = spoiled
    page, *_ = await pull(wire.tracker(), None)
    assert [one.body for one in page.messages] == ["Help!", "Looked."]
    assert [(one.stream, one.remote_id, one.why) for one in page.spoiled] == [("messages", "3", "Type is not a text")]
    wire["GET /transactions"] = whole
    page, *_ = await pull(wire.tracker(), None)
    assert ([one.body for one in page.messages], page.spoiled) == (["Help!", "Me too", "Looked."], ())


async def test_a_row_without_a_number_at_the_end_of_a_history_ends_it() -> None:
    wire = tickets_and()
    whole = wire.routes["GET /transactions"]
    nameless = {**transaction_row(5), "id": None}
    wire["GET /transactions"] = lambda request: (
        listing([*whole(request).json()["items"], nameless])
        if "ObjectId=43" in request.url.params["query"]
        else whole(request)
    )
    page, *_ = await pull(wire.tracker(), None)
    assert [one.body for one in page.messages] == ["Help!", "Me too", "Looked."]
    assert {(one.stream, one.remote_id) for one in page.spoiled} == {("messages", "")}


async def test_a_ticket_of_mine_in_full() -> None:
    page, *_ = await pull(tickets_and().tracker(), None)
    assert [(one.author, one.body) for one in page.messages] == [
        ("client", "Help!"),
        ("client", "Me too"),
        ("staff", "Looked."),
    ]
    assert [one.category for one in page.spans] == ["new", "reply"]
    assert [(one.person_id, one.minutes) for one in page.time_entries] == [("ana", 15)]
    assert (page.done, page.total) == (1, 1)


async def test_texts_known_already_are_not_asked_for_again() -> None:
    wire, known = tickets_and(), Nothing()
    known.known_messages = [
        Message(f"rt:message:{n}", "rt:ticket:43", n, "ana", "Ana", "staff", "internal", "note", f"old {n}")
        for n in (1, 3, 4)
    ]
    page, *_ = await pull(wire.tracker(), None, known)
    assert [one.body for one in page.messages] == ["old 1", "old 3", "old 4"]
    assert wire.count("POST", "/attachments") == 0


async def test_without_the_list_of_staff_each_name_is_asked_for() -> None:
    wire = tickets_and()
    wire["GET /groups"] = listing([])
    wire["GET /user/ana"] = httpx.Response(200, json={"Name": "ana", "Privileged": 1})
    wire["GET /user/nina@notary.example"] = httpx.Response(403, json={"message": "Forbidden"})
    page, *_ = await pull(wire.tracker(), None)
    assert [one.author for one in page.messages] == ["client", "client", "staff"]


async def test_a_token_that_may_see_no_queues_reads_all_the_same() -> None:
    wire = tickets_and()
    wire["GET /queues/all"] = httpx.Response(403, json={"message": "Forbidden"})
    page, *_ = await pull(wire.tracker(), None)
    assert page.tickets[0].reply_signal == "status"  # the ticket itself shows that there is such a status


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"items": {}}),
        httpx.Response(200, json={"items": [], "total": 7, "page": 1}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"items": [{"id": "x"}], "total": 1}),
    ],
)
async def test_rubbish_instead_of_the_feed(answer: httpx.Response) -> None:
    wire = Wire()
    wire["GET /transactions"] = answer
    with pytest.raises(Garbled):
        await pull(wire.tracker(), at(100))


async def test_an_error_passes_as_it_is() -> None:
    wire = Wire()
    wire["GET /transactions"] = httpx.Response(502)
    with pytest.raises(Unreachable):
        await pull(wire.tracker(), at(100))


@pytest.mark.parametrize("token", ["", "secret", "1-x-00", f"{TOKEN}\n", f" {TOKEN}", f"{TOKEN}é"])
def test_a_token_of_another_kind_is_not_even_sent(token: str) -> None:
    with pytest.raises(SignInFailed) as caught:
        RequestTracker(SETTINGS, token)
    assert "secret" not in str(caught.value)
