"""The promises of every backend, and this one's own, against a real Request Tracker in both lifecycles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.backends.contract import AT, BackendContract, carry_out, identify, op, pull
from tests.backends.fake_known import FakeKnown
from tests.rt.server import Lifecycle
from tests.rt.server import RequestTracker as Server
from workboard.backends.base import Backend
from workboard.backends.request_tracker.backend import RequestTracker
from workboard.domain.errors import NeedsPerson, Refused
from workboard.domain.intent import AddNote, Answer, Claim, CompleteActivity, Dismiss, OpenTicket, Schedule
from workboard.domain.ticket import Ticket
from workboard.settings.config import AccountSettings, FieldSettings

FIELDS = FieldSettings(company="Client", urgent="Urgency")


@pytest.fixture(scope="module", params=["msp", "stock"])
def lifecycle(request: pytest.FixtureRequest) -> Lifecycle:
    chosen: Lifecycle = request.param
    return chosen


@pytest.fixture(scope="module")
def server(lifecycle: Lifecycle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server.cached(tmp_path_factory.mktemp("rt") / lifecycle, lifecycle) as tracker:
        tracker.start()
        yield tracker


@pytest.fixture
async def backend(server: Server) -> AsyncIterator[Backend]:
    settings = AccountSettings(
        "request_tracker", "rt", server.url, queue="Service Desk", group="Technicians", fields=FIELDS
    )
    tracker = RequestTracker(settings, server.users["ana"]["token"])
    yield tracker
    await tracker.aclose()


@pytest.fixture
async def known(backend: Backend, server: Server) -> FakeKnown:
    known = FakeKnown(server.seed["now"] * 1000)
    await identify(backend, known)
    return known


def fresh(server: Server, owner: str | None = "ana", **fields: object) -> int:
    """A ticket of its own for one test."""
    wish: dict[str, object] = {
        "Queue": "Service Desk",
        "Subject": "Kettle is cold",
        "Content": "Help!",
        "ContentType": "text/plain",
    }
    wish |= {"Requestor": "gus@garage.example", **fields}
    if owner:
        wish["Owner"] = owner
    return int(server.ask("dora", "ticket", wish)["id"])


class TestContract(BackendContract):
    server: Server

    @pytest.fixture(autouse=True)
    def _server(self, server: Server) -> None:
        self.server = server

    async def prepare(self, backend: Backend, known: FakeKnown) -> None:
        fresh(self.server)
        await pull(backend, known)

    async def one_of_mine(self, backend: Backend, known: FakeKnown) -> Ticket:
        number = fresh(self.server)
        await pull(backend, known)
        return known.tickets[f"rt:ticket:{number}"]

    async def make_reply(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        number = fresh(self.server)
        self.server.client_mail("gus@garage.example", number, "It is still cold.")
        await pull(backend, known, known.cursor)
        ticket = known.tickets[f"rt:ticket:{number}"]
        return ticket if ticket.category == "reply" else None

    async def test_a_new_ticket_has_a_number_and_its_words(self, backend: Backend, known: FakeKnown) -> None:
        """A contact without an address has no other place here than the text."""
        await pull(backend, known)
        wish = OpenTicket("rt:ticket:new-1", "Kettle trips the fuse", "Since noon.", "Kim", urgent=True, mine=True)
        _, receipt = await carry_out(backend, known, wish)
        assert receipt.ticket_id is not None
        made = known.tickets[receipt.ticket_id]
        assert (made.title, made.category, made.presence) == ("Kettle trips the fuse", "new", "mine")
        assert (made.priority, made.urgent) == ("80", True)
        assert [one.body for one in known.messages(made.id)] == ["Since noon.\n\nContact: Kim"]

    async def make_unowned(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        number = fresh(self.server, owner=None)
        await pull(backend, known, known.cursor)
        return known.tickets[f"rt:ticket:{number}"]


async def test_the_statuses_of_the_server_are_found(backend: Backend, lifecycle: Lifecycle) -> None:
    identity = await backend.whoami()
    assert identity.me.id == "ana"
    assert identity.statuses.get("reply") == (("mail-reply",) if lifecycle == "msp" else None)
    assert identity.warnings == ()
    assert {one.id for one in identity.members} == {"ana", "ben", "chi", "dora"}


async def test_how_a_reply_shows_depends_on_the_lifecycle(
    backend: Backend, known: FakeKnown, lifecycle: Lifecycle
) -> None:
    await pull(backend, known)
    signals = {one.reply_signal for one in known.tickets.values() if one.queue == "Service Desk"}
    assert signals == {"status" if lifecycle == "msp" else "author"}


async def test_a_clients_answer_arrives_as_a_clients(backend: Backend, known: FakeKnown, server: Server) -> None:
    number = fresh(server)
    await pull(backend, known)
    server.client_mail("gus@garage.example", number, "It is still cold.")
    await pull(backend, known, known.cursor)
    message = known.messages(f"rt:ticket:{number}")[-1]
    assert (message.author, message.author_name, message.origin) == ("client", "Gus Gray", "reply")
    assert message.body == "It is still cold."


async def test_no_client_hears_of_a_note_and_one_mail_is_an_answer(
    backend: Backend, known: FakeKnown, server: Server
) -> None:
    number = fresh(server)
    await pull(backend, known)
    before = len(server.mails())
    await carry_out(backend, known, AddNote(f"rt:ticket:{number}", "Between us.", minutes=5))
    assert server.mails()[before:] == []
    await carry_out(backend, known, Answer(f"rt:ticket:{number}", "Try it now."))
    (mail,) = server.mails()[before:]
    assert "gus@garage.example" in mail["To"]
    assert "wb:" not in mail.as_string()
    assert mail["Subject"] == f"[support #{number}] Kettle is cold"


async def test_a_date_is_a_reminder_of_which_no_client_hears(
    backend: Backend, known: FakeKnown, server: Server
) -> None:
    number = fresh(server)
    await pull(backend, known)
    before = len(server.mails())
    _, receipt = await carry_out(backend, known, Schedule(f"rt:ticket:{number}", "Swap it", AT, 45, fixed=True))
    made = server.ticket(int(receipt.remote_id or 0))
    assert (made["Type"], made["Subject"], made["Due"]) == ("reminder", "Swap it", "2030-01-02 03:04:05")
    assert server.mails()[before:] == []


async def test_an_answer_is_found_by_its_text_and_two_are_for_a_person(
    backend: Backend, known: FakeKnown, server: Server
) -> None:
    number = fresh(server)
    await pull(backend, known)
    wish = op(Answer(f"rt:ticket:{number}", "Try\n it  now."), known)
    assert await backend.probe(wish, known) is None
    server.ask("ana", f"ticket/{number}/correspond", {"Content": "Try it now.", "ContentType": "text/plain"})
    found = await backend.probe(wish, known)
    assert found is not None
    server.ask("ana", f"ticket/{number}/correspond", {"Content": "Try it now.", "ContentType": "text/plain"})
    with pytest.raises(NeedsPerson):
        await backend.probe(wish, known)


async def test_an_equal_answer_of_another_wish_is_not_this_one(
    backend: Backend, known: FakeKnown, server: Server
) -> None:
    number = fresh(server)
    await pull(backend, known)
    await carry_out(backend, known, Answer(f"rt:ticket:{number}", "Done."))
    assert await backend.probe(op(Answer(f"rt:ticket:{number}", "Done."), known), known) is None


async def test_what_leaves(backend: Backend, known: FakeKnown, server: Server) -> None:
    gone, given, merged, kept = (fresh(server) for _ in range(4))
    await pull(backend, known)
    server.ask("root", f"ticket/{gone}", {"Status": "deleted"}, "PUT")
    server.ask("dora", f"ticket/{given}", {"Owner": "ben"}, "PUT")
    await pull(backend, known, known.cursor)
    assert f"rt:ticket:{gone}" in known.gone
    assert known.tickets[f"rt:ticket:{given}"].presence == "team"
    page = await backend.fetch([f"rt:ticket:{one}" for one in (gone, given, kept)], known)
    assert {one.number for one in page.tickets} == {str(given), str(kept)}
    assert page.gone == (f"rt:ticket:{gone}",)
    assert f"rt:ticket:{merged}" in await backend.mine()


async def test_reminders_come_go_and_count(backend: Backend, known: FakeKnown, server: Server) -> None:
    number = fresh(server)
    reminder = {"Type": "reminder", "Queue": "Service Desk", "RefersTo": number, "Owner": "ana", "Status": "open"}
    first, second = (
        int(server.ask("ben", "ticket", reminder | {"Subject": "Call", "Due": "2030-01-02 03:04:05"})["id"])
        for _ in range(2)
    )
    await pull(backend, known)
    one = known.activity_rows[f"rt:reminder:{first}"]
    assert (one.fixed, one.estimate_minutes, one.start_at) == (True, 15, 1_893_553_445_000)
    await carry_out(backend, known, CompleteActivity(f"rt:ticket:{number}", one.id))
    await pull(backend, known, known.cursor)
    assert one.id in {event.activity_id for event in known.done_events.values()}
    server.ask("root", f"ticket/{second}", {"Status": "deleted"}, "PUT")
    await pull(backend, known, known.cursor)
    left = {one.id: one.remote_state for one in known.activities(f"rt:ticket:{number}")}
    assert left == {f"rt:reminder:{first}": "done"}


async def test_a_date_comes_and_goes(backend: Backend, known: FakeKnown, server: Server) -> None:
    number = fresh(server, Starts="2030-01-02 03:04:05", TimeEstimated=45)
    await pull(backend, known)
    dated = known.activity_rows[f"rt:dated:{number}"]
    assert (dated.fixed, dated.estimate_minutes, dated.start_at) == (False, 45, 1_893_553_445_000)
    await carry_out(backend, known, CompleteActivity(dated.ticket_id, dated.id))
    assert known.activity_rows[dated.id].remote_state == "done"
    assert server.ticket(number)["Starts"] in {None, "", "1970-01-01 00:00:00"}


async def test_the_loser_of_a_claim_is_told_by_whom(backend: Backend, known: FakeKnown, server: Server) -> None:
    number = fresh(server, owner="ben")
    with pytest.raises(Refused, match="taken by ben"):
        await carry_out(backend, known, Claim(f"rt:ticket:{number}"))


async def test_nothing_is_written_to_dismiss_without_a_reply_status(
    backend: Backend, known: FakeKnown, server: Server, lifecycle: Lifecycle
) -> None:
    number = fresh(server)
    server.client_mail("gus@garage.example", number, "Thanks!")
    await pull(backend, known)
    before, status = len(server.history(number)), server.ticket(number)["Status"]
    await carry_out(backend, known, Dismiss(f"rt:ticket:{number}", status))
    assert len(server.history(number)) - before == (1 if lifecycle == "msp" else 0)
    assert server.ticket(number)["Status"] == ("new" if lifecycle == "msp" else status)


async def test_a_text_too_large_to_carry_hides_no_other(backend: Backend, known: FakeKnown, server: Server) -> None:
    number = fresh(server)
    for text in ("y" * 9_000_000, "After the large one."):
        server.ask("ben", f"ticket/{number}/comment", {"Content": text, "ContentType": "text/plain"})
    page = await backend.fetch([f"rt:ticket:{number}"], known)
    bodies = [one.body for one in sorted(page.messages, key=lambda one: int(one.id.rsplit(":", 1)[1]))]
    assert "too large" in bodies[1]
    assert bodies[2] == "After the large one."


async def test_the_first_sync_is_a_matter_of_seconds_and_few_requests(
    backend: RequestTracker, known: FakeKnown, server: Server, tmp_path: Path
) -> None:
    pages = await pull(backend, known)
    assert len(pages) <= 6
    assert [page.total for page in pages] == [pages[0].total] * len(pages)
