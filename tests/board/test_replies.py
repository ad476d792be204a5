"""A reply answered later, one that needs no answer, and what a reply never does to the day's plan."""

from __future__ import annotations

import pytest

from tests.board.bench import DAY, HOUR, MINUTE, TUESDAY, Bench
from workboard.board import conversation, look, replies, skipping, stuck, undo, who_waits, work
from workboard.board.meanwhile import Standing, meanwhile, standing
from workboard.domain.activity import Work, derived_id
from workboard.domain.errors import ImpossibleAct
from workboard.domain.intent import AddNote, Answer, Dismiss, SetCategory
from workboard.domain.replies import Waiting, time_to_answer
from workboard.domain.rules import ReplyRules, Shift
from workboard.domain.ticket import Ticket
from workboard.store import entries, journal


async def asked(bench: Bench, words: str = "It is jammed") -> Ticket:
    """A ticket of mine on which the client has written."""
    ticket = await bench.ticket("Printer")
    bench.at += MINUTE
    bench.client_writes(ticket, words)
    return ticket


def waiting(bench: Bench) -> list[str]:
    return [one.ticket_id for one in who_waits.rows(bench.desk)]


# -- later ----------------------------------------------------------------------------------------------------


async def test_later_makes_work_of_a_reply(bench: Bench) -> None:
    ticket = await asked(bench)
    assert bench.offer().current is None, "a reply is no activity"
    assert await replies.later(bench.desk, ticket.id) == "Answer Ruth"
    assert waiting(bench) == []
    card = look.board_view(bench.desk).card
    assert (card.state, card.title, card.ticket_id) == ("offered", "Answer Ruth", ticket.id)
    assert bench.waiting() == [AddNote(ticket.id, "Next step: Answer Ruth"), SetCategory(ticket.id, "open", "reply")]
    await bench.deliver()
    assert bench.truth(ticket.id).category == "open"
    assert look.board_view(bench.desk).card.title == "Answer Ruth"
    assert waiting(bench) == []


async def test_later_brings_back_what_had_been_let_go(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    activity = derived_id(ticket.id)
    await skipping.skip(bench.desk, activity, "needs approval")
    await bench.deliver()
    bench.client_writes(ticket, "Approved, go ahead")
    await replies.later(bench.desk, ticket.id)
    assert bench.state(activity) == "planned"
    assert look.board_view(bench.desk).card.title == "Answer Ruth"


async def test_later_leaves_what_runs_running(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    await work.start(bench.desk, derived_id(ticket.id))
    bench.at += MINUTE
    bench.client_writes(ticket, "Are you at it?")
    await replies.later(bench.desk, ticket.id)
    assert bench.state(derived_id(ticket.id)) == "running"


async def test_the_next_message_is_a_reply_again(bench: Bench) -> None:
    ticket = await asked(bench)
    await replies.later(bench.desk, ticket.id)
    await bench.deliver()
    bench.client_writes(ticket, "And now it smokes")
    assert waiting(bench) == [ticket.id]
    assert bench.offer().current is None


async def test_u_takes_later_back_whole(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    before = Work(derived_id(ticket.id), ticket.id, "skipped", bench.at, bench.at + DAY, None, "needs approval")
    bench.database.write(lambda tx: journal.set_work(tx, before))
    bench.at += MINUTE
    bench.client_writes(ticket, "Approved")
    await replies.later(bench.desk, ticket.id)
    undone = await undo.undo_last(bench.desk)
    assert (undone.what, undone.ticket_id, undone.sheet) == ("answer later", ticket.id, None)
    assert waiting(bench) == [ticket.id]
    assert bench.work(before.activity_id) == before
    assert bench.waiting() == []


async def test_where_the_remote_has_no_status_for_it_the_note_carries_it(bench: Bench) -> None:
    bench.desk = bench.desk._replace(capabilities=bench.desk.capabilities._replace(writes=frozenset({"done"})))
    ticket = await bench.ticket("Printer", category="open", status="open", reply_signal="author")
    bench.at += MINUTE
    bench.client_writes(ticket, "It is jammed")
    bench.put(bench.truth(ticket.id)._replace(category="open", status="open"))
    await replies.later(bench.desk, ticket.id)
    assert bench.waiting() == [AddNote(ticket.id, "Next step: Answer Ruth")]
    assert look.board_view(bench.desk).card.title == "Answer Ruth"


async def test_a_status_that_is_dropped_makes_it_a_reply_again(bench: Bench) -> None:
    """Else the ticket would be neither a reply nor work, and nobody would see it."""
    ticket = await asked(bench)
    await replies.later(bench.desk, ticket.id)
    status = next(one for one in entries.open_entries(bench.database.read()) if one.verb == "status")
    await stuck.drop(bench.desk, status.id)
    assert waiting(bench) == [ticket.id]


async def test_later_and_no_answer_are_about_a_reply(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    for act in (replies.later, replies.no_answer):
        with pytest.raises(ImpossibleAct, match="waits for no answer"):
            await act(bench.desk, ticket.id)


# -- what a reply does and does not do --------------------------------------------------------------------------


async def test_ac16_a_reply_never_moves_a_fixed_appointment(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    two = TUESDAY - 42 * MINUTE + 4 * HOUR
    appointment = bench.planned(ticket, "reminder", start_at=two, fixed=True)
    bench.at += MINUTE
    bench.client_writes(ticket, "Could you come earlier?")
    await bench.sync()
    assert waiting(bench) == [ticket.id]
    later = bench.offer().later
    assert [(one.activity.id, one.activity.start_at) for one in later] == [(appointment.id, two)]
    assert look.board_view(bench.desk).then.fixed == "14:00"
    for act in (replies.later, replies.no_answer):
        await act(bench.desk, ticket.id)
        assert bench.offer().later[0].activity == appointment
        await undo.undo_last(bench.desk)


async def test_ac17_a_thank_you_needs_no_answer_and_nothing_is_sent(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    await replies.answer(bench.desk, ticket.id, "Print again, please", hold_ms=0)
    await bench.deliver()
    assert bench.truth(ticket.id).category == "waiting_client"
    bench.at += MINUTE
    bench.client_writes(ticket, "Thanks, all good now")
    assert who_waits.rows(bench.desk)[0].courtesy
    assert bench.truth(ticket.id).category == "reply"
    await replies.no_answer(bench.desk, ticket.id)
    assert waiting(bench) == []
    assert bench.waiting() == [Dismiss(ticket.id, "reply")]
    await undo.undo_last(bench.desk)
    assert waiting(bench) == [ticket.id]
    assert bench.waiting() == []
    await replies.no_answer(bench.desk, ticket.id)
    await bench.deliver()
    assert bench.truth(ticket.id).category == "waiting_client", "as it was before the client wrote"
    sent = [one.intent for one in entries.recent(bench.database.read()) if one.state == "done"]
    assert [one.text for one in sent if isinstance(one, Answer)] == ["Print again, please"]
    assert conversation.thread(bench.desk, ticket.id)[-1].who == "Ruth"


async def test_no_thank_you_is_ever_closed_without_a_key(bench: Bench) -> None:
    ticket = await asked(bench, "thanks")
    for _ in range(3):
        bench.at += DAY
        await bench.sync()
        look.board_view(bench.desk)
    assert waiting(bench) == [ticket.id]
    assert entries.open_entries(bench.database.read()) == []


# -- meanwhile --------------------------------------------------------------------------------------------------


async def test_what_others_say_is_news_once_and_what_i_say_is_none(bench: Bench) -> None:
    ticket = await asked(bench)
    before = standing(bench.desk, ticket.id)
    assert not meanwhile(bench.desk, ticket.id, before)
    await replies.answer(bench.desk, ticket.id, "Open tray 2", hold_ms=0)
    await bench.deliver()
    assert not meanwhile(bench.desk, ticket.id, before)
    bench.at += MINUTE
    bench.client_writes(ticket, "It works\n> Open tray 2")
    found = meanwhile(bench.desk, ticket.id, before)
    assert [(one.who, one.words) for one in found.said] == [("Ruth", "It works")]
    assert not meanwhile(bench.desk, ticket.id, found.standing)


@pytest.mark.parametrize(
    ("change", "news"),
    [
        ({"category": "done", "status": "done"}, "It was closed."),
        ({"presence": "left", "owner_id": "bo"}, "Somebody else has this ticket now."),
    ],
)
async def test_a_ticket_closed_or_given_away_is_news(bench: Bench, change: dict[str, str], news: str) -> None:
    ticket = await bench.ticket("Printer")
    before = standing(bench.desk, ticket.id)
    bench.put(bench.truth(ticket.id)._replace(**change))  # type: ignore[arg-type]
    found = meanwhile(bench.desk, ticket.id, before)
    assert found.news == news
    assert not meanwhile(bench.desk, ticket.id, found.standing)


async def test_words_left_lying_are_older_than_what_came_since(bench: Bench) -> None:
    ticket = await asked(bench)
    written = bench.at
    bench.at += MINUTE
    bench.client_writes(ticket, "Never mind")
    since = standing(bench.desk, ticket.id, written)
    assert [one.words for one in meanwhile(bench.desk, ticket.id, since).said] == ["Never mind"]
    assert not meanwhile(bench.desk, ticket.id, standing(bench.desk, ticket.id, bench.at))
    assert standing(bench.desk, ticket.id).said >= since.said > Standing().said


# -- when it is time ---------------------------------------------------------------------------------------------


def due(found: list[Waiting], at: int, rules: ReplyRules) -> bool:
    return time_to_answer(found, rules, Shift(), 45, at)


async def test_the_replies_are_proposed_inside_a_window_and_past_the_longest_wait(bench: Bench) -> None:
    await asked(bench)
    half_past = TUESDAY - 42 * MINUTE + 90 * MINUTE
    rules = ReplyRules(windows=(11 * 60 + 30,), max_wait=240)
    found = who_waits.queued(bench.desk)
    asked_at = found[0].since_at
    cases = {
        half_past - 1: False, half_past: True, half_past + 45 * MINUTE: True, half_past + 46 * MINUTE: False,
        asked_at + 240 * MINUTE: False, asked_at + 241 * MINUTE: True,
    }  # fmt: skip
    assert {at: due(found, at, rules) for at in cases} == cases
    assert not due([], half_past, rules)
    assert not due(found, asked_at + 240 * MINUTE, ReplyRules(windows=()))
    assert due(found, asked_at + 241 * MINUTE, ReplyRules(windows=())), "the wait counts where there are no windows too"


async def test_the_quiet_line_proposes_them_and_never_while_something_runs(bench: Bench) -> None:
    await asked(bench)
    other = await bench.ticket("Scanner")
    assert look.board_view(bench.desk).notice is None
    bench.at = TUESDAY - 42 * MINUTE + 95 * MINUTE
    assert look.board_view(bench.desk).notice == "1 client waits: r"
    await work.start(bench.desk, derived_id(other.id))
    assert look.board_view(bench.desk).notice is None


async def test_more_than_one_is_counted(bench: Bench) -> None:
    await asked(bench)
    await asked(bench)
    bench.at = TUESDAY - 42 * MINUTE + 95 * MINUTE
    assert replies.after_letting_go(bench.desk, "#1: parked") == "#1: parked · 2 clients wait: r"
    bench.at += HOUR
    assert replies.after_letting_go(bench.desk, "#1: parked") == "#1: parked"
