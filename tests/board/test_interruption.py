"""Called away and back: the clock stops at the stamp, nests, unwinds in order, and gives back what one wanted to do."""

from __future__ import annotations

from tests.board.bench import MINUTE, Bench
from workboard.board import finishing, interruption, notes, unsorted, work
from workboard.board.away import away_now
from workboard.board.focus_look import block_view
from workboard.board.mode import mode
from workboard.board.way_back import back_card
from workboard.domain.activity import derived_id
from workboard.domain.ticket import Ticket
from workboard.store import intervals


async def running(bench: Bench, title: str = "Outlook hangs", step: str = "Make a fresh profile") -> Ticket:
    ticket = await bench.ticket(title)
    await notes.add(bench.desk, ticket.id, f"Looked at it >{step}")
    await work.start(bench.desk, derived_id(ticket.id))
    return ticket


async def test_a_stamp_stops_the_clock_and_asks_nothing(bench: Bench) -> None:
    ticket = await running(bench)
    began = bench.at
    bench.at += 18 * MINUTE
    await interruption.stamp(bench.desk)
    bench.at += 6 * MINUTE
    assert bench.segments(derived_id(ticket.id)) == [(began, began + 18 * MINUTE)]
    assert bench.state(derived_id(ticket.id)) == "interrupted"
    away = away_now(bench.desk)
    assert away is not None
    assert (away.step, away.minutes, away.depth, away.proposal) == ("source", 6, 1, "Make a fresh profile")
    assert mode(bench.desk) == "interrupted"


async def test_coming_back_takes_up_the_work_with_its_next_step(bench: Bench) -> None:
    ticket = await running(bench)
    bench.at += 18 * MINUTE
    await interruption.stamp(bench.desk)
    await interruption.say(bench.desk, source="phone", who="Tom Ito")
    await interruption.say(bench.desk, back="Test send and receive")
    assert mode(bench.desk) == "away"
    bench.at += 20 * MINUTE
    card = back_card(bench.desk)
    assert card is not None
    assert (card.minutes, card.source, card.wanted_to) == (20, "phone", "Test send and receive")
    assert card.here is not None
    assert "18 min" in card.here
    assert card.wrote is not None
    assert card.wrote.text == "Looked at it"
    assert await interruption.back(bench.desk) == derived_id(ticket.id)
    assert bench.state(derived_id(ticket.id)) == "running"
    view = block_view(bench.desk)
    assert view is not None
    assert view.next_step == "Test send and receive"


async def test_three_deep_unwinds_in_order(bench: Bench) -> None:
    ticket = await running(bench)
    for number in (1, 2, 3):
        bench.at += MINUTE
        await interruption.stamp(bench.desk)
        await interruption.say(bench.desk, source="phone", who=f"caller {number}", back=f"go on with {number}")
    for number in (3, 2, 1):
        bench.at += MINUTE
        card = back_card(bench.desk)
        assert card is not None
        assert card.wanted_to == f"go on with {number}"
        back = await interruption.back(bench.desk)
        assert back == (derived_id(ticket.id) if number == 1 else None)
    assert intervals.current(bench.desk.database.read()).ref == derived_id(ticket.id)  # type: ignore[union-attr]


async def test_an_emergency_runs_inside_and_its_end_leads_back(bench: Bench) -> None:
    ticket = await running(bench)
    other = await bench.ticket("Server down")
    await interruption.take_up(bench.desk, derived_id(other.id))
    assert bench.state(derived_id(other.id)) == "running"
    bench.at += 30 * MINUTE
    await finishing.finish(bench.desk, derived_id(other.id))
    card = back_card(bench.desk)
    assert card is not None
    assert (card.source, card.activity_id) == ("alert", derived_id(ticket.id))
    assert await interruption.back(bench.desk) == derived_id(ticket.id)
    assert unsorted.of_today(bench.desk) == []


async def test_unsorted_is_asked_once(bench: Bench) -> None:
    await running(bench)
    await interruption.stamp(bench.desk)
    assert unsorted.of_today(bench.desk) == []  # it is not over
    bench.at += 3 * MINUTE
    await interruption.back(bench.desk)
    (one,) = unsorted.of_today(bench.desk)
    assert (one.minutes, one.source) == (3, None)
    await unsorted.asked(bench.desk, [one.ref])
    assert unsorted.of_today(bench.desk) == []
