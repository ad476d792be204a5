"""Writes: a 200 proves nothing, an accepted text is never sent twice, a lost answer is looked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.backends.request_tracker.shapes import (
    NEVER,
    SETTINGS,
    Nothing,
    Wire,
    listing,
    part_row,
    ticket_row,
    transaction_row,
)
from workboard.backends.base import Op
from workboard.backends.request_tracker.cursor import Cursor
from workboard.domain.activity import Activity
from workboard.domain.errors import Conflicting, NeedsPerson, Refused, SignInFailed, Uncertain, Unreachable
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    SetCategory,
)

MARKER = "wb:7Q2M4K9XRT3D"
TICKET = "rt:ticket:43"
AT = 1_795_516_799_000  # when the recorded transactions were made
ACCEPTED = httpx.Response(201, json=["Comments added"], headers={"Location": "/REST/2.0/transaction/511"})
OPENED = httpx.Response(201, json={"id": "43", "type": "ticket"}, headers={"Location": "/REST/2.0/ticket/43"})


def op(intent: Intent, **more: Any) -> Op:
    fence = Cursor(500).text()
    return Op("op1", intent.ticket_id, intent, MARKER, AT, **{"attempts": 1, "sent_at": AT, "fence": fence, **more})


class Ticket:
    """A ticket on the server: GET and PUT of its status and date, with an ETag; ``deaf``: a PUT answers 200 and
    does nothing. ``words``: the statuses of its lifecycle, where not every one will do."""

    def __init__(
        self, wire: Wire, status: str = "open", *, deaf: bool = False, stale: int = 0, words: tuple[str, ...] = ()
    ) -> None:
        self.status, self.owner, self.deaf, self.stale, self.words = status, "ana", deaf, stale, words
        self.starts = NEVER
        self.etags: list[str | None] = []
        wire["GET /ticket/43"] = self.get
        wire["PUT /ticket/43"] = self.put
        wire["GET /tickets"] = lambda request: listing(
            [ticket_row(Status=self.status)] if "id=43" in request.url.params["query"] else []
        )

    def get(self, request: httpx.Request) -> httpx.Response:
        row = ticket_row(
            Status=self.status, Owner={"id": self.owner}, id=43, Queue={"id": "3"}, Starts=self.starts
        )  # fmt: skip
        return httpx.Response(200, json=row, headers={"ETag": '"500"'})

    def put(self, request: httpx.Request) -> httpx.Response:
        self.etags.append(request.headers.get("If-Match"))
        if self.stale:
            self.stale -= 1
            return httpx.Response(412, json={"message": "Precondition Failed"})
        if self.deaf:
            return httpx.Response(200, json=["Ticket 43: Status 'x' isn't a valid\nstatus for this ticket."])
        fields = json.loads(request.content)
        if "Starts" in fields:
            self.starts = fields["Starts"] or NEVER
        word = fields.get("Status", self.status)
        if self.words and word not in self.words:
            return httpx.Response(200, json=[f"Ticket 43: Status „{word}“ gibt es für dieses Ticket nicht."])
        self.status = word
        return httpx.Response(200, json=["Ticket 43: Status changed"])


def changes_of_status() -> httpx.Response:
    """Enough of them that the lifecycle counts as known."""
    words = ("new", "open", "scheduled", "waiting-client", "mail-reply", "resolved")
    pairs = [(words[i % 6], words[(i + 1) % 6]) for i in range(30)]
    return listing([transaction_row(i + 1, "Status", OldValue=a, NewValue=b) for i, (a, b) in enumerate(pairs)])


def msp(request: httpx.Request) -> httpx.Response:
    return changes_of_status() if "TicketQueue=3" in request.url.params["query"] else listing([])


def desk(**more: Any) -> Wire:
    wire = Wire()
    wire["GET /transactions"] = msp
    for route, answer in more.items():
        wire[route] = answer
    return wire


# --- texts ----------------------------------------------------------------------------------------


async def test_a_note_carries_its_marker_where_no_client_looks() -> None:
    wire = desk()
    Ticket(wire)
    wire["POST /ticket/43/comment"] = ACCEPTED
    receipt = await wire.tracker().apply(op(AddNote(TICKET, "Looked.", minutes=15)), Nothing())
    assert receipt.remote_id == "511"
    assert wire.bodies("POST", "/comment") == [
        {"Content": "Looked.", "ContentType": "text/plain", "Subject": MARKER, "TimeTaken": 15}
    ]


async def test_an_answer_has_no_subject_and_no_mark() -> None:
    wire = desk()
    ticket = Ticket(wire)
    wire["POST /ticket/43/correspond"] = ACCEPTED
    await wire.tracker().apply(op(Answer(TICKET, "Try it now.")), Nothing())
    assert wire.bodies("POST", "/correspond") == [{"Content": "Try it now.", "ContentType": "text/plain"}]
    assert ticket.status == "waiting-client"
    assert ticket.etags == ['"500"']


@pytest.mark.parametrize(("stale", "status", "told"), [(1, "waiting-client", False), (9, "open", True)])
async def test_after_an_answer_a_ticket_that_just_changed_is_read_again(stale: int, status: str, told: bool) -> None:
    wire = desk()
    ticket = Ticket(wire, stale=stale)
    wire["POST /ticket/43/correspond"] = ACCEPTED
    receipt = await wire.tracker().apply(op(Answer(TICKET, "Try it now.")), Nothing())
    assert (ticket.status, receipt.note is not None) == (status, told)
    assert wire.count("POST", "/correspond") == 1


@pytest.mark.parametrize("status", ["waiting-client", "resolved", "rejected"])
async def test_after_an_answer_the_servers_own_rules_stand(status: str) -> None:
    wire = desk()
    ticket = Ticket(wire, status)
    wire["POST /ticket/43/correspond"] = ACCEPTED
    await wire.tracker().apply(op(Answer(TICKET, "Try it now.")), Nothing())
    assert (ticket.status, ticket.etags) == (status, [])


@pytest.mark.parametrize("trouble", [httpx.Response(500), httpx.Response(403), httpx.Response(200, json=[])])
async def test_an_answer_that_was_sent_stays_sent_whatever_comes_after(trouble: httpx.Response) -> None:
    wire = desk()
    Ticket(wire)
    wire["POST /ticket/43/correspond"] = ACCEPTED
    wire["PUT /ticket/43"] = trouble
    wire["GET /tickets"] = httpx.Response(502)
    receipt = await wire.tracker().apply(op(Answer(TICKET, "Try it now.")), Nothing())
    assert receipt.remote_id == "511"
    assert receipt.page.tickets == ()
    assert receipt.note is not None
    assert wire.count("POST", "/correspond") == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(503), Uncertain),
        (httpx.Response(201, text="<html>"), Uncertain),
        (httpx.Response(400, json={"message": "Permission Denied"}), Refused),
        (httpx.Response(401), SignInFailed),
    ],
)
async def test_a_note_that_did_not_go_well(answer: httpx.Response, kind: type) -> None:
    wire = desk()
    wire["POST /ticket/43/comment"] = answer
    with pytest.raises(kind):
        await wire.tracker().apply(op(AddNote(TICKET, "Looked.")), Nothing())


async def test_a_ticket_without_a_number_cannot_be_written_to() -> None:
    with pytest.raises(Refused, match="no number"):
        await desk().tracker().apply(op(AddNote("rt:ticket:new-01J", "x")), Nothing())


# --- status ---------------------------------------------------------------------------------------


async def set_category(wire: Wire, category: Any = "done", base: str = "open") -> Any:
    return await wire.tracker().apply(op(SetCategory(TICKET, category, base)), Nothing())


async def test_a_status_is_written_with_the_etag_and_read_back() -> None:
    wire = desk()
    ticket = Ticket(wire)
    receipt = await set_category(wire)
    assert (ticket.status, ticket.etags) == ("resolved", ['"500"'])
    assert receipt.page.tickets[0].category == "done"
    assert receipt.page.complete == {TICKET}


async def test_a_200_that_changed_nothing_is_a_refusal_in_the_servers_words() -> None:
    wire = desk()
    Ticket(wire, deaf=True)
    with pytest.raises(Refused, match=r"keeps the status open \(Ticket 43: Status 'x' isn't a valid status"):
        await set_category(wire)


OTHER = SETTINGS._replace(status=(("waiting_client", ("parked", "asked")), ("done", ("finished",))))


async def written_as(ticket_words: tuple[str, ...], category: Any) -> tuple[Ticket, Any]:
    """A wish for a category, on a lifecycle of which nothing is known but what the settings name."""
    wire = Wire()
    ticket = Ticket(wire, words=ticket_words)
    receipt = await wire.tracker(OTHER).apply(op(SetCategory(TICKET, category, "open")), Nothing())
    return ticket, receipt


async def test_a_word_that_the_lifecycle_does_not_have_gives_way_to_the_next() -> None:
    ticket, receipt = await written_as(("open", "asked"), "waiting_client")
    assert (ticket.status, len(ticket.etags), receipt.note) == ("asked", 2, None)


async def test_a_lifecycle_without_any_of_the_words_is_told_of_and_a_ticket_left_open_is_a_refusal() -> None:
    ticket, receipt = await written_as(("open",), "waiting_client")
    assert (ticket.status, len(ticket.etags)) == ("open", 2)
    assert "waiting client" in receipt.note
    with pytest.raises(Refused, match="finished"):
        await written_as(("open",), "done")


async def test_a_stale_etag_is_read_again_and_then_given_up() -> None:
    wire = desk()
    ticket = Ticket(wire, stale=1)
    await set_category(wire)
    assert ticket.status == "resolved"
    Ticket(wire, stale=9)
    with pytest.raises(Refused, match="keeps changing"):
        await set_category(wire)


async def test_somewhere_else_by_now_is_a_conflict() -> None:
    wire = desk()
    ticket = Ticket(wire, "waiting-client")
    with pytest.raises(Conflicting) as caught:
        await set_category(wire)
    told = caught.value
    assert (told.field, told.base, told.mine, told.theirs) == ("status", "open", "resolved", "waiting-client")
    assert ticket.etags == []


@pytest.mark.parametrize("status", ["resolved", "rejected"])
async def test_there_already_is_done(status: str) -> None:
    wire = desk()
    ticket = Ticket(wire, status)
    await set_category(wire)
    assert (ticket.status, ticket.etags) == (status, [])


async def test_a_category_without_a_status_writes_none_and_says_so() -> None:
    wire = desk()
    ticket = Ticket(wire)
    receipt = await set_category(wire, "waiting_other")
    assert "waiting other" in receipt.note
    assert ticket.etags == []


@pytest.mark.parametrize("wish", [SetCategory("rt:ticket:44", "done", "mail-reply"), Dismiss("rt:ticket:44", "x")])
async def test_a_status_is_not_written_on_the_ticket_that_another_was_merged_into(wish: Intent) -> None:
    wire = desk()
    ticket = Ticket(wire, "mail-reply")
    wire["GET /ticket/44"] = lambda request: httpx.Response(200, json=ticket_row(43, id=43))
    with pytest.raises(Refused, match="44 was merged into 43"):
        await wire.tracker().apply(op(wish), Nothing())
    assert (ticket.status, ticket.etags) == ("mail-reply", [])


async def test_no_answer_needed_goes_back_to_where_it_came_from() -> None:
    wire = desk()
    ticket = Ticket(wire, "mail-reply")
    row = transaction_row(499, "Status", OldValue="scheduled", NewValue="mail-reply")
    wire["GET /transactions"] = lambda request: (
        listing([row]) if "ObjectId=43 AND Type='Status'" in request.url.params["query"] else msp(request)
    )
    await wire.tracker().apply(op(Dismiss(TICKET, "mail-reply")), Nothing())
    assert ticket.status == "scheduled"


async def test_no_answer_needed_without_a_past_is_open() -> None:
    wire = desk()
    ticket = Ticket(wire, "mail-reply")
    await wire.tracker().apply(op(Dismiss(TICKET, "mail-reply")), Nothing())
    assert ticket.status == "open"


# --- dates ----------------------------------------------------------------------------------------

STARTS, MOVED = "2026-11-25T09:00:00Z", "2026-12-01T09:00:00Z"
STARTS_AT = 1_795_597_200_000
DATED = CompleteActivity(TICKET, "rt:dated:43", STARTS_AT)


async def test_the_date_of_finished_work_comes_off_with_the_etag() -> None:
    wire = desk()
    ticket = Ticket(wire, stale=1)
    ticket.starts = STARTS
    await wire.tracker().apply(op(DATED), Nothing())
    assert (ticket.starts, ticket.etags) == (NEVER, ['"500"', '"500"'])


async def test_a_date_set_by_a_colleague_meanwhile_stays() -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.starts = MOVED
    await wire.tracker().apply(op(DATED), Nothing())
    assert await wire.tracker().probe(op(DATED), Nothing()) is not None
    assert (ticket.starts, ticket.etags) == (MOVED, [])


async def test_a_wish_from_before_dates_were_remembered_means_the_date_in_the_mirror() -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.starts = MOVED
    known = Nothing()
    known.known_activities.append(Activity("rt:dated:43", "dated", TICKET, "ana", "Visit", STARTS_AT))
    await wire.tracker().apply(op(DATED._replace(start_at=None)), known)
    assert ticket.starts == MOVED
    await wire.tracker().apply(op(DATED._replace(start_at=None)), Nothing())
    assert ticket.starts == NEVER


async def test_the_date_of_a_merged_ticket_is_not_taken_off_the_other() -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.starts = STARTS
    wire["GET /ticket/44"] = lambda request: httpx.Response(200, json=ticket_row(43, id=43, Starts=STARTS))
    await wire.tracker().apply(op(CompleteActivity("rt:ticket:44", "rt:dated:44", STARTS_AT)), Nothing())
    assert (ticket.starts, ticket.etags) == (STARTS, [])


async def test_a_date_that_the_server_keeps_is_a_refusal() -> None:
    wire = desk()
    Ticket(wire, deaf=True).starts = STARTS
    with pytest.raises(Refused, match="the date stays"):
        await wire.tracker().apply(op(DATED), Nothing())


# --- owner, new ticket ----------------------------------------------------------------------------


async def test_a_ticket_is_taken_and_the_owner_read_back() -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.owner = "Nobody"

    def take(request: httpx.Request) -> httpx.Response:
        assert request.headers["Content-Type"] == "application/json"
        ticket.owner = "ben"  # somebody was faster
        return httpx.Response(200, json=["That user may not own tickets"])

    wire["PUT /ticket/43/take"] = take
    with pytest.raises(Refused, match="taken by ben"):
        await wire.tracker().apply(op(Claim(TICKET)), Nothing())


def answering(ticket: Ticket, then: str, *said: str) -> Callable[[httpx.Request], httpx.Response]:
    """A PUT after which the ticket belongs to ``then``, whatever was asked for; RT says 200 in any case."""

    def put(request: httpx.Request) -> httpx.Response:
        ticket.etags.append(request.headers.get("If-Match"))
        ticket.owner = then
        return httpx.Response(200, json=list(said))

    return put


TO_BEN = Assign(TICKET, "ben", "ana")


async def test_a_ticket_is_given_from_whom_it_was_with_its_etag_and_read_back() -> None:
    wire = desk()
    ticket = Ticket(wire)
    wire["PUT /ticket/43"] = answering(ticket, "ben", "Ticket 43: Owner changed from ana to ben")
    receipt = await wire.tracker().apply(op(TO_BEN), Nothing())
    assert wire.bodies("PUT", "/ticket/43") == [{"Owner": "ben"}]
    assert ticket.etags == ['"500"']
    assert receipt.remote_id == "43"
    assert wire.count("GET", "/ticket/43") == 2, "before, and to see that it holds"


async def test_what_is_theirs_already_is_not_written_again() -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.owner = "Ben"  # as RT has it: a login is found in any case
    assert (await wire.tracker().apply(op(TO_BEN), Nothing())).remote_id == "43"
    assert ticket.etags == []


@pytest.mark.parametrize(
    ("base", "said", "remedy"),
    [
        ("ana", "That user does not exist", "check the login ben"),
        ("ana", "That user may not own tickets in that queue", "ben needs the right OwnTicket in its queue"),
        ("ana", "Permission Denied", "you need the right ModifyTicket or ReassignTicket in its queue"),
        ("", "Permission Denied", "you need the right ModifyTicket or ReassignTicket in its queue"),
        (
            "chi",
            "You can only reassign tickets that you own or that are unowned",
            "you need the right ReassignTicket in its queue",
        ),
        ("chi", "Zugriff\nverweigert", "you need the right ReassignTicket, and ben needs the right OwnTicket"),
        ("chi", "", "you need the right ReassignTicket, and ben needs the right OwnTicket"),
    ],
)
async def test_a_handover_refused_with_a_200_says_which_right_is_missing(base: str, said: str, remedy: str) -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.owner = base or "Nobody"
    wire["PUT /ticket/43"] = answering(ticket, ticket.owner, *([said] if said else []))
    with pytest.raises(Refused) as caught:
        await wire.tracker().apply(op(Assign(TICKET, "ben", base)), Nothing())
    told = str(caught.value)
    assert told.startswith(f"Request Tracker: it stays with {base or 'Nobody'}")
    assert remedy in told
    assert " ".join(said.split()) in told
    assert "\n" not in told


@pytest.mark.parametrize(("before", "after"), [("chi", "chi"), ("ana", "chi"), ("Nobody", "Nobody")])
async def test_somebody_who_was_faster_is_a_conflict_before_and_after_the_write(before: str, after: str) -> None:
    wire = desk()
    ticket = Ticket(wire)
    ticket.owner = before
    wire["PUT /ticket/43"] = answering(ticket, after, "Ticket 43: Owner changed from ana to ben")
    with pytest.raises(Conflicting) as caught:
        await wire.tracker().apply(op(TO_BEN), Nothing())
    error = caught.value
    assert (error.field, error.base, error.mine) == ("owner", "ana", "ben")
    assert error.theirs == ("chi" if after == "chi" else "")
    assert bool(ticket.etags) is (before == "ana"), "nothing is written to what belongs to somebody else"


@pytest.mark.parametrize(("stale", "told"), [(1, "it stays with ana"), (9, "keeps changing")])
async def test_a_ticket_that_changed_meanwhile_is_read_again_before_it_is_given(stale: int, told: str) -> None:
    wire = desk()
    ticket = Ticket(wire, stale=stale)
    with pytest.raises(Refused, match=told):
        await wire.tracker().apply(op(TO_BEN), Nothing())
    assert len(ticket.etags) == min(stale + 1, 3)


async def test_a_merged_ticket_and_a_login_of_digits_are_not_given() -> None:
    wire = desk()
    ticket = Ticket(wire)
    wire["GET /ticket/44"] = lambda request: httpx.Response(200, json=ticket_row(43, id=43))
    with pytest.raises(Refused, match="was merged into 43"):
        await wire.tracker().apply(op(Assign("rt:ticket:44", "ben", "ana")), Nothing())
    with pytest.raises(Refused, match="takes the login 29 for a number"):
        await wire.tracker().apply(op(Assign(TICKET, "29", "ana")), Nothing())
    assert ticket.etags == []


def new_ticket(**more: Any) -> OpenTicket:
    return OpenTicket(**{
        "ticket_id": "rt:ticket:new-1", "title": "Dark", "body": "It is dark.", "contact_name": "Gus", **more
    })  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        (new_ticket(), {"Priority": 30, "Content": "It is dark.\n\nContact: Gus"}),
        (new_ticket(contact_name=""), {"Priority": 30, "Content": "It is dark."}),
        (new_ticket(body=""), {"Priority": 30, "Content": "Contact: Gus"}),
        (
            new_ticket(contact_mail="gus@garage.example", urgent=True, mine=True, queue="Projects"),
            {
                "Queue": "Projects",
                "Priority": 80,
                "Content": "It is dark.",
                "Requestor": "gus@garage.example",
                "Owner": "ana",
                "CustomFields": {"Urgency": "Urgent"},
            },
        ),
    ],
)
async def test_a_new_ticket(wish: OpenTicket, fields: dict[str, Any]) -> None:
    wire = desk()
    Ticket(wire)
    wire["GET /tickets"] = listing([ticket_row(Subject="Dark")])
    wire["POST /ticket"] = OPENED
    receipt = await wire.tracker().apply(op(wish), Nothing())
    assert (receipt.ticket_id, receipt.remote_id) == (TICKET, "43")
    always = {"Queue": "Service Desk", "Subject": "Dark", "ContentType": "text/plain"}
    assert wire.bodies("POST", "/ticket") == [always | fields]


async def test_a_new_ticket_without_a_number_is_uncertain_and_without_a_queue_refused() -> None:
    wire = desk()
    wire["POST /ticket"] = httpx.Response(201, json={})
    with pytest.raises(Uncertain):
        await wire.tracker().apply(op(new_ticket()), Nothing())
    with pytest.raises(Refused, match=r"\[account\] queue"):
        await wire.tracker(SETTINGS._replace(queue=None)).apply(op(new_ticket()), Nothing())


# --- looking whether it arrived -------------------------------------------------------------------


def written(*rows: dict[str, Any]) -> Wire:
    """A desk where these transactions came after the fence."""
    wire = desk()
    Ticket(wire)

    def transactions(request: httpx.Request) -> httpx.Response:
        query = request.url.params["query"]
        found = rows if "__CurrentUser__" in query and "id > 500" in query else ()
        return listing(found) if found or "TicketQueue" not in query else msp(request)

    wire["GET /transactions"] = transactions
    return wire


async def test_a_note_is_known_by_its_marker() -> None:
    wire = written(transaction_row(510), transaction_row(511))
    wire["POST /attachments"] = listing([
        part_row(510, "Looked.", Subject="[wb:0000000000ZZ]"), part_row(511, "Looked.", Subject=MARKER)
    ])  # fmt: skip
    receipt = await wire.tracker().probe(op(AddNote(TICKET, "Looked.")), Nothing())
    assert receipt is not None
    assert receipt.remote_id == "511"
    assert await written().tracker().probe(op(AddNote(TICKET, "Looked.")), Nothing()) is None


async def test_an_answer_is_known_by_author_time_and_text() -> None:
    wish = op(Answer(TICKET, "Try  it\nnow."))
    once = written(transaction_row(511, "Correspond"))
    once["POST /attachments"] = listing([part_row(511, "Try it now.\r\n")])
    receipt = await once.tracker().probe(wish, Nothing())
    assert receipt is not None
    assert receipt.remote_id == "511"
    assert await once.tracker().probe(op(Answer(TICKET, "Try that.")), Nothing()) is None
    assert await once.tracker().probe(wish._replace(sent_at=AT + 120_000), Nothing()) is None
    again = await once.tracker().probe(wish._replace(sent_at=AT + 120_000, attempts=0), Nothing())
    assert again is not None, "asked for by hand: an earlier try may be it"
    twice = written(transaction_row(511, "Correspond"), transaction_row(512, "Correspond"))
    twice["POST /attachments"] = listing([part_row(511, "Try it now."), part_row(512, "Try it now.")])
    with pytest.raises(NeedsPerson, match="43"):
        await twice.tracker().probe(wish, Nothing())


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ([], "waiting-client"),
        ([transaction_row(512, "Status", NewValue="open", Creator={"id": "RT_System"})], "waiting-client"),
        ([transaction_row(512, "Correspond", Creator={"id": "nina@notary.example"})], "open"),
        ([transaction_row(512, "Status", OldValue="open", NewValue="scheduled")], "open"),
        (httpx.Response(502), "open"),
    ],
)
async def test_an_answer_found_later_is_finished_unless_the_ticket_moved_on(since: Any, status: str) -> None:
    wire = written(transaction_row(511, "Correspond"))
    ticket = Ticket(wire)
    wire["POST /attachments"] = listing([part_row(511, "Try it now.")])
    before = wire.routes["GET /transactions"]

    def transactions(request: httpx.Request) -> httpx.Response:
        if "id > 511 AND (Type='Correspond' OR" not in request.url.params["query"]:
            return before(request)  # type: ignore[no-any-return]
        return since if isinstance(since, httpx.Response) else listing(since)

    wire["GET /transactions"] = transactions
    receipt = await wire.tracker().probe(op(Answer(TICKET, "Try it now.")), Nothing())
    assert receipt is not None
    assert ticket.status == status
    assert (receipt.note is not None) is isinstance(since, httpx.Response)


async def test_a_note_is_looked_for_in_a_merged_ticket_and_where_that_went() -> None:
    wire = written(transaction_row(511))
    Ticket(wire)
    wire["GET /ticket/44"] = lambda request: httpx.Response(200, json=ticket_row(43, id=43))
    wire["POST /attachments"] = listing([part_row(511, "Looked.", Subject=MARKER)])
    receipt = await wire.tracker().probe(op(AddNote("rt:ticket:44", "Looked.")), Nothing())
    assert receipt is not None
    asked = [one.url.params["query"] for one in wire.asked if "__CurrentUser__" in one.url.params.get("query", "")]
    assert all("(ObjectId=43 OR ObjectId=44)" in query for query in asked)


async def test_a_probe_that_fails_says_so() -> None:
    wire = written()
    wire["GET /ticket/43"] = httpx.Response(502)
    with pytest.raises(Unreachable):
        await wire.tracker().probe(op(AddNote(TICKET, "Looked.")), Nothing())


@pytest.mark.parametrize(
    ("status", "wish", "there"),
    [
        ("open", SetCategory(TICKET, "done", "open"), False),
        ("resolved", SetCategory(TICKET, "done", "open"), True),
        ("mail-reply", Dismiss(TICKET, "mail-reply"), False),
        ("open", Dismiss(TICKET, "mail-reply"), True),
        ("open", Claim(TICKET), True),
        ("open", Assign(TICKET, "ana", "ben"), True),
        ("open", TO_BEN, False),
    ],
)
async def test_a_field_is_looked_at(status: str, wish: Intent, there: bool) -> None:
    wire = desk()
    ticket = Ticket(wire, status)
    assert (await wire.tracker().probe(op(wish), Nothing()) is not None) is there
    assert ticket.etags == []
