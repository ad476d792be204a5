"""A ticket changes hands at a real Request Tracker: who may give it, what is said where one may not, and what the two
boards show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.real.conftest import Technician
from tests.real.desk import CLIENT, Desk, of
from tests.real.oracle import rows
from tests.real.test_few_calls import calls
from tests.real.test_meanwhile import without_rights
from tests.rt.server import RequestTracker
from workboard.domain.intent import Assign


@pytest.fixture(scope="module")
def server(trackers: Callable[..., RequestTracker]) -> Iterator[RequestTracker]:
    with trackers("msp") as tracker:
        tracker.start()
        yield tracker


@pytest.fixture
def desk(server: RequestTracker, tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(server, tmp_path, server.url)) as made:
        yield made


def owner(server: RequestTracker, ticket: int) -> str:
    """By the server's own tables."""
    sql = "SELECT u.Name FROM Tickets t JOIN Users u ON u.id = t.Owner WHERE t.id = ?"
    return str(rows(server.directory, sql, ticket)[0]["Name"])


def reason(desk: Desk, ticket: int, to: str, base: str) -> str:
    """What is said of a handover that cannot be."""
    row = desk.wish(Assign(of(ticket), to, base))
    desk.sync()
    assert desk.row(row).state == "rejected"
    return desk.row(row).reason or ""


def test_somebody_unknown_or_without_the_right_is_refused_in_words(desk: Desk) -> None:
    mine = desk.fresh()
    desk.sync()
    assert "That user does not exist): check the login zed" in reason(desk, mine, "zed", "ana")
    assert f"{CLIENT} needs the right OwnTicket in its queue" in reason(desk, mine, CLIENT, "ana")
    assert owner(desk.server, mine) == "ana"


def test_whoever_may_not_reassign_gives_their_own_and_nobodys_and_no_others(desk: Desk) -> None:
    mine, nobodys, theirs = desk.fresh(), desk.fresh(owner=None), desk.fresh(owner="chi")
    desk.sync()
    with without_rights(desk.server, "ReassignTicket"):
        told = reason(desk, theirs, "ben", "chi")
        given = [desk.wish(Assign(of(mine), "ben", "ana")), desk.wish(Assign(of(nobodys), "ben"))]
        desk.sync()
        assert [desk.row(one).state for one in given] == ["done", "done"]
    assert "it stays with chi" in told
    assert told.endswith("you need the right ReassignTicket in its queue")
    assert [owner(desk.server, one) for one in (mine, nobodys, theirs)] == ["ben", "ben", "chi"]


def test_somebody_who_was_faster_keeps_it_until_a_person_says_otherwise(desk: Desk) -> None:
    ticket = desk.fresh()
    desk.sync()
    desk.server.ask("dora", f"ticket/{ticket}", {"Owner": "chi"}, "PUT")
    row = desk.wish(Assign(of(ticket), "ben", "ana"))
    desk.sync()
    assert (desk.row(row).state, owner(desk.server, ticket)) == ("conflict", "chi")
    (shown,) = (one for one in desk.ana.json("outbox") if one["id"] == row)
    assert shown["reason"].startswith("Chi Chen has it by now, not Ana Alves: choose Ben Bauer (outbox retry)")
    assert desk.ana.run("outbox", "retry", row).code == 0
    desk.sync()  # whoever has the desk open sends it
    assert (desk.row(row).state, owner(desk.server, ticket)) == ("done", "ben")


def test_a_lead_gives_a_ticket_with_its_step_and_it_is_the_colleagues_next_activity(
    tracker: RequestTracker, tmp_path: Path
) -> None:
    for name in ("dora", "ben"):
        (tmp_path / name).mkdir()
    dora, ben = (Technician(tracker, tmp_path / name, name) for name in ("dora", "ben"))
    dora.init("--role", "lead")
    ben.init()
    about = {"Queue": "Service Desk", "Subject": "Kettle is cold", "Requestor": CLIENT, "Owner": "ana"}
    about |= {"Content": "Help!", "ContentType": "text/plain"}
    number = str(tracker.ask("dora", "ticket", about)["id"])
    for one in (dora, ben):
        one.json("sync")
    before = calls(dora)
    told = dora.json("lead", "step", number, "Call the vendor", "--to", "Ben Bauer")
    assert calls(dora) - before == 5, "the note and its row; the ticket before, the owner, the ticket after"
    assert told["state"] == "sent"
    assert owner(tracker, int(number)) == "ben"
    ben.json("sync")
    offered = next(one for one in ben.json("plan") if one["ticket"]["number"] == number)
    assert offered["title"] == "Call the vendor"
