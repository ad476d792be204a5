"""Rows as values: tickets, words, booked and planned work."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backends.autotask_unit.desk import SETTINGS
from tests.backends.fake_known import FakeKnown
from workboard.backends.autotask import appointments, booked, planned, translate, written
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.names import Names
from workboard.backends.autotask.picklists import Choice, Picklists
from workboard.backends.autotask.planned import Link
from workboard.backends.autotask.shapes import Misshapen, instant, utc
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.wire import Wire
from workboard.domain.activity import Activity
from workboard.domain.people import Me
from workboard.domain.ticket import StatusSpan

MARKER = "wb:7Q2M4K9XRT3D"
LISTS = Picklists(
    status=(Choice(1, "New"), Choice(8, "In Progress"), Choice(5, "Complete"), Choice(19, "Customer Note Added")),
    priority=(Choice(4, "Critical"), Choice(1, "High"), Choice(2, "Medium"), Choice(3, "Low")),
    queue=(Choice(29682833, "Service Desk"),),
    type=(Choice(1, "Service Request"), Choice(2, "Incident")),
    call_status=(Choice(1, "New"), Choice(2, "Complete"), Choice(7, "Confirmed")),
)
ROW: dict[str, Any] = {
    "id": 81422, "ticketNumber": "T20260311.0042", "title": "Printer offline", "description": "Front desk.\x00 Help!",
    "status": 19, "priority": 2, "queueID": 29682833, "ticketType": 2, "companyID": 212, "contactID": 30711,
    "assignedResourceID": 29700011, "createDate": "2026-03-11T09:12:40.213Z", "dueDateTime": "2026-03-12T16:00:00Z",
    "lastActivityDate": "2026-03-11T14:05:22.317Z", "lastTrackedModificationDateTime": "2026-03-11T14:05:23.030Z",
    "completedDate": None, "completedByResourceID": None, "createdByContactID": 30711, "creatorResourceID": None,
    "externalID": "",
}  # fmt: skip


@pytest.fixture
def terms() -> Terms:
    found = Terms(SETTINGS._replace(fixed_statuses=("Confirmed",)))
    found.learn(LISTS)
    found.web, found.api_user = "https://ww3.autotask.net/", 29700090
    found.staff = {29700011: "Ana Alves", 29700012: "Ben Bauer"}
    return found


@pytest.fixture
def names() -> Names:
    return Names(Calls(Wire(SETTINGS, "s")))


def at(text: str) -> int:
    found = instant({"at": text}, "at")
    assert found is not None
    return found


# --- tickets ------------------------------------------------------------------------------------------


def test_a_ticket_in_the_tenants_words(terms: Terms, names: Names) -> None:
    one = translate.ticket(ROW, terms, names, None)
    assert (one.id, one.number, one.title) == ("at:ticket:81422", "T20260311.0042", "Printer offline")
    assert (one.status, one.category, one.priority, one.queue) == (
        "Customer Note Added", "reply", "Medium", "Service Desk",
    )  # fmt: skip
    assert (one.owner_id, one.presence, one.default_band, one.urgent) == ("29700011", "mine", 3, False)
    assert (one.type, one.reply_signal) == ("incident", "either")
    assert (utc(one.created_at), utc(one.updated_at), utc(one.due_at or 0)) == (
        "2026-03-11T09:12:40Z", "2026-03-11T14:05:23Z", "2026-03-12T16:00:00Z",
    )  # fmt: skip
    assert one.url == (
        "https://ww3.autotask.net/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=OpenTicketDetail&TicketID=81422"
    )


@pytest.mark.parametrize("broken", [{"id": 0}, {"id": None}, {"status": "x"}, {"createDate": "soon"}, {"title": []}])
def test_a_ticket_that_is_not_as_promised_is_said(terms: Terms, names: Names, broken: dict[str, Any]) -> None:
    with pytest.raises(Misshapen):
        translate.ticket({**ROW, **broken}, terms, names, None)


def test_a_change_of_status_ends_one_stretch_and_begins_another(terms: Terms, names: Names) -> None:
    ticket = translate.ticket({**ROW, "status": 8}, terms, names, None)
    first = translate.spans(ticket, [], 0)
    assert first == [StatusSpan(ticket.id, "open", ticket.created_at)]
    answered = ticket._replace(category="reply")
    second = translate.spans(answered, first, ticket.updated_at)
    assert second == [
        StatusSpan(ticket.id, "open", ticket.created_at, ticket.updated_at),
        StatusSpan(ticket.id, "reply", ticket.updated_at),
    ]
    assert translate.spans(answered, second, ticket.updated_at + 1) == second


def test_one_met_with_an_answer_on_it_was_open_before(terms: Terms, names: Names) -> None:
    ticket = translate.ticket(ROW, terms, names, None)
    assert [one.category for one in translate.spans(ticket, [], ticket.updated_at)] == ["open", "reply"]


def test_a_closure_is_whoever_completed_it(terms: Terms, names: Names) -> None:
    row = {**ROW, "status": 5, "completedDate": "2026-03-11T15:00:00Z", "completedByResourceID": 29700012}
    ticket = translate.ticket(row, terms, names, None)
    done = translate.closure(row, ticket, terms, None)
    assert done is not None
    assert (done.person_id, done.at, done.ticket_id) == ("29700012", at("2026-03-11T15:00:00Z"), ticket.id)
    by_program = translate.closure({**row, "completedByResourceID": 29700090}, ticket, terms, None)
    assert by_program is not None
    assert by_program.person_id == "29700011"


def test_an_open_ticket_has_no_closure(terms: Terms, names: Names) -> None:
    assert translate.closure(ROW, translate.ticket(ROW, terms, names, None), terms, None) is None


# --- words --------------------------------------------------------------------------------------------

NOTE: dict[str, Any] = {
    "id": 30777661, "ticketID": 81422, "title": "Called", "description": f"Left a message.\n[{MARKER}]", "noteType": 3,
    "publish": 2, "createDateTime": "2026-03-11T14:05:22Z", "creatorResourceID": 29700011, "createdByContactID": None,
}  # fmt: skip


def test_an_internal_note_of_mine(terms: Terms, names: Names) -> None:
    one = written.note(NOTE, terms, names)
    assert (one.author, one.author_id, one.author_name) == ("staff", "29700011", "Ana Alves")
    assert (one.visibility, one.origin, one.body, one.marker) == ("internal", "note", "Left a message.", MARKER)


def test_what_the_api_user_wrote_is_mine(terms: Terms, names: Names) -> None:
    assert written.note({**NOTE, "creatorResourceID": 29700090}, terms, names).author_id == "29700011"


@pytest.mark.parametrize("kind", [3, 18, 101])
@pytest.mark.parametrize("creator", [None, 4])
@pytest.mark.parametrize("publish", [1, 2])
def test_a_client_is_known_by_the_contact_alone(
    terms: Terms, names: Names, kind: int, creator: int | None, publish: int
) -> None:
    row = {**NOTE, "noteType": kind, "creatorResourceID": creator, "createdByContactID": 30711, "publish": publish}
    one = written.note(row, terms, names)
    assert (one.author, one.author_id, one.visibility, one.origin) == ("client", "contact:30711", "public", "reply")


@pytest.mark.parametrize(
    "row",
    [{"noteType": 13}, {"noteType": 91}, {"noteType": 93}, {"noteType": 99}, {"creatorResourceID": 4}],
)
def test_rules_and_monitoring_speak_for_nobody(terms: Terms, names: Names, row: dict[str, Any]) -> None:
    assert written.note({**NOTE, **row}, terms, names).author == "system"


def test_a_marker_in_what_a_client_reads_is_none_of_ours(terms: Terms, names: Names) -> None:
    assert written.note({**NOTE, "publish": 1}, terms, names).marker is None


def test_a_next_step_is_read_from_an_internal_note(terms: Terms, names: Names) -> None:
    row = {**NOTE, "description": f"Tried it.\nNext step: Call Ruth\n[{MARKER}]"}
    assert written.note(row, terms, names).next_step == "Call Ruth"


def test_the_words_a_ticket_was_opened_with(terms: Terms, names: Names) -> None:
    one = written.description(ROW, terms, names, "at:ticket:81422")
    assert one is not None
    assert (one.origin, one.author, one.body) == ("create", "client", "Front desk. Help!")


# --- booked -------------------------------------------------------------------------------------------

ENTRY: dict[str, Any] = {
    "id": 51200, "resourceID": 29700011, "ticketID": 81422, "dateWorked": "2026-03-11T00:00:00Z",
    "startDateTime": "2026-03-11T14:10:00Z", "endDateTime": "2026-03-11T14:35:00.417Z", "hoursWorked": 0.4167,
    "hoursToBill": 0.5, "isNonBillable": False, "summaryNotes": "Printer", "internalNotes": f"Spooler.\n[{MARKER}]",
    "createDateTime": "2026-03-11T14:35:10Z",
}  # fmt: skip


def test_booked_time_counts_for_its_person_day_and_invoice(terms: Terms) -> None:
    one = booked.time_entry(ENTRY, terms)
    assert one is not None
    assert (one.person_id, one.minutes, one.billable_minutes, one.marker) == ("29700011", 25, 30, MARKER)
    assert utc(one.ended_at) == "2026-03-11T14:35:00Z"


def test_the_date_worked_decides_the_day_and_no_zone_moves_it(terms: Terms) -> None:
    one = booked.time_entry({**ENTRY, "dateWorked": "2026-03-10T00:00:00Z"}, terms)
    assert one is not None
    assert utc(one.ended_at) == "2026-03-10T12:00:00Z"


@pytest.mark.parametrize(
    ("row", "billable"),
    [({"isNonBillable": True}, 0), ({"hoursToBill": None}, None), ({"hoursToBill": 0}, 0)],
)
def test_what_is_not_billed_is_told_apart_from_what_is_not_known(
    terms: Terms, row: dict[str, Any], billable: int | None
) -> None:
    one = booked.time_entry({**ENTRY, **row}, terms)
    assert one is not None
    assert one.billable_minutes == billable


def test_without_hours_start_and_end_tell(terms: Terms) -> None:
    assert booked.worked({**ENTRY, "hoursWorked": None}) == 25


def test_time_on_something_else_than_a_ticket_counts_as_well(terms: Terms) -> None:
    one = booked.time_entry({**ENTRY, "ticketID": None}, terms)
    assert one is not None
    assert one.ticket_id is None


def test_the_words_of_an_entry_are_internal(terms: Terms) -> None:
    one = written.time_note(ENTRY, terms)
    assert one is not None
    assert (one.visibility, one.origin, one.body, one.minutes) == ("internal", "note", "Spooler.", 25)


def test_the_minutes_of_an_answer_say_nothing(terms: Terms) -> None:
    assert written.time_note({**ENTRY, "internalNotes": f"[{MARKER}]"}, terms) is None


def test_an_entry_made_in_autotask_says_what_its_summary_says(terms: Terms) -> None:
    one = written.time_note({**ENTRY, "internalNotes": None}, terms)
    assert one is not None
    assert one.body == "Printer"


# --- planned ------------------------------------------------------------------------------------------

CALL: dict[str, Any] = {
    "id": 6120, "description": "On-site:\nprinter", "startDateTime": "2026-03-12T08:00:00Z",
    "endDateTime": "2026-03-12T09:30:00Z", "status": 1, "isComplete": 0, "canceledDateTime": None,
}  # fmt: skip
LINK = Link(6120, 7311, 81422)


def test_a_service_call_is_an_activity_of_mine(terms: Terms) -> None:
    one = planned.call(CALL, LINK, terms, ())
    assert one == Activity(
        "at:call:6120-7311", "call", "at:ticket:81422", "29700011", "On-site: printer", at("2026-03-12T08:00:00Z"), 90
    )


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"isComplete": 1}, "done"),
        ({"isComplete": True}, "done"),
        ({"status": 2}, "done"),
        ({"canceledDateTime": "2026-03-11T08:00:00Z"}, "cancelled"),
        ({"canceledDateTime": "2026-03-11T08:00:00Z", "isComplete": 1}, "cancelled"),
    ],
)
def test_how_a_service_call_ends(terms: Terms, row: dict[str, Any], state: str) -> None:
    assert planned.call({**CALL, **row}, LINK, terms, ()).remote_state == state


def test_a_status_of_the_settings_makes_it_a_fixed_time(terms: Terms) -> None:
    assert planned.call({**CALL, "status": 7}, LINK, terms, ()).fixed


def test_what_was_finished_here_stays_finished_until_it_is_moved(terms: Terms) -> None:
    mine = planned.call(CALL, LINK, terms, ())._replace(remote_state="done")
    assert planned.call(CALL, LINK, terms, (mine,)).remote_state == "done"
    moved = {**CALL, "startDateTime": "2026-03-13T08:00:00Z"}
    assert planned.call(moved, LINK, terms, (mine,)).remote_state == "open"


MEETING: dict[str, Any] = {
    "id": 101, "resourceID": 29700011, "title": "Team meeting", "description": "", "updateDateTime": None,
    "createDateTime": "2026-03-01T08:00:00Z", "startDateTime": "2026-03-12T08:00:00Z",
    "endDateTime": "2026-03-12T08:30:00Z",
}  # fmt: skip


def test_an_appointment_is_a_fixed_time_on_a_ticket_of_its_own(terms: Terms) -> None:
    known = FakeKnown(0, Me("29700011", "Ana"))
    one = appointments.value(MEETING, terms, known, at("2026-03-12T07:00:00Z"))
    assert (one.activity.id, one.activity.fixed, one.activity.estimate_minutes) == ("at:appointment:101", True, 30)
    assert one.ticket is not None
    assert one.activity.ticket_id == one.ticket.id == "at:ticket:appointment-101"
    assert (one.ticket.category, one.ticket.presence, one.ticket.title) == ("waiting_other", "mine", "Team meeting")


def test_half_a_day_after_its_end_it_is_over(terms: Terms) -> None:
    known = FakeKnown(0, Me("29700011", "Ana"))
    late = appointments.value(MEETING, terms, known, at("2026-03-12T20:29:00Z"))
    over = appointments.value(MEETING, terms, known, at("2026-03-12T20:30:00Z"))
    assert (late.activity.remote_state, over.activity.remote_state) == ("open", "done")


def test_one_that_was_made_for_a_ticket_hangs_there(terms: Terms) -> None:
    row = {**MEETING, "description": f"Ticket: T20260311.0042 (81422)\n[{MARKER}]"}
    one = appointments.value(row, terms, FakeKnown(0), 0)
    assert (one.about, one.ticket, one.activity.ticket_id) == (81422, None, "at:ticket:81422")
