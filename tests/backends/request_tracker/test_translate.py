"""Rows to values: what RT's odd JSON means, and what is no row at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backends.request_tracker.shapes import NEVER, part_row, ticket_row, transaction_row
from workboard.backends.mail_html import words_of
from workboard.backends.request_tracker import history, translate
from workboard.backends.request_tracker.harvest import Harvest
from workboard.backends.request_tracker.ids import Ids
from workboard.backends.request_tracker.shapes import Misshapen
from workboard.backends.request_tracker.statuses import Statuses
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.ticket import StatusSpan
from workboard.settings.config import FieldSettings

MARKER = "wb:7Q2M4K9XRT3D"
AT = 1_795_516_799_000  # 2026-11-24T10:39:59Z


def terms(**fields: Any) -> Terms:
    return Terms(Ids("rt"), Statuses(), FieldSettings(**fields), "https://rt.example")


def test_a_ticket() -> None:
    ticket = translate.ticket(ticket_row(), terms(company="Client", urgent="Urgency"), "ana")
    assert (ticket.id, ticket.number, ticket.queue) == ("rt:ticket:43", "43", "Service Desk")
    assert (ticket.status, ticket.category, ticket.presence, ticket.owner_id) == ("mail-reply", "reply", "mine", "ana")
    assert (ticket.company, ticket.contact_name) == ("Notary North [Ltd]", 'Nina "[b]" North')
    assert (ticket.contact_mail, ticket.priority, ticket.urgent) == ("nina@notary.example", "80", True)
    assert ticket.created_at == 1_795_509_239_000
    assert ticket.due_at == 1_795_538_039_000
    assert ticket.url == "https://rt.example/Ticket/Display.html?id=43"


def test_nobody_owns_and_1970_is_no_date() -> None:
    row = ticket_row(Owner={"id": "Nobody"}, Due=NEVER, LastUpdated=NEVER)
    ticket = translate.ticket(row, terms(), "ana")
    assert (ticket.owner_id, ticket.presence, ticket.due_at) == (None, "team", None)
    assert ticket.updated_at == ticket.created_at


@pytest.mark.parametrize(
    ("priority", "band"),
    [("100", 1), ("90", 1), ("89", 2), ("60", 2), ("59", 3), ("30", 3), ("29", 4), ("0", 4), ("", 4), (None, 4),
     ("High", 1), ("Medium", 3), ("Low", 4), ("nan", 4), ("rot", 4), ("-5", 4)],
)  # fmt: skip
def test_bands(priority: str | None, band: int) -> None:
    assert translate.default_band(priority) == band


@pytest.mark.parametrize(
    ("fields", "value", "priority", "urgent"),
    [
        ({"urgent": "Urgency"}, ["Urgent"], "0", True),
        ({"urgent": "Urgency"}, ["Not urgent"], "90", False),
        ({"urgent": "Urgency"}, [], "90", False),
        ({"urgent": "Elsewhere"}, ["Urgent"], "90", True),
        ({}, ["Urgent"], "60", True),
        ({}, ["Urgent"], "59", False),
    ],
)
def test_urgent(fields: dict[str, str], value: list[str], priority: str, urgent: bool) -> None:
    row = ticket_row(Priority=priority, CustomFields=[{"name": "Urgency", "values": value}])
    assert translate.ticket(row, terms(**fields), "ana").urgent is urgent


def test_without_a_field_the_company_is_the_mails_domain() -> None:
    assert translate.ticket(ticket_row(), terms(), "ana").company == "notary.example"
    row = ticket_row(Requestor=[{"id": "walk-in", "RealName": "", "EmailAddress": ""}])
    ticket = translate.ticket(row, terms(), "ana")
    assert (ticket.company, ticket.contact_name, ticket.contact_mail) == (None, "walk-in", None)
    nobody = translate.ticket(ticket_row(Requestor=[]), terms(company="Client"), "ana")
    assert (nobody.company, nobody.contact_name) == ("Notary North [Ltd]", None)


def test_texts_are_clean_lines() -> None:
    ticket = translate.ticket(ticket_row(Subject="a\x1b]52;c;x\x07\nb\u202e"), terms(), "ana")
    assert ticket.title == "a�]52;c;x� b"
    assert translate.ticket(ticket_row(Subject=""), terms(), "ana").title == "(no subject)"


@pytest.mark.parametrize(
    "changed",
    [
        {"id": ""},
        {"id": None},
        {"id": "x"},
        {"id": "-1"},
        {"id": "9" * 400},
        {"Subject": ["a"]},
        {"Status": {"a": 1}},
        {"Created": "yesterday"},
        {"Created": 12},
        {"Due": "31.12.2026"},
        {"Owner": 29},
    ],
)
def test_a_row_that_is_none_is_set_aside(changed: dict[str, Any]) -> None:
    row = ticket_row(**changed)
    with pytest.raises(Misshapen):
        translate.ticket(row, terms(), "ana")
    harvest = Harvest(terms(), "ana")
    assert harvest.header(row) is None
    assert harvest.header(ticket_row(44)) is not None
    page = harvest.page()
    assert [one.number for one in page.tickets] == ["44"]
    assert [one.stream for one in page.spoiled] == ["tickets"]


@pytest.mark.parametrize("figure", [2**53, -(2**53), 2**63, "9" * 25, "9" * 5000, "1e400", "nan", [5], {}])
def test_a_number_that_no_mirror_holds_is_set_aside(figure: Any) -> None:
    harvest = Harvest(terms(), "ana")
    assert harvest.header(ticket_row(Starts="2026-11-26T09:00:00Z", TimeEstimated=figure)) is not None
    harvest.reminder(ticket_row(51, TimeEstimated=figure), 43)
    page = harvest.page()
    assert ([one.number for one in page.tickets], page.activities) == (["43"], ())
    assert [(one.stream, one.remote_id) for one in page.spoiled] == [("activities", "43"), ("activities", "51")]


@pytest.mark.parametrize(
    ("figure", "minutes"), [("0", None), ("-50", None), ("90.5", 90), ("527040", 527040), ("527041", None)]
)
def test_an_absurd_estimate_is_none(figure: str, minutes: int | None) -> None:
    made = translate.dated(ticket_row(Starts="2026-11-26T09:00:00Z", TimeEstimated=figure), terms())
    assert made is not None
    assert made.estimate_minutes == minutes


def test_a_date_makes_an_activity_and_its_absence_none() -> None:
    row = ticket_row(Starts="2026-11-26T09:00:00Z", TimeEstimated="90", Status="scheduled")
    found = translate.dated(row, terms())
    assert found is not None
    assert (found.id, found.kind, found.fixed, found.estimate_minutes) == ("rt:dated:43", "dated", False, 90)
    assert (found.start_at, found.remote_state) == (1_795_683_600_000, "open")
    assert translate.dated(ticket_row(), terms()) is None
    cleared = translate.dated(ticket_row(), terms(), known=True)
    assert cleared is not None
    assert (cleared.remote_state, cleared.start_at, cleared.estimate_minutes) == ("cancelled", None, None)


@pytest.mark.parametrize(("status", "state"), [("open", "open"), ("resolved", "done"), ("deleted", "cancelled")])
def test_a_reminder(status: str, state: str) -> None:
    row = ticket_row(51, Subject="Call", Due="2026-11-26T09:00:00Z", Status=status)
    found = translate.reminder(row, terms(), 43)
    assert (found.id, found.ticket_id, found.fixed) == ("rt:reminder:51", "rt:ticket:43", True)
    assert (found.start_at, found.estimate_minutes, found.remote_state) == (1_795_683_600_000, 15, state)
    loose = translate.reminder(ticket_row(51, Due=NEVER, TimeEstimated="45"), terms(), 43)
    assert (loose.fixed, loose.start_at, loose.estimate_minutes) == (False, None, 45)


def test_whom_a_reminder_reminds_of() -> None:
    links = [{"ref": "self", "type": "ticket", "id": 51}, {"ref": "refers-to", "type": "ticket", "id": "43"}]
    assert translate.parent_of({"id": "51", "_hyperlinks": links}) == 43
    assert translate.parent_of({"id": "51", "_hyperlinks": links[:1]}) is None
    assert translate.parent_of({"id": "51"}) is None


def test_stretches() -> None:
    header = translate.ticket(ticket_row(), terms(), "ana")
    at = ("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z")
    moves = (("new", "open"), ("open", "in progress"), ("in progress", "mail-reply"))
    changes = [
        transaction_row(i, "Status", OldValue=old, NewValue=new, Created=when)
        for i, ((old, new), when) in enumerate(zip(moves, at, strict=True))
    ]
    nine, eleven = 1_795_510_800_000, 1_795_518_000_000
    assert history.spans(header, changes, terms()) == [
        StatusSpan("rt:ticket:43", "new", header.created_at, nine),
        StatusSpan("rt:ticket:43", "open", nine, eleven),
        StatusSpan("rt:ticket:43", "reply", eleven, None),
    ]
    assert history.spans(header, [], terms()) == [StatusSpan("rt:ticket:43", "reply", header.created_at, None)]


def test_a_note() -> None:
    row = transaction_row(511, TimeTaken="15")
    text = f"Looked at it.\nNext step: Call Nina\n[{MARKER}]"
    message = history.message(row, [part_row(511, text)], terms(), "rt:ticket:43", "staff")
    assert (message.id, message.at, message.author_id, message.author_name) == (
        "rt:message:511",
        AT,
        "ana",
        "Ana Alves",
    )
    assert (message.visibility, message.origin, message.minutes) == ("internal", "note", 15)
    assert (message.next_step, message.marker, message.body) == ("Call Nina", MARKER, text)


def test_the_marker_stands_in_a_comments_subject_and_in_no_answers() -> None:
    part = part_row(511, "x", Subject=f"[{MARKER}]")
    note = history.message(transaction_row(511), [part], terms(), "t", "staff")
    answer = history.message(transaction_row(511, "Correspond"), [part], terms(), "t", "staff")
    assert (note.marker, answer.marker) == (MARKER, None)
    assert (answer.visibility, answer.origin, answer.next_step) == ("public", "reply", None)


def test_a_marker_in_a_field_counts_and_one_from_a_client_does_not() -> None:
    row = transaction_row(511, "Correspond", CustomFields=[{"name": "Mark", "values": [MARKER]}])
    assert history.message(row, [], terms(marker="Mark"), "t", "staff").marker == MARKER
    part = part_row(511, f"quoted\n[{MARKER}]")
    assert history.message(transaction_row(511, "Correspond"), [part], terms(), "t", "client").marker is None


def test_which_part_is_the_body() -> None:
    plain = part_row(1, "plain", id="3")
    html = part_row(1, "<p>Hello <b>you</b><br>there</p><style>p{}</style>", ContentType="text/html", id="2")
    log = part_row(1, "log", Filename="log.txt", id="1")
    assert history.body_of([log, html, plain]) == "plain"
    assert history.body_of([log, html]) == "Hello you\nthere"
    assert history.body_of([log]) == ""
    assert history.body_of([part_row(1, "", Content=None)]) == ""


def test_a_head_that_is_never_closed_hides_no_words() -> None:
    assert words_of("<html><head><title>x</title><body><p>Hello") == "Hello"


@pytest.mark.parametrize("html", ["<", "<![", "<!DOCTYPE [", "</p></style>x", "<script>", "&#99999999999;", "<p" * 999])
def test_broken_html_is_no_harm(html: str) -> None:
    assert isinstance(words_of(html), str)


@pytest.mark.parametrize(("taken", "minutes"), [("25", 25), ("0", 0), ("-5", 0), ("abc", 0), ("99999", 0), (None, 0)])
def test_minutes(taken: str | None, minutes: int) -> None:
    assert history.minutes({"TimeTaken": taken}) == minutes


def test_work_is_whose_it_is() -> None:
    entry = history.time_entry(transaction_row(511, "Set", TimeTaken="59"), terms(), "rt:ticket:43")
    assert entry is not None
    assert (entry.id, entry.person_id, entry.minutes, entry.ended_at) == ("rt:time:511", "ana", 59, AT)
    assert history.time_entry(transaction_row(511), terms(), "rt:ticket:43") is None


def test_a_closure_is_a_persons() -> None:
    row = transaction_row(512, "Status", OldValue="open", NewValue="resolved")
    done = history.done_event(row, terms(), "rt:ticket:43", "rt:reminder:51")
    assert done is not None
    assert (done.id, done.person_id, done.at, done.activity_id) == ("rt:done:512", "ana", AT, "rt:reminder:51")
    assert history.done_event(transaction_row(512, "Status", NewValue="open"), terms(), "t") is None
    assert history.done_event({**row, "Creator": {"id": "RT_System"}}, terms(), "t") is None
    assert history.done_event({**row, "Type": "Comment"}, terms(), "t") is None
