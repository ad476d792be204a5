"""What the board says in each state it can be in, made from a real database."""

from __future__ import annotations

from typing import Any

import pytest

from tests.board.bench import DAY, HOUR, MINUTE, POLICY, TUESDAY, Bench
from workboard.board import look, work
from workboard.board.cards import HERE_FIRST
from workboard.board.view import Card, View
from workboard.domain.activity import derived_id
from workboard.domain.capabilities import Capabilities
from workboard.domain.rules import GoalRule, GoalRules, Policy
from workboard.domain.ticket import Ticket

REMOTE = Capabilities("Request Tracker")


def seen(bench: Bench) -> View:
    return look.board_view(bench.desk)


def card(bench: Bench) -> Card:
    return seen(bench).card


def remote(bench: Bench, **account: Any) -> None:
    """The desk as if it were at a help desk over a network, its account as told."""
    bench.desk = bench.desk._replace(capabilities=REMOTE)
    sets = ", ".join(f"{name} = :{name}" for name in account)
    bench.database.write(lambda tx: tx.run(f"UPDATE account SET {sets}", account))


async def running(bench: Bench, **changes: object) -> Ticket:
    ticket = await bench.ticket("Outlook hangs")
    await work.start(bench.desk, derived_id(ticket.id))
    await bench.deliver()
    bench.put(bench.truth(ticket.id)._replace(**changes))  # type: ignore[arg-type]
    return ticket


# -- no activity ----------------------------------------------------------------------------------------------


async def test_nothing_at_all_has_three_ways_to_begin(bench: Bench) -> None:
    assert card(bench).title == "No work here yet."
    assert card(bench).ways == HERE_FIRST
    assert len(HERE_FIRST) == 3


async def test_the_first_reading_says_how_far_it_is(bench: Bench) -> None:
    remote(bench, synced_at=None, first_done=415, first_total=626)
    one = card(bench)
    assert (one.title, one.counted) == ("Reading your tickets", "415 of 626")
    assert one.share == pytest.approx(415 / 626)
    assert (seen(bench).sync, seen(bench).sync_words) == ("syncing", "reading 415 of 626")


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("offline", "Request Tracker has not answered yet."),
        ("auth", "Request Tracker asks who you are."),
        ("never", "Not synced yet."),
    ],
)
async def test_without_a_first_reading_it_says_why(bench: Bench, state: str, title: str) -> None:
    remote(bench, synced_at=None, state=state, reason="no answer from rt.example.org")
    assert card(bench).title == title
    assert card(bench).why == (None if state == "never" else "no answer from rt.example.org")


async def test_a_desk_elsewhere_without_a_ticket_for_me(bench: Bench) -> None:
    remote(bench, state="ok")
    assert card(bench).why == "Request Tracker has no tickets that you may see."


# -- how fresh it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "after", "told"),
    [
        ({"state": "ok"}, 0, ("synced", "synced 10:42", None)),
        ({"state": "ok"}, 16 * MINUTE, ("stale", "synced 10:42", "16 m ago")),
        ({"state": "ok"}, DAY, ("stale", "synced Tue 10:42", "1 d ago")),
        ({"state": "offline", "state_at": TUESDAY}, HOUR, ("offline", "offline since 10:42", "as of 10:42")),
        ({"state": "offline", "state_at": TUESDAY}, DAY, ("offline", "offline since Tue 10:42", "as of Tue 10:42")),
        ({"state": "throttled", "state_at": TUESDAY}, 0, ("offline", "slowed since 10:42", "as of 10:42")),
        ({"state": "auth"}, 0, ("attention", "signed out", "as of 10:42")),
    ],
)
async def test_how_fresh_it_is_and_how_old(
    bench: Bench, account: dict[str, Any], after: int, told: tuple[str, str, str | None]
) -> None:
    remote(bench, synced_at=TUESDAY, **account)
    bench.at += after
    view = seen(bench)
    assert (view.sync, view.sync_words, view.sync_age) == told


async def test_signed_out_says_what_waits_and_does_not_alarm(bench: Bench) -> None:
    ticket = await bench.ticket()
    await work.start(bench.desk, derived_id(ticket.id))
    await work.park(bench.desk, derived_id(ticket.id), next_step="Call Ruth")
    remote(bench, state="auth", reason="the token is not accepted: workboard login")
    notice, alert = seen(bench).notice, seen(bench).alert
    assert notice is not None
    assert notice.endswith(" saved here · the token is not accepted: workboard login")
    assert not alert


async def test_what_waits_goes_before_a_warning_that_stays(bench: Bench) -> None:
    ticket = await bench.ticket()
    bench.desk = bench.desk._replace(warnings=("policy.toml line 3: unknown key",))
    assert seen(bench).notice == "policy.toml line 3: unknown key"
    await work.start(bench.desk, derived_id(ticket.id))
    await work.park(bench.desk, derived_id(ticket.id), next_step="Call Ruth")
    remote(bench, state="offline")
    assert "saved here" in str(seen(bench).notice)


# -- an activity ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),
        ({"presence": "left"}, "Somebody else has it now; your notes still go to it."),
        ({"category": "done"}, "Closed elsewhere; your notes and time still go to it."),
        ({"presence": "gone"}, "the bench no longer shows this ticket. What you write is kept here."),
    ],
)
async def test_a_ticket_that_leaves_me_while_it_runs_is_said_on_its_card(
    bench: Bench, changes: dict[str, object], told: str | None
) -> None:
    await running(bench, **changes)
    assert (card(bench).state, card(bench).meanwhile) == ("running", told)


async def test_a_reminder_of_mine_on_a_ticket_of_others_has_left_nobody(bench: Bench) -> None:
    ticket = await bench.ticket()
    reminder = bench.planned(ticket, owner_id=bench.desk.me.id)
    await work.start(bench.desk, reminder.id)
    bench.put(bench.truth(ticket.id)._replace(presence="left"))
    assert (card(bench).activity_id, card(bench).meanwhile) == (reminder.id, None)


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(-4, "fixed at 10:42"), (0, "fixed at 10:42"), (14, "fixed at 10:42"), (15, "fixed time 10:42 missed")],
)
async def test_a_fixed_time_is_on_the_card_and_so_is_a_missed_one(bench: Bench, minutes: int, told: str) -> None:
    ticket = await bench.ticket()
    bench.planned(ticket, start_at=TUESDAY, fixed=True, owner_id=bench.desk.me.id)
    bench.at = TUESDAY + minutes * MINUTE
    assert card(bench).window == told


async def test_a_running_one_has_not_missed_its_time(bench: Bench) -> None:
    ticket = await bench.ticket()
    fixed = bench.planned(ticket, start_at=TUESDAY, fixed=True, owner_id=bench.desk.me.id)
    await work.start(bench.desk, fixed.id)
    bench.at += HOUR
    assert card(bench).window == "fixed at 10:42"
    assert card(bench).minutes == "60 of 15 min"


async def test_clients_hours_stand_beside_a_fixed_time(bench: Bench) -> None:
    ticket = await bench.ticket(window_until_at=TUESDAY + HOUR)
    bench.planned(ticket, start_at=TUESDAY, fixed=True, owner_id=bench.desk.me.id)
    assert card(bench).window == "fixed at 10:42 · free until 11:42"


async def test_what_comes_then_tells_how_long_it_takes(bench: Bench) -> None:
    ticket = await bench.ticket(company="Alder & Pine")
    bench.planned(ticket, start_at=TUESDAY + 3 * HOUR, fixed=True, owner_id=bench.desk.me.id)
    await bench.ticket("Printer")
    then = seen(bench).then
    assert (then.fixed, then.about, then.minutes) == ("13:42", "fixed, Alder & Pine", "15 min")


# -- goals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "words", "pace", "share"),
    [
        (GoalRules(), "0 m", "no goal", None),
        (GoalRules(GoalRule("worked", 0)), "0 m", "no goal", None),
        (GoalRules(GoalRule("done", 0)), "0", "no goal", None),
        (GoalRules(GoalRule("worked", 360)), "0 m of 6 h", "behind pace", 0.0),
    ],
)
async def test_ac25_no_goal_and_a_goal_of_nothing(
    bench: Bench, rules: GoalRules, words: str, pace: str, share: float | None
) -> None:
    bench.desk = bench.desk._replace(policy=Policy(goal=rules))
    (own,) = seen(bench).goals
    assert (own.words, own.pace, own.share) == (words, pace, share)


@pytest.mark.parametrize("target", [0, 60])
async def test_ac25_a_team_that_has_done_nothing(bench: Bench, target: int) -> None:
    goal = POLICY.goal._replace(team=GoalRule("done", target))
    bench.desk = bench.desk._replace(policy=Policy(goal=goal, members=("me", "kim", "sam")))
    team = seen(bench).goals[1]
    assert team.label == "Team"
    assert (team.words, team.share) == (("0", None) if not target else ("0 of 60", 0.0))


async def test_peek_shows_as_many_titles_as_the_policy_wants(bench: Bench) -> None:
    for name in ("Outlook hangs", "Printer on fire", "Scanner stops"):
        bench.at += MINUTE
        await bench.ticket(name)
    assert seen(bench).then.titles == ()
    bench.desk = bench.desk._replace(policy=POLICY._replace(peek=1))
    assert seen(bench).then.titles == ("Decide the next step: Printer on fire",)
