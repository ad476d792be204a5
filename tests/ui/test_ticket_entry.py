"""A ticket in three fields: whom it may be, how urgent, what is wrong; then the number, large."""

from __future__ import annotations

import pytest

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import opened, shown, typed
from workboard.board.contacts import matching
from workboard.domain.intent import OpenTicket
from workboard.store import entries
from workboard.ui import clipboard
from workboard.ui.dialogs.ticket_entry import TicketEntry
from workboard.ui.dialogs.ticket_number import TicketNumber
from workboard.ui.screens.board import Board
from workboard.ui.widgets.note_text import NoteText


async def test_ac29_three_fields_the_rest_from_the_cache_and_the_number_large(
    demo: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setenv("TERM", "xterm-256color")
    async with opened(demo) as pilot:
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", copied.append)
        await pilot.press("t")
        await typed(pilot, "rut")
        assert "▸ Ruth Osei" in shown(pilot)
        await pilot.press("enter", "y")
        assert "Alder & Pine Dental" in shown(pilot)
        await typed(pilot, "Printer is on fire")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, TicketNumber))
        assert "comes when the help desk has taken it" in shown(pilot)
        await demo.sync()
        await until(lambda: "#48237" in shown(pilot))
        await until(lambda: _rows_between(shown(pilot), "The ticket's number", "#48237") >= 3)
        await pilot.press("y")
        assert copied == ["48237"]
        assert "48237 copied." in shown(pilot)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Board) and "#48237 opened" in shown(pilot))
    (intent,) = [one.intent for one in entries.recent(demo.database.read()) if one.verb == "open"]
    assert isinstance(intent, OpenTicket)
    assert (intent.title, intent.contact_name, intent.urgent) == ("Printer is on fire", "Ruth Osei", True)
    assert intent.contact_mail is not None
    assert intent.body.startswith("By phone, 10:42.\nCompany: Alder & Pine Dental\nSite: Alder Street\nPhone: ")


@pytest.mark.parametrize("urgent", ["y", "s", "enter"])
async def test_tab_after_the_urgency_is_where_that_led_on_to(demo: Bench, urgent: str) -> None:
    async with opened(demo) as pilot:
        await pilot.press("t")
        await typed(pilot, "Kim")
        await pilot.press("enter", urgent, "tab")
        await typed(pilot, "It is dark")
        assert pilot.app.screen.query_one("#problem", NoteText).text == "It is dark"
        await pilot.press("tab")
        assert pilot.app.focused is pilot.app.screen.query_one("#name"), "and from there on round"


@pytest.mark.parametrize("left", [("tab", "tab"), ("enter", "enter")])
async def test_however_the_name_is_left_the_mark_says_who_it_is(demo: Bench, left: tuple[str, ...]) -> None:
    async with opened(demo) as pilot:
        await pilot.press("t")
        await typed(pilot, "sam")
        assert "▸ Dr Samir Patel" in shown(pilot)
        await pilot.press(*left)
        await typed(pilot, "hello")
        assert "Who is it         Dr Samir Patel" in shown(pilot)
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, TicketNumber))
    intent = demo.waiting()[-1]
    assert isinstance(intent, OpenTicket)
    assert intent.contact_name == "Dr Samir Patel"


async def test_a_name_left_half_written_is_as_written_when_it_comes_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("t")
        await typed(pilot, "sam")
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.press("t")
        await until(lambda: "▸ somebody else, as written" in shown(pilot))
        await pilot.press("tab", "tab")
        await typed(pilot, "hello")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, TicketNumber))
    intent = demo.waiting()[-1]
    assert isinstance(intent, OpenTicket)
    assert intent.contact_name == "sam"


async def test_somebody_new_is_taken_as_written(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("t")
        await typed(pilot, "ru")
        await pilot.press("down", "down", "down", "enter", "enter")
        await typed(pilot, "hello")
        await pilot.press("ctrl+r", "ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, TicketNumber))
    intent = demo.waiting()[-1]
    assert isinstance(intent, OpenTicket)
    assert (intent.contact_name, intent.contact_mail, intent.urgent) == ("ru", None, False)
    assert intent.body == "By walk-up, 10:42."


async def test_what_is_typed_survives_esc_and_a_missing_field_is_said(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("t")
        await pilot.press("ctrl+s")
        await until(lambda: "who is it?" in shown(pilot))
        await typed(pilot, "Zed")
        await pilot.press("enter", "s")
        await typed(pilot, "lines are down")
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.press("t")
        await until(lambda: isinstance(pilot.app.screen, TicketEntry))
        await pilot.pause()
        assert "Zed" in shown(pilot)
        assert "▸ s stops a whole site" in shown(pilot)
        assert "lines are down" in shown(pilot)
    assert not demo.waiting()


@pytest.mark.parametrize("width", [60, 80])
async def test_no_way_to_be_urgent_is_cut_off(demo: Bench, width: int) -> None:
    async with opened(demo, (width, 20)) as pilot:
        await pilot.press("t")
        await until(lambda: "s stops a whole site" in shown(pilot))
        assert "y stops one person" in shown(pilot)
        assert "What is wrong" in shown(pilot)


async def test_typed_letters_never_choose_and_never_leave(demo: Bench) -> None:
    """The keys of the choice are letters too: they act on the choice alone."""
    async with opened(demo) as pilot:
        await pilot.press("t")
        await typed(pilot, "nys q")
        assert "Who is it         nys q" in shown(pilot)
        assert "▸ n no" in shown(pilot)


def test_contacts_by_any_word_of_the_name_or_the_address(demo: Bench) -> None:
    assert [one.name for one in matching(demo.desk, "osei")] == ["Ruth Osei"]
    assert matching(demo.desk, "r") == []
    assert matching(demo.desk, "%%") == []
    assert matching(demo.desk, "ruth")[0].where.startswith("Alder & Pine Dental · ")


@pytest.mark.parametrize(
    ("environ", "able"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({}, False),
    ],
)
def test_a_terminal_without_a_clipboard_is_told_so(environ: dict[str, str], able: bool) -> None:
    assert clipboard.able(environ) is able


def _rows_between(text: str, first: str, last: str) -> int:
    """How many lines with something on them."""
    return len([line for line in text.partition(first)[2].partition(last)[0].splitlines() if line.strip()])
