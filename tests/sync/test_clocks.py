"""Clocks that differ, leap and change for the summer: only the remote's own order of things counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.store.make import HOUR, MINUTE, NOW, message, ticket
from tests.sync.rig import Rig
from workboard.domain.activity import Work
from workboard.domain.intent import Answer
from workboard.store import account, journal, last_word, mirror
from workboard.store.database import Transaction
from workboard.sync import pull
from workboard.sync.compare import DEEP_MS
from workboard.sync.schedule import LISTING_MS

ONE = "desk:ticket:101"
DAY = 24 * HOUR
APART = [-DAY, -HOUR, -10 * MINUTE, 0, 10 * MINUTE, HOUR, DAY]


class Apart:
    """A desk whose clock is not ours: ``true`` is the time over there, whatever ours is made to show."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.true = rig.at
        rig.remote.now = lambda: self.true

    def passes(self, ms: int) -> None:
        self.true += ms
        self.rig.at += ms

    async def read(self) -> None:
        assert (await self.rig.engine.sync()).error is None


def mirrored(rig: Rig) -> dict[str, str]:
    found = rig.database.read().all("SELECT id, title FROM ticket ORDER BY id")
    return {row[0]: row[1] for row in found}


def spoke_last(rig: Rig) -> list[str | None]:
    """On the one ticket."""
    return [one.newest_author for one in last_word.threads(rig.database.read(), "7") if one.ticket.id == ONE]


def true(rig: Rig) -> dict[str, str]:
    return {one.id: one.title for one in rig.remote.tickets.values()}


@pytest.mark.parametrize("apart", APART)
async def test_how_far_the_clocks_are_apart_is_kept(rig: Rig, apart: int) -> None:
    desk = Apart(rig)
    desk.true += apart
    rig.restart()
    assert rig.engine.hold()
    await desk.read()
    assert rig.account().clock_offset_ms == apart
    assert rig.account().clocks_differ_minutes == (round(apart / MINUTE) if apart else None)
    desk.true += 2 * MINUTE
    rig.remote.feed.append(ONE)
    await desk.read()
    assert rig.account().clock_offset_ms == apart + 2 * MINUTE, "also while the board is open"


async def test_a_remote_that_tells_no_time_changes_no_clock(rig: Rig) -> None:
    desk = Apart(rig)
    desk.true += HOUR
    rig.remote.feed.append(ONE)
    await desk.read()
    rig.remote.tells_time = False
    desk.true += HOUR
    rig.remote.feed.append(ONE)
    rig.restart()
    assert rig.engine.hold()
    await desk.read()
    assert rig.account().clock_offset_ms == HOUR


@pytest.mark.parametrize("leap", [-HOUR, HOUR, -DAY, DAY, -NOW, 10 * MINUTE, -10 * MINUTE])
async def test_after_a_leap_of_our_clock_nothing_stays_stale(rig: Rig, leap: int) -> None:
    desk = Apart(rig)
    for step in range(4):
        desk.passes(MINUTE)
        rig.remote.put(ticket("101", title=f"Told {step}", updated_at=desk.true))
        rig.remote.put(ticket("102", title=f"Not told {step}", updated_at=desk.true), quietly=True)
        rig.remote.put(ticket(f"30{step}", title="New, and not told"), quietly=True)
        await desk.read()
        if step == 1:
            rig.at = max(0, rig.at + leap)
    desk.passes(DEEP_MS)
    await desk.read()
    await desk.read()
    assert mirrored(rig) == true(rig)
    ended = rig.database.read().all("SELECT outcome, counts FROM sync_run")
    assert {row[0] for row in ended} == {"ok"}


async def test_a_clock_set_back_does_not_postpone_a_comparison(rig: Rig) -> None:
    desk = Apart(rig)
    rig.remote.put(ticket("104"), quietly=True)
    rig.at = 0
    await desk.read()
    assert "desk:ticket:104" in mirrored(rig)
    rig.remote.put(ticket("105"), quietly=True)
    desk.passes(LISTING_MS)
    await desk.read()
    assert "desk:ticket:105" in mirrored(rig)


async def test_a_run_at_the_beginning_of_time_is_still_the_newest(rig: Rig) -> None:

    def five_hundred(transaction: Transaction) -> None:
        for number in range(500):
            account.start_run(transaction, f"run{number:04}", "desk", rig.at + number)

    rig.database.write(five_hundred)
    rig.at = 0
    await Apart(rig).read()
    rows = rig.database.read().all("SELECT started_at, outcome FROM sync_run ORDER BY rowid DESC LIMIT 1")
    assert rows == [(0, "ok")]


@pytest.mark.parametrize("night", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
async def test_the_nights_of_summer_time(rig: Rig, night: datetime) -> None:
    desk = Apart(rig)
    rig.at = desk.true = int((night - timedelta(minutes=30)).timestamp() * 1000)
    for step in range(8):
        rig.remote.put(ticket("101", title=f"At step {step}", updated_at=desk.true))
        rig.remote.put(ticket("102", title=f"Quietly {step}", updated_at=desk.true), quietly=True)
        rig.remote.put(ticket(f"40{step}"), quietly=True)
        desk.passes(LISTING_MS)
        await desk.read()
        assert f"desk:ticket:40{step}" in mirrored(rig)
    desk.passes(DEEP_MS)
    await desk.read()
    assert mirrored(rig) == true(rig)


# -- what is compared across the two clocks -----------------------------------------------------------------


@pytest.mark.parametrize("apart", APART)
@pytest.mark.parametrize("offline", [0, 3 * HOUR])
async def test_a_client_who_writes_wakes_whatever_the_clocks_show(rig: Rig, apart: int, offline: int) -> None:
    """Also what was written while we were offline and before it was skipped: nobody here had read it."""
    desk = Apart(rig)
    desk.true += apart
    rig.remote.feed.append(ONE)
    await desk.read()
    desk.passes(MINUTE)
    rig.remote.say(message("m1", "Here is the log", at=desk.true, client=True))
    desk.passes(offline)
    skipped = Work("desk:derived:101", ONE, "skipped", rig.at, rig.at + DAY, "client", "waiting for client")
    rig.database.write(lambda tx: journal.set_work(tx, skipped))
    desk.passes(MINUTE)
    await desk.read()
    assert journal.work_of(rig.database.read(), skipped.activity_id) is None


@pytest.mark.parametrize("apart", APART)
async def test_an_old_word_read_again_wakes_nothing_whatever_the_clocks_show(rig: Rig, apart: int) -> None:
    desk = Apart(rig)
    desk.true += apart
    rig.remote.say(message("m1", "Known for hours", at=desk.true, client=True))
    await desk.read()
    desk.passes(HOUR)
    await desk.read()
    skipped = Work("desk:derived:101", ONE, "skipped", rig.at, rig.at + DAY, "client", "waiting for client")
    rig.database.write(lambda tx: journal.set_work(tx, skipped))
    rig.remote.generation = "read anew"
    rig.restart()
    assert rig.engine.hold()
    await desk.read()
    assert len(mirror.thread(rig.database.read(), ONE)) == 1
    assert journal.work_of(rig.database.read(), skipped.activity_id) == skipped


@pytest.mark.parametrize("apart", APART)
async def test_an_answer_on_its_way_stands_where_it_was_written(rig: Rig, apart: int) -> None:
    """After what the client had written by then, before what comes later, by the remote's clock."""
    desk = Apart(rig)
    desk.true += apart
    rig.remote.put(ticket("101", reply_signal="author"))
    rig.remote.say(message("m1", "Does it work?", at=desk.true, client=True))
    await desk.read()
    assert spoke_last(rig) == ["client"]
    desk.passes(MINUTE)
    rig.wish(Answer(ONE, "It does."))
    assert spoke_last(rig) == ["staff"]
    desk.passes(MINUTE)
    rig.remote.say(message("m2", "Not here!", at=desk.true, client=True))
    await pull.pull(rig.engine.context)
    (thread,) = (one for one in last_word.threads(rig.database.read(), "7") if one.ticket.id == ONE)
    assert thread.newest_author == "client"
    assert thread.last_client is not None
    assert thread.last_client.body == "Not here!"
