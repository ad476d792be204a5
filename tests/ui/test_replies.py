"""The replies: longest wait first, answered one by one, until nobody waits."""

from __future__ import annotations

from textual.widgets import TextArea

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from tests.ui.eyes import opened, shown, typed
from workboard.board import notes, replies
from workboard.domain.intent import AddNote, Answer
from workboard.ui.dialogs import answer
from workboard.ui.screens.board import Board
from workboard.ui.screens.replies import Replies


async def test_the_longest_wait_is_first_and_chosen(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r")
        await pilot.pause()
        lines = [line for line in shown(pilot).split("\n") if "#48" in line]
        assert "1 h 50" in lines[0]
        assert "▸" in lines[0]
        assert "thanks?" in shown(pilot)
        assert "One more question" in shown(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "I am at my desk until 11:30 today" in " ".join(shown(pilot).split("Outlook hangs")[1].split())


async def test_an_answer_goes_to_who_wrote_and_leaves_the_queue(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "a")
        await pilot.pause()
        assert "SENDS TO TOM ITO" in shown(pilot)
        await typed(pilot, "Tray 1 is safe.")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await until(lambda: "goes to Tom Ito in 10 s" in shown(pilot))
        assert "Replies · 3" in shown(pilot)
    first = demo.waiting()[0]
    assert isinstance(first, Answer)
    assert (first.ticket_id, first.text) == ("demo:ticket:48190", "Tray 1 is safe.")


async def test_no_answer_needed_is_one_key(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "down", "down", "x")
        await until(lambda: "Replies · 3" in shown(pilot))
        assert "#48077: no answer needed" in shown(pilot)
        await pilot.press("x", "x", "x")
        await until(lambda: "Nobody waits for an answer." in shown(pilot))
        await pilot.press("a", "x", "enter", "down")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Replies)
    assert replies.waiting(demo.desk) == []


async def test_new_replies_do_not_move_what_is_chosen(bench: Bench) -> None:
    first, second = await bench.ticket("Printer"), await bench.ticket("Scanner")
    bench.at += MINUTE
    bench.client_writes(second, "The scanner again")
    async with opened(bench) as pilot:
        await pilot.press("r")
        await pilot.pause()
        bench.at += MINUTE
        bench.client_writes(first, "And the printer")
        await until(lambda: "Replies · 2" in shown(pilot))
        chosen = next(line for line in shown(pilot).split("\n") if "▸" in line)
        assert second.number in chosen


async def test_what_arrives_while_answering_is_shown_before_it_is_sent(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    bench.at += MINUTE
    bench.client_writes(ticket, "It is jammed")
    async with opened(bench) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Open tray 2")
        bench.at += MINUTE
        bench.client_writes(ticket, "Never mind, it works")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "Never mind, it works" in shown(pilot)
        assert isinstance(pilot.app.screen, answer.Answer)
        assert not any(isinstance(one, Answer) for one in bench.waiting())
        await pilot.press("ctrl+s")
        await until(lambda: any(isinstance(one, Answer) for one in bench.waiting()))


async def test_ac18_the_answer_stays_with_its_ticket(bench: Bench) -> None:
    first, second = await bench.ticket("Printer"), await bench.ticket("Scanner")
    bench.at += MINUTE
    bench.client_writes(first, "It is jammed")
    async with opened(bench) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Open tray 2")
        bench.client_writes(second, "Me too")
        await replies.no_answer(bench.desk, first.id)
        await pilot.press("ctrl+s")
        await until(lambda: bench.waiting() and isinstance(bench.waiting()[-1], Answer))
    assert bench.waiting()[-1].ticket_id == first.id


async def test_note_and_answer_have_drafts_of_their_own(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Dear Tom")
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await pilot.press("n")
        await typed(pilot, "check tray")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await pilot.press("a")
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "Dear Tom"
    assert isinstance(demo.waiting()[0], AddNote)
    assert notes.load_draft(demo.desk, "demo:ticket:48190", "note") is None


async def test_r_closes_what_r_opens_and_the_place_is_remembered(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("q")
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await pilot.press("r")
        await until(lambda: isinstance(pilot.app.screen, Board))
    async with opened(demo) as pilot:
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, Board)


async def test_an_open_answer_is_found_again(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "down", "a")
        await typed(pilot, "Dear Ruth")
        await until(lambda: notes.load_draft(demo.desk, "demo:ticket:48213", "answer"), 3)
        await pilot.press("ctrl+q")
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, answer.Answer))
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "Dear Ruth"
        assert "SENDS TO RUTH OSEI" in shown(pilot)


async def test_enter_opens_the_whole_thread_and_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "enter")
        await pilot.pause()
        assert "Cedar Labs" not in shown(pilot)
        await pilot.press("pagedown")
        await pilot.pause()
        await pilot.press("r")
        await pilot.pause()
        assert "Cedar Labs" in shown(pilot)
        assert isinstance(pilot.app.screen, Replies)
