"""The lead screen's figures, each counted again the slow way; who may be named; what a lead does."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from tests.board.bench import MINUTE, Bench, demo
from tests.support import naive_lead as naive
from workboard.backends.demo.kind import TEAM_TICKET
from workboard.board import lead, lead_acts, lead_words, notes, progress, skipping, teams
from workboard.board.goal_sheet import explain_team
from workboard.board.lead_face import row_of, rows_of, tickets_on
from workboard.board.lead_json import shape
from workboard.board.lead_view import lead_view
from workboard.board.lead_words import SHOWN, TOO_FEW
from workboard.board.offer import offer
from workboard.board.report import week
from workboard.board.teams import Team
from workboard.board.why import of_ticket
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.lead import figures as f
from workboard.domain.lead.figures import Figures
from workboard.domain.rules import GoalRule, PersonRule, Shift, TeamRule
from workboard.settings.config import MeSettings
from workboard.store import overlay, people, texts, to_do

HARD = "48206"
"""somebody asked for help on it"""


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The demo's first morning, led by whoever sits there."""
    made = await demo(tmp_path)
    made.desk = made.desk._replace(
        config=made.desk.config._replace(me=MeSettings(role="lead")),
        capabilities=made.desk.capabilities._replace(team_ticket=TEAM_TICKET),
    )
    with made:
        yield made


def team(bench: Bench) -> Team:
    return teams.teams(bench.desk, bench.database.read())[0]


def look(bench: Bench) -> Figures:
    return lead.figures(bench.desk, team(bench))


def slowly(bench: Bench) -> naive.Desk:
    return naive.read(bench.database.path, team(bench).people, bench.at, bench.desk.zone, f"demo:ticket:{TEAM_TICKET}")


# -- each figure -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [0, 4 * 60, 24 * 60, 5 * 24 * 60])
async def test_every_figure_is_what_counting_by_hand_says(bench: Bench, later: int) -> None:
    bench.at += later * MINUTE
    found, desk = look(bench), slowly(bench)
    assert found.goal is not None
    assert found.goal.done == naive.finished(desk, desk.today)
    assert [one or 0 for one in found.history] == [naive.finished(desk, day) for day in naive.days_back(desk, 14)]
    assert [one is None for one in found.history] == [day.weekday() > 4 for day in naive.days_back(desk, 14)]
    assert tuple(found.kept) == naive.kept(desk)
    assert (found.load.planned, found.load.interrupted, found.load.capacity) == naive.load(desk)
    assert list(found.flow.came) == naive.came(desk)
    assert list(found.flow.went) == naive.went(desk)
    assert (found.flow.queue, found.flow.queue_minutes) == naive.queue(desk)
    assert found.flow.worked_a_day == pytest.approx(naive.worked_a_day(desk))
    assert found.flow.oldest is not None
    assert found.flow.oldest.created_at == min(one["created_at"] for one in desk.open())
    assert list(found.targets.past) == naive.past_due(desk)
    assert found.targets.due_soon == naive.due_soon(desk)
    assert (found.replies.waiting, found.replies.longest) == naive.waiting(desk)
    assert dict(found.blocked) == naive.blocked(desk)
    assert [(one.number, one.asked_by) for one in found.help] == naive.help_wanted(desk)
    by_source = {name: tuple(each) for name, each in found.interruptions.by_source}
    assert by_source == naive.interrupted(desk, lead.SUMS_DAYS, 3)
    names = dict(people.names_of(bench.database.read(), team(bench).people))
    assert {one.name: one.minutes for one in found.room} == {names[k]: v for k, v in naive.free(desk).items()}
    repeated = {one.title: (one.tickets, one.clients, one.article) for one in found.repeats}
    assert repeated == naive.same_titles(desk)


async def test_the_first_morning_is_worth_looking_at(bench: Bench) -> None:
    """Not that everything is zero on both sides."""
    found = look(bench)
    assert found.goal is not None
    assert (found.goal.done, found.goal.target, found.goal.pace) == (41, 60, "on")
    assert found.kept.due > 10
    assert sum(found.targets.past) >= 2
    assert found.replies.waiting >= 4
    assert len(found.blocked) >= 5
    assert found.help
    assert found.interruptions.days == 5
    assert found.interruptions.people == 5
    assert found.interruptions.focus_blocks > found.interruptions.focus_kept > 0
    assert len(found.repeats) > 5
    assert {one.article for one in found.repeats[:8]} == {True, False}


# -- who is named ------------------------------------------------------------------------------------------------

NAMES = re.compile("Dana|Marcus|Bell|Priya|Nair|Jonas|Weber|Aoife|Kelly|Okafor")


async def test_names_stand_only_where_help_was_asked_for_and_where_room_is(bench: Bench) -> None:
    view = lead_view(bench.desk)
    named = {
        section.title.split(" (")[0]
        for section in view.sections
        for row in section.rows
        if NAMES.search(" ".join((row.label, row.words, row.note)))
    }
    assert named == {"HELP WANTED", "ROOM"}
    json = shape(look(bench))
    named = {name for name, value in json.items() if NAMES.search(str(value))}
    assert named == {"help_wanted", "room"}


@pytest.mark.parametrize(("least", "days"), [(3, 5), (5, 5), (6, 0)])
async def test_interruptions_of_too_few_people_are_not_told(bench: Bench, least: int, days: int) -> None:
    policy = bench.desk.policy
    bench.desk = bench.desk._replace(policy=policy._replace(goal=policy.goal._replace(min_group=least)))
    found = look(bench)
    assert found.interruptions.days == days
    told = next(one for one in lead_view(bench.desk).sections if one.title == "INTERRUPTIONS")
    assert (TOO_FEW in {row.words for row in told.rows}) == (days == 0)
    assert (shape(found)["interruptions"] == TOO_FEW) == (days == 0)


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (("dana", "marcus", "priya", "jonas"), False),
        (("dana", "marcus", "priya"), False),
        (("dana", "marcus", "priya", "jonas", "aoife"), True),
        (("dana", "marcus", "priya", "zoe", "zora"), False),
        (("dana", "marcus"), True),
        ((), True),
    ],
)
async def test_sums_that_less_anothers_are_one_or_two_peoples_are_not_told(
    bench: Bench, members: tuple[str, ...], told: bool
) -> None:
    """A name that nobody has makes no difference. Of the smaller team there is nothing to take away."""
    everybody = ("dana", "marcus", "priya", "jonas", "aoife")
    of_policy = (("All", TeamRule(everybody)), ("Day", TeamRule(members)))
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(teams=of_policy))
    larger, smaller = teams.teams(bench.desk, bench.database.read())
    found = lead.figures(bench.desk, larger)
    assert (found.interruptions.days > 0) == told
    assert found.goal is not None, "the work itself is the team's"
    assert (shape(found)["interruptions"] == TOO_FEW) == (not told)
    rows = next(one for one in lead_view(bench.desk, 0).sections if one.title == "INTERRUPTIONS").rows
    assert ("another team has all of its people but a few" in {row.note for row in rows}) == (not told)
    assert (week(bench.desk, larger, date(2026, 11, 18)).interruptions.days > 0) == told
    assert (lead.figures(bench.desk, smaller).interruptions.days > 0) == (len(members) > 2)


async def test_a_team_of_two_has_no_sums_of_interruptions_but_its_own_goal_and_queue(bench: Bench) -> None:
    two = (("Two", TeamRule(("marcus", "priya"), goal=GoalRule("done", 20))), ("Rest", TeamRule(("jonas", "aoife"))))
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(teams=two))
    view = lead_view(bench.desk, 0)
    assert view.teams == ("Two", "Rest")
    first, second = (lead.figures(bench.desk, one) for one in teams.teams(bench.desk, bench.database.read()))
    assert first.goal is not None
    assert second.goal is not None
    assert (first.goal.target, second.goal.target) == (20, 60), "its own, else the policy's for all"
    assert first.goal.done + second.goal.done == 41 - 7 - 2, "all but mine and the lead's"
    assert first.interruptions.days == second.interruptions.days == 0
    assert lead_view(bench.desk, 1).team == "Rest"
    assert lead_view(bench.desk, 2).team == "Two", "past the last comes the first"


async def test_unowned_tickets_belong_to_the_team_of_their_queue(bench: Bench) -> None:
    people = team(bench).people
    of_all = look(bench).flow.queue
    named = lead.figures(bench.desk, Team("a", people, ("Service Desk",))).flow.queue
    other = lead.figures(bench.desk, Team("b", people, ("Projects",))).flow.queue
    assert named == of_all
    assert other == of_all - 3, "the three that nobody has lie in another queue"


async def test_part_time_and_days_off_count_for_load_and_room(bench: Bench) -> None:
    whole = look(bench)
    half = Shift(from_minute=9 * 60, until_minute=13 * 60)
    policy = bench.desk.policy._replace(
        shifts=(*bench.desk.policy.shifts, ("part", half)),
        people=(("marcus", PersonRule("part")), ("priya", PersonRule(off=frozenset({"2026-11-24"})))),
    )
    bench.desk = bench.desk._replace(policy=policy)
    found = look(bench)
    assert whole.load.capacity - found.load.capacity == 4 * 60 + 8 * 60
    before, after = ({one.name: one.minutes for one in each.room} for each in (whole, found))
    assert "Priya Nair" not in after
    assert before["Marcus Bell"] - after.get("Marcus Bell", 0) >= min(before["Marcus Bell"], 240)


# -- what a lead does --------------------------------------------------------------------------------------------


async def test_a_lead_assigns_the_next_step_of_anybodys_ticket(bench: Bench) -> None:
    ticket = overlay.tickets_named(bench.database.read(), HARD)[0]
    await lead_acts.assign_step(bench.desk, ticket.id, "  Call the   vendor ")
    await bench.deliver()
    assert to_do.next_step(bench.database.read(), ticket.id) == "Call the vendor"
    assert not look(bench).help, "with a next step nobody has to answer any more"


async def test_answering_a_request_for_help_settles_it_until_it_is_asked_again(bench: Bench) -> None:
    (asked,) = look(bench).help
    await lead_acts.give_help(bench.desk, asked.ticket_id, "Priya calls at three")
    await bench.deliver()
    assert not look(bench).help
    newest = texts.messages(bench.database.read(), asked.ticket_id)[0]
    assert newest.body == "Help given: Priya calls at three"
    assert newest.visibility == "internal"


async def test_what_is_moved_up_comes_first_and_says_why_until_it_is_let_go(bench: Bench) -> None:
    found = offer(bench.desk)
    last = found.ranked[-1]
    assert last.band > 1
    await lead_acts.move_up(bench.desk, last.ticket.id, "the hearing is today")
    await bench.deliver()
    moved = offer(bench.desk)
    first = next(one for one in moved.ranked if one.climbed != 1 and one.key[1])
    assert first.ticket.id == last.ticket.id
    assert first.candidate.moved is not None
    assert first.candidate.moved.reason == "the hearing is today"
    about = of_ticket(bench.desk, first.ticket)
    assert about.rule == "moved"
    assert about.sentence == "Moved up by Dana 10:43: the hearing is today."
    await skipping.skip(bench.desk, first.activity.id, "wrong order")
    bench.at += 2 * 60 * MINUTE
    assert all(one.candidate.moved is None for one in offer(bench.desk).ranked), "it was first once"


async def test_emergencies_and_fixed_times_stay_before_what_is_moved_up(bench: Bench) -> None:
    ranked = offer(bench.desk).ranked
    urgent = [one.ticket.id for one in ranked if one.climbed == 1]
    await lead_acts.move_up(bench.desk, ranked[-1].ticket.id, "because")
    await bench.deliver()
    again = offer(bench.desk).ranked
    assert [one.ticket.id for one in again[: len(urgent)]] == urgent


async def test_acts_are_for_a_lead_and_say_what_is_missing(bench: Bench) -> None:
    ticket = overlay.tickets_named(bench.database.read(), HARD)[0]
    with pytest.raises(UsageError, match="why does it go first"):
        await lead_acts.move_up(bench.desk, ticket.id, " ")
    with pytest.raises(UsageError, match="200 characters"):
        await lead_acts.assign_step(bench.desk, ticket.id, "x" * 201)
    bench.desk = bench.desk._replace(config=bench.desk.config._replace(me=MeSettings(role="technician")))
    with pytest.raises(UsageError, match="for a lead"):
        await lead_acts.move_up(bench.desk, ticket.id, "because")
    assert not bench.waiting()


async def test_a_fix_that_one_of_the_team_wrote_down_is_known_to_the_lead(bench: Bench) -> None:
    unknown = next(one for one in look(bench).repeats if not one.article)
    ticket_id = bench.database.read().value("SELECT max(id) FROM ticket WHERE title = ?", (unknown.title,))
    await notes.add(bench.desk, ticket_id, "It is the cable behind the desk #kb")
    await bench.deliver()
    assert unknown._replace(article=True) in look(bench).repeats


# -- several teams -----------------------------------------------------------------------------------------------


async def test_the_goals_of_all_teams_stand_side_by_side(bench: Bench) -> None:
    policy = bench.desk.policy
    named = (
        ("First", TeamRule(("dana", "marcus"), goal=GoalRule("done", 30))),
        ("Second", TeamRule(("priya", "jonas", "aoife"), goal=GoalRule("worked", 1200, "week"))),
    )
    assert "TEAMS" not in {one.title for one in lead_view(bench.desk).sections}, "one team is not side by side"
    bench.desk = bench.desk._replace(policy=policy._replace(teams=named))
    for at in (0, 1):
        view = lead_view(bench.desk, at)
        rows = view.sections[0].rows
        assert view.sections[0].title == "TEAMS"
        assert [row.label.endswith(SHOWN) for row in rows] == [at == 0, at == 1]
        found = [lead.figures(bench.desk, one).goal for one in teams.teams(bench.desk, bench.database.read())]
        assert [row.words for row in rows] == [f"{progress.words(one)} {one.metric}" for one in found if one], (
            "what is counted stands beside the number, also where the note has no room"
        )
        assert view.sections[1].title == ("GOAL today", "GOAL this week")[at]


async def test_what_one_person_did_is_nobody_elses_figure(bench: Bench) -> None:
    """A team of one would be a way to ask for a person; what lies there and who waits is no such figure."""
    alone = (("Night", TeamRule(("marcus",), goal=GoalRule("done", 20))), ("Day", TeamRule(("priya", "jonas"))))
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(teams=alone))
    night, day = teams.teams(bench.desk, bench.database.read())
    found = lead.figures(bench.desk, night)
    assert found.alone
    assert found == f.Figures(
        "Night", 1, flow=found.flow, targets=found.targets, replies=found.replies, blocked=found.blocked,
        help=found.help, repeats=found.repeats, room=found.room, alone=True,
    )  # fmt: skip
    assert (found.flow.came, found.flow.went, found.flow.days_to_clear) == ((), (), None)
    assert found.flow.queue > 0
    json = shape(found)
    for name in ("goal", "history", "planned_kept", "load", "interruptions"):
        assert json[name] == TOO_FEW
    assert lead_view(bench.desk, 0).sections[0].rows[0].words == TOO_FEW
    assert lead_view(bench.desk, 1).sections[0].rows[0].words == TOO_FEW, "nor beside another team"
    with pytest.raises(ImpossibleAct, match="a team of one"):
        week(bench.desk, night)
    assert not lead.figures(bench.desk, day).alone
    me_alone = Team("Mine", (bench.desk.me.id,), (), night.goal)
    assert lead.figures(bench.desk, me_alone).goal is not None, "one's own figures are one's own"


@pytest.mark.parametrize("members", [("marcus", "marcus"), ("marcus", "zorro"), ("marcus", "MARCUS"), ("a", "b")])
async def test_names_that_are_nobody_hide_nobody(bench: Bench, members: tuple[str, ...]) -> None:
    """A made-up colleague would make a team of two of one person, and that person's figures its sums."""
    padded = (("Night", TeamRule(members, goal=GoalRule("done", 20))), ("Day", TeamRule(("priya", "jonas"))))
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(teams=padded))
    night = teams.teams(bench.desk, bench.database.read())[0]
    found = lead.figures(bench.desk, night)
    assert (found.alone, found.goal, found.history) == (True, None, ())
    assert lead.team_goal(bench.desk, night) is None
    with pytest.raises(ImpossibleAct, match="a team of one"):
        week(bench.desk, night)
    with pytest.raises(ImpossibleAct, match="too few"):
        explain_team(bench.desk, night)


async def test_a_team_of_nobody_says_so_and_asks_for_no_goal(bench: Bench) -> None:
    found = lead.figures(bench.desk, Team("Empty", (), (), GoalRule("articles", 20)))
    section = lead_words.goal(found)
    assert [row.words for row in section.rows] == ["nobody is in it"]


async def test_a_few_a_day_are_said_to_the_tenth(bench: Bench) -> None:
    rows = lead_words.flow(f.Flow((0, 2, 0, 0, 0, 0, 0), (70,) * 7), bench.at).rows
    assert [row.words for row in rows[:2]] == ["0.3", "70"]


@pytest.mark.parametrize("width", [80, 120, 200])
async def test_each_ticket_that_can_be_chosen_has_its_row(bench: Bench, width: int) -> None:
    """Also where two of them stand side by side."""
    view = lead_view(bench.desk)
    rows = rows_of(view, width)
    for one in view.choosable:
        assert one in tickets_on(view, width, row_of(view, width, one), 1)
    assert sorted(tickets_on(view, width, 0, rows)) == sorted(view.choosable)
