"""The replies: longest wait first, answered one by one, until nobody waits."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, foot, opened, shown, typed
from workboard.board import notes, replies, who_waits
from workboard.domain.intent import AddNote, Answer, SetCategory
from workboard.domain.ticket import Ticket
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs import answer
from workboard.ui.dialogs.finish import Finish
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.dialogs.ticket_entry import TicketEntry
from workboard.ui.panes.thread import Thread
from workboard.ui.screens.board import Board
from workboard.ui.screens.one_ticket import OneTicket
from workboard.ui.screens.replies import Replies
from workboard.ui.widgets.note_text import NoteText


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
    assert who_waits.rows(demo.desk) == []


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


# -- later, and one after the other -------------------------------------------------------------------------------


async def test_later_is_one_key_and_u_brings_the_reply_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "l")
        await until(lambda: "Replies · 3" in shown(pilot))
        assert "#48190: work again, next step Answer Tom" in shown(pilot)
        assert demo.waiting() == [
            AddNote("demo:ticket:48190", "Next step: Answer Tom"), SetCategory("demo:ticket:48190", "open", "reply"),
        ]  # fmt: skip
        await pilot.press("u")
        await until(lambda: "Replies · 4" in shown(pilot))
        assert "answer later taken back" in shown(pilot)
    assert demo.waiting() == []


@pytest.mark.parametrize("act", ["answer", "x", "l"])
async def test_from_a_whole_thread_one_comes_back_to_the_list_with_the_next_chosen(demo: Bench, act: str) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "enter")
        await pilot.pause()
        assert "Alder" not in shown(pilot)
        if act == "answer":
            await pilot.press("a")
            await typed(pilot, "Done")
            await pilot.press("ctrl+s")
        else:
            await pilot.press(act)
        await until(lambda: "Replies · 3" in shown(pilot))
        await until(lambda: "▸" in shown(pilot))
        chosen = next(line for line in shown(pilot).split("\n") if "▸" in line)
        assert "#48213" in chosen
        assert "Cedar Labs" in shown(pilot), "the list, not the next client's thread"


async def test_a_thread_one_reads_stays_although_somebody_else_answers(bench: Bench) -> None:
    first, second = await asked(bench, "Printer"), await asked(bench, "Scanner")
    async with opened(bench) as pilot:
        await pilot.press("r", "enter")
        await pilot.pause()
        await replies.no_answer(bench.desk, first.id)
        await until(lambda: "Replies · 1" in shown(pilot))
        assert f"#{first.number}" in shown(pilot)
        assert f"#{second.number}" not in shown(pilot)
        await pilot.press("x")
        await until(lambda: "waits for no answer" in shown(pilot))
        await pilot.press("enter")
        await until(lambda: f"#{second.number}" in shown(pilot))


async def test_the_head_says_when_the_next_batch_is(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r")
        await until(lambda: "Replies · 4 · longest wait first" in shown(pilot))
        assert shown(pilot).split("\n")[0].endswith("next batch 11:30")


# -- quotes -------------------------------------------------------------------------------------------------------

MAIL = """It is back.

--
Ruth Osei
+44 20 1234

On Mon Jan 05 10:11:12 2026, dana wrote:
> Is it gone now?
>
> Dana"""


async def asked(bench: Bench, name: str = "Printer", words: str = "It is jammed") -> Ticket:
    ticket = await bench.ticket(name)
    bench.at += MINUTE
    bench.client_writes(ticket, words)
    return ticket


async def test_what_a_mail_quotes_is_one_line_until_z(bench: Bench) -> None:
    await asked(bench, words=MAIL)
    async with opened(bench) as pilot:
        await pilot.press("r")
        await until(lambda: "▸ 4 quoted lines" in shown(pilot))
        assert "Is it gone now?" not in shown(pilot)
        assert "+44 20 1234" in shown(pilot), "the signature stays"
        await pilot.press("z")
        await until(lambda: "> Is it gone now?" in shown(pilot))
        assert "quoted lines" not in shown(pilot)
        await pilot.press("z")
        await until(lambda: "▸ 4 quoted lines" in shown(pilot))


async def test_a_mail_that_is_nothing_but_a_quote_shows_it(bench: Bench) -> None:
    await asked(bench, words="> Is it gone now?\n> Dana")
    async with opened(bench) as pilot:
        await pilot.press("r")
        await until(lambda: "> Is it gone now?" in shown(pilot))
        await pilot.press("z")
        await until(lambda: "Nothing is quoted here." in shown(pilot))


async def test_a_quote_longer_than_one_reading_is_still_one_line(bench: Bench) -> None:
    await asked(bench, words="It is back.\n" + "> and again\n" * 12_000 + "the end")
    async with opened(bench) as pilot:
        await pilot.press("r", "m", "m")
        await until(lambda: "▸ 12,000 quoted lines" in shown(pilot))
        assert shown(pilot).count("quoted lines") == 1
        assert "the end" in shown(pilot)


async def test_one_ticket_folds_them_too(bench: Bench) -> None:
    ticket = await asked(bench, words=MAIL)
    async with opened(bench) as pilot:
        await pilot.press("slash")
        await typed(pilot, ticket.number)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, OneTicket))
        await until(lambda: "▸ 4 quoted lines" in shown(pilot))
        await pilot.press("z")
        await until(lambda: "> Dana" in shown(pilot))


# -- what arrives while one writes -----------------------------------------------------------------------------------

LATE = "Never mind.\nIt works since the reboot, and the scanner too.\n> Open tray 2"


async def test_ac19_an_answer_is_stopped_once_and_shows_what_is_new_above_the_words(bench: Bench) -> None:
    ticket = await asked(bench)
    async with opened(bench) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Open tray 2")
        await stopped_then_sent(bench, pilot, ticket, answer.Answer)


async def test_ac19_a_note_for_the_client_is_stopped_too_and_an_internal_one_is_not(bench: Bench) -> None:
    ticket = await asked(bench)
    async with opened(bench) as pilot:
        await pilot.press("r", "n")
        await typed(pilot, "Open tray 2")
        await pilot.press("ctrl+t")
        await stopped_then_sent(bench, pilot, ticket, NoteEntry)
    other = await asked(bench, "Scanner")
    async with opened(bench) as pilot:
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await pilot.press("n")
        await typed(pilot, "his own words")
        bench.client_writes(other, LATE)
        await pilot.press("ctrl+s")
        await until(lambda: any(isinstance(one, AddNote) and one.ticket_id == other.id for one in bench.waiting()))


async def test_ac19_finishing_with_a_word_to_the_client_is_stopped_too(bench: Bench) -> None:
    ticket = await bench.ticket("Printer")
    async with opened(bench) as pilot:
        await pilot.press("f")
        await typed(pilot, "Open tray 2")
        await pilot.press("ctrl+t")
        await stopped_then_sent(bench, pilot, ticket, Finish)


async def stopped_then_sent(bench: Bench, pilot: Eyes, ticket: Ticket, kind: type[Sheet]) -> None:
    """The client writes; the first Ctrl+S shows it above the words and sends nothing, the second sends."""
    bench.at += MINUTE
    bench.client_writes(ticket, LATE)
    await pilot.press("ctrl+s")
    await until(lambda: "Never mind." in shown(pilot))
    seen = shown(pilot)
    assert isinstance(pilot.app.screen, kind)
    assert not any(isinstance(one, Answer) for one in bench.waiting())
    assert "New · Ruth" in seen
    assert "It works since the reboot, and the scanner too." in seen
    assert seen.index("the scanner too.") < seen.index("Open tray 2")
    await pilot.press("ctrl+s")
    await until(lambda: any(isinstance(one, Answer) for one in bench.waiting()))
    assert [one.text for one in bench.waiting() if isinstance(one, Answer)] == ["Open tray 2"]


async def test_words_left_lying_show_what_has_come_since(bench: Bench) -> None:
    ticket = await asked(bench)
    async with opened(bench) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Open tray 2")
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        bench.at += MINUTE
        bench.client_writes(ticket, LATE)
        await pilot.press("a")
        await until(lambda: "New · Ruth" in shown(pilot))
        await pilot.press("ctrl+s")
        await until(lambda: any(isinstance(one, Answer) for one in bench.waiting()))


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (120, 40)])
async def test_a_long_one_leaves_room_for_the_words(bench: Bench, size: tuple[int, int]) -> None:
    ticket = await asked(bench)
    async with opened(bench, size) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Open tray 2")
        bench.at += MINUTE
        bench.client_writes(ticket, "The first line\n" + "and one more line\n" * 60)
        await pilot.press("ctrl+s")
        await until(lambda: "The first line" in shown(pilot))
        assert "Open tray 2" in shown(pilot)
        assert "the whole thread shows the rest" in shown(pilot)
        assert "send" in foot(pilot)


# -- where one was ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leave", ["q", "ctrl+q"])
async def test_ac38_the_one_chosen_its_thread_and_how_far_one_had_read(demo: Bench, leave: str) -> None:
    demo.client_writes(demo.truth("demo:ticket:48213"), "line\n" * 90 + MAIL)
    async with opened(demo) as pilot:
        await pilot.press("r", "down", "enter", "z", "pagedown", "pagedown")
        await pilot.pause()
        before = shown(pilot)
        assert pilot.app.screen.query_one(Thread).place.top > 20
        await pilot.press(leave)
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await until(lambda: shown(pilot) == before)
        await pilot.press("escape")
        await until(lambda: "▸" in shown(pilot))
        assert "#48213" in next(line for line in shown(pilot).split("\n") if "▸" in line)


async def test_ac38_an_answer_over_a_whole_thread(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "down", "enter", "a")
        await typed(pilot, "Dear Ruth")
        before = shown(pilot)
        await pilot.press("ctrl+q")
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, answer.Answer))
        await until(lambda: shown(pilot) == before)
        assert pilot.app.screen.query_one(NoteText).cursor_location == (0, 9)
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        assert pilot.app.screen.has_class("-open")


async def test_ac38_a_new_ticket_over_the_replies(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "j", "t")
        await until(lambda: isinstance(pilot.app.screen, TicketEntry))
        await typed(pilot, "Kim")
        await pilot.press("ctrl+q")
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, TicketEntry))
        await until(lambda: "Who is it         Kim" in shown(pilot))
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, Replies))


async def test_ac38_a_place_that_no_longer_is_there_is_the_list(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "down", "q")
    await replies.no_answer(demo.desk, "demo:ticket:48213")
    async with opened(demo) as pilot:
        await until(lambda: "Replies · 3" in shown(pilot))
        assert "#48190" in next(line for line in shown(pilot).split("\n") if "▸" in line)


async def test_a_screen_that_is_not_drawn_yet_is_told_later(demo: Bench) -> None:
    """A change, or the word that syncing has stopped, while the board comes back to where it was left."""
    async with opened(demo) as pilot:
        app = pilot.app
        assert isinstance(app, WorkboardApp)
        app.push_screen(Replies(demo.desk))
        assert not app.screen.is_mounted
        app.lookout.look_again()
        app.say("Syncing has stopped")
        await pilot.pause()
        assert "Syncing has stopped" in shown(pilot)
        assert "Replies · 4" in shown(pilot)
