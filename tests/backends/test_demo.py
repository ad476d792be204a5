"""The demo keeps every promise of its day, one by one."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.backends.contract import BackendContract, carry_out, identify, pull
from tests.backends.fake_known import FakeKnown
from workboard.backends.base import Backend, Page
from workboard.backends.demo import day, later
from workboard.backends.demo.backend import Demo, local_work
from workboard.backends.demo.calendar import SHIFT, ZONE, demo_policy
from workboard.backends.demo.cast import FIRMS, ME_ID, ME_NAME, TEAM
from workboard.backends.demo.kind import TEAM_TICKET
from workboard.backends.demo.sample import many
from workboard.backends.demo.solved import SOLVED
from workboard.domain.activity import Activity, derived_id
from workboard.domain.bands import overdue
from workboard.domain.courtesy import is_courtesy
from workboard.domain.errors import Garbled, SettingsError
from workboard.domain.intent import AddNote, Answer
from workboard.domain.note_lines import BLOCKED_BY, read
from workboard.domain.policy import Candidate, Ranked, fixed_later_today, rank
from workboard.domain.progress import done, progress
from workboard.domain.reason import why
from workboard.domain.replies import Thread, Waiting, queue
from workboard.domain.ticket import CLOSED, DERIVING, Message, Ticket
from workboard.domain.working_time import day_bounds
from workboard.settings.config import AccountSettings

MINUTE = 60_000
BASE = round(datetime(2026, 11, 24, 10, 42, tzinfo=UTC).timestamp() * 1000)  # a Tuesday
SETTINGS = AccountSettings("demo", "demo", base_at=BASE)
POLICY = demo_policy()


@pytest.fixture
def backend() -> Backend:
    return Demo(SETTINGS)


@pytest.fixture
async def known(backend: Backend) -> FakeKnown:
    known = FakeKnown(BASE)
    await identify(backend, known)
    return known


@pytest.fixture
async def full(backend: Backend, known: FakeKnown) -> FakeKnown:
    await pull(backend, known)
    return known


class TestDemo(BackendContract):
    pass


class TestDemoLaterThatDay(BackendContract):
    @pytest.fixture
    async def known(self, backend: Backend) -> FakeKnown:
        known = FakeKnown(BASE + 3 * 60 * MINUTE)
        await identify(backend, known)
        return known


# ------------------------------------------------------------------------------------- looking at the day


def open_tickets(known: FakeKnown) -> list[Ticket]:
    """All but the team ticket, which is no work."""
    return [one for one in known.tickets.values() if one.category not in CLOSED and one.number != TEAM_TICKET]


def mine(known: FakeKnown) -> list[Ticket]:
    return [one for one in open_tickets(known) if one.presence == "mine"]


def next_step(known: FakeKnown, ticket_id: str) -> str | None:
    return next((one.next_step for one in reversed(known.messages(ticket_id)) if one.next_step), None)


def blocked(known: FakeKnown, ticket_id: str) -> str | None:
    return next((found for one in reversed(known.messages(ticket_id)) if (found := read(one.body).blocked)), None)


def candidates(known: FakeKnown) -> list[Candidate]:
    """My activities, derived ones included, as the board would gather them."""
    work = {one.activity_id: one for one in local_work(SETTINGS)}
    found = []
    waiting = {one.ticket.id for one in replies(known)}
    for ticket in mine(known):
        spans, step = tuple(known.spans(ticket.id)), next_step(known, ticket.id)
        listed = [one for one in known.activities(ticket.id) if one.owner_id == ME_ID and one.remote_state == "open"]
        for activity in listed:
            row = work.get(activity.id)
            state, until = ("planned", None) if row is None else (row.state, row.sleep_until_at)
            found.append(Candidate(activity, ticket, spans, state, until, next_step=step))
        if not listed and ticket.category in DERIVING and ticket.id not in waiting:
            found.append(Candidate(derived(ticket), ticket, spans, next_step=step))
    return found


def derived(ticket: Ticket) -> Activity:
    return Activity(derived_id(ticket.id), "derived", ticket.id, ME_ID, ticket.title)


def ranked(known: FakeKnown) -> list[Ranked]:
    return rank(candidates(known), POLICY, SHIFT, ZONE, known.now())


def thread(known: FakeKnown, ticket: Ticket) -> Thread:
    public = [one for one in known.messages(ticket.id) if one.visibility == "public" and one.author != "system"]
    answered = max((one.at for one in public if one.author == "staff"), default=0)
    unanswered = [one for one in public if one.author == "client" and one.origin != "create" and one.at > answered]
    return Thread(
        ticket,
        newest_author=public[-1].author if public else None,
        newest_origin=public[-1].origin if public else None,
        last_client=unanswered[-1] if unanswered else None,
        first_unanswered_at=unanswered[0].at if unanswered else None,
    )


def replies(known: FakeKnown) -> list[Waiting]:
    return queue((thread(known, one) for one in known.tickets.values()), known.now())


def title_words(title: str) -> set[str]:
    return set(re.findall(r"\w{3,}", title.casefold())) - {"the", "and", "for", "from"}


# --------------------------------------------------------------------------------- the promises, in order


async def test_five_technicians_and_a_lead_one_of_them_is_me(backend: Backend) -> None:
    identity = await backend.whoami()
    assert identity.me.name == ME_NAME == "Dana"
    assert len(identity.members) == 6
    assert identity.me in identity.members


async def test_three_companies_with_contacts_and_two_sites(full: FakeKnown) -> None:
    clients = [one for one in full.people.values() if one.kind == "client"]
    by_company = Counter(one.company for one in clients)
    assert set(by_company) == {"Alder & Pine Dental", "Birch Legal", "Cedar Labs"}
    assert all(4 <= number <= 8 for number in by_company.values())
    for firm in FIRMS.values():
        assert {one.site for one in firm.contacts} == set(firm.sites)
    assert len({one.mail for one in full.people.values()}) == len(full.people)


async def test_sixty_open_tickets_in_all_bands_and_categories(full: FakeKnown) -> None:
    assert len(open_tickets(full)) >= 60
    assert len(mine(full)) >= 12
    for some in (open_tickets(full), mine(full)):
        assert {one.default_band for one in some} == {1, 2, 3, 4}
        assert {one.category for one in some} == {"new", "open", "planned", "reply", "waiting_client", "waiting_other"}


async def test_two_to_eight_messages_each_before_the_first_instant(full: FakeKnown) -> None:
    for ticket in open_tickets(full):
        messages = full.messages(ticket.id)
        assert 2 <= len(messages) <= 8
        assert messages[0].origin == "create"
        assert all(one.at < BASE for one in messages)
        assert [one.at for one in messages] == sorted({one.at for one in messages})


async def test_numbers_are_unique(full: FakeKnown) -> None:
    numbers = Counter(one.number for one in full.tickets.values())
    assert max(numbers.values()) == 1


async def test_the_first_card(full: FakeKnown) -> None:
    order = ranked(full)
    first = order[0]
    assert (first.ticket.number, first.activity.title) == ("48213", "Rebuild the Outlook profile")
    assert (first.ticket.company, first.ticket.contact_name) == ("Alder & Pine Dental", "Ruth Osei")
    assert (first.band, first.activity.estimate_minutes) == (2, 45)
    assert next_step(full, first.ticket.id)
    note = [one for one in full.messages(first.ticket.id) if one.origin == "note"][-1]
    assert note.body.splitlines()[0].endswith("so the profile is damaged.")
    assert why(order, 0, POLICY, SHIFT, ZONE, BASE) == "Client free until 11:30. Due by 14:00."


async def test_one_hard_window(full: FakeKnown) -> None:
    windows = [one for one in open_tickets(full) if one.window_until_at is not None]
    assert [one.number for one in windows] == ["48213"]
    assert windows[0].window_until_at == BASE + 48 * MINUTE


async def test_one_fixed_time_at_two(full: FakeKnown) -> None:
    fixed = fixed_later_today(candidates(full), POLICY, ZONE, BASE)
    assert len(fixed) == 1
    activity, ticket = fixed[0].activity, fixed[0].ticket
    assert activity.start_at == BASE + (3 * 60 + 18) * MINUTE
    assert (activity.estimate_minutes, ticket.company) == (30, "Alder & Pine Dental")


async def test_two_overdue_that_climbed(full: FakeKnown) -> None:
    climbed = [(one.band, one.climbed) for one in ranked(full) if one.climbed != one.band]
    assert sorted(climbed) == [(3, 2), (4, 3)]
    late = [
        one
        for one in open_tickets(full)
        if overdue(one, one.default_band, tuple(full.spans(one.id)), POLICY, SHIFT, BASE)
    ]
    assert len(late) == 2


async def test_one_derived_without_a_next_step(full: FakeKnown) -> None:
    bare = [one for one in candidates(full) if one.activity.kind == "derived" and one.next_step is None]
    assert [one.ticket.title for one in bare] == ["Signing in takes minutes every morning"]


async def test_four_replies(full: FakeKnown) -> None:
    waiting = replies(full)
    assert [one.minutes for one in waiting] == [110, 65, 40, 12]
    assert [one.ticket.number for one in waiting] == ["48190", "48213", "48077", "48201"]
    newest = [one.thread.last_client for one in waiting]
    courtesy = [is_courtesy(one.body, POLICY.replies.courtesy) for one in newest if one]
    assert courtesy == [False, False, True, False]
    since = waiting[0].since_at
    assert len([one for one in full.messages(waiting[0].ticket.id) if one.at >= since]) == 3


async def test_one_parked_for_twenty_minutes(full: FakeKnown) -> None:
    (work,) = local_work(SETTINGS)
    assert full.activity_rows[work.activity_id].ticket_id == work.ticket_id
    assert (work.state, work.sleep_until_at) == ("parked", BASE + 20 * MINUTE)
    assert next_step(full, work.ticket_id)
    assert work.activity_id not in {one.activity.id for one in ranked(full)}


async def test_blocked_by_each_kind_and_one_help_wanted(full: FakeKnown) -> None:
    assert {blocked(full, one.id) for one in mine(full)} - {None} == set(BLOCKED_BY)
    wanted = [one for one in full.message_rows.values() if read(one.body).help_wanted]
    assert len(wanted) == 1


async def test_three_lost_tickets(full: FakeKnown) -> None:
    lost = [
        one
        for one in open_tickets(full)
        if not any(activity.remote_state == "open" for activity in full.activities(one.id))
        and one.category != "reply"
        and blocked(full, one.id) is None
        and not (one.presence == "mine" and one.category in DERIVING)
    ]
    assert len(lost) == 3
    assert all(one.owner_id is None for one in lost)


async def test_eight_solved_ones_resemble_open_ones(full: FakeKnown) -> None:
    solved = {case.title for case in SOLVED}
    assert len(solved) == 8
    open_words = [title_words(one.title) for one in mine(full)]
    for ticket in full.tickets.values():
        if ticket.title in solved:
            assert ticket.category == "done"
            assert max(len(title_words(ticket.title) & other) for other in open_words) >= 2, ticket.title


async def test_both_goals_are_on_pace(full: FakeKnown) -> None:
    start, _ = day_bounds(BASE, ZONE)
    entries = [one for one in full.time_entries.values() if start <= one.ended_at <= BASE]
    worked = sum(one.minutes for one in entries if one.person_id == ME_ID)
    closed = done(one for one in full.done_events.values() if start <= one.at <= BASE)
    me = progress(POLICY.goal.me, worked, SHIFT, BASE)
    team = progress(POLICY.goal.team, closed, SHIFT, BASE, len(TEAM))
    assert (me.done, me.target, me.pace) == (220, 360, "on")
    assert (team.done, team.target, team.pace) == (41, 60, "on")


async def test_my_time_today_does_not_overlap(full: FakeKnown) -> None:
    start, _ = day_bounds(BASE, ZONE)
    spent = sorted(
        (one.ended_at - one.minutes * MINUTE, one.ended_at)
        for one in full.time_entries.values()
        if one.person_id == ME_ID and one.ended_at >= start
    )
    assert all(one[1] <= other[0] for one, other in pairwise(spent))


async def test_two_weeks_of_history_for_all(full: FakeKnown) -> None:
    for person in TEAM:
        closed = [one.at for one in full.done_events.values() if one.person_id == person.id]
        booked = [one.ended_at for one in full.time_entries.values() if one.person_id == person.id]
        days = {day_bounds(at, ZONE)[0] for at in closed}
        worked_on = {day_bounds(at, ZONE)[0] for at in booked}
        fortnight = [
            day_bounds(BASE - ago * 24 * 60 * MINUTE, ZONE)[0]
            for ago in range(15)
            if (datetime.fromtimestamp(BASE / 1000, UTC) - timedelta(days=ago)).weekday() < 5
        ]
        assert set(fortnight) <= days
        assert set(fortnight) <= worked_on


async def test_everything_done_was_a_ticket_that_is_still_done(full: FakeKnown) -> None:
    for event in full.done_events.values():
        assert event.ticket_id is not None
        assert full.tickets[event.ticket_id].category == "done"


async def test_texts_as_the_world_sends_them(full: FakeKnown) -> None:
    titles = [one.title for one in open_tickets(full)]
    for sign in ("[Pine Road]", "[link=", "קובץ", "📅", "\ufffd[31mALERT"):
        assert any(sign in title for title in titles), sign


# --------------------------------------------------------------------------------- the same day every time


async def everything(settings: AccountSettings, at: int) -> list[Page]:
    backend, known = Demo(settings), FakeKnown(at)
    await identify(backend, known)
    return await pull(backend, known)


async def test_same_seed_same_day_another_seed_another(full: FakeKnown) -> None:
    first = await everything(SETTINGS, BASE)
    day.day.cache_clear()
    assert await everything(SETTINGS, BASE) == first
    assert await everything(SETTINGS._replace(seed=8), BASE) != first


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("hours", [0, -10, -3, 5, 13, 24, 100, -24 * 150])
async def test_it_can_be_set_up_at_any_time(seed: int, hours: int) -> None:
    base = BASE + hours * 60 * MINUTE
    backend = Demo(SETTINGS._replace(seed=seed, base_at=base))
    known = FakeKnown(base)
    await identify(backend, known)
    await pull(backend, known)
    start, _ = day_bounds(base, ZONE)
    assert (
        sum(one.minutes for one in known.time_entries.values() if one.person_id == ME_ID and one.ended_at >= start)
        == 220
    )
    assert len({one.ticket_id for one in known.done_events.values() if one.at >= start}) == 41
    assert len({one.number for one in known.tickets.values()}) == len(known.tickets)
    assert len(replies(known)) == 4
    assert all(one.at <= base for one in known.message_rows.values())
    for spans in known.stretches.values():
        assert all(one.until_at is None or one.until_at > one.from_at for one in spans)


async def test_the_account_has_its_own_name(full: FakeKnown) -> None:
    pages = await everything(SETTINGS._replace(name="try-out"), BASE)
    ids = [*(one.id for page in pages for one in page.tickets), *(one.id for page in pages for one in page.messages)]
    assert all(one.startswith("try-out:") for one in ids)


async def test_progress_of_the_first_sync_is_told(backend: Backend, known: FakeKnown) -> None:
    pages = await pull(backend, known)
    assert [page.total for page in pages] == [len(known.tickets)] * len(pages)
    assert pages[-1].done == len(known.tickets)
    assert len(pages) > 3


def test_the_day_is_made_in_no_time() -> None:
    day.day.cache_clear()
    began = time.perf_counter()
    day.day("demo", 7, BASE)
    assert time.perf_counter() - began < 1  # 15 ms on an idle machine; a slow one under load gets its time


def test_without_a_first_instant_there_is_no_demo() -> None:
    with pytest.raises(SettingsError):
        Demo(AccountSettings("demo", "demo"))


@pytest.mark.parametrize(
    "cursor", ["yesterday", "[]", "{}", '{"at": "noon"}', '{"at": 1, "page": "two"}', '{"day": 3}']
)
async def test_a_strange_cursor_is_told(backend: Backend, known: FakeKnown, cursor: str) -> None:
    with pytest.raises(Garbled):
        await pull(backend, known, cursor)


# ----------------------------------------------------------------------------------------- it answers back


async def after(backend: Backend, known: FakeKnown, minutes: float) -> list[Message]:
    """Let time pass, read on, and give what clients wrote meanwhile."""
    before = set(known.message_rows)
    known.at += round(minutes * MINUTE)
    await pull(backend, known, known.cursor)
    new = [one for key, one in known.message_rows.items() if key not in before]
    return [one for one in new if one.author == "client" and one.origin != "create"]


async def test_a_client_reacts_to_a_note_about_two_minutes_later(backend: Backend, full: FakeKnown) -> None:
    ticket = next(one for one in mine(full) if one.category == "open")
    wish, _ = await carry_out(backend, full, AddNote(ticket.id, "Half of it is done."))
    assert await after(backend, full, 1.5) == []
    (message,) = await after(backend, full, 1)
    assert message.ticket_id == ticket.id
    assert message.author_name == ticket.contact_name
    assert message.body in later.AFTER_NOTE
    assert full.tickets[ticket.id].category == "reply"
    assert ticket.id in {one.ticket.id for one in replies(full)}
    assert await after(backend, full, 30) == []
    assert wish.marker not in message.body


async def test_and_to_an_answer(backend: Backend, full: FakeKnown) -> None:
    ticket = replies(full)[0].ticket
    await carry_out(backend, full, Answer(ticket.id, "Tray 1 is safe."))
    assert ticket.id not in {one.ticket.id for one in replies(full)}
    (message,) = await after(backend, full, 3)
    assert message.body in later.AFTER_ANSWER


async def test_several_notes_in_a_row_get_one_reaction(backend: Backend, full: FakeKnown) -> None:
    ticket = next(one for one in mine(full) if one.category == "open")
    found = []
    for _ in range(4):
        await carry_out(backend, full, AddNote(ticket.id, "One more thing."))
        found += await after(backend, full, 1)
    found += await after(backend, full, 10)
    assert len(found) == 1


async def test_a_closed_ticket_stays_silent(backend: Backend, full: FakeKnown) -> None:
    ticket = next(one for one in mine(full) if one.category == "open")
    await carry_out(backend, full, Answer(ticket.id, "It is done.", then="done"))
    assert await after(backend, full, 10) == []


async def test_reading_in_one_go_or_in_many_gives_the_same(backend: Backend, full: FakeKnown) -> None:
    ticket = next(one for one in mine(full) if one.category == "open")
    await carry_out(backend, full, AddNote(ticket.id, "Half of it is done."))
    other = FakeKnown(full.at, full.who)
    for name, value in full.rows().items():
        setattr(other, name, dict(value) if isinstance(value, dict) else set(value))  # type: ignore[call-overload]
    other.cursor = full.cursor
    await after(backend, full, 120)
    for _ in range(120):
        await after(backend, other, 1)
    assert other.rows() == full.rows()


async def test_one_emergency_after_twenty_minutes_and_only_once(backend: Backend, full: FakeKnown) -> None:
    before = set(full.tickets)
    await after(backend, full, 19)
    assert not [one for one in full.tickets.values() if one.id not in before and one.default_band == 1]
    await after(backend, full, 1)
    (ticket,) = [one for one in full.tickets.values() if one.id not in before and one.default_band == 1]
    assert (ticket.presence, ticket.owner_id, ticket.category) == ("mine", ME_ID, "new")
    assert ranked(full)[0].ticket.id == ticket.id
    assert why(ranked(full), 0, POLICY, SHIFT, ZONE, full.at) == "Emergency (P1)."
    await after(backend, full, 300)
    assert len([one for one in full.tickets.values() if one.title == ticket.title]) == 1


async def test_the_others_reach_the_goal_by_five(backend: Backend, full: FakeKnown) -> None:
    start, _ = day_bounds(BASE, ZONE)
    for hours in range(1, 7):
        await after(backend, full, 60)
        closed = done(one for one in full.done_events.values() if start <= one.at <= full.at)
        assert progress(POLICY.goal.team, closed, SHIFT, full.at, len(TEAM)).pace in ("on", "met"), hours
    await after(backend, full, 60)
    assert done(one for one in full.done_events.values() if start <= one.at) == 60
    assert len({one.number for one in full.tickets.values()}) == len(full.tickets)


async def test_a_demo_kept_for_a_month_catches_up_quickly(backend: Backend, full: FakeKnown) -> None:
    await after(backend, full, 30 * 24 * 60)
    assert len(full.tickets) < 2000
    assert await after(backend, full, 0) == []


async def test_a_clock_before_the_first_instant_is_no_trouble(backend: Backend, known: FakeKnown) -> None:
    known.at = BASE - 60 * MINUTE
    await pull(backend, known)
    assert await pull(backend, known, known.cursor) == []


# ---------------------------------------------------------------------------------------------- the sample


def test_a_sample_has_as_many_activities_as_asked_for() -> None:
    page = many(3, BASE, 200)
    with_one = {one.ticket_id for one in page.activities}
    derived_ones = [one for one in page.tickets if one.id not in with_one]
    assert len(page.tickets) == 200
    assert len(with_one) == len(page.activities)
    assert all(one.category in DERIVING for one in derived_ones)
    assert derived_ones
    assert {one.default_band for one in page.tickets} == {1, 2, 3, 4}
    assert any(one.fixed for one in page.activities)
    assert any(one.due_at for one in page.tickets)
    assert any(one.window_until_at for one in page.tickets)
    assert many(3, BASE, 200) == page
