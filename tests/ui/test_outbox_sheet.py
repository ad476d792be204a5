"""The one quiet place for what is on its way, and the key that takes the last thing back."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from tests.board.bench import MINUTE, Bench
from tests.board.test_outbox import lose, promising, refuse
from tests.support.until import until
from tests.ui.eyes import foot, opened, shown, typed
from workboard.board import notes, outbox, replies, skipping, who_waits
from workboard.board.promises import Promises
from workboard.domain.activity import derived_id
from workboard.domain.intent import AddNote, Answer
from workboard.ui.dialogs.answer import Answer as AnswerSheet
from workboard.ui.dialogs.finish import Finish
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.outbox import Outbox
from workboard.ui.dialogs.rewrite import Rewrite
from workboard.ui.screens.board import Board
from workboard.ui.screens.replies import Replies

TICKET = "demo:ticket:48213"
LONG = "It works again. " + "\n".join(f"Step {number}: turn it off and on." for number in range(1, 40))


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_what_was_refused_is_said_in_words_on_the_board_and_in_its_sheet(
    demo: Bench, size: tuple[int, int]
) -> None:
    await notes.add(demo.desk, TICKET, LONG, public=True, hold_ms=0)
    demo.at += 5 * MINUTE
    refuse(demo, reason="too long for the portal")
    async with opened(demo, size) as pilot:
        assert "1 not accepted by the bench" in shown(pilot)
        await pilot.press("exclamation_mark")
        await pilot.pause()
        text = shown(pilot)
        assert "▸ refused   answer    #48213 · 5 m" in text
        assert "It works again" in text
        assert "too long for the portal" in text
        assert "Step 39" not in text
        await pilot.press("enter")
        await pilot.pause()
        assert "Step 3: turn it off and on." in shown(pilot)
        for _ in range(40):
            await pilot.press("down")
        await pilot.pause()
        assert "Step 39: turn it off and on." in shown(pilot)
        assert "close" in foot(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Step 39" not in shown(pilot)


async def test_dropping_takes_two_presses_and_shows_what_it_is_about(demo: Bench) -> None:
    await notes.add(demo.desk, TICKET, LONG, public=True, hold_ms=0, draft="answer")
    refuse(demo)
    async with opened(demo) as pilot:
        await pilot.press("exclamation_mark", "d")
        await pilot.pause()
        assert "d once more: this is not sent." in " ".join(shown(pilot).split())
        assert "Step 3: turn it off and on." in shown(pilot)
        assert len(outbox.rows(demo.desk)) == 1
        await pilot.press("enter", "d")
        await pilot.pause()
        assert len(outbox.rows(demo.desk)) == 1, "looking elsewhere in between, it asks again"
        await pilot.press("d")
        await until(lambda: "Nothing is on its way." in shown(pilot))
    kept = notes.load_draft(demo.desk, TICKET, "answer")
    assert kept is not None
    assert kept.body.startswith("It works again.")


async def test_a_refused_text_is_sent_in_other_words(demo: Bench) -> None:
    await notes.add(demo.desk, TICKET, "It wroks", public=True, hold_ms=0)
    old = refuse(demo)
    async with opened(demo) as pilot:
        await pilot.press("exclamation_mark", "e")
        await until(lambda: isinstance(pilot.app.screen, Rewrite))
        await pilot.pause()
        assert "Edit" in shown(pilot)
        assert "SENDS TO RUTH OSEI" in shown(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "It wroks"
        await pilot.press("ctrl+t", "escape")
        await until(lambda: isinstance(pilot.app.screen, Outbox))
        assert outbox.rows(demo.desk)[0].id == old.id, "nothing changes until it is saved"
        await pilot.press("e")
        await until(lambda: isinstance(pilot.app.screen, Rewrite))
        await typed(pilot, "!")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Outbox))
        await until(lambda: "waiting   answer" in shown(pilot))
    (intent,) = demo.waiting()
    assert isinstance(intent, Answer)
    assert intent.text == "It wroks!"
    assert outbox.row(demo.desk, old.id).state == "dropped"


async def test_what_may_have_arrived_is_edited_only_by_a_second_press(demo: Bench) -> None:
    await notes.add(demo.desk, TICKET, "It works", public=True, hold_ms=0)
    lose(demo)
    async with opened(demo) as pilot:
        await pilot.press("exclamation_mark", "e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Outbox)
        assert "may have arrived" in shown(pilot)
        await pilot.press("e")
        await until(lambda: isinstance(pilot.app.screen, Rewrite))


async def test_what_has_no_words_says_so(bench: Bench) -> None:
    ticket = await bench.ticket(category="open", status="open")
    await skipping.skip(bench.desk, derived_id(ticket.id), "waiting for client")
    async with opened(bench) as pilot:
        await pilot.press("exclamation_mark", "down", "e")
        await pilot.pause()
        assert "has no words to edit" in shown(pilot)
        assert isinstance(pilot.app.screen, Outbox)


# -- taken back ---------------------------------------------------------------------------------------------


async def test_u_brings_a_note_back_into_its_sheet(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "Rebooted +20m")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await until(lambda: demo.waiting())
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "Rebooted +20m"
        assert "nothing was sent" in shown(pilot)
        assert demo.waiting() == []
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
    assert demo.waiting() == [AddNote(TICKET, "Rebooted", 20)]


async def test_ac22_u_brings_an_answer_back_and_the_client_waits_again(demo: Bench) -> None:
    promising(demo)
    async with opened(demo) as pilot:
        await pilot.press("r", "a")
        await typed(pilot, "Tray 1 is safe.")
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await until(lambda: "goes to Tom Ito in 10 s; u takes it back" in shown(pilot))
        assert "Replies · 3" in shown(pilot)
        await demo.deliver()
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, AnswerSheet))
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "Tray 1 is safe."
        await pilot.press("escape")
        await until(lambda: "Replies · 4" in shown(pilot))
    assert demo.waiting() == []
    assert len(who_waits.rows(demo.desk)) == 4


async def test_ac22_u_brings_a_note_for_the_client_back_and_nothing_was_sent(demo: Bench) -> None:
    promising(demo)
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "Please restart it")
        await pilot.press("ctrl+t", "ctrl+s")
        await until(lambda: "goes to Ruth Osei in 10 s; u takes it back" in shown(pilot))
        assert (await demo.deliver()).sent == 0, "whoever syncs meanwhile"
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))
        await pilot.pause()
        assert "SENDS TO RUTH OSEI" in shown(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "Please restart it"
    assert demo.waiting() == []
    assert (await demo.deliver()).sent == 0


async def test_ac17_u_brings_back_what_needed_no_answer(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r", "down", "down", "x")
        await until(lambda: "Replies · 3" in shown(pilot))
        await pilot.press("u")
        await until(lambda: "Replies · 4" in shown(pilot))
        assert "no answer needed taken back" in shown(pilot)
    assert demo.waiting() == []


async def test_u_brings_a_finish_back_as_it_was_typed(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("f")
        await typed(pilot, "Fixed")
        await pilot.press("enter", "enter")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, Finish))
        await pilot.pause()
        assert "Fixed" in shown(pilot)
    assert demo.waiting() == []
    assert demo.state("demo:scheduled:48213") == "planned"


async def test_u_too_late_or_for_nothing_says_so(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert "nothing to take back" in shown(pilot)
        await notes.add(demo.desk, TICKET, "Rebooted", measure=False)
        await demo.deliver()
        await pilot.press("u")
        await pilot.pause()
        assert "already in the ticket; add a note instead" in shown(pilot)


async def test_a_board_that_opens_says_what_the_one_before_did_not_live_to_send(demo: Bench) -> None:
    promising(demo)
    await replies.answer(demo.desk, "demo:ticket:48190", "Tray 1 is safe.")
    demo.desk = demo.desk._replace(promises=Promises())
    async with opened(demo) as pilot:
        await until(lambda: "#48190: answer not sent, a draft again: workboard had ended" in shown(pilot))
        await pilot.press("r", "a")
        await until(lambda: isinstance(pilot.app.screen, AnswerSheet))
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "Tray 1 is safe."
    assert demo.waiting() == []


async def test_finish_and_tell_says_that_it_can_be_taken_back(demo: Bench) -> None:
    promising(demo)
    async with opened(demo, (120, 40)) as pilot:
        await pilot.press("f", "ctrl+t", "ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await until(lambda: "Ruth Osei is told in 10 s; u takes it back" in shown(pilot))
        assert isinstance(demo.waiting()[0], Answer)
        await pilot.press("u")
        await until(lambda: demo.waiting() == [])
