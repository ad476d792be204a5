"""Start, finish, park, skip: the states, the measured time, and what each act puts on the ticket."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from itertools import product

import pytest

from tests.board.bench import DAY, HOUR, MINUTE, TUESDAY, Bench
from workboard.board import finishing, look, notes, outbox, progress, skipping, stuck, work
from workboard.board.booking import suggested_minutes
from workboard.board.time_spent import today_minutes
from workboard.domain.activity import Kind, Work, derived_id
from workboard.domain.errors import ImpossibleAct, NotFoundError, UsageError, WorkboardError
from workboard.domain.intent import AddNote, Answer, CompleteActivity, Intent, SetCategory
from workboard.domain.ticket import Ticket
from workboard.store import journal, mirror
from workboard.store.mirror import Facts


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1000


def one_line(error: WorkboardError) -> None:
    """A sentence and a remedy, for the foot of the screen."""
    text = str(error)
    assert text
    assert "\n" not in text
    assert len(text) <= 100
    assert error.exit_code in (2, 4)


# -- start --------------------------------------------------------------------------------------------------


async def test_start_opens_the_ticket_and_the_clock(bench: Bench) -> None:
    ticket = await bench.ticket()
    activity = derived_id(ticket.id)
    assert bench.offer().state == "offered"
    await work.start(bench.desk, activity)
    assert bench.state(activity) == "running"
    assert bench.segments(activity) == [(bench.at, None)]
    assert bench.waiting() == [SetCategory(ticket.id, "open", "new")]
    assert look.board_view(bench.desk).card.label == "RUNNING"
    await bench.deliver()
    assert bench.truth(ticket.id).category == "open"
    assert bench.state(activity) == "running"


async def test_start_writes_no_status_on_what_is_open_already(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await work.start(bench.desk, derived_id(ticket.id))
    assert bench.waiting() == []


async def test_one_runs_at_a_time_and_starting_it_again_changes_nothing(bench: Bench) -> None:
    first, second = await bench.ticket("One"), await bench.ticket("Two")
    await work.start(bench.desk, derived_id(first.id))
    with pytest.raises(ImpossibleAct, match=f"#{first.number} is running") as caught:
        await work.start(bench.desk, derived_id(second.id))
    one_line(caught.value)
    assert bench.state(derived_id(second.id)) == "planned"
    bench.at += MINUTE
    await work.start(bench.desk, derived_id(first.id))
    assert bench.segments(derived_id(first.id)) == [(TUESDAY, None)]


async def test_the_database_itself_allows_one_running(bench: Bench) -> None:
    first, second = await bench.ticket("One"), await bench.ticket("Two")
    await work.start(bench.desk, derived_id(first.id))
    other = Work(derived_id(second.id), second.id, "running", bench.at)
    with pytest.raises(sqlite3.IntegrityError):
        bench.database.write(lambda tx: journal.set_work(tx, other))
    assert bench.state(derived_id(first.id)) == "running"


@pytest.mark.parametrize(
    "change",
    [{"presence": "left", "owner_id": "8"}, {"category": "done", "status": "done"}, {"presence": "gone"}],
)
async def test_what_is_no_longer_mine_cannot_be_started(bench: Bench, change: dict[str, object]) -> None:
    ticket = await bench.ticket(**change)  # type: ignore[arg-type]
    with pytest.raises(ImpossibleAct) as caught:
        await work.start(bench.desk, derived_id(ticket.id))
    one_line(caught.value)
    assert bench.segments(derived_id(ticket.id)) == []


async def test_a_reminder_of_mine_on_somebody_elses_ticket_can_be_started(bench: Bench) -> None:
    ticket = await bench.ticket(presence="left", owner_id="8")
    one = bench.planned(ticket)
    assert bench.offer().ranked[0].activity.id == one.id
    await work.start(bench.desk, one.id)
    assert bench.state(one.id) == "running"
    assert bench.waiting() == [], "the status is theirs"


async def test_a_running_reminder_that_was_deleted_can_still_be_finished(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    reminder = bench.planned(ticket)
    await work.start(bench.desk, reminder.id)
    bench.at += 10 * MINUTE
    bench.database.write(lambda tx: mirror.store(tx, Facts(vanished_activities=(reminder.id,))))
    assert bench.offer().state == "running"
    await finishing.finish(bench.desk, reminder.id, result="Called her", ticket_done=False)
    assert bench.waiting() == [AddNote(ticket.id, "Called her", 10)]
    assert bench.state(reminder.id) == "finished"


async def test_a_running_piece_of_a_desk_that_is_no_more_holds_up_nobody(bench: Bench) -> None:
    ticket, other = await bench.ticket("One"), await bench.ticket("Two")
    await work.start(bench.desk, derived_id(ticket.id))
    bench.database.write(lambda tx: tx.run("DELETE FROM ticket WHERE id = ?", (ticket.id,)))
    bench.at += MINUTE
    await work.start(bench.desk, derived_id(other.id))
    assert bench.state(derived_id(other.id)) == "running"
    assert bench.segments(derived_id(ticket.id)) == [(TUESDAY, bench.at)]


# -- measured time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("worked", "minutes"),
    [(0, 0), (59_999, 0), (MINUTE, 5), (5 * MINUTE, 5), (6 * MINUTE - 1, 5), (6 * MINUTE, 10), (61 * MINUTE, 65),
     (30 * HOUR, 1440)],
)  # fmt: skip
async def test_measured_minutes_are_rounded_up_to_five(bench: Bench, worked: int, minutes: int) -> None:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    bench.at += worked
    assert suggested_minutes(bench.desk, ticket.id) == minutes
    assert finishing.finish_defaults(bench.desk, derived_id(ticket.id)).minutes == minutes


async def test_measured_minutes_count_from_the_last_note(bench: Bench) -> None:
    ticket = await bench.ticket()
    activity = derived_id(ticket.id)
    await work.start(bench.desk, activity)
    bench.at += 12 * MINUTE
    first = await notes.add(bench.desk, ticket.id, "Rebooted")
    assert first.minutes == 15
    bench.at += 7 * MINUTE
    second = await notes.add(bench.desk, ticket.id, "Again +30m")
    assert second.minutes == 30
    bench.at += 3 * MINUTE
    assert suggested_minutes(bench.desk, ticket.id) == 5
    assert today_minutes(bench.desk, activity) == 22


async def test_a_remote_clock_ahead_of_ours_takes_no_measured_minutes(bench: Bench) -> None:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    bench.at += HOUR
    bench.client_writes(ticket, "From a machine whose clock is ahead")
    bench.at -= 50 * MINUTE
    await notes.add(bench.desk, ticket.id, "Rebooted")
    bench.at += 20 * MINUTE
    assert suggested_minutes(bench.desk, ticket.id) == 20


async def test_what_does_not_run_measures_nothing(bench: Bench) -> None:
    ticket, other = await bench.ticket("One"), await bench.ticket("Two")
    await work.start(bench.desk, derived_id(other.id))
    bench.at += HOUR
    assert suggested_minutes(bench.desk, ticket.id) is None
    saved = await notes.add(bench.desk, ticket.id, "Rebooted")
    assert saved.minutes == 0


async def test_a_park_in_between_is_not_measured(bench: Bench) -> None:
    ticket = await bench.ticket()
    activity = derived_id(ticket.id)
    await work.start(bench.desk, activity)
    bench.at += 10 * MINUTE
    await work.park(bench.desk, activity, minutes=0)
    bench.at += 2 * HOUR
    await work.start(bench.desk, activity)
    bench.at += 8 * MINUTE
    assert today_minutes(bench.desk, activity) == 18
    assert bench.segments(activity) == [
        (TUESDAY, TUESDAY + 10 * MINUTE),
        (TUESDAY + 10 * MINUTE + 2 * HOUR, None),
    ]


# -- finish -------------------------------------------------------------------------------------------------


def expected(
    ticket: Ticket, activity_id: str, starts: int, kind: Kind, done: bool, tell: bool, step: str | None
) -> list[Intent]:
    """The wishes of one *finish*, in order, as the manual has them."""
    found: list[Intent] = []
    lines = "" if done or step is None else f"Next step: {step}"
    if tell:
        found.append(Answer(ticket.id, "Fixed it", 15, None if done else "open"))
        found += [AddNote(ticket.id, lines)] if lines else []
    else:
        found.append(AddNote(ticket.id, "\n".join(filter(None, ("Fixed it", lines))), 15))
    if kind == "reminder" or (kind == "dated" and not done):
        found.append(CompleteActivity(ticket.id, activity_id, starts))
    if done:
        found.append(SetCategory(ticket.id, "done", "open"))
    return found


@pytest.mark.parametrize(
    ("kind", "done", "tell"), list(product(("derived", "dated", "reminder"), (True, False), (True, False)))
)
async def test_finish(bench: Bench, kind: Kind, done: bool, tell: bool) -> None:
    ticket = await bench.ticket(category="open", status="open")
    activity_id = derived_id(ticket.id) if kind == "derived" else bench.planned(ticket, kind).id
    starts = bench.at
    assert finishing.finish_defaults(bench.desk, activity_id).ticket_done is (kind != "reminder")
    await work.start(bench.desk, activity_id)
    bench.at += 12 * MINUTE
    await finishing.finish(
        bench.desk, activity_id, result="Fixed it", tell=tell, ticket_done=done, next_step="Call Ruth", hold_ms=0
    )
    assert bench.waiting() == expected(ticket, activity_id, starts, kind, done, tell, "Call Ruth")
    assert bench.segments(activity_id) == [(TUESDAY, bench.at)]
    comes_again = kind == "derived" and not done
    assert bench.state(activity_id) == ("planned" if comes_again else "finished")
    both = progress.both(bench.desk)
    assert both.me.done == 15

    await bench.deliver()
    assert bench.waiting() == []
    after = bench.truth(ticket.id)
    assert after.category == ("done" if done else "open")
    activities = mirror.activities_of(bench.database.read(), [ticket.id])
    if kind == "reminder" or (kind == "dated" and not done):
        assert activities[activity_id].remote_state == "done"
    assert progress.both(bench.desk).me.done == 15, "waiting or delivered, minutes count once"


async def test_finish_takes_what_it_proposes(bench: Bench) -> None:
    ticket = await bench.ticket()
    activity = derived_id(ticket.id)
    await notes.add(bench.desk, ticket.id, "Looked >Call Ruth", hold_ms=0)
    await work.start(bench.desk, activity, hold_ms=0)
    bench.at += 4 * MINUTE
    found = finishing.finish_defaults(bench.desk, activity)
    assert (found.result, found.minutes, found.ticket_done, found.next_step) == ("Done.", 5, True, "Call Ruth")
    await finishing.finish(bench.desk, activity)
    assert bench.waiting()[-2:] == [AddNote(ticket.id, "Done.", 5), SetCategory(ticket.id, "done", "new")]


async def test_what_was_only_offered_can_be_finished(bench: Bench) -> None:
    first, second = await bench.ticket("One"), await bench.ticket("Two")
    await work.start(bench.desk, derived_id(first.id))
    bench.at += 20 * MINUTE
    await finishing.finish(bench.desk, derived_id(second.id))
    assert bench.state(derived_id(first.id)) == "running"
    assert bench.segments(derived_id(first.id)) == [(TUESDAY, None)]
    assert AddNote(second.id, "Done.", 0) in bench.waiting()


async def test_finish_twice_is_impossible(bench: Bench) -> None:
    ticket = await bench.ticket()
    await finishing.finish(bench.desk, derived_id(ticket.id))
    for act in (finishing.finish, work.start, work.park):
        with pytest.raises(ImpossibleAct, match="finished already") as caught:
            await act(bench.desk, derived_id(ticket.id))
        one_line(caught.value)
    assert bench.offer().state == "empty"


@pytest.mark.parametrize("change", [{"presence": "left", "owner_id": "8"}, {"category": "done", "status": "done"}])
async def test_what_was_taken_away_while_it_ran_gets_the_note_and_no_status(
    bench: Bench, change: dict[str, object]
) -> None:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    await bench.deliver()
    bench.put(bench.truth(ticket.id)._replace(**change))  # type: ignore[arg-type]
    assert bench.offer().state == "running"
    await finishing.finish(bench.desk, derived_id(ticket.id), result="Fixed it", minutes=10)
    assert bench.waiting() == [AddNote(ticket.id, "Fixed it", 10)]


async def test_a_finish_refused_as_a_whole_leaves_nothing(bench: Bench) -> None:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    before = bench.waiting()
    with pytest.raises(UsageError, match="at most") as caught:
        await finishing.finish(bench.desk, derived_id(ticket.id), result="x" * (notes.LONGEST + 1))
    one_line(caught.value)
    assert bench.waiting() == before
    assert bench.state(derived_id(ticket.id)) == "running"


async def test_a_done_ticket_counts_at_once_and_once(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    reminder = bench.planned(ticket)

    def done() -> int:
        policy = bench.desk.policy._replace(goal=bench.desk.policy.goal._replace(me=bench.desk.policy.goal.team))
        return progress.both(bench.desk._replace(policy=policy)).me.done

    assert done() == 0
    await finishing.finish(bench.desk, reminder.id, ticket_done=False)
    assert done() == 1
    await finishing.finish(bench.desk, derived_id(ticket.id))
    assert done() == 1, "a ticket and its activity count once"
    await bench.deliver()
    assert done() == 1


async def test_a_closing_that_is_taken_back_counts_no_more_and_is_work_again(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await finishing.finish(bench.desk, derived_id(ticket.id))
    assert bench.offer().state == "empty"
    (status,) = [one for one in outbox.rows(bench.desk) if one.verb == "status"]
    await stuck.drop(bench.desk, status.id)
    found = bench.offer()
    assert found.current is not None
    assert found.current.activity.id == derived_id(ticket.id)


# -- park ---------------------------------------------------------------------------------------------------


async def test_a_reminder_whose_end_is_taken_back_is_work_again(bench: Bench) -> None:
    one = bench.planned(await bench.ticket(category="open", status="open"))
    await finishing.finish(bench.desk, one.id, ticket_done=False, hold_ms=HOUR)
    assert bench.state(one.id) == "finished"
    note, complete = outbox.rows(bench.desk)
    await stuck.drop(bench.desk, complete.id)
    assert bench.state(one.id) == "planned"
    assert bench.offer().ranked[0].activity.id == one.id
    assert bench.database.read().value("SELECT count(*) FROM done_event") == 0
    assert [row.id for row in outbox.rows(bench.desk)] == [note.id], "its result is still told"


async def test_park_sleeps_and_comes_back_with_its_next_step(bench: Bench) -> None:
    ticket = await bench.ticket()
    activity = derived_id(ticket.id)
    await work.start(bench.desk, activity, hold_ms=0)
    bench.at += 7 * MINUTE
    await work.park(bench.desk, activity, next_step="Check the backup", hold_ms=0)
    assert bench.waiting()[-1] == AddNote(ticket.id, "Next step: Check the backup", 10)
    row = bench.work(activity)
    assert row is not None
    assert (row.state, row.sleep_until_at) == ("parked", bench.at + 30 * MINUTE)
    assert bench.segments(activity) == [(TUESDAY, bench.at)]
    found = bench.offer()
    assert (found.state, found.next_step) == ("asleep", "Check the backup")
    assert look.board_view(bench.desk).card.label.startswith("PARKED until")
    bench.at += 30 * MINUTE - 1
    assert bench.offer().state == "asleep"
    bench.at += 1
    assert bench.offer().state == "offered"


async def test_park_writes_nothing_where_nothing_is_new(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await work.start(bench.desk, derived_id(ticket.id))
    await work.park(bench.desk, derived_id(ticket.id))
    assert bench.waiting() == []
    assert bench.state(derived_id(ticket.id)) == "parked"


async def test_only_what_runs_is_parked(bench: Bench) -> None:
    ticket = await bench.ticket()
    with pytest.raises(ImpossibleAct, match="not running") as caught:
        await work.park(bench.desk, derived_id(ticket.id))
    one_line(caught.value)


async def test_the_policy_says_how_many_may_be_parked(bench: Bench) -> None:
    tickets = [await bench.ticket(f"Number {n}") for n in range(4)]
    for one in tickets[:3]:
        await work.start(bench.desk, derived_id(one.id))
        await work.park(bench.desk, derived_id(one.id))
    await work.start(bench.desk, derived_id(tickets[3].id))
    before = bench.waiting()
    with pytest.raises(UsageError, match=r"limits\.parked: 3") as caught:
        await work.park(bench.desk, derived_id(tickets[3].id), next_step="Later")
    one_line(caught.value)
    assert bench.state(derived_id(tickets[3].id)) == "running"
    assert bench.waiting() == before


async def test_what_was_parked_and_closed_elsewhere_takes_nobodys_place(bench: Bench) -> None:
    ticket = await bench.ticket("The last one")
    for number in ("51", "52", "53"):
        one = bench.planned(await bench.ticket(f"Number {number}"), number=number)
        await work.start(bench.desk, one.id)
        await work.park(bench.desk, one.id)
        bench.put(one._replace(remote_state="done"))
    await work.start(bench.desk, derived_id(ticket.id))
    await work.park(bench.desk, derived_id(ticket.id))
    assert bench.state(derived_id(ticket.id)) == "parked"


# -- skip ---------------------------------------------------------------------------------------------------

SKIPS = [
    ("waiting for client", "2026-11-27T10:42", "Blocked by: client", "waiting_client", "client"),
    ("needs approval", "2026-11-26T10:42", "Blocked by: approval", "waiting_other", None),
    ("needs budget", "2026-11-26T10:42", "Blocked by: budget", "waiting_other", None),
    ("needs vendor", "2026-11-26T10:42", "Blocked by: vendor", "waiting_other", None),
    ("needs daytime", "2026-11-25T09:00", "Blocked by: daytime", None, None),
    ("not my skill", "2026-11-25T10:42", "Help wanted: not my skill", None, None),
    ("wrong order", "2026-11-24T11:42", None, None, None),
]
"""reason, asked again at (UTC, Tuesday 10:42 is now), line on the ticket, category, who wakes it"""


def test_every_reason_is_in_the_table(bench: Bench) -> None:
    assert [one.name for one in skipping.skip_reasons(bench.desk)] == [row[0] for row in SKIPS]
    assert len({one.key for one in skipping.skip_reasons(bench.desk)}) == len(SKIPS)


@pytest.mark.parametrize(("reason", "until", "line", "category", "wakes"), SKIPS)
async def test_skip(
    bench: Bench, reason: str, until: str, line: str | None, category: str | None, wakes: str | None
) -> None:
    ticket = await bench.ticket(category="open", status="open")
    activity = derived_id(ticket.id)
    await skipping.skip(bench.desk, activity, reason, hold_ms=0)
    wanted: list[Intent] = [AddNote(ticket.id, line)] if line else []
    if category is not None:
        wanted.append(SetCategory(ticket.id, category, "open"))  # type: ignore[arg-type]
    assert bench.waiting() == wanted
    assert bench.work(activity) == Work(activity, ticket.id, "skipped", TUESDAY, at(until), wakes, reason)  # type: ignore[arg-type]
    assert bench.offer().state == "asleep"
    await bench.deliver()
    assert bench.truth(ticket.id).category == (category or "open")
    bench.at = at(until) - 1
    assert bench.offer().state == "asleep"
    bench.at = at(until)
    assert bench.offer().state == "offered", "nothing that was skipped is forgotten"
    assert look.board_view(bench.desk).card.label == f"ASK AGAIN: {reason}"


async def test_a_client_who_writes_ends_the_wait_for_him(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await skipping.skip(bench.desk, derived_id(ticket.id), "waiting for client")
    await bench.deliver()
    bench.at += HOUR
    bench.client_writes(ticket, "Here is the log")
    assert bench.state(derived_id(ticket.id)) == "planned"
    assert [one.ticket.id for one in bench.offer().waiting] == [ticket.id]


async def test_the_wrong_order_lasts_until_the_next_letting_go(bench: Bench) -> None:
    first, second, third = [await bench.ticket(f"Number {n}") for n in range(3)]
    ids = [derived_id(one.id) for one in (first, second, third)]

    def offered() -> str:
        found = bench.offer()
        assert found.current is not None
        return found.current.activity.id

    assert offered() == ids[0]
    await skipping.skip(bench.desk, ids[0], "wrong order")
    assert offered() == ids[1]
    await skipping.skip(bench.desk, ids[1], "wrong order")
    assert offered() == ids[0], "skipping the next lets go too: it comes back"
    await skipping.skip(bench.desk, ids[0], "wrong order")
    assert offered() == ids[1]
    await work.start(bench.desk, ids[2])
    assert bench.work(ids[0]) == Work(ids[0], first.id, "skipped", TUESDAY, TUESDAY + HOUR, None, "wrong order"), (
        "a start lets go of nothing"
    )
    await finishing.finish(bench.desk, ids[2])
    assert offered() == ids[0]
    assert bench.state(ids[0]) == "skipped"


async def test_what_runs_is_not_skipped(bench: Bench) -> None:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    with pytest.raises(ImpossibleAct, match=r"finish .* or park") as caught:
        await skipping.skip(bench.desk, derived_id(ticket.id), "wrong order")
    one_line(caught.value)


@pytest.mark.parametrize("reason", ["", "no mood", "needs approvals"])
async def test_an_unknown_reason_names_those_there_are(bench: Bench, reason: str) -> None:
    ticket = await bench.ticket()
    with pytest.raises(UsageError, match="wrong order"):
        await skipping.skip(bench.desk, derived_id(ticket.id), reason)
    assert bench.state(derived_id(ticket.id)) == "planned"


async def test_an_unknown_activity_is_not_found(bench: Bench) -> None:
    for act in (work.start, finishing.finish, work.park):
        with pytest.raises(NotFoundError) as caught:
            await act(bench.desk, "standalone:derived:999")
        one_line(caught.value)
    with pytest.raises(NotFoundError):
        await skipping.skip(bench.desk, "nonsense", "wrong order")


# -- a whole day --------------------------------------------------------------------------------------------


async def test_the_demo_day_can_be_worked_off_to_the_end(demo: Bench) -> None:
    seen: list[str] = []
    for turn in range(60):
        found = demo.offer()
        if found.state != "offered" or found.current is None:
            break
        activity = found.current.activity.id
        assert activity not in seen, "what is finished is not offered again"
        seen.append(activity)
        await work.start(demo.desk, activity)
        demo.at += 11 * MINUTE
        look.board_view(demo.desk)
        await finishing.finish(demo.desk, activity, ticket_done=True, tell=turn % 2 == 0)
    assert len(seen) >= 8
    assert len(set(seen)) == len(seen)
    report = await demo.deliver()
    assert (report.waiting, report.rejected, report.conflicts) == (0, 0, 0)
    assert progress.both(demo.desk).me.done >= 15 * len(seen)


@pytest.mark.parametrize("reason", [row[0] for row in SKIPS])
async def test_each_offer_of_the_demo_day_can_be_skipped(demo: Bench, reason: str) -> None:
    first = demo.offer()
    assert first.current is not None
    await skipping.skip(demo.desk, first.current.activity.id, reason)
    second = demo.offer()
    assert second.current is not None
    assert second.current.activity.id != first.current.activity.id
    demo.at += DAY
    report = await demo.sync()
    assert (report.waiting, report.rejected) == (0, 0)
