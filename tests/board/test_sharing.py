"""What the team gets to know of a day: sums, once, when it is over, and nothing where that is not wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from tests.board.bench import DAY, HOUR, MINUTE, TUESDAY, Bench, standalone
from workboard.board import finishing, sharing, skipping, undo, work
from workboard.domain.activity import derived_id
from workboard.domain.intent import AddNote
from workboard.domain.interruption import Stretch
from workboard.domain.rules import GoalRules, Policy
from workboard.domain.team_notes import DaySums, Times, compose_sums
from workboard.store import intervals, texts
from workboard.store.database import Transaction

YESTERDAY = date(2026, 11, 23)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Yesterday there were three interruptions, one of them in two stretches."""
    with standalone(tmp_path, Policy()) as made:
        await made.ready()
        ticket = await made.ticket("Sums of the team")
        config = made.desk.config
        made.desk = made.desk._replace(
            config=config._replace(account=config.account._replace(team_ticket=ticket.number))
        )
        for at, minutes, source, ref in (
            (9, 4, "phone", "a"),
            (9, 3, "phone", "a"),
            (10, 8, "walk-up", "b"),
            (23, 6, None, "c"),
        ):
            interrupted(made, TUESDAY - DAY + (at - 10) * HOUR - 42 * MINUTE + len(ref) * MINUTE, minutes, source, ref)
        yield made


def interrupted(bench: Bench, start: int, minutes: int, source: str | None, ref: str) -> None:
    known = bench.database.read().value("SELECT count(*) FROM interval WHERE ref = ?", (ref,))
    name = ref if not known else f"{ref}{known}"
    stretch = Stretch(name, "interruption", ref, start, source=source, who="Ruth Osei", coming_back="Call Ruth")  # type: ignore[arg-type]

    def work(transaction: Transaction) -> None:
        intervals.begin(transaction, stretch)
        began = intervals.current(transaction)
        assert began is not None
        intervals.end(transaction, began.started_at + minutes * MINUTE)

    bench.database.write(work)


def sent(bench: Bench) -> list[str]:
    return [one.text for one in bench.waiting() if isinstance(one, AddNote)]


EXPECTED = DaySums(
    "2026-11-23",
    (("phone", Times(1, 7)), ("walk-up", Times(1, 8)), ("none", Times(1, 6))),
    ((9, Times(1, 7)), (10, Times(1, 8)), (23, Times(1, 6))),
)


async def test_a_day_becomes_one_note_of_sums_when_it_is_over(bench: Bench) -> None:
    assert sharing.sums_of(bench.desk, bench.database.read(), YESTERDAY) == EXPECTED
    assert await sharing.share_due(bench.desk) == 1
    assert sent(bench) == [compose_sums(EXPECTED)]
    assert await sharing.share_due(bench.desk) == 0, "once"
    await bench.deliver()
    ticket = bench.desk.config.account.team_ticket
    assert ticket is not None
    (note, *_) = texts.messages(bench.database.read(), f"standalone:ticket:{ticket}")
    assert note.body == compose_sums(EXPECTED)
    assert note.visibility == "internal"


async def test_no_name_no_word_and_no_time_of_day_but_the_hour_is_in_it(bench: Bench) -> None:
    await sharing.share_due(bench.desk)
    (note,) = sent(bench)
    for secret in ("Ruth", "Osei", "Call", ":0", "Outlook"):
        assert secret not in note


async def test_ac23_every_skip_for_the_wrong_order_counts_whatever_becomes_of_the_work(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    activity = derived_id(ticket.id)

    def counted() -> int:
        return sharing.sums_of(bench.desk, bench.database.read(), date(2026, 11, 24)).wrong_order

    for times in (1, 2):  # it comes back within the hour
        await skipping.skip(bench.desk, activity, "wrong order")
        assert counted() == times
        bench.at += HOUR
    await skipping.skip(bench.desk, activity, "needs vendor")
    assert counted() == 2, "that one is on the ticket"
    await skipping.skip(bench.desk, activity, "wrong order")
    assert (await undo.undo_last(bench.desk)).what == "skip"
    assert counted() == 2, "a slip of the hand is none"
    await work.start(bench.desk, activity)
    await finishing.finish(bench.desk, activity)
    assert counted() == 2
    await sharing.share_due(bench.desk)
    bench.at += DAY
    await sharing.share_due(bench.desk)
    assert sent(bench)[-1].endswith("\nWrong order: 2")


async def test_ac23_a_day_of_nothing_but_wrong_order_is_told_too(tmp_path: Path) -> None:
    with standalone(tmp_path, Policy()) as bench:
        await bench.ready()
        sums, ticket = await bench.ticket("Sums of the team"), await bench.ticket("Printer")
        account = bench.desk.config.account._replace(team_ticket=sums.number)
        bench.desk = bench.desk._replace(config=bench.desk.config._replace(account=account))
        await skipping.skip(bench.desk, derived_id(ticket.id), "wrong order")
        bench.at += DAY
        assert sharing.sums_of(bench.desk, bench.database.read(), date(2026, 11, 25)).wrong_order == 0
        assert await sharing.share_due(bench.desk) == 1
        assert sent(bench)[-1].endswith("\nWrong order: 1")


async def test_today_is_shared_tomorrow_and_a_day_without_anything_never(bench: Bench) -> None:
    await sharing.share_due(bench.desk)
    interrupted(bench, TUESDAY - HOUR, 5, "phone", "d")
    assert await sharing.share_due(bench.desk) == 0
    bench.at += DAY
    assert await sharing.share_due(bench.desk) == 1
    assert sent(bench)[-1].startswith("Workboard sums 1 2026-11-24\nInterrupted: phone 1/5\n")
    bench.at += 3 * DAY
    assert await sharing.share_due(bench.desk) == 0


async def test_days_long_past_stay_ones_own(bench: Bench) -> None:
    bench.at += 20 * DAY
    assert await sharing.share_due(bench.desk) == 0


async def test_nothing_is_shared_where_the_policy_says_off_or_no_ticket_is_named(bench: Bench) -> None:
    on = bench.desk
    bench.desk = on._replace(policy=on.policy._replace(goal=GoalRules(share="off")))
    assert await sharing.share_due(bench.desk) == 0
    account = on.config.account
    for ticket in (None, "99999"):
        bench.desk = on._replace(config=on.config._replace(account=account._replace(team_ticket=ticket)))
        assert await sharing.share_due(bench.desk) == 0
    assert sent(bench) == []
    bench.desk = on
    assert await sharing.share_due(bench.desk) == 1, "it is still there when it is wanted"
