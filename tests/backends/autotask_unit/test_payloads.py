"""What is written, to the letter."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.backends.autotask_unit.desk import SETTINGS, Canned, listed, sent
from tests.backends.autotask_unit.test_values import LISTS, MARKER
from tests.backends.fake_known import FakeKnown
from workboard.backends.autotask import learnt
from workboard.backends.autotask.acting import Acting
from workboard.backends.autotask.backend import Autotask
from workboard.backends.autotask.booking import Booking
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.learnt import Learnt
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.wire import Wire
from workboard.backends.autotask.zone import Zone
from workboard.backends.base import Op
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import AddNote
from workboard.domain.people import Me
from workboard.domain.ticket import Ticket

AT = 1_773_239_700_417
"""2026-03-11 14:35:00.417 UTC"""
TICKET = Ticket("at:ticket:81422", "T20260311.0042", "Printer offline", "New", "new", owner_id="29700011")
LEARNT = Learnt(
    AT, Zone("https://webservices3.autotask.net/ATServicesRest/V1.0", "https://ww3.autotask.net/", "East 3", "100123"),
    LISTS._replace(defaults=(("ticketCategory", 3),)), ((29700011, "Ana Alves"),), 29700090, 29683392, None,
    (29700012,),
    1800, ("something",), ("Appointments",), True, 81500, learnt.asked(SETTINGS),
)  # fmt: skip


def known() -> FakeKnown:
    return FakeKnown(AT, Me("29700011", "Ana"), {TICKET.id: TICKET})


def op(text: str, minutes: int) -> Op:
    return Op("op1", TICKET.id, AddNote(TICKET.id, text, minutes), MARKER, AT)


def terms(role: int | None = 29683392) -> Terms:
    found = Terms(SETTINGS)
    LEARNT._replace(role=role).teach(found)
    return found


def booking(found: Terms) -> Booking:
    calls = Calls(Wire(SETTINGS, "s"))
    return Booking(calls, found, Acting(calls, found))


def test_a_time_entry_has_all_that_autotask_asks_for() -> None:
    assert booking(terms()).entry(op("Spooler.", 25), 81422, 25, "Spooler.", known()) == {
        "resourceID": 29700011,
        "ticketID": 81422,
        "roleID": 29683392,
        "dateWorked": "2026-03-11T00:00:00Z",
        "startDateTime": "2026-03-11T14:10:00Z",
        "endDateTime": "2026-03-11T14:35:00Z",
        "summaryNotes": "Printer offline",
        "internalNotes": f"Spooler.\n[{MARKER}]",
    }


def test_the_date_is_the_one_on_the_technicians_wall() -> None:
    found = Terms(SETTINGS._replace(zone="Pacific/Auckland"))
    LEARNT.teach(found)
    entry = booking(found).entry(op("", 5), 81422, 5, "", known())
    assert (entry["dateWorked"], entry["startDateTime"]) == ("2026-03-12T00:00:00Z", "2026-03-11T14:30:00Z")
    assert entry["internalNotes"] == f"[{MARKER}]"


def test_without_a_role_nothing_is_sent() -> None:
    with pytest.raises(Refused, match="role"):
        booking(terms(role=None)).entry(op("x", 5), 81422, 5, "x", known())


def test_a_text_that_autotask_would_not_hold_is_not_sent() -> None:
    with pytest.raises(Refused, match="characters"):
        booking(terms()).entry(op("x", 5), 81422, 5, "x" * 40_000, known())


def test_what_was_learnt_is_taken_up_by_another_process() -> None:
    assert learnt.read(LEARNT.text()) == LEARNT
    for broken in ("", "[]", "{}", "[2]", LEARNT.text()[:-3], LEARNT.text().replace("[2,", "[9,", 1)):
        assert learnt.read(broken) is None
    assert [LEARNT.is_old(now) for now in (None, AT, AT + learnt.DAY_MS - 1, AT + learnt.DAY_MS, AT - 999)] == [
        False, False, False, True, False,
    ]  # fmt: skip


# --- with a desk that answers -------------------------------------------------------------------------


class Tickets:
    """One ticket, and what becomes of each status that is written: ``shows`` says what the next looks show."""

    def __init__(self, status: int, *shows: int) -> None:
        self.status = status
        self.shows = list(shows)
        self.written: list[dict[str, Any]] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH":
            self.written.append(sent(request))
            self.status = sent(request)["status"]
            return httpx.Response(200, json={"itemId": 81422})
        status = self.shows.pop(0) if self.written and self.shows else self.status
        return httpx.Response(200, json={"item": {"id": 81422, "status": status}})


def status_writer(desk: Tickets, pauses: list[float]) -> StatusWriter:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    return StatusWriter(Calls(Wire(SETTINGS, "s", Canned(desk.answer).transport)), terms(), pause)


async def test_a_status_is_written_once_and_read_back() -> None:
    desk, pauses = Tickets(1), list[float]()
    stand = await status_writer(desk, pauses).bring(81422, "open", "New")
    assert desk.written == [{"id": 81422, "status": 8}]
    assert (stand.row["status"], pauses) == (8, [])


async def test_a_status_that_shows_late_is_looked_at_again() -> None:
    desk, pauses = Tickets(1, 1), list[float]()
    await status_writer(desk, pauses).bring(81422, "open", "New")
    assert (len(desk.written), len(pauses)) == (1, 1)


async def test_a_rule_that_undoes_it_once_is_answered_once() -> None:
    desk = Tickets(1, 1, 1)
    stand = await status_writer(desk, []).bring(81422, "open", "New")
    assert (stand.row["status"], len(desk.written)) == (8, 2)


async def test_a_rule_that_undoes_it_always_is_told_to_the_person() -> None:
    desk = Tickets(1, *[1] * 9)
    with pytest.raises(Refused, match="workflow rule"):
        await status_writer(desk, []).bring(81422, "open", "New")
    assert len(desk.written) == 2


async def test_clearing_an_answer_is_looked_at_twice() -> None:
    desk, pauses = Tickets(19), list[float]()
    await status_writer(desk, pauses).bring_back(81422, "open")
    assert (desk.written, len(pauses)) == ([{"id": 81422, "status": 8}], 1)


async def test_a_rule_that_sets_the_answer_again_is_answered_once() -> None:
    desk = Tickets(19, 8, 19)
    stand = await status_writer(desk, []).bring_back(81422, "open")
    assert (stand.row["status"], len(desk.written)) == (8, 2)


async def test_a_ticket_that_stands_elsewhere_is_not_written() -> None:
    desk = Tickets(19)
    with pytest.raises(Conflicting):
        await status_writer(desk, []).bring(81422, "open", "New")
    assert desk.written == []


# --- in whose name ------------------------------------------------------------------------------------

REFUSED = httpx.Response(
    500, json={"errors": ["The logged in Resource does not have the adequate permissions to create this entity type."]}
)


async def test_where_impersonation_is_refused_it_is_written_all_the_same_and_said() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        named = "ImpersonationResourceId" in request.headers
        return REFUSED if named else httpx.Response(200, json={"itemId": 7})

    desk = Canned(answer)
    acting = Acting(Calls(Wire(SETTINGS, "s", desk.transport)), terms())
    for _ in range(2):
        number, remark = await acting.create("TicketNotes", "/Tickets/{}/Notes", {}, 1)
        assert number == 7
        assert remark is not None
        assert "api@msp.example" in remark
    assert ["ImpersonationResourceId" in one.headers for one in desk.requests[1:]] == [True, False, False]


async def test_a_right_that_is_missing_altogether_is_no_matter_of_names() -> None:
    desk = Canned(lambda request: REFUSED)
    acting = Acting(Calls(Wire(SETTINGS, "s", desk.transport)), terms())
    with pytest.raises(Refused):
        await acting.create("TicketNotes", "/Tickets/{}/Notes", {}, 1)
    assert acting.refused == set()


async def test_an_api_user_of_ones_own_writes_in_its_own_name() -> None:
    desk = Canned(lambda request: httpx.Response(200, json={"itemId": 7}))
    own = Terms(SETTINGS._replace(impersonate=False))
    _, remark = await Acting(Calls(Wire(SETTINGS, "s", desk.transport)), own).create("Tickets", "/Tickets", {})
    assert remark is None
    assert "ImpersonationResourceId" not in desk.requests[-1].headers


# --- a process after another --------------------------------------------------------------------------


async def test_a_later_process_asks_for_nothing_but_itself() -> None:
    me = {"id": 29700011, "firstName": "Ana", "lastName": "Alves", "isActive": True, "licenseType": 1}
    desk = Canned(lambda request: listed(me))
    backend = Autotask(SETTINGS, "s", transport=desk.transport)
    assert backend.resume("api@msp.example|29700011|1|100123", LEARNT.text())
    identity = await backend.whoami()
    assert desk.paths() == ["POST /ATServicesRest/V1.0/Resources/query"]
    assert (identity.me.id, identity.me.name) == ("29700011", "Ana Alves")
    assert identity.goal is not None
    assert (identity.goal.metric, identity.goal.target, identity.goal.period) == ("billable", 1800, "week")


@pytest.mark.parametrize("generation", ["", "other@msp.example|29700011|1|100123", "api@msp.example|29700012|1|100123"])
def test_nobody_elses_sign_in_is_taken_up(generation: str) -> None:
    assert not Autotask(SETTINGS, "s").resume(generation, LEARNT.text())


def test_a_zone_elsewhere_is_not_taken_up_from_a_keepsake() -> None:
    stranger = LEARNT._replace(zone=Zone("https://evil.example/V1.0"))
    backend = Autotask(SETTINGS, "s")
    assert backend.resume("api@msp.example|29700011|1|", stranger.text())
    assert backend.capabilities.writes >= {"waiting_client"}  # nothing was learnt
