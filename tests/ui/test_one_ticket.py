"""Any ticket to look at, a line that asks for help, and the keys around a ticket's number."""

from __future__ import annotations

from functools import partial

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import opened, shown, typed
from workboard.board import caller
from workboard.board.desk import ticket_named
from workboard.domain.intent import AddNote
from workboard.domain.note_lines import read
from workboard.store import mirror
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs.find_ticket import FindTicket
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.machine import Machine
from workboard.ui.screens.board import Board
from workboard.ui.screens.one_ticket import OneTicket

OTHERS = "48206"
"""a ticket of a colleague in the demo"""


async def test_any_ticket_by_its_number_with_the_sentence_for_the_caller(demo: Bench) -> None:
    ticket = ticket_named(demo.desk, OTHERS)
    assert ticket.owner_id != demo.desk.me.id
    async with opened(demo) as pilot:
        await pilot.press("slash")
        await typed(pilot, OTHERS)
        assert ticket.title in shown(pilot), "what it is, before it is opened"
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await until(lambda: f"#{OTHERS}" in shown(pilot))
        words = " ".join(shown(pilot).split())
        assert caller.of_ticket(demo.desk, ticket) in words
        await pilot.press("f", "p", "s", "x", "a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, OneTicket), "there is nothing here to change it with"
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Board))
    assert not demo.waiting()


async def test_a_number_that_is_not_here_is_said_and_the_words_stay(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("slash")
        await pilot.press("enter")
        await until(lambda: "Which ticket?" in shown(pilot))
        await typed(pilot, "99999")
        await pilot.press("enter")
        await until(lambda: "No ticket 99999 here" in " ".join(shown(pilot).split()))
        assert isinstance(pilot.app.screen, FindTicket)


async def test_ac38_how_far_one_has_read_and_a_sheet_over_it_come_back(demo: Bench) -> None:
    async with opened(demo, (80, 16)) as pilot:
        await pilot.press("slash")
        await typed(pilot, "48213")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await pilot.press("j", "j")
        before = shown(pilot)
        await pilot.press("n")
        await typed(pilot, "Seen")
        await pilot.press("ctrl+q")
    async with opened(demo, (80, 16)) as pilot:
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))
        await until(lambda: "Seen" in shown(pilot))
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await until(lambda: shown(pilot) == before)


async def test_ac38_a_ticket_that_was_open_is_open_again(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("slash")
        await typed(pilot, OTHERS)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await until(lambda: f"#{OTHERS}" in shown(pilot))


async def test_asking_for_help_is_a_line_on_the_ticket_and_nothing_for_the_client(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("e")
        await pilot.press("enter")
        await until(lambda: "Who or what would help?" in shown(pilot))
        await typed(pilot, "Somebody who knows MAPI")
        await pilot.press("enter")
        await until(lambda: "asked for help" in shown(pilot))
        assert "Rebuild the Outlook profile" in shown(pilot), "the work stays where it is"
    (intent,) = demo.waiting()
    assert isinstance(intent, AddNote)
    assert read(intent.text).help_wanted == "Somebody who knows MAPI"


async def test_the_page_is_opened_only_at_the_own_help_desk(demo: Bench) -> None:
    asked: list[str] = []

    def show_page(url: str) -> bool:
        asked.append(url)
        return True

    async def pressed(words: str) -> None:
        async with opened(demo) as pilot:
            assert isinstance(pilot.app, WorkboardApp)
            pilot.app.machine = Machine(show_page=show_page)
            await pilot.press("o")
            await until(lambda: words in shown(pilot))

    await pressed("has no page")
    one = ticket_named(demo.desk, "48213")
    account = demo.desk.config.account._replace(url="https://rt.example.org")
    demo.desk = demo.desk._replace(config=demo.desk.config._replace(account=account))
    for url, words in (("https://rt.example.org/t/1", "rt.example.org"), ("https://evil.example/t/1", "is not opened")):
        facts = mirror.Facts(tickets=(one._replace(url=url),))
        await demo.database.awrite(partial(mirror.store, facts=facts))
        await pressed(words)
    assert asked == ["https://rt.example.org/t/1"]
