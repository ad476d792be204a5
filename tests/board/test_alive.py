"""Time nobody saw is not counted: after a crash, after a sleep of the machine; and a board that was left counts on."""

from __future__ import annotations

import pytest

from tests.board.bench import HOUR, MINUTE, Bench
from workboard.board import finishing, interruption, notes, work
from workboard.board.alive import Alive
from workboard.board.away import away_now
from workboard.board.look import board_view
from workboard.domain.activity import derived_id
from workboard.domain.event import Changed
from workboard.domain.intent import AddNote
from workboard.domain.ticket import Ticket
from workboard.store import journal


async def working(bench: Bench) -> Ticket:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    return ticket


async def a_while(bench: Bench, alive: Alive, minutes: int) -> None:
    """With a board open."""
    for _ in range(minutes):
        bench.at += MINUTE
        await alive.sign()


async def test_asleep_is_not_counted_and_the_board_says_how_to_book_it(bench: Bench) -> None:
    ticket, began, alive = await working(bench), bench.at, Alive(bench.desk)
    await a_while(bench, alive, 20)
    bench.at += 63 * MINUTE
    await alive.sign()
    await a_while(bench, alive, 5)
    assert bench.segments(derived_id(ticket.id)) == [(began, began + 20 * MINUTE), (began + 83 * MINUTE, None)]
    assert board_view(bench.desk).notice == "No sign of work 11:02 to 12:05: not counted; +63m in a note books it"
    bench.at += 31 * MINUTE
    assert board_view(bench.desk).notice is None


async def test_after_a_crash_the_next_board_ends_it_where_the_last_one_was_seen(bench: Bench) -> None:
    ticket, began, alive = await working(bench), bench.at, Alive(bench.desk)
    await a_while(bench, alive, 20)
    bench.at += HOUR
    await Alive(bench.desk).sign()
    assert bench.segments(derived_id(ticket.id)) == [(began, began + 20 * MINUTE), (bench.at, None)]
    assert len(journal.places(bench.database.read(), "alive ")) == 1, "the dead one's sign is gone"


async def test_a_board_that_was_left_lets_the_work_go_on(bench: Bench) -> None:
    ticket, began, alive = await working(bench), bench.at, Alive(bench.desk)
    await a_while(bench, alive, 3)
    await alive.leave()
    bench.at += HOUR
    await Alive(bench.desk).sign()
    assert bench.segments(derived_id(ticket.id)) == [(began, None)]


async def test_four_minutes_are_no_gap(bench: Bench) -> None:
    ticket, began, alive = await working(bench), bench.at, Alive(bench.desk)
    await a_while(bench, alive, 1)
    bench.at += 4 * MINUTE
    await alive.sign()
    assert bench.segments(derived_id(ticket.id)) == [(began, None)]


async def test_another_board_that_is_awake_has_seen_it_all(bench: Bench) -> None:
    ticket, began, crashed, other = await working(bench), bench.at, Alive(bench.desk), Alive(bench.desk)
    await a_while(bench, crashed, 1)
    await a_while(bench, other, 60)
    await Alive(bench.desk).sign()
    assert bench.segments(derived_id(ticket.id)) == [(began, None)]


async def test_whoever_writes_without_a_board_is_there(bench: Bench) -> None:
    ticket, began, alive = await working(bench), bench.at, Alive(bench.desk)
    await a_while(bench, alive, 1)
    bench.at += 40 * MINUTE
    await notes.add(bench.desk, ticket.id, "Written from another terminal")
    noted = bench.at
    bench.at += 30 * MINUTE
    await Alive(bench.desk).sign()
    assert bench.segments(derived_id(ticket.id)) == [(began, noted), (bench.at, None)]


async def test_an_interruption_goes_on_while_the_machine_sleeps(bench: Bench) -> None:
    ticket, alive = await working(bench), Alive(bench.desk)
    await a_while(bench, alive, 10)
    await interruption.stamp(bench.desk, "walk-up")
    bench.at += HOUR
    await alive.sign()
    away = away_now(bench.desk)
    assert away is not None
    assert away.minutes == 60
    assert await interruption.back(bench.desk) == derived_id(ticket.id)
    assert board_view(bench.desk).notice is None


async def test_the_way_back_and_the_note_know_of_the_cut(bench: Bench) -> None:
    ticket, alive = await working(bench), Alive(bench.desk)
    await a_while(bench, alive, 10)
    await interruption.take_up(bench.desk, derived_id((await bench.ticket("Server down")).id))
    await a_while(bench, alive, 1)
    bench.at += HOUR
    await alive.sign()
    await a_while(bench, alive, 4)
    emergency = journal.running(bench.database.read())
    assert emergency is not None
    await finishing.finish(bench.desk, emergency.activity_id)
    assert await interruption.back(bench.desk) == derived_id(ticket.id)
    assert [one.minutes for one in bench.waiting() if isinstance(one, AddNote)] == [5], "and not an hour"


@pytest.mark.parametrize("hours", [-30, -1])
async def test_a_clock_put_back_leaves_nothing_out(bench: Bench, hours: int) -> None:
    ticket, began, alive = await working(bench), bench.at, Alive(bench.desk)
    await a_while(bench, alive, 10)
    bench.at += hours * HOUR
    await alive.sign()
    await finishing.finish(bench.desk, derived_id(ticket.id))
    ((start, end),) = bench.segments(derived_id(ticket.id))
    assert start == began
    assert end is not None
    assert end >= start


async def test_more_than_a_day_is_not_proposed_for_a_note(bench: Bench) -> None:
    await working(bench)
    alive = Alive(bench.desk)
    await a_while(bench, alive, 1)
    bench.at += 30 * HOUR
    await alive.sign()
    assert board_view(bench.desk).notice == "No sign of work Tue 10:43 to 16:43: not counted"


async def test_a_sign_repaints_nothing(bench: Bench) -> None:
    heard: list[Changed] = []
    await working(bench)
    stop = bench.desk.subscribe(heard.append)
    await a_while(bench, Alive(bench.desk), 3)
    stop()
    assert heard == []
