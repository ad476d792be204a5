"""A date for a piece of work: the reminder that is made of it, what is read back, and what is refused."""

from __future__ import annotations

from typing import Any, Final

import httpx
import pytest

from tests.backends.request_tracker.shapes import Nothing, Wire, listing, part_row, transaction_row
from tests.backends.request_tracker.test_writes import MARKER, TICKET, Ticket, desk, op
from workboard.backends.request_tracker.reminders import NOT_MINE
from workboard.domain.errors import Refused, Uncertain
from workboard.domain.intent import Schedule

DUE: Final = "2030-01-02T03:04:05Z"
WISH: Final = Schedule(TICKET, "Swap the router", 1_893_553_445_000, 45, fixed=True)
MADE: Final = httpx.Response(201, json={"id": "51", "type": "ticket"}, headers={"Location": "/REST/2.0/ticket/51"})


def reminder_row(**changed: Any) -> dict[str, Any]:
    link = {"ref": "refers-to", "type": "ticket", "id": changed.pop("refers_to", "43")}
    row = {"id": "51", "type": "ticket", "Subject": "Swap the router", "Status": "new", "Owner": {"id": "ana"}}
    return row | {"Due": DUE, "TimeEstimated": "45", "Type": "reminder", "_hyperlinks": [link]} | changed


def calendar(**changed: Any) -> Wire:
    """A desk that makes a reminder, and shows it as one told."""
    wire = desk()
    Ticket(wire)
    wire["POST /ticket"] = MADE
    wire["GET /tickets"] = lambda request: listing(
        [reminder_row(**changed)] if "Type='reminder' AND (id=51)" in request.url.params["query"] else []
    )
    return wire


async def test_a_reminder_of_mine_in_the_queue_of_its_ticket_with_the_marker_as_its_text() -> None:
    wire = calendar()
    receipt = await wire.tracker().apply(op(WISH), Nothing())
    assert wire.bodies("POST", "/ticket") == [
        {
            "Type": "reminder", "Queue": 3, "RefersTo": 43, "Owner": "ana", "Subject": "Swap the router",
            "Due": "2030-01-02 03:04:05", "TimeEstimated": 45, "Content": f"[{MARKER}]", "ContentType": "text/plain",
        }
    ]  # fmt: skip
    (made,) = receipt.page.activities
    assert (receipt.remote_id, made.id, made.ticket_id) == ("51", "rt:reminder:51", TICKET)
    assert (made.start_at, made.estimate_minutes, made.fixed) == (WISH.start_at, 45, True)
    assert receipt.note is None


async def test_without_a_length_none_is_written() -> None:
    wire = calendar()
    await wire.tracker().apply(op(WISH._replace(minutes=None)), Nothing())
    assert "TimeEstimated" not in wire.bodies("POST", "/ticket")[0]


async def test_on_a_deleted_ticket_nothing_is_planned() -> None:
    wire = calendar()
    Ticket(wire, "deleted")
    with pytest.raises(Refused, match="was deleted"):
        await wire.tracker().apply(op(WISH), Nothing())
    assert wire.count("POST", "/ticket") == 0


@pytest.mark.parametrize("another", [{"refers_to": "44"}, {"Subject": "Feed the cat"}])
async def test_what_reads_back_as_another_is_checked(another: dict[str, Any]) -> None:
    with pytest.raises(Uncertain, match="another one"):
        await calendar(**another).tracker().apply(op(WISH), Nothing())


async def test_one_that_the_server_gave_to_nobody_is_told() -> None:
    receipt = await calendar(Owner={"id": "Nobody"}).tracker().apply(op(WISH), Nothing())
    assert receipt.note == NOT_MINE


async def test_a_reminder_that_cannot_be_read_back_is_made_all_the_same() -> None:
    wire = calendar()
    wire["GET /tickets"] = httpx.Response(403, json={"message": "Forbidden"})
    receipt = await wire.tracker().apply(op(WISH), Nothing())
    assert (receipt.remote_id, receipt.page.activities) == ("51", ())


@pytest.mark.parametrize(("text", "there"), [(f"[{MARKER}]", True), ("[wb:0000000000ZZ]", False), (MARKER, False)])
async def test_it_is_found_by_its_marker_alone(text: str, there: bool) -> None:
    """Whatever became of subject and date meanwhile; an equal one with another marker is another one."""
    wire = calendar(Subject="Swap both routers", Due="2030-02-02T03:04:05Z")
    made = transaction_row(511, "Create", ObjectId="51")
    wire["GET /transactions"] = lambda request: listing([made] if "id > 500" in request.url.params["query"] else [])
    wire["POST /attachments"] = listing([part_row(511, text)])
    found = await wire.tracker().probe(op(WISH), Nothing())
    assert (found is not None) == there
    if found is not None:
        assert [one.title for one in found.page.activities] == ["Swap both routers"]
    assert wire.count("POST", "/ticket") == 0
