"""What a call becomes: a ticket, a note, a quick fix; and the minutes of it are no planned work."""

from __future__ import annotations

import pytest

from tests.board.bench import MINUTE, Bench
from tests.board.test_interruption import running
from workboard.board import calls, finishing, interruption, notes, own_day, progress, tickets
from workboard.board.away import away_now
from workboard.board.booking import suggested_minutes
from workboard.domain.errors import UsageError
from workboard.domain.intent import AddNote, OpenTicket, SetCategory
from workboard.domain.rules import GoalRule
from workboard.domain.working_time import day_bounds
from workboard.store import intervals, tally


async def called(bench: Bench, minutes: int = 6, who: str | None = None) -> str:
    """An interruption that has lasted so long; it goes on."""
    ref = await interruption.stamp(bench.desk, "phone", who)
    bench.at += minutes * MINUTE
    return ref


def amounts(bench: Bench) -> tuple[int, int]:
    """Worked, planned, today."""
    reader, day = bench.desk.database.read(), day_bounds(bench.at, "UTC")
    rules = (GoalRule("worked", 0), GoalRule("planned", 0))
    worked, planned = (progress.own(bench.desk, reader, rule, *day) for rule in rules)
    return worked, planned


async def test_a_quick_fix_is_ticket_time_and_end_in_this_order(bench: Bench) -> None:
    ref = await called(bench, 6)
    fixed = await calls.quick_fix(bench.desk, ref, name="Kim", line="Reset a password")
    opened, note, end = bench.waiting()
    assert isinstance(opened, OpenTicket)
    assert (opened.title, opened.contact_name, opened.mine) == ("Reset a password", "Kim", True)
    assert opened.body == "By phone, 10:42."
    assert note == AddNote(opened.ticket_id, "Quick fix: Reset a password", 6, False, "quick_fix")
    assert end == SetCategory(opened.ticket_id, "done", "")
    assert fixed.minutes == 6
    await bench.deliver()
    one = calls.call(bench.desk, ref)
    assert one.ticket_id is not None
    assert bench.truth(one.ticket_id).category == "done", "the log follows the ticket to its real number"
    assert one.who == "Kim"


async def test_the_line_of_a_quick_fix_may_name_its_minutes(bench: Bench) -> None:
    ref = await called(bench, 25)
    fixed = await calls.quick_fix(bench.desk, ref, name="", line="Reset a password +5m")
    assert fixed.minutes == 5
    with pytest.raises(UsageError, match="One line is enough"):
        await calls.quick_fix(bench.desk, ref, name="", line="+5m")


async def test_minutes_of_calls_and_quick_fixes_are_worked_but_not_planned(bench: Bench) -> None:
    ticket = await running(bench)
    await notes.add(bench.desk, ticket.id, "Tried +30m")
    ref = await called(bench, 7)
    await notes.add(bench.desk, ticket.id, "Asked when", call=ref, draft=None)
    await interruption.back(bench.desk)
    ref = await called(bench, 4)
    await calls.quick_fix(bench.desk, ref, name="Kim", line="Reset a password")
    await interruption.back(bench.desk)
    assert amounts(bench) == (41, 30), "on their way"
    await bench.deliver()
    assert bench.waiting() == []
    assert amounts(bench) == (41, 30), "and there"
    kinds = {one.kind: one.minutes for one in tally.time_entries(bench.desk.database.read(), ("me",), 0, bench.at + 1)}
    assert kinds == {"work": 30, "interruption": 7, "quick_fix": 4}


async def test_an_answer_about_a_call_books_the_call_in_a_note_of_its_own(bench: Bench) -> None:
    ticket = await running(bench)
    ref = await called(bench, 7)
    await notes.add(bench.desk, ticket.id, "We come at two", call=ref, public=True, draft=None)
    await bench.deliver()
    assert amounts(bench) == (7, 0)


async def test_a_note_about_a_call_leaves_what_was_worked_before_it(bench: Bench) -> None:
    ticket = await running(bench)
    bench.at += 18 * MINUTE
    ref = await called(bench, 7)
    await notes.add(bench.desk, ticket.id, "Asked when", call=ref, draft=None)
    await interruption.back(bench.desk)
    assert suggested_minutes(bench.desk, ticket.id) == 20


async def test_a_ticket_made_of_a_call_is_its_ticket_also_after_it_got_its_number(bench: Bench) -> None:
    ref = await called(bench)
    opened = await tickets.open_ticket(bench.desk, name="Kim", problem="It is dark", urgent=False, call=ref)
    assert calls.call(bench.desk, ref).ticket_id == opened.ticket_id
    await bench.sync()
    assert calls.call(bench.desk, ref).ticket_id == tickets.real_id(bench.desk, opened)
    assert away_now(bench.desk).sorted  # type: ignore[union-attr]


async def test_open_tickets_are_found_by_number_and_by_the_clients_name(bench: Bench) -> None:
    ticket = await bench.ticket("Outlook hangs")
    assert [one.number for one in tickets.about(bench.desk, f"#{ticket.number}", 3)] == [ticket.number]
    assert [one.number for one in tickets.about(bench.desk, "ose", 3)] == [ticket.number]
    assert tickets.about(bench.desk, "%", 3) == []
    assert tickets.about(bench.desk, "", 3) == []


async def test_an_inner_call_proposes_what_the_outer_work_wanted_while_the_outer_call_is_unsaid(bench: Bench) -> None:
    await running(bench, step="Make a fresh profile")
    await interruption.stamp(bench.desk)
    await interruption.stamp(bench.desk)
    away = away_now(bench.desk)
    assert away is not None
    assert (away.depth, away.proposal) == (2, "Make a fresh profile")


async def test_my_day_knows_the_client_by_ticket_or_by_name(bench: Bench) -> None:
    ticket = await running(bench)
    bench.put(ticket._replace(company="Alder"))
    ref = await called(bench, 6)
    await interruption.sort(bench.desk, ref, ticket.id)
    await interruption.back(bench.desk)
    await called(bench, 3, "Kim")
    await interruption.back(bench.desk)
    day = own_day.today(bench.desk)
    assert [(one.name, one.minutes) for one in day.by_client] == [("Alder", 6), ("Kim", 3)]
    assert day.focus_kept is not None
    assert day.worst_hour == 10


async def test_what_lasts_over_midnight_counts_from_midnight(bench: Bench) -> None:
    await called(bench, 60)
    bench.at = day_bounds(bench.at, "UTC")[1] + 10 * MINUTE
    assert own_day.today(bench.desk).minutes == 10


async def test_an_emergency_taken_up_ends_on_the_card_that_leads_back(bench: Bench) -> None:
    from workboard.domain.activity import derived_id

    await running(bench)
    other = await bench.ticket("Server down")
    await interruption.take_up(bench.desk, derived_id(other.id))
    bench.at += 5 * MINUTE
    await finishing.finish(bench.desk, derived_id(other.id))
    away = away_now(bench.desk)
    assert away is not None
    assert away.over
    assert intervals.current(bench.desk.database.read()).kind == "interruption"  # type: ignore[union-attr]
