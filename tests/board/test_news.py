"""What is told to the desktop: once, and never to somebody who concentrates or is away."""

from __future__ import annotations

import pytest

from tests.board.bench import DAY, HOUR, MINUTE, Bench
from workboard.board import focus, interruption, work
from workboard.board.mode import mode
from workboard.board.news import News, news
from workboard.domain.activity import derived_id
from workboard.domain.rules import BandRule
from workboard.domain.ticket import Ticket


@pytest.fixture
async def desk(bench: Bench) -> Bench:
    policy = bench.desk.policy._replace(bands=(BandRule(1, urgent=True),))
    bench.desk = bench.desk._replace(policy=policy)
    assert await news(bench.desk) == []
    return bench


async def emergency(bench: Bench, title: str = "Server down") -> Ticket:
    return await bench.ticket(title, urgent=True, company="Alder & Pine")


async def test_a_p1_that_became_mine_is_told_once(desk: Bench) -> None:
    ticket = await emergency(desk)
    told = await news(desk.desk)
    assert told == [News(f"P1 {ticket.id}", f"P1 for you #{ticket.number}", "Alder & Pine · Ruth Osei")]
    assert await news(desk.desk) == []
    desk.put(desk.truth(ticket.id)._replace(presence="team", owner_id="8"))
    assert await news(desk.desk) == []
    desk.put(desk.truth(ticket.id)._replace(presence="mine", owner_id="me"))
    assert await news(desk.desk) == [], "it came back, and is no news"


async def test_two_boards_tell_it_once(desk: Bench) -> None:
    await emergency(desk)
    other = desk.desk._replace()
    assert [len(await news(one)) for one in (desk.desk, other, desk.desk)] == [1, 0, 0]


async def test_a_fixed_time_five_minutes_before(desk: Bench) -> None:
    ticket = await desk.ticket()
    one = desk.planned(ticket, fixed=True, start_at=desk.at + 20 * MINUTE, title="Call Ruth")
    assert await news(desk.desk) == []
    desk.at += 15 * MINUTE
    assert await news(desk.desk) == [News(f"fixed {one.id} {one.start_at}", "At 11:02, fixed", "Call Ruth")]
    desk.at += MINUTE
    assert await news(desk.desk) == []


async def test_a_window_in_which_a_client_waits(desk: Bench) -> None:
    ticket = await desk.ticket()
    desk.at += 46 * MINUTE
    desk.client_writes(ticket, "It hangs again")
    assert await news(desk.desk) == [], "11:28"
    desk.at += 2 * MINUTE
    (told,) = await news(desk.desk)
    assert (told.title, told.text) == ("Time for the replies", "1 client waits, the longest 2 m")
    desk.at += MINUTE
    assert await news(desk.desk) == []
    desk.at += DAY
    assert len(await news(desk.desk)) == 1, "the next day's is another"


async def test_a_window_without_clients_is_no_news(desk: Bench) -> None:
    await desk.ticket()
    desk.at += 48 * MINUTE
    assert await news(desk.desk) == []


@pytest.mark.parametrize("where", ["focus", "over", "interrupted", "away"])
async def test_nothing_is_told_in_focus_and_away_and_not_afterwards_either(desk: Bench, where: str) -> None:
    running = derived_id((await desk.ticket("Outlook hangs")).id)
    await work.start(desk.desk, running)
    if where in ("interrupted", "away"):
        await interruption.stamp(desk.desk, "phone" if where == "away" else None)
    elif where == "over":
        desk.at += HOUR
    await emergency(desk)
    assert mode(desk.desk) == where
    assert await news(desk.desk) == []
    if where in ("interrupted", "away"):
        await interruption.back(desk.desk)
    await focus.leave(desk.desk)
    assert await news(desk.desk) == [], "it was shown there"


async def test_off_by_the_settings(desk: Bench) -> None:
    config = desk.desk.config
    quiet = desk.desk._replace(config=config._replace(ui=config.ui._replace(notify=False)))
    await emergency(desk)
    assert await news(quiet) == []


async def test_what_was_there_before_the_first_look_is_no_news(bench: Bench) -> None:
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(bands=(BandRule(1, urgent=True),)))
    await emergency(bench)
    assert await news(bench.desk) == []
