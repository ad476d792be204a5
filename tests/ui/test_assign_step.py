"""A lead's sheet for the next step and for whom it is: by keys, with room beside each name, no word of it lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.board import bench as benches
from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, foot, opened, sheet, shown, typed
from workboard.board import notes
from workboard.domain.intent import AddNote, Assign
from workboard.settings.config import MeSettings
from workboard.store import entries, texts
from workboard.ui.dialogs.assign_step import AssignStep
from workboard.ui.screens.lead import Lead
from workboard.ui.widgets.lead_board import LeadBoard

ASKED = "demo:ticket:48206"
"""somebody asked for help on it"""
NARROW = (60, 16)


async def choose(pilot: Eyes, ticket_id: str) -> None:
    """The mark stands on this ticket of the lead's screen."""
    board = pilot.app.screen.query_one(LeadBoard)
    while board.chosen != ticket_id:
        before = board.chosen
        await pilot.press("down")
        assert board.chosen != before, f"{ticket_id} is not listed"


@pytest.fixture
async def lead(tmp_path: Path) -> AsyncIterator[Bench]:
    made = await benches.demo(tmp_path)
    made.desk = made.desk._replace(config=made.desk.config._replace(me=MeSettings(role="lead")))
    with made:
        yield made


async def asking(pilot: Eyes) -> None:
    """The sheet is open for the ticket on which help was asked for."""
    await pilot.press("L")
    await until(lambda: "▸" in shown(pilot))
    await choose(pilot, ASKED)
    await pilot.press("a")
    await until(lambda: isinstance(pilot.app.screen, AssignStep))
    await pilot.pause()


def people(pilot: Eyes) -> list[str]:
    """The names that may be chosen as they stand there, the marked one with its mark."""
    lines = shown(pilot).split("\n")
    wanted = [line for line in lines if line.rstrip(" ▴▾").endswith(("has it now", "free today", "left today"))]
    return [" ".join(line.split()[:2]) if "▸" in line else line.split()[0] for line in wanted]


def written(bench: Bench) -> list[object]:
    return [one.intent for one in entries.open_entries(bench.database.read())]


async def test_a_step_is_typed_somebody_chosen_and_both_are_on_the_ticket(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        assert "Marcus Bell  has it now" in shown(pilot)
        assert "Priya Nair   3 h 18 free today" in shown(pilot)
        await typed(pilot, "Call the vendor")
        await pilot.press("tab")
        await typed(pilot, "ok")
        assert people(pilot) == ["▸ Sam"]
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        assert "#48206: given to Sam Okafor, with its next step" in shown(pilot)
    await lead.deliver()
    assert lead.truth(ASKED).owner_id == "sam"
    assert texts.messages(lead.database.read(), ASKED)[0].body == "Next step: Call the vendor\nAssigned: Sam Okafor"


async def test_arrows_choose_and_whoever_is_left_marked_stands_in_the_field(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        assert people(pilot) == ["▸ Marcus", "Aoife", "Dana", "Jonas", "Priya"]
        assert "▾" in shown(pilot)
        await pilot.press("tab", *["down"] * 9)
        assert people(pilot) == ["Aoife", "Dana", "Jonas", "Priya", "▸ Sam"], "the last one, and no further"
        assert "▴" in shown(pilot)
        await pilot.press("up", "up", "tab")
        await pilot.pause()
        assert people(pilot) == ["▸ Jonas"]
        await pilot.press("tab")
        await typed(pilot, "pri")
        assert people(pilot) == ["▸ Priya"], "the name that was taken over is typed over"
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Lead))
    assert written(lead) == [AddNote(ASKED, "Assigned: Priya Nair"), Assign(ASKED, "priya", "marcus")]


async def test_without_a_name_it_is_for_whoever_has_it_and_without_both_it_is_nothing(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        await pilot.press("enter")
        assert "Write the next step, or say who gets the ticket" in shown(pilot)
        await typed(pilot, "Call the vendor")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        assert "#48206: next step assigned" in shown(pilot)
    assert written(lead) == [AddNote(ASKED, "Next step: Call the vendor")]


async def test_somebody_unknown_is_told_who_there_is_and_nothing_is_lost(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        await typed(pilot, "Call the vendor")
        await pilot.press("tab")
        await typed(pilot, "zed")
        assert "Nobody in the team is called so." in shown(pilot)
        await pilot.press("enter")
        assert "Zed is not in the team" in shown(pilot).replace("zed is", "Zed is")
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        await pilot.press("a")
        await until(lambda: isinstance(pilot.app.screen, AssignStep))
        await pilot.pause()
        assert "Call the vendor" in shown(pilot)
        assert "zed" in shown(pilot)
    assert written(lead) == []


async def test_u_brings_the_words_back_into_the_sheet(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        await typed(pilot, "Call the vendor")
        await pilot.press("tab")
        await typed(pilot, "sam")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, AssignStep))
        assert "#48206: handover taken back, nothing was sent" in shown(pilot)
        assert "Call the vendor" in shown(pilot)
        assert people(pilot) == ["▸ Sam"]
    assert written(lead) == []
    draft = notes.load_draft(lead.desk, ASKED, AssignStep.kind)
    assert draft is not None
    assert draft.body == "Call the vendor\nsam"


async def test_u_brings_back_whom_the_mark_chose_too(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        await typed(pilot, "Call the vendor")
        await pilot.press("down", "enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, AssignStep))
        assert people(pilot) == ["▸ Aoife"]


async def test_the_keys_at_the_foot_say_where_tab_leads(lead: Bench) -> None:
    async with opened(lead) as pilot:
        await asking(pilot)
        assert foot(pilot) == "Enter assign   Tab for whom   Ctrl+O interrupted   Esc keep draft"
        await pilot.press("tab")
        await pilot.pause()
        assert "Tab next step" in foot(pilot)


@pytest.mark.parametrize("size", [NARROW, (80, 24), (200, 60)])
async def test_it_fits_at_every_size(lead: Bench, size: tuple[int, int]) -> None:
    async with opened(lead, size) as pilot:
        await asking(pilot)
        await pilot.press(*["down"] * 5)
        await pilot.pause()
        text = shown(pilot)
        assert max(map(len, text.split("\n"))) <= size[0]
        assert all(words in text for words in ("Next step", "For", "▸ Sam Okafor", "6 h 18 free today", "Enter assign"))


async def test_where_nobody_gives_tickets_away_only_the_step_is_asked_for(lead: Bench) -> None:
    lead.desk = lead.desk._replace(capabilities=lead.desk.capabilities._replace(assigns=False))
    async with opened(lead) as pilot:
        await asking(pilot)
        assert not sheet(pilot).query("#for, #people")
        assert "Tab" not in foot(pilot)
        await pilot.press("enter")
        assert "What is the next step?" in shown(pilot)
        await pilot.press("down")
        assert "lets nobody give a ticket away" in shown(pilot)
        await typed(pilot, "Call the vendor")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Lead))
    assert written(lead) == [AddNote(ASKED, "Next step: Call the vendor")]
