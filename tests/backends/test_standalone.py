"""The desk without a remote."""

from __future__ import annotations

import pytest

from tests.backends.contract import BackendContract, carry_out, identify, op
from tests.backends.fake_known import FakeKnown
from workboard.backends.base import Backend, Page
from workboard.backends.local import default_band, received
from workboard.backends.standalone.backend import Standalone
from workboard.domain.activity import Activity
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import Answer, Claim, CompleteActivity, Dismiss, OpenTicket, SetCategory
from workboard.domain.people import Person
from workboard.domain.ticket import CATEGORIES, Ticket
from workboard.settings.config import AccountSettings

NOON = 1_795_521_600_000
MINUTE = 60_000


async def opened(backend: Backend, known: FakeKnown, title: str, *, mine: bool = True) -> Ticket:
    """A new ticket, stored."""
    wish = OpenTicket("standalone:ticket:new-0", title, "It does not work.", "Kim", mine=mine)
    _, receipt = await carry_out(backend, known, wish)
    assert receipt.ticket_id is not None
    return known.tickets[receipt.ticket_id]


@pytest.fixture
def backend() -> Backend:
    return Standalone(AccountSettings(), "Kim Doe")


@pytest.fixture
async def known(backend: Backend) -> FakeKnown:
    known = FakeKnown(NOON)
    await identify(backend, known)
    return known


class TestStandalone(BackendContract):
    async def prepare(self, backend: Backend, known: FakeKnown) -> None:
        if not known.tickets:
            ticket = await opened(backend, known, "Printer is loud")
            visit = Activity("standalone:scheduled:1", "scheduled", ticket.id, "me", "Oil the printer")
            known.merge(Page(activities=(visit,)))
            known.at += MINUTE

    async def make_reply(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        ticket = await opened(backend, known, "Screen is dark")
        known.at += MINUTE
        await carry_out(backend, known, Answer(ticket.id, "Is it plugged in?"))
        known.at += MINUTE
        known.merge(received(known, ticket.id, "Kim", "It is.", at=known.at, message_id="standalone:message:r1"))
        return known.tickets[ticket.id]

    async def make_unowned(self, backend: Backend, known: FakeKnown) -> Ticket | None:
        return await opened(backend, known, "Door squeaks", mine=False)


async def test_it_takes_everything_at_once_without_a_network(backend: Backend) -> None:
    can = backend.capabilities
    assert (can.immediate, can.network, can.claims) == (True, False, True)
    assert can.writes == set(CATEGORIES)


async def test_me_is_the_name_of_the_settings(backend: Backend, known: FakeKnown) -> None:
    assert (await backend.whoami()).me == Person("me", "Kim Doe", kind="me")
    pages = [page async for page in backend.changes(None, known)]
    assert [page.people for page in pages] == [(Person("me", "Kim Doe", kind="me"),)]
    assert pages[0].cursor == "local"
    assert [page.people async for page in backend.changes("local", known)] == [()]


async def test_numbers_begin_at_1001(backend: Backend, known: FakeKnown) -> None:
    first = await opened(backend, known, "One")
    second = await opened(backend, known, "Two")
    assert (first.number, first.id) == ("1001", "standalone:ticket:1001")
    assert second.number == "1002"


@pytest.mark.parametrize(
    ("urgent", "impact", "kind", "band"),
    [
        (True, "site", None, 1),
        (True, "person", None, 2),
        (False, "site", "request", 2),
        (False, None, "request", 4),
        (False, "person", "incident", 3),
        (False, None, None, 3),
    ],
)
def test_band(urgent: bool, impact: str | None, kind: str | None, band: int) -> None:
    assert default_band(urgent, impact, kind) == band  # type: ignore[arg-type]


async def test_the_contact_comes_from_the_people_known(backend: Backend, known: FakeKnown) -> None:
    known.people["a"] = Person("a", "Ada Byron", "ada@mill.example", company="The Mill")
    wish = OpenTicket("standalone:ticket:new-0", "Loom stops", "", "ada", contact_mail="Ada@mill.example", urgent=True)
    _, receipt = await carry_out(backend, known, wish)
    ticket = known.tickets[receipt.ticket_id or ""]
    assert (ticket.company, ticket.contact_name, ticket.default_band) == ("The Mill", "Ada Byron", 2)
    assert [one.body for one in known.messages(ticket.id)] == ["Loom stops"]


async def test_a_stranger_becomes_a_contact(backend: Backend, known: FakeKnown) -> None:
    wish = OpenTicket("standalone:ticket:new-0", "Hello", "", "Lee", contact_mail="lee@new.example")
    await carry_out(backend, known, wish)
    assert known.person_by_mail("lee@new.example") == Person("client:lee@new.example", "Lee", "lee@new.example")


async def test_stretches_follow_one_another(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Slow")
    for category in ("open", "waiting_other", "done"):
        known.at += MINUTE
        await carry_out(backend, known, SetCategory(ticket.id, category, known.tickets[ticket.id].status))
    spans = known.spans(ticket.id)
    assert [one.category for one in spans] == ["new", "open", "waiting_other", "done"]
    assert [one.until_at for one in spans] == [*(one.from_at for one in spans[1:]), None]
    assert known.tickets[ticket.id].updated_at == known.at


async def test_two_changes_in_one_instant_leave_no_empty_stretch(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Slow")
    await carry_out(backend, known, SetCategory(ticket.id, "open", "new"))
    assert [(one.category, one.from_at) for one in known.spans(ticket.id)] == [("open", NOON)]


async def test_a_clock_set_back_does_not_turn_a_stretch_around(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Slow")
    known.at -= 10 * MINUTE
    await carry_out(backend, known, SetCategory(ticket.id, "open", "new"))
    assert all(one.until_at is None or one.until_at >= one.from_at for one in known.spans(ticket.id))


async def test_an_answer_without_a_wish_for_a_category_leaves_reply(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark")
    known.at += MINUTE
    known.merge(received(known, ticket.id, "Kim", "Still dark.", at=known.at, message_id="m"))
    assert known.tickets[ticket.id].category == "reply"
    known.at += MINUTE
    await carry_out(backend, known, Answer(ticket.id, "I am coming.", then=None))
    assert known.tickets[ticket.id].category == "new"


async def test_words_told_late_do_not_wait_for_us_again(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark")
    known.at += 5 * MINUTE
    await carry_out(backend, known, Answer(ticket.id, "Now it should work."))
    page = received(known, ticket.id, "Kim", "Still dark.", at=known.at - MINUTE, message_id="m")
    assert page.tickets == ()
    assert [one.body for one in page.messages] == ["Still dark."]


async def test_a_client_brings_a_closed_ticket_back(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark")
    known.at += MINUTE
    await carry_out(backend, known, SetCategory(ticket.id, "done", "new"))
    known.at += MINUTE
    known.merge(received(known, ticket.id, "Kim", "Dark again.", at=known.at, message_id="m"))
    assert known.tickets[ticket.id].category == "reply"
    await carry_out(backend, known, Dismiss(ticket.id, "reply"))
    assert known.tickets[ticket.id].category == "done"


async def test_dismissing_what_does_not_wait_changes_nothing(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark")
    await carry_out(backend, known, Dismiss(ticket.id, "new"))
    assert known.tickets[ticket.id] == ticket


async def test_somebody_else_was_faster(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark", mine=False)
    known.tickets[ticket.id] = ticket._replace(owner_id="other")
    with pytest.raises(Conflicting):
        await carry_out(backend, known, Claim(ticket.id))


async def test_a_derived_activity_leaves_a_done_event_and_no_row(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark")
    await carry_out(backend, known, CompleteActivity(ticket.id, "standalone:derived:1001"))
    assert [one.activity_id for one in known.done_events.values()] == ["standalone:derived:1001"]
    assert not known.activity_rows
    with pytest.raises(Refused):
        await carry_out(backend, known, CompleteActivity(ticket.id, "standalone:scheduled:1001"))


async def test_the_same_wish_twice_makes_the_same_rows(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "Dark")
    wish = op(Answer(ticket.id, "Done.", minutes=5, then="done"), known)
    known.merge((await backend.apply(wish, known)).page)
    counts = len(known.message_rows), len(known.time_entries), len(known.done_events)
    known.merge((await backend.apply(wish, known)).page)
    assert (len(known.message_rows), len(known.time_entries), len(known.done_events)) == counts


async def test_hostile_words_are_cleaned_on_the_way_in(backend: Backend, known: FakeKnown) -> None:
    ticket = await opened(backend, known, "\x1b]0;title\x07 \u202eabc\nsecond line")
    assert ticket.title == "\ufffd]0;title\ufffd abc"
