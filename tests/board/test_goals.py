"""Goals: which holds, what counts, whether it is on pace (AC-25), how one is agreed upon, and what lies behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from tests.board.bench import DAY, HOUR, MINUTE, TUESDAY, Bench, demo, standalone
from tests.store.make import message
from tests.ui.states import VIEW
from workboard.backends.demo.kind import TEAM_TICKET
from workboard.backends.kind import local_capabilities
from workboard.board import goal_acts, goals, notes, progress, replies, teams
from workboard.board.face_parts import goal_lines
from workboard.board.focus_view import FocusView
from workboard.board.goal_sheet import explain
from workboard.board.look import board_view
from workboard.board.view import GoalLine
from workboard.domain import team_notes
from workboard.domain.capabilities import countable
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.progress import Progress
from workboard.domain.rules import GoalRule, GoalRules, PersonRule, Policy, Shift, TeamRule
from workboard.domain.ticket import DoneEvent, Message, TimeEntry
from workboard.domain.working_time import at_minute
from workboard.settings.config import MeSettings
from workboard.store import mirror
from workboard.store.mirror import Facts

SIX_HOURS, SIXTY = GoalRule("worked", 360), GoalRule("done", 60)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    with standalone(tmp_path, Policy()) as made:
        yield await made.ready()


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Bench]:
    """The demo's team, with its team ticket."""
    made = await demo(tmp_path)
    made.desk = made.desk._replace(capabilities=made.desk.capabilities._replace(team_ticket=TEAM_TICKET))
    with made:
        yield made


def with_goals(bench: Bench, me: GoalRule | None = None, team: GoalRule | None = None, **more: object) -> None:
    policy = bench.desk.policy._replace(goal=GoalRules(me, team), **more)  # type: ignore[arg-type]
    bench.desk = bench.desk._replace(policy=policy)


def as_lead(bench: Bench) -> None:
    bench.desk = bench.desk._replace(config=bench.desk.config._replace(me=MeSettings(role="lead")))


def booked(bench: Bench, minutes: int, person: str = "me", at: int | None = None, kind: str = "work") -> None:
    key = f"standalone:time:{bench.database.read().value('SELECT count(*) FROM time_entry')}"
    entry = TimeEntry(key, person, at or bench.at - MINUTE, minutes, None, kind)  # type: ignore[arg-type]
    bench.database.write(lambda tx: mirror.store(tx, Facts(time_entries=(entry,))))


def put(bench: Bench, *said: Message) -> None:
    bench.database.write(lambda tx: mirror.store(tx, Facts(messages=said)))


def mine(bench: Bench) -> Progress:
    return progress.both(bench.desk).me


# -- what can be counted -----------------------------------------------------------------------------------------


def test_billable_needs_a_remote_that_tells_everything_else_is_counted_here() -> None:
    billable, here = GoalRules(me=GoalRule("billable", 300), team=GoalRule("articles", 2)), local_capabilities("here")
    kept, lines = countable(billable, here)
    assert kept == GoalRules(me=None, team=GoalRule("articles", 2))
    assert lines == ("[goal] me: billable cannot be counted here, so there is no goal for it",)
    assert countable(billable, here._replace(billable=True)) == (billable, ())


# -- AC-25: met, behind, none, no team ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "minutes", "pace", "words"),
    [
        (None, 45, "no goal", "45 m"),
        (GoalRule("worked", 0), 45, "no goal", "45 m"),
        (SIX_HOURS, 0, "behind pace", "0 m of 6 h"),
        (SIX_HOURS, 70, "on pace", "1 h 10 of 6 h"),
        (SIX_HOURS, 68, "behind pace", "1 h 08 of 6 h"),
        (SIX_HOURS, 360, "goal met", "6 h of 6 h"),
        (SIX_HOURS, 1000, "goal met", "16 h 40 of 6 h"),
    ],
)
async def test_ac25_bar_and_words(bench: Bench, rule: GoalRule | None, minutes: int, pace: str, words: str) -> None:
    """At 10:42 of nine to five 102 of 480 minutes are over: on pace is 76, a tenth less is still on pace."""
    with_goals(bench, rule, SIXTY)
    if minutes:
        booked(bench, minutes)
    (line,) = board_view(bench.desk).goals
    assert (line.label, line.pace, line.words) == ("You", pace, words)
    assert (line.share is None) == (rule is None or not rule.target)
    assert line.share is None or 0 <= line.share <= 1
    assert not hasattr(line, "role"), "the face has one style for all of them"


async def test_ac25_a_team_of_nobody_and_one_of_me_alone_have_no_bar(bench: Bench) -> None:
    with_goals(bench, SIX_HOURS, SIXTY, teams=(("Ghosts", TeamRule(())), ("Me", TeamRule(("me",)))))
    assert progress.both(bench.desk).teams == ()
    assert [one.label for one in board_view(bench.desk).goals] == ["You"]


async def test_ac25_a_team_padded_with_names_that_are_nobody_has_no_bar(team: Bench) -> None:
    padded = (("Twice", TeamRule(("priya", "priya"))), ("Made up", TeamRule(("priya", "zorro"))))
    with_goals(team, SIX_HOURS, SIXTY, teams=padded)
    assert progress.both(team.desk).teams == ()
    assert [one.label for one in explain(team.desk)] == ["You"]


async def test_ac25_a_team_that_does_not_work_today_divides_by_nothing(team: Bench) -> None:
    off = tuple((one, PersonRule(off=frozenset({"2026-11-24"}))) for one in team.desk.me.members)
    with_goals(team, SIX_HOURS, SIXTY, people=off)
    both = progress.both(team.desk)
    assert (both.me.pace, both.teams[0][1].pace) == ("on", "on")
    assert "nothing is expected" in (explain(team.desk)[0].pace_because or "")


async def test_several_teams_of_mine_have_a_bar_each_under_their_names(team: Bench) -> None:
    named = (
        ("Mail", TeamRule(("dana", "marcus"))),
        ("Rest", TeamRule(("priya", "jonas"))),
        ("All", TeamRule(("dana", "priya"))),
    )
    with_goals(team, SIX_HOURS, SIXTY, teams=named)
    assert [one.label for one in board_view(team.desk).goals] == ["You", "Mail", "All"]


# -- pace goes by working time -----------------------------------------------------------------------------------

LONDON = Shift(zone="Europe/London")


def at(day: str, minute: int, zone: str = "Europe/London") -> int:
    return at_minute(date.fromisoformat(day), minute, zone)


@pytest.mark.parametrize(
    ("day", "minute", "shift", "expected"),
    [
        ("2026-11-24", 13 * 60, LONDON, 240),
        ("2026-10-26", 13 * 60, LONDON, 240),  # the first working day of winter time
        ("2026-03-30", 11 * 60, LONDON, 120),  # and of summer time
        ("2026-12-24", 11 * 60, LONDON._replace(other=(("2026-12-24", (540, 780)),)), 240),  # half a day, half over
        ("2026-12-25", 11 * 60, LONDON._replace(holidays=frozenset({"2026-12-25"})), 0),
        ("2026-11-27", 11 * 60, LONDON._replace(other=((4, (540, 780)),)), 240),  # Fridays until one
        ("2026-11-28", 11 * 60, LONDON, 0),  # a Saturday
    ],
)
async def test_pace_by_the_day(bench: Bench, day: str, minute: int, shift: Shift, expected: int) -> None:
    """Eight hours' goal: ``expected`` minutes are on pace, a tenth less is, less than that is not."""
    bench.at = at(day, minute)
    with_goals(bench, GoalRule("worked", 480), shifts=(("day", shift),))
    bench.desk = bench.desk._replace(
        config=bench.desk.config._replace(time=bench.desk.config.time._replace(zone=shift.zone))
    )
    least = -(-9 * expected // 10)
    if least:
        booked(bench, least - 1)
        assert mine(bench).pace == "behind"
        booked(bench, 1)
    assert mine(bench).pace == "on"
    told = explain(bench.desk)[0].pace_because or ""
    assert ("nothing is expected" in told) == (expected == 0)


async def test_a_week_over_the_change_of_the_clocks_has_its_working_hours_and_no_more(bench: Bench) -> None:
    """Week of 23 March: Sunday has 23 hours, the working week forty. On Wednesday at one half of it is over."""
    bench.at = at("2026-03-25", 13 * 60)
    with_goals(bench, GoalRule("worked", 2400, "week"), shifts=(("day", LONDON),))
    booked(bench, 1080)
    assert mine(bench).pace == "on"
    booked(bench, 0)
    with_goals(bench, GoalRule("worked", 2401, "week"), shifts=(("day", LONDON),))
    assert mine(bench).pace == "behind"


async def test_the_pace_of_a_team_is_that_of_its_hours_added_up(team: Bench) -> None:
    """Six people, one of them from noon on, one off: of 36 hours 8 h 30 are over at 10:42."""
    late = Shift(from_minute=12 * 60, until_minute=16 * 60, zone="Europe/London")
    people = (("priya", PersonRule("late")), ("jonas", PersonRule(off=frozenset({"2026-11-24"}))))
    shifts = (*team.desk.policy.shifts, ("late", late))
    with_goals(team, None, GoalRule("done", 172), people=people, shifts=shifts)
    assert progress.both(team.desk).teams[0][1].pace == "on"  # 41 >= 0.9 x 172 x 408 / 2160 = 29.2
    told = explain(team.desk)[1].pace_because or ""
    assert "6 h 48 of 36 h" in told
    with_goals(team, None, GoalRule("done", 242), people=people, shifts=shifts)
    assert progress.both(team.desk).teams[0][1].pace == "behind"


async def test_days_off_of_my_own_settings_are_no_working_time(bench: Bench) -> None:
    with_goals(bench, SIX_HOURS)
    assert mine(bench).pace == "behind"
    me = MeSettings(off=frozenset({"2026-11-24"}))
    bench.desk = bench.desk._replace(config=bench.desk.config._replace(me=me))
    assert mine(bench).pace == "on"


# -- replies and articles ----------------------------------------------------------------------------------------


async def test_replies_in_time_are_a_percentage_of_those_answered(bench: Bench) -> None:
    with_goals(bench, GoalRule("replies", 90))
    assert (mine(bench).done, mine(bench).pace) == (100, "met"), "nobody had to wait"
    ticket = await bench.ticket()
    for name, asked, answered in (("a", 6 * DAY, 6 * DAY - HOUR), ("b", DAY, 2 * HOUR), ("c", 90 * MINUTE, HOUR)):
        said = [(f"{name}1", asked, "client"), (f"{name}2", answered, "staff")]
        put(bench, *(_said(bench, ticket.id, *one) for one in said))
    assert progress.replies_in_time(bench.desk, bench.database.read(), bench.at - 10 * HOUR, bench.at) == (1, 2)
    assert (mine(bench).done, mine(bench).pace) == (50, "behind")
    sheet = explain(bench.desk)[0]
    assert [one.amount for one in sheet.records] == ["after 30 m", "after 6 h 18"]
    assert "replies in time a day" in sheet.rule


def _said(bench: Bench, ticket: str, name: str, ago: int, author: str) -> Message:
    plain = message(name, "Words.", client=author == "client", public=True, at=bench.at - ago)
    return plain._replace(ticket_id=ticket, author_id="me" if author == "staff" else "c1")


async def test_a_reply_that_needs_no_answer_counts_as_answered(bench: Bench) -> None:
    with_goals(bench, GoalRule("replies", 90))
    ticket = await bench.ticket()
    bench.at += MINUTE
    bench.client_writes(ticket, "Thanks")
    bench.at += 5 * MINUTE
    await replies.no_answer(bench.desk, ticket.id)
    assert progress.replies_in_time(bench.desk, bench.database.read(), TUESDAY, bench.at + 1) == (1, 1)


async def test_articles_are_the_notes_marked_as_solutions(bench: Bench) -> None:
    with_goals(bench, GoalRule("articles", 1, "week"))
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Not this one", measure=False)
    assert (mine(bench).done, mine(bench).unit) == (0, "count")
    await notes.add(bench.desk, ticket.id, "Clean the roller of tray 2 #kb", measure=False)
    assert (mine(bench).done, mine(bench).pace) == (1, "met")


async def test_articles_and_replies_of_a_team_come_from_its_sums_and_mine_on_top(team: Bench) -> None:
    with_goals(team, None, GoalRule("replies", 80, "week"))
    of_week = progress.both(team.desk).teams[0][1]
    assert 50 <= of_week.done < 100
    assert of_week.unit == "percent"
    with_goals(team, None, GoalRule("articles", 1, "month"))
    before = progress.both(team.desk).teams[0][1].done
    await notes.add(team.desk, "demo:ticket:48213", "A solution #kb", measure=False)
    assert progress.both(team.desk).teams[0][1].done == before + 1


# -- which goal holds --------------------------------------------------------------------------------------------


async def test_a_proposal_holds_once_it_is_accepted(bench: Bench) -> None:
    with_goals(bench, SIX_HOURS)
    assert await goal_acts.propose(bench.desk, GoalRule("planned", 300)) is False
    assert mine(bench).metric == "worked"
    assert explain(bench.desk)[0].proposed == "5h planned per day"
    bench.at += MINUTE
    assert await goal_acts.accept(bench.desk) == GoalRule("planned", 300)
    assert (mine(bench).metric, mine(bench).target) == ("planned", 300)
    assert explain(bench.desk)[0].proposed is None
    assert "agreed" in explain(bench.desk)[0].rule
    with pytest.raises(ImpossibleAct, match="nothing is proposed"):
        await goal_acts.accept(bench.desk)
    bench.at += MINUTE
    await goal_acts.set_own(bench.desk, None)
    assert mine(bench).target == 360, "what the policy says holds again"


async def test_a_goal_leaves_time_to_breathe(bench: Bench) -> None:
    """Four fifths of eight hours are 6 h 24."""
    await goal_acts.set_own(bench.desk, GoalRule("worked", 384))
    for rule in (
        GoalRule("worked", 385),
        GoalRule("planned", 33 * 60, "week"),
        GoalRule("billable", 60),
        GoalRule("done", 0),
    ):
        with pytest.raises(UsageError):
            await goal_acts.propose(bench.desk, rule)
    assert mine(bench).target == 384


async def test_what_a_lead_sets_for_the_team_holds_on_every_machine_that_reads_the_team_ticket(team: Bench) -> None:
    ours = teams.teams(team.desk, team.database.read())[0]
    with pytest.raises(UsageError, match="for a lead"):
        await goal_acts.set_team(team.desk, ours, GoalRule("done", 50))
    as_lead(team)
    assert await goal_acts.set_team(team.desk, ours, GoalRule("done", 50)) is True
    await team.deliver()
    team.database.write(lambda tx: tx.run("DELETE FROM goal"))  # as on another machine, which has only the note
    assert progress.both(team.desk).teams[0][1].target == 50
    assert "from the team ticket" in explain(team.desk)[1].rule


async def test_a_proposal_on_the_team_ticket_is_accepted_by_the_lead_and_by_nobody_else(team: Bench) -> None:
    ticket = f"demo:ticket:{TEAM_TICKET}"
    said = message("p1", "Workboard goal 1 proposed: 20 done per week", at=team.at - HOUR)
    put(team, said._replace(ticket_id=ticket, author_id="priya"))
    with pytest.raises(UsageError, match="for a lead"):
        await goal_acts.accept(team.desk, "priya")
    as_lead(team)
    assert await goal_acts.accept(team.desk, "priya") == GoalRule("done", 20, "week")
    with pytest.raises(ImpossibleAct, match="jonas has proposed nothing"):
        await goal_acts.accept(team.desk, "jonas")
    await team.deliver()
    found = goals.books(team.desk, team.database.read())
    assert [(one.line.what, one.line.about) for one in found.said] == [("proposed", ""), ("accepted", "priya")]
    assert goals.of_me(team.desk, found).source == "policy", "it is not mine"
    hers = team.desk.database.read().value(
        "SELECT body FROM message WHERE ticket_id = ? ORDER BY at DESC LIMIT 1", (ticket,)
    )
    assert hers == "Workboard goal 1 accepted priya: 20 done per week"


async def test_a_goal_on_the_team_ticket_that_nobody_can_read_changes_nothing(team: Bench) -> None:
    ticket = f"demo:ticket:{TEAM_TICKET}"
    said = (
        "Workboard goal 1 team Team: many",
        "Workboard goal 2 team Team: 1 done per day",
        "Workboard goal 1 team Else: 1 done per day",
    )
    for at_, body in enumerate(said):
        put(team, message(f"x{at_}", body, at=team.at - HOUR + at_)._replace(ticket_id=ticket))
    assert progress.both(team.desk).teams[0][1].target == 60


# -- explained ---------------------------------------------------------------------------------------------------


async def test_the_figure_is_the_sum_of_its_records(team: Bench) -> None:
    own, ours = explain(team.desk)
    assert own.progress.done == 220
    assert sum(int(one.amount.removesuffix(" m")) for one in own.records) + 0 * own.more == 220
    assert ours.records == (), "of a team there are sums alone"
    assert [day.amount for day in own.history][-1] == 220
    assert [day.amount for day in ours.history][-1] == 41
    assert len(own.history) == len(own.spark) == 14
    assert not own.history[4].works, "a Sunday"
    assert own.spark[4] == " "


async def test_what_is_on_its_way_counts_and_is_named(bench: Bench) -> None:
    with_goals(bench, GoalRule("planned", 300))
    ticket = await bench.ticket()
    booked(bench, 20, kind="interruption")
    await notes.add(bench.desk, ticket.id, "Looked +15m", measure=False)
    assert mine(bench).done == 15
    (record,) = explain(bench.desk)[0].records
    assert record.amount == "15 m"
    assert ticket.number in record.what


async def test_a_goal_of_things_done_names_what_was_closed(bench: Bench) -> None:
    with_goals(bench, GoalRule("done", 4))
    ticket = await bench.ticket()
    event = DoneEvent("standalone:done:1", "me", bench.at - HOUR, ticket.id)
    bench.database.write(lambda tx: mirror.store(tx, Facts(done_events=(event,))))
    bench.put(bench.truth(ticket.id)._replace(category="done"))
    assert mine(bench).done == 1
    assert [one.what for one in explain(bench.desk)[0].records] == [f"#{ticket.number} {ticket.title}"]


# -- how it looks ------------------------------------------------------------------------------------------------


def test_ac25_behind_looks_like_met_and_nothing_of_it_is_in_focus() -> None:
    """The same roles whatever the pace is, none of them the alarming ones; the focus screen knows no goal."""
    drawn = set()
    for pace in ("on pace", "behind pace", "goal met", "no goal"):
        rows = goal_lines(VIEW._replace(goals=(GoalLine("You", "3 h of 6 h", pace, 0.5),)), 80)
        drawn.add(tuple(role for _, line in rows for _, role in line))
    (roles,) = drawn
    assert not {"alert", "warm"} & set(roles)
    assert not [name for name in FocusView._fields if "goal" in name or "progress" in name]


async def test_the_end_of_a_teams_goal_is_said_to_all_too(team: Bench) -> None:
    ours = teams.teams(team.desk, team.database.read())[0]
    as_lead(team)
    await goal_acts.set_team(team.desk, ours, GoalRule("done", 50))
    team.at += MINUTE
    assert await goal_acts.set_team(team.desk, ours, None) is True
    await team.deliver()
    team.database.write(lambda tx: tx.run("DELETE FROM goal"))  # as on another machine, which has only the notes
    held = goals.of_team(team.desk, goals.books(team.desk, team.database.read()), ours)
    assert held == goals.Held(ours.goal), "what the policy says holds again"


async def test_where_no_team_ticket_is_named_a_lead_hears_what_is_missing(bench: Bench) -> None:
    as_lead(bench)
    with pytest.raises(ImpossibleAct, match=r"team_ticket in config\.toml"):
        await goal_acts.accept(bench.desk, "ana")


def test_what_begins_a_goal_on_the_team_ticket_is_said_twice_and_is_one() -> None:
    assert goals.GOAL == team_notes.GOAL
