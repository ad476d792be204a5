"""The mail-reply queue: who waits, since when, and what takes them off it."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import DAY, HOUR, MINUTE, NOW, POLICY, SHIFT, ZONE, at, fixed_at, message, ticket
from workboard.domain.policy import rank
from workboard.domain.replies import Thread, next_window, queue, waiting, waits
from workboard.domain.rules import ReplyRules, Shift
from workboard.domain.ticket import CATEGORIES, Category, Message, Origin, ReplySignal, Ticket

CREATED = NOW - 5 * DAY


class Post(NamedTuple):
    """One text on the ticket; ``who`` is client, staff (a colleague), me, or system."""

    at: int
    who: str
    origin: Origin = "reply"
    public: bool = True


def thread_of(its: Ticket, posts: list[Post], reply_since: int | None = None, dismissed: int | None = None) -> Thread:
    """What a conversation comes down to, by the plainest reading of it."""
    public = sorted((post for post in posts if post.public and post.who != "system"), key=lambda post: post.at)
    clients = [post for post in public if post.who == "client"]
    answered = max([post.at for post in public if post.who != "client"], default=0)
    later = [post for post in clients if post.origin != "create"]
    unanswered = [post.at for post in later if post.at > max(answered, dismissed or 0)]
    last: Message | None = message(later[-1].at) if later else None
    newest = public[-1] if public else None
    return Thread(
        its,
        None if newest is None else "client" if newest.who == "client" else "staff",
        None if newest is None or newest.who != "client" else newest.origin,
        last,
        min(unanswered, default=None),
        max((post.at for post in public if post.who == "me"), default=None),
        reply_since,
        dismissed,
    )


def mine(signal: ReplySignal = "author", category: Category = "open", number: str = "1") -> Ticket:
    return ticket(number, created_at=CREATED, category=category)._replace(reply_signal=signal)


OPENED = Post(CREATED, "client", "create")
ASKED = Post(NOW - 3 * HOUR, "client")


def test_ac15_a_client_who_writes_three_times_waits_since_the_first() -> None:
    posts = [OPENED, Post(NOW - 2 * DAY, "me"), ASKED]
    other = thread_of(mine(number="2"), [OPENED, Post(NOW - 2 * HOUR, "client")])
    before = queue([thread_of(mine(), posts), other], NOW)
    posts += [Post(NOW - HOUR, "client"), Post(NOW - MINUTE, "client")]
    after = queue([thread_of(mine(), posts), other], NOW)
    for ordered in (before, after):
        assert [one.ticket.number for one in ordered] == ["1", "2"]
        assert (ordered[0].since_at, ordered[0].minutes) == (ASKED.at, 180)
    last = after[0].thread.last_client
    assert last is not None
    assert last.at == NOW - MINUTE, "what is shown is the newest"


def test_ac15_a_public_answer_of_mine_clears_it_and_an_internal_note_does_not() -> None:
    posts = [OPENED, ASKED]
    assert waits(thread_of(mine(), posts))
    assert waits(thread_of(mine(), [*posts, Post(NOW - HOUR, "me", "note", public=False)]))
    assert not waits(thread_of(mine(), [*posts, Post(NOW - HOUR, "me")]))
    assert waits(thread_of(mine(), [*posts, Post(NOW - HOUR, "me"), Post(NOW - MINUTE, "client")]))


def test_a_reply_moves_no_fixed_time() -> None:
    visit = fixed_at(mine("status", "reply"), at("2026-11-24 14:00"), 30)
    thread = thread_of(visit.ticket, [OPENED, ASKED], reply_since=ASKED.at)
    assert [one.ticket.number for one in queue([thread], NOW)] == ["1"]
    assert visit.activity.start_at == at("2026-11-24 14:00")
    assert rank([visit], POLICY, SHIFT, ZONE, NOW) == []
    offered = rank([visit], POLICY, SHIFT, ZONE, at("2026-11-24 13:55"))
    assert [one.activity for one in offered] == [visit.activity], "the visit is offered whatever the ticket's status"


def test_the_first_text_of_a_ticket_is_no_reply() -> None:
    assert not waits(thread_of(mine(), [OPENED]))
    assert not waits(thread_of(mine("either"), [OPENED]))
    assert waits(thread_of(mine(), [OPENED, Post(CREATED + MINUTE, "client")]))


def test_what_a_machine_writes_neither_asks_nor_answers() -> None:
    robot = Post(NOW - HOUR, "system")
    assert waits(thread_of(mine(), [OPENED, ASKED, robot]))
    assert not waits(thread_of(mine(), [OPENED, Post(NOW - 4 * HOUR, "me"), robot]))
    assert not waits(thread_of(mine(), [robot]))


def test_a_colleagues_public_answer_clears_by_author_but_not_by_status() -> None:
    posts = [OPENED, ASKED, Post(NOW - HOUR, "staff")]
    assert not waits(thread_of(mine("author"), posts))
    assert waits(thread_of(mine("status", "reply"), posts, reply_since=ASKED.at))


@pytest.mark.parametrize("signal", ["status", "author", "either"])
def test_only_open_tickets_of_mine(signal: ReplySignal) -> None:
    asked = thread_of(mine(signal, "reply"), [OPENED, ASKED], reply_since=ASKED.at)
    assert waits(asked)
    for presence in ("team", "left", "gone"):
        assert not waits(asked._replace(ticket=asked.ticket._replace(presence=presence)))
    assert not waits(asked._replace(ticket=asked.ticket._replace(category="gone")))
    assert not waits(asked._replace(ticket=asked.ticket._replace(category="done")))


# -- by status, by author, by either -----------------------------------------------------------------------------


@pytest.mark.parametrize("category", CATEGORIES)
def test_by_status_only_the_status_asks(category: Category) -> None:
    assert waits(thread_of(mine("status", category), [OPENED, ASKED])) is (category == "reply")


@pytest.mark.parametrize("category", CATEGORIES)
def test_by_author_the_status_does_not_matter_while_it_is_open(category: Category) -> None:
    assert waits(thread_of(mine("author", category), [OPENED, ASKED])) is (category not in ("done", "gone"))


def test_a_status_set_by_hand_asks_again_after_my_answer() -> None:
    posts = [OPENED, ASKED, Post(NOW - 2 * HOUR, "me")]
    its = mine("status", "reply")
    assert not waits(thread_of(its, posts, reply_since=ASKED.at))
    assert waits(thread_of(its, posts, reply_since=NOW - HOUR))
    assert not waits(thread_of(its, [*posts, Post(NOW - MINUTE, "me")], reply_since=NOW - HOUR))


def test_by_status_new_words_ask_again_though_the_status_stayed() -> None:
    posts = [OPENED, ASKED, Post(NOW - 2 * HOUR, "me"), Post(NOW - HOUR, "client")]
    assert waits(thread_of(mine("status", "reply"), posts, reply_since=ASKED.at))


def test_by_status_nothing_more_need_be_known() -> None:
    assert waits(Thread(mine("status", "reply")))
    assert waits(Thread(mine("status", "reply"), my_answer_at=NOW))


def test_either_signal_is_enough() -> None:
    assert waits(thread_of(mine("either", "reply"), [OPENED], reply_since=NOW - HOUR))
    assert waits(thread_of(mine("either", "waiting_client"), [OPENED, ASKED]))
    assert not waits(thread_of(mine("either", "open"), [OPENED, Post(NOW - HOUR, "staff")]))
    stale = thread_of(mine("either", "reply"), [OPENED, ASKED, Post(NOW - HOUR, "me")], reply_since=ASKED.at)
    assert not waits(stale), "answered, though the status says otherwise still"


def test_an_answer_still_on_its_way_counts_at_once() -> None:
    asked = thread_of(mine("status", "reply"), [OPENED, ASKED], reply_since=ASKED.at)
    assert not waits(asked._replace(my_answer_at=NOW))


# -- no answer needed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signal", ["status", "author", "either"])
def test_a_dismissal_covers_what_was_written_by_then(signal: ReplySignal) -> None:
    its = mine(signal, "reply")
    assert not waits(thread_of(its, [OPENED, ASKED], reply_since=ASKED.at, dismissed=ASKED.at))
    assert waits(thread_of(its, [OPENED, ASKED], reply_since=ASKED.at, dismissed=ASKED.at - 1))
    again = thread_of(its, [OPENED, ASKED, Post(NOW - HOUR, "client")], reply_since=ASKED.at, dismissed=ASKED.at)
    assert waits(again)
    assert waiting(again, NOW).since_at == NOW - HOUR, "the wait begins anew"


def test_a_dismissal_covers_no_status_set_by_hand_later() -> None:
    its = mine("status", "reply")
    assert waits(thread_of(its, [OPENED, ASKED], reply_since=NOW - HOUR, dismissed=ASKED.at))
    assert not waits(thread_of(its, [OPENED, ASKED], reply_since=NOW - HOUR, dismissed=NOW - HOUR))


def test_a_dismissal_of_a_status_without_words() -> None:
    its = mine("status", "reply")
    assert not waits(Thread(its, reply_since_at=NOW - HOUR, dismissed_until_at=NOW - HOUR))
    assert waits(Thread(its, reply_since_at=NOW - HOUR, dismissed_until_at=NOW - DAY))
    assert not waits(Thread(its, dismissed_until_at=NOW))


# -- since when --------------------------------------------------------------------------------------------------


def test_without_words_it_waits_since_the_status_changed_or_the_ticket_did() -> None:
    its = mine("status", "reply")._replace(updated_at=NOW - 2 * HOUR)
    assert waiting(Thread(its, first_unanswered_at=NOW - 3 * HOUR, reply_since_at=NOW - HOUR), NOW).minutes == 180
    assert waiting(Thread(its, reply_since_at=NOW - HOUR), NOW).minutes == 60
    assert waiting(Thread(its), NOW).minutes == 120


def test_the_wait_goes_by_the_clock_on_the_wall_and_is_never_negative() -> None:
    over_night = Thread(mine(), first_unanswered_at=at("2026-11-20 16:42"))
    assert waiting(over_night, NOW).minutes == 90 * 60
    assert waiting(Thread(mine(), first_unanswered_at=NOW + HOUR), NOW).minutes == 0
    assert waiting(Thread(mine(), first_unanswered_at=NOW - 2 * MINUTE + 1), NOW).minutes == 1


def test_the_longest_wait_comes_first_then_the_older_ticket_then_the_number() -> None:
    def asked(number: str, since: int, created: int) -> Thread:
        its = mine(number=number)._replace(created_at=created)
        return Thread(its, "client", "reply", message(since), since)

    threads = [
        asked("10", NOW - HOUR, CREATED),
        asked("9", NOW - HOUR, CREATED),
        asked("11", NOW - HOUR, CREATED - 1),
        asked("12", NOW - 2 * HOUR, CREATED + 1),
    ]
    for given_order in (threads, threads[::-1]):
        assert [one.ticket.number for one in queue(given_order, NOW)] == ["12", "11", "9", "10"]


def test_only_those_who_wait_are_in_the_queue() -> None:
    answered = thread_of(mine(number="2"), [OPENED, ASKED, Post(NOW - HOUR, "me")])
    assert [one.ticket.number for one in queue([answered, thread_of(mine(), [OPENED, ASKED])], NOW)] == ["1"]
    assert queue([], NOW) == []


posts = st.builds(
    Post,
    st.integers(CREATED + 1, NOW),
    st.sampled_from(["client", "staff", "me", "system"]),
    st.just("reply"),
    st.booleans(),
)
conversations = st.lists(posts, max_size=8, unique_by=lambda post: post.at).map(lambda later: [OPENED, *later])


@given(conversations, st.lists(st.integers(1, HOUR), min_size=1, max_size=4, unique=True))
def test_writing_again_never_costs_a_client_their_place(said: list[Post], more: list[int]) -> None:
    thread = thread_of(mine(), said)
    louder = thread_of(mine(), [*said, *(Post(NOW + offset, "client") for offset in more)])
    assert waits(louder)
    if waits(thread):
        assert waiting(louder, NOW).since_at == waiting(thread, NOW).since_at


@given(conversations, st.integers(1, HOUR))
def test_an_internal_note_changes_nothing_and_a_public_answer_ends_it(said: list[Post], offset: int) -> None:
    for its in (mine(), mine("status", "reply"), mine("either", "reply")):
        before = thread_of(its, said, reply_since=CREATED + 1)
        noted = thread_of(its, [*said, Post(NOW + offset, "me", "note", public=False)], reply_since=CREATED + 1)
        assert noted == before
        answered = thread_of(its, [*said, Post(NOW + offset, "me")], reply_since=CREATED + 1)
        assert not waits(answered)


# -- when replies are handled ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24 08:00", "2026-11-24 09:00"),
        ("2026-11-24 09:00", "2026-11-24 11:30"),  # this one has begun
        ("2026-11-24 10:42", "2026-11-24 11:30"),
        ("2026-11-24 15:29", "2026-11-24 15:30"),
        ("2026-11-24 15:30", "2026-11-25 09:00"),
        ("2026-11-27 16:00", "2026-11-30 09:00"),  # a Friday
        ("2026-11-28 10:00", "2026-11-30 09:00"),
        ("2026-12-24 16:00", "2026-12-29 09:00"),  # over Christmas
        ("2026-03-28 10:00", "2026-03-30 09:00"),  # the clocks go forward in between
    ],
)
def test_the_next_window(now: str, expected: str) -> None:
    shift = SHIFT._replace(holidays=frozenset({"2026-12-25", "2026-12-28"}))
    assert next_window(ReplyRules(), shift, at(now)) == at(expected)


def test_windows_may_be_written_in_any_order_and_be_none_at_all() -> None:
    assert next_window(ReplyRules(windows=(900, 600, 720)), SHIFT, NOW) == at("2026-11-24 12:00")
    assert next_window(ReplyRules(windows=()), SHIFT, NOW) is None
    assert next_window(ReplyRules(), SHIFT._replace(days=frozenset()), NOW) is None


def test_a_firm_that_closes_for_weeks_opens_again() -> None:
    closed = frozenset(f"2026-12-{day:02}" for day in range(1, 32))
    assert next_window(ReplyRules(), SHIFT._replace(holidays=closed), at("2026-11-30 16:00")) == at("2027-01-01 09:00")


def test_one_day_a_week_is_a_week_ahead() -> None:
    tuesdays = Shift(days=frozenset({1}), zone=ZONE)
    assert next_window(ReplyRules(windows=(600,)), tuesdays, NOW) == at("2026-12-01 10:00")
