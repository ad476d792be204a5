"""The lead screen in a terminal: figures at every size, a ticket to choose, acts in one line; the goal explained."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.color import Color
from textual.screen import Screen

from tests.board import bench as benches
from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import opened, segments, shown, typed
from tests.ui.test_assign_step import ASKED, choose
from workboard.backends.demo.kind import TEAM_TICKET
from workboard.board import teams
from workboard.board.lead import figures as lead_figures
from workboard.board.lead_view import LeadView, lead_view
from workboard.domain.errors import NotStored
from workboard.domain.rules import GoalRule, TeamRule
from workboard.settings.config import MeSettings
from workboard.store import entries, texts
from workboard.ui.dialogs.assign_step import AssignStep
from workboard.ui.dialogs.lead_lines import GiveHelp, MoveUp
from workboard.ui.screens.board import Board
from workboard.ui.screens.lead import Lead
from workboard.ui.screens.one_ticket import OneTicket
from workboard.ui.widgets.lead_board import LeadBoard

SIZES = [(60, 16), (80, 24), (120, 40), (200, 60)]


@pytest.fixture
async def lead(tmp_path: Path) -> AsyncIterator[Bench]:
    made = await benches.demo(tmp_path)
    config = made.desk.config._replace(me=MeSettings(role="lead"))
    capabilities = made.desk.capabilities._replace(team_ticket=TEAM_TICKET)
    made.desk = made.desk._replace(config=config, capabilities=capabilities)
    with made:
        yield made


@pytest.mark.parametrize("size", SIZES)
async def test_every_section_can_be_read_at_every_size(lead: Bench, size: tuple[int, int]) -> None:
    view = lead_view(lead.desk)
    wanted = {section.title for section in view.sections}
    seen: set[str] = set()
    async with opened(lead, size) as pilot:
        await pilot.press("L")
        await until(lambda: "GOAL" in shown(pilot))
        assert isinstance(pilot.app.screen, Lead)
        for _ in range(12):
            text = shown(pilot)
            assert max(map(len, text.split("\n"))) <= size[0]
            seen |= {title for title in wanted if title in text}
            await pilot.press("pagedown")
        assert seen == wanted
        if size[0] >= 120:
            assert "41 of 60" in text, "all of it stands on one page"
        assert "on pace" in text or size[0] < 120
        await pilot.press("L")
        await until(lambda: isinstance(pilot.app.screen, Board))


async def test_no_figure_of_the_team_is_cut_on_eighty_columns(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "GOAL" in shown(pilot))
        seen = ""
        for _ in range(4):
            seen += shown(pilot)
            await pilot.press("pagedown")
    for section in lead_view(lead.desk).sections:
        for row in section.rows:
            if section.title not in ("HELP WANTED (1)", "AGAIN AND AGAIN"):
                assert row.words in seen, row
                assert row.note in seen, row


async def test_a_technician_has_no_lead_screen_and_hears_why(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("L")
        assert isinstance(pilot.app.screen, Board)
        assert "That is for a lead" in shown(pilot)


async def test_a_ticket_is_chosen_looked_at_and_put_first_with_a_reason(lead: Bench) -> None:
    oldest, asked = lead_view(lead.desk).choosable[0], ASKED
    async with opened(lead, (120, 40)) as pilot:
        await pilot.press("L")
        await until(lambda: "▸" in shown(pilot))
        await choose(pilot, asked)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await until(lambda: f"#{asked.rpartition(':')[2]}" in shown(pilot))
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        await pilot.press(*["up"] * 9, "r")
        await typed(pilot, "the auditor comes at noon")
        await pilot.press("enter")
        await until(lambda: "moved up" in shown(pilot))
        await choose(pilot, asked)
        await pilot.press("e")
        await typed(pilot, "Priya calls at three")
        await pilot.press("enter")
        await until(lambda: "answered" in shown(pilot))
    await lead.deliver()
    newest = [texts.messages(lead.database.read(), one)[0].body for one in (oldest, asked)]
    assert newest == ["Moved up: the auditor comes at noon", "Help given: Priya calls at three"]
    assert "nobody asked" in {section.aside for section in lead_view(lead.desk).sections}


async def test_no_key_does_anything_to_a_ticket_that_is_out_of_sight(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "▸" in shown(pilot))
        board = pilot.app.screen.query_one(LeadBoard)
        empty = 0
        for key in (*["pagedown"] * 4, *["pageup"] * 4):
            await pilot.press(key)
            assert ("▸" in shown(pilot)) == (board.chosen is not None)
            if board.chosen is None:
                empty += 1
                await pilot.press("a")
                assert isinstance(pilot.app.screen, Lead)
                assert "No ticket is in sight" in shown(pilot)
        assert empty
        await pilot.press(*["pagedown"] * 4, "down")
        assert "▸" in shown(pilot)


async def test_what_is_late_can_be_opened_and_put_first_from_there(lead: Bench) -> None:
    late = lead_figures(lead.desk, teams.teams(lead.desk, lead.database.read())[0]).targets.late[0]
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "PAST DUE (2)" in shown(pilot))
        assert f"#{late.number}  P{late.band}" in shown(pilot)
        await choose(pilot, late.ticket_id)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket) and f"#{late.number}" in shown(pilot))
        await pilot.press("r")
        await typed(pilot, "promised for today")
        await pilot.press("enter")
        await until(lambda: "moved up" in shown(pilot))
        await pilot.press("a")
        await until(lambda: isinstance(pilot.app.screen, AssignStep))
    await lead.deliver()
    assert texts.messages(lead.database.read(), late.ticket_id)[0].body == "Moved up: promised for today"


async def test_a_technician_looking_at_a_ticket_leads_nobody(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("slash")
        await typed(pilot, "48206")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        for key in ("a", "r"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, OneTicket)
            assert "works" in shown(pilot), "on another screen"
        assert "re-order" not in shown(pilot)


async def test_tab_goes_through_the_teams_and_the_goal_of_one_can_be_set(lead: Bench) -> None:
    teams = (("First line", TeamRule(("dana", "marcus"))), ("Second line", TeamRule(("priya", "jonas", "aoife"))))
    lead.desk = lead.desk._replace(policy=lead.desk.policy._replace(teams=teams))
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "Lead · First line (1 of 2)" in shown(pilot))
        await pilot.press("tab")
        await until(lambda: "Lead · Second line (2 of 2)" in shown(pilot))
        await pilot.press("g")
        await typed(pilot, "30 done per day")
        await pilot.press("enter")
        await until(lambda: "of 30" in shown(pilot))
        await pilot.press("tab")
        await until(lambda: "Lead · First line" in shown(pilot) and "of 60" in shown(pilot))


@pytest.mark.parametrize(("key", "kind", "said"), [("e", GiveHelp, "help"), ("r", MoveUp, "moving up")])
async def test_u_brings_one_line_back_into_its_sheet(lead: Bench, key: str, kind: type[Screen[str]], said: str) -> None:
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "▸" in shown(pilot))
        await choose(pilot, ASKED)
        await pilot.press(key)
        await until(lambda: isinstance(pilot.app.screen, kind))
        await typed(pilot, "Priya calls at three")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, kind))
        assert f"#48206: {said} taken back, nothing was sent" in shown(pilot)
        assert "Priya calls at three" in shown(pilot)
    assert entries.open_entries(lead.database.read()) == []


async def test_nobody_is_answered_who_asked_for_nothing(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "▸ Oldest" in shown(pilot))
        await pilot.press("e")
        await until(lambda: "Nobody asked for help on this one." in shown(pilot))
        assert isinstance(pilot.app.screen, Lead)


async def test_the_lead_screen_comes_back_where_workboard_was_left(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "GOAL" in shown(pilot))
    async with opened(lead) as pilot:
        await until(lambda: isinstance(pilot.app.screen, Lead))
        await until(lambda: "GOAL" in shown(pilot))


async def test_a_look_that_fails_says_why_and_the_figures_stay(lead: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a key or by itself: neither in silence nor with the end of the board."""
    teams = (("First line", TeamRule(("dana", "marcus"))), ("Second line", TeamRule(("priya", "jonas", "aoife"))))
    lead.desk = lead.desk._replace(policy=lead.desk.policy._replace(teams=teams))
    told: list[str] = []

    def fails(*_: object) -> LeadView:
        told.append(f"the file cannot be read, {len(told)}")
        raise NotStored(told[-1])

    async with opened(lead) as pilot:
        await pilot.press("L")
        await until(lambda: "First line" in shown(pilot))
        monkeypatch.setattr("workboard.ui.screens.lead.lead_view", fails)
        await pilot.press("tab")
        await until(lambda: bool(told) and told[-1][1:] in shown(pilot))
        screen = pilot.app.screen
        assert isinstance(screen, Lead)
        before = len(told)
        screen.look_again()
        await until(lambda: len(told) > before and told[-1][1:] in shown(pilot))
        assert "First line" in shown(pilot)


async def test_ac25_behind_pace_is_nowhere_in_the_colour_that_alarms(lead: Bench) -> None:
    policy = lead.desk.policy
    goals = policy.goal._replace(me=GoalRule("worked", 1400), team=GoalRule("done", 900))
    lead.desk = lead.desk._replace(policy=policy._replace(goal=goals))
    async with opened(lead, (120, 40)) as pilot:
        alarming = Color.parse(pilot.app.theme_variables["role-alert"]).rgb
        for keys in ((), ("g",), ("escape", "L")):
            await pilot.press(*keys)
            await until(lambda: "behind pace" in shown(pilot))
            styles = [style for line in segments(pilot) for text, style, _ in line if text.strip()]
            colours = {tuple(style.color.get_truecolor()) for style in styles if style is not None and style.color}
            assert len(colours) > 2
            assert alarming not in colours, keys


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_g_explains_the_figure_to_its_records(demo: Bench, size: tuple[int, int]) -> None:
    async with opened(demo, size) as pilot:
        await pilot.press("g")
        assert "Your goal" in shown(pilot)
        text = shown(pilot)
        for words in ("3 h 40 of 6 h", "on pace", "from the policy", "two weeks", "#48234", "41 of 60"):
            assert words in text
        assert not any(name in text for name in ("Marcus", "Priya", "Jonas", "Aoife", "Sam "))
        await pilot.press("g")
        assert "Your goal" not in shown(pilot)
