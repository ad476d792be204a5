"""A date for a piece of work: on its way as any other wish, shown, taken back, and called by its own words."""

from __future__ import annotations

import pytest

from tests.board.bench import HOUR, Bench
from workboard.board import other_words, outbox, scheduling, undo
from workboard.board.outbox import OutboxRow
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import Schedule
from workboard.domain.ticket import Ticket


@pytest.fixture
def remote(bench: Bench) -> Bench:
    """A help desk that knows only dates that are promised."""
    can = bench.desk.capabilities._replace(label="Request Tracker", network=True, immediate=False, dates="fixed")
    bench.desk = bench.desk._replace(capabilities=can)
    return bench


async def planned(bench: Bench, title: str = "Swap the router", minutes: int | None = 45) -> tuple[Ticket, Schedule]:
    ticket = await bench.ticket()
    at = bench.at + 4 * HOUR
    wish = await scheduling.schedule(bench.desk, ticket.id, at, minutes=minutes, fixed=False, title=title)
    return ticket, wish


def only_row(bench: Bench) -> OutboxRow:
    (row,) = outbox.rows(bench.desk)
    return row


async def test_where_only_promised_dates_are_known_it_is_one(remote: Bench) -> None:
    ticket, wish = await planned(remote)
    assert wish == Schedule(ticket.id, "Swap the router", remote.at + 4 * HOUR, 45, fixed=True)
    assert remote.waiting() == [wish]
    row = only_row(remote)
    assert (row.verb, row.state, row.text) == ("schedule", "waiting", "14:42, 45 m: Swap the router")
    assert scheduling.made(remote.desk, (row.id,)) is None


async def test_sent_it_is_an_activity_and_can_no_more_be_taken_back(bench: Bench) -> None:
    ticket, wish = await planned(bench, minutes=None)
    row = only_row(bench)
    assert row.text == "14:42: Swap the router"
    assert not wish.fixed
    await bench.sync()
    made = scheduling.made(bench.desk, (row.id,))
    assert made is not None
    assert (made.ticket_id, made.title, made.start_at, made.owner_id) == (ticket.id, wish.title, wish.start_at, "me")
    with pytest.raises(ImpossibleAct, match="its date is set already"):
        await undo.undo_last(bench.desk)


async def test_before_it_is_sent_it_is_taken_back(bench: Bench) -> None:
    ticket, _ = await planned(bench)
    undone = await undo.undo_last(bench.desk)
    assert (undone.what, undone.ticket_id, undone.sheet) == ("schedule", ticket.id, None)
    assert bench.waiting() == []


async def test_other_words_keep_the_date(bench: Bench) -> None:
    _, wish = await planned(bench)
    row = only_row(bench)
    assert other_words.editable(bench.desk, row.id) == "Swap the router"
    await other_words.edit(bench.desk, row.id, "Swap both routers")
    assert bench.waiting() == [wish._replace(title="Swap both routers")]


async def test_where_no_dates_can_be_set_the_place_for_it_is_named(remote: Bench) -> None:
    can = remote.desk.capabilities._replace(label="Autotask", dates=None)
    remote.desk = remote.desk._replace(capabilities=can)
    with pytest.raises(UsageError, match="a date is set in Autotask itself"):
        await planned(remote)
    assert remote.waiting() == []
