"""Reading on while changes become visible late, come by the thousand, or the server is not what it was."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from typing import Any

import httpx
import pytest

from tests.backends.request_tracker.shapes import Nothing, Wire, listing, ticket_row, transaction_row
from workboard.backends.base import Page
from workboard.backends.request_tracker.cursor import OVERLAP, Cursor, feed_of, read
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.ids import Ids
from workboard.backends.request_tracker.statuses import Statuses
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.errors import Garbled, SignInFailed
from workboard.settings.config import FieldSettings

QUEUES = frozenset({3})
NOON = 1_795_521_600
"""Tuesday 2026-11-24 12:00 UTC, in seconds"""


class Desk:
    """Transactions with the second of their date and the second from which on they can be seen."""

    def __init__(self) -> None:
        self.at = NOON
        self.rows: dict[int, tuple[int, int]] = {}
        self.lost: set[int] = set()
        """deleted, or never there"""
        self.luck = Random(7)
        self.asked: list[str] = []
        self.wire = Wire()
        self.wire["GET /transactions"] = self.transactions
        self.wire["GET /tickets"] = self.tickets
        self.wire["POST /tickets"] = self.tickets
        self.tracker = self.wire.tracker()
        self.cursor = Cursor(0, (), None, QUEUES).text()
        self.read: set[int] = set()
        self.dated = True

    def happens(self, number: int, *, late_s: int = 0) -> None:
        self.rows[number] = (self.at, self.at + late_s)

    def transactions(self, request: httpx.Request) -> httpx.Response:
        query = request.url.params["query"]
        if "ObjectId" in query or "Type='Status'" in query:
            return self.answer([])
        self.asked.append(query)
        after = int(re.search(r"id > (\d+)", query)[1])  # type: ignore[index]
        below = re.search(r"id < (\d+)", query)
        end = int(below[1]) if below else 1 << 40
        seen = sorted(n for n, (_, visible) in self.rows.items() if after < n < end and visible <= self.at)
        if request.url.params["order"] == "DESC":
            seen.reverse()
        page = int(request.url.params["page"])
        some = seen[(page - 1) * 100 : page * 100]
        self.luck.shuffle(some)
        return self.answer([self.row(number) for number in some])

    def tickets(self, request: httpx.Request) -> httpx.Response:
        text = request.url.params.get("query") or httpx.QueryParams(request.content.decode())["query"]
        asked = {int(one) for one in re.findall(r"id=(\d+)", text)}
        if "RefersTo" in text or "Type=" in text:
            return self.answer([])
        self.read |= asked
        owner = {"id": "ben", "type": "user"}
        return self.answer([ticket_row(one, Owner=owner) for one in sorted(asked)])

    def row(self, number: int) -> dict[str, Any]:
        created = datetime.fromtimestamp(self.rows[number][0], UTC)
        return transaction_row(number, ObjectId=str(number), Created=f"{created:%Y-%m-%dT%H:%M:%SZ}")

    def answer(self, rows: list[dict[str, Any]]) -> httpx.Response:
        answer = listing(rows)
        if self.dated:
            answer.headers["Date"] = format_datetime(datetime.fromtimestamp(self.at, UTC), usegmt=True)
        return answer

    async def poll(self) -> list[Page]:
        pages = []
        async for page in self.tracker.changes(self.cursor, Nothing()):
            pages.append(page)
            self.cursor = page.cursor or self.cursor
        return pages

    @property
    def place(self) -> Cursor:
        found = read(self.cursor)
        assert found is not None
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_a_thousand_changes_in_a_second_and_one_that_shows_a_minute_later(desk: Desk) -> None:
    """Its number is a thousand smaller than the newest read; the last fifty would not have brought it."""
    for number in range(1, 21):
        desk.at += 60
        desk.happens(number)
    await desk.poll()
    desk.happens(21, late_s=60)
    desk.at += 1
    for number in range(22, 1022):
        desk.happens(number)
    await desk.poll()
    assert desk.place.feed == 1021
    assert 21 not in desk.read
    desk.at += 30
    desk.happens(1022)
    await desk.poll()
    desk.at += 30
    await desk.poll()
    assert desk.read == set(range(1, 1023))


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_shows_up_to_a_minute_late_is_read(desk: Desk, seed: int) -> None:
    """Twenty minutes of a busy desk: bursts, silence, polls at odd moments, pages in any order."""
    luck = Random(seed)
    number = 0
    for _ in range(40):
        for _ in range(luck.choice([0, 0, 1, 3, 12, 150])):
            number += 1
            desk.happens(number, late_s=luck.choice([0, 0, 0, luck.randint(1, 60)]))
        desk.at += luck.randint(0, 59)
        if luck.random() < 0.6:
            await desk.poll()
    desk.at += 60
    await desk.poll()
    assert desk.read == set(range(1, number + 1))


async def test_after_a_burst_the_long_stretch_is_given_up_by_the_servers_clock(desk: Desk) -> None:
    for number in range(1, 501):
        desk.happens(number)
    await desk.poll()
    assert desk.place.reread_from == 0
    desk.asked.clear()
    desk.at += 130
    await desk.poll()
    assert len(desk.asked) >= 5, "still read again"
    desk.at += 120
    await desk.poll()
    assert desk.place.reread_from == 500 - OVERLAP
    desk.asked.clear()
    assert await desk.poll() == []
    assert len(desk.asked) == 1


async def test_what_a_burst_before_the_first_reading_left_is_noted_and_read_once(desk: Desk) -> None:
    """Its tickets are read by their lists; the rows are only listed, and what shows late among them is read."""
    desk.cursor = ""
    desk.happens(1)
    desk.at += 300
    for number in range(2, 502):
        desk.happens(number, late_s=30 if number == 7 else 0)
    pages = await desk.poll()
    assert len(pages) == 4, "one for each stage"
    assert desk.read == set()
    assert desk.place.reread_from == 1
    assert sum("id < " in query for query in desk.asked) == 4
    desk.at += 30
    await desk.poll()
    assert desk.read == {7}


async def test_a_first_reading_on_a_quiet_desk_notes_the_feeds_end_with_one_call(desk: Desk) -> None:
    desk.cursor = ""
    for number in range(1, 301):
        desk.happens(number)
        desk.at += 60
    await desk.poll()
    assert not [query for query in desk.asked if "id < " in query]
    assert desk.place.reread_from == 300 - OVERLAP


async def test_a_server_that_tells_no_time_is_read_again_in_full(desk: Desk) -> None:
    desk.dated = False
    for number in range(1, 301):
        desk.happens(number)
    await desk.poll()
    desk.at += 9999
    await desk.poll()
    assert desk.place.reread_from == 0


# -- a walk that does not end, or ends early ----------------------------------------------------------------


async def test_a_server_that_sends_the_same_page_for_ever(desk: Desk) -> None:
    same = [transaction_row(number, ObjectId=str(number)) for number in range(1, 101)]
    desk.wire["GET /transactions"] = listing(same)
    with pytest.raises(Garbled, match="again and again"):
        await desk.poll()
    assert desk.place.feed == 100, "what came once is kept"


async def test_a_list_of_mine_without_an_end_is_no_list(desk: Desk) -> None:
    desk.wire["GET /tickets"] = listing([ticket_row(number) for number in range(1, 101)])
    with pytest.raises(Garbled):
        await desk.tracker.mine()


async def test_a_first_reading_that_gets_no_further(desk: Desk) -> None:
    desk.cursor = ""
    desk.wire["GET /tickets"] = listing([ticket_row(number) for number in range(1, 101)], total=100)
    with pytest.raises(Garbled):
        await desk.poll()


async def test_texts_without_an_end() -> None:
    wire = Wire()
    part = {"id": "1", "TransactionId": "5", "ContentType": "text/plain", "Content": "x"}
    wire["POST /attachments"] = listing([part] * 100)
    with pytest.raises(Garbled):
        await wire.tracker()._reader.texts.of([5])


async def test_texts_that_come_twice_are_there_once() -> None:
    wire = Wire()
    part = {"id": "1", "TransactionId": "5", "ContentType": "text/plain", "Content": "x"}
    stray = {"id": "2", "ContentType": "text/plain", "Content": "of nothing"}
    wire["POST /attachments"] = listing([part, part, stray])
    assert await wire.tracker()._reader.texts.of([5]) == {5: [part]}


async def test_a_token_that_ends_in_mid_walk_keeps_what_was_read(desk: Desk) -> None:
    for number in range(1, 251):
        desk.happens(number)
    answers = iter([desk.transactions] * 3)  # the statuses, and two pages

    def until(request: httpx.Request) -> httpx.Response:
        step = next(answers, None)
        return step(request) if step else httpx.Response(401, json={"message": "Unauthorized"})

    desk.wire["GET /transactions"] = until
    with pytest.raises(SignInFailed):
        await desk.poll()
    assert desk.place.feed == 200
    desk.wire["GET /transactions"] = desk.transactions
    await desk.poll()
    assert desk.read == set(range(1, 251))


# -- a server that is not what it was -----------------------------------------------------------------------


def busy(desk: Desk) -> None:
    for number in range(1, 301):
        desk.at += 20
        desk.happens(number)


@pytest.mark.parametrize("status", [404, 500])
async def test_a_server_restored_to_a_moment_ago_is_noticed(desk: Desk, status: int) -> None:
    """Only the last three changes are lost: the stretch that is read again is not empty. RT 5.0.3 answers 500 for
    a transaction that it does not have."""
    busy(desk)
    await desk.poll()
    desk.wire["GET /transaction/300"] = httpx.Response(status, json={"message": "Internal Server Error"})
    desk.wire["GET /transaction/297"] = httpx.Response(200, json={"id": "297"})
    for number in (298, 299, 300):
        del desk.rows[number]
    first, *rest = await desk.poll()
    assert first == Page(anew=True, cursor=first.cursor, server_time_at=first.server_time_at)
    assert feed_of(first.cursor) == 297
    assert len(rest) >= 4, "the stages of a first reading follow"
    assert desk.place.first is None
    assert not any(page.anew for page in await desk.poll())


async def test_a_restored_server_that_has_gone_on_since_is_noticed(desk: Desk) -> None:
    """The numbers after the backup were given out again: the same number, another date."""
    busy(desk)
    await desk.poll()
    desk.at += 3600
    for number in range(290, 310):
        desk.happens(number)
    first, *_ = await desk.poll()
    assert first.anew
    assert feed_of(first.cursor) == 309


async def test_a_server_in_trouble_is_no_restored_one(desk: Desk) -> None:
    busy(desk)
    await desk.poll()
    for number in (297, 300):
        desk.wire[f"GET /transaction/{number}"] = httpx.Response(500, json={"message": "Internal Server Error"})
    for number in (298, 299, 300):
        del desk.rows[number]
    assert await desk.poll() == []
    assert desk.place.feed == 300


async def test_rights_that_were_taken_away_are_no_restored_server(desk: Desk) -> None:
    """The last ones are hidden (403 when asked for by number): the mirror is not emptied for that."""
    busy(desk)
    await desk.poll()
    desk.wire["GET /transaction/300"] = httpx.Response(403, json={"message": "Forbidden"})
    for number in (298, 299, 300):
        del desk.rows[number]
    assert await desk.poll() == []
    desk.asked.clear()
    for _ in range(5):
        assert await desk.poll() == []
    assert len(desk.asked) == 5, "and that is not asked again and again"
    desk.at += 20
    desk.happens(301)
    (page,) = await desk.poll()
    assert feed_of(page.cursor) == 301


async def test_a_server_that_shows_nothing_at_all_is_no_restored_one(desk: Desk) -> None:
    busy(desk)
    await desk.poll()
    desk.rows.clear()
    assert await desk.poll() == []
    assert desk.place.feed == 300


# -- rows that cannot be read -------------------------------------------------------------------------------


async def test_a_transaction_of_no_ticket_does_not_stop_the_feed(desk: Desk) -> None:
    desk.wire["GET /transactions"] = listing([transaction_row(1, ObjectId="x"), transaction_row(2, ObjectId="43")])
    desk.cursor = Cursor(0, (), None, QUEUES).text()
    page, *_ = await desk.poll()
    assert [(one.stream, one.remote_id) for one in page.spoiled] == [("messages", "1")]
    assert desk.read == {43}
    assert feed_of(page.cursor) == 2


def test_an_activity_that_cannot_be_read_ends_no_other() -> None:
    """A reminder whose date is rubbish is still there: its ticket is not complete without it."""
    terms = Terms(Ids("rt"), Statuses(), FieldSettings(), "")
    harvest = Harvest(terms, "ana")
    harvest.complete.add("rt:ticket:43")
    assert harvest.page().complete == {"rt:ticket:43"}
    harvest.reminder({"id": "51", "Due": "soon"}, 43)
    assert [one.stream for one in harvest.page().spoiled] == ["activities"]
    assert harvest.page().complete == frozenset()


def test_minutes_read_with_their_text_keep_its_marker() -> None:
    harvest = Harvest(Terms(Ids("rt"), Statuses(), FieldSettings(), ""), "ana")
    row = transaction_row(4, TimeTaken="15")
    harvest.work(row, 43, marker="wb:7Q2M4K9XRT3D")
    harvest.work(row, 99)
    (entry,) = harvest.page().time_entries
    assert (entry.ticket_id, entry.marker) == ("rt:ticket:43", "wb:7Q2M4K9XRT3D")
