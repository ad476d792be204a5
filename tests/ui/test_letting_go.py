"""The ways out of a piece of work: finish, park, skip; what each asks, what it refuses, and that it comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.events import Paste
from textual.widgets import Input

from tests.board.bench import MINUTE, TUESDAY, Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, foot, opened, sheet, shown, typed
from workboard.board import notes, skipping, undo, work
from workboard.board.promises import Promises
from workboard.domain.activity import derived_id
from workboard.domain.errors import UsageError
from workboard.domain.intent import AddNote, Answer, SetCategory
from workboard.domain.rules import FocusRules
from workboard.ui.dialogs.finish import Finish
from workboard.ui.dialogs.park import Park
from workboard.ui.dialogs.skip import Skip
from workboard.ui.dialogs.ticket_entry import TicketEntry
from workboard.ui.screens.board import Board

SHOWN = "demo:scheduled:48213"
"""the activity on the demo's first card"""
TICKET = "demo:ticket:48213"
ASKED = "Hello {contact}, we need your approval for #{number} to go on."
FILLED = "Hello Ruth, we need your approval for #48213 to go on."


def telling(bench: Bench, text: str = ASKED) -> Bench:
    """With a policy that has a text to the client for *needs approval*."""
    policy = bench.desk.policy._replace(skip_tell=(("needs approval", text),))
    bench.desk = bench.desk._replace(policy=policy)
    return bench


@asynccontextmanager
async def skip_sheet(bench: Bench, *keys: str) -> AsyncIterator[Eyes]:
    async with opened(bench) as pilot:
        await pilot.press("s", *keys)
        await until(lambda: isinstance(pilot.app.screen, Skip))
        await pilot.pause()
        yield pilot


def words_of(pilot: Eyes) -> str:
    """What is shown, on one line."""
    return " ".join(shown(pilot).split())


async def on_the_board(pilot: Eyes) -> None:
    await until(lambda: isinstance(pilot.app.screen, Board))


# -- skip ---------------------------------------------------------------------------------------------------------


async def test_the_foot_explains_both_ways(demo: Bench) -> None:
    how = "a letter skips · Shift: a word, a text to the client   Esc do not skip"
    async with skip_sheet(demo) as pilot:
        assert foot(pilot) == how
    async with opened(demo, (120, 40)) as pilot:
        await until(lambda: foot(pilot) == how)


async def test_ac23_there_is_no_way_out_without_one_reason(demo: Bench) -> None:
    letters = {one.key for one in skipping.skip_reasons(demo.desk)}
    others = [*(set("abcdefghijklmnopqrstuvwxyz") - letters - {"s"}), "enter", "tab", "ctrl+s", "ctrl+t", "space", "1"]
    async with skip_sheet(demo) as pilot:
        await pilot.press(*others)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Skip)
        await pilot.press("escape")
        await on_the_board(pilot)
        assert demo.state(SHOWN) == "planned"
        assert demo.waiting() == []
        await pilot.press("s", "a")
        await on_the_board(pilot)
    found = demo.work(SHOWN)
    assert found is not None
    assert (found.state, found.reason) == ("skipped", "needs approval")
    assert demo.waiting() == [
        AddNote(TICKET, "Blocked by: approval"), SetCategory(TICKET, "waiting_other", demo.truth(TICKET).status),
    ]  # fmt: skip


async def test_shift_and_the_letter_take_a_word_for_the_note(demo: Bench) -> None:
    async with skip_sheet(demo, "A") as pilot:
        assert "needs approval · INTERNAL" in shown(pilot)
        assert "The policy has no text to the client" in shown(pilot)
        await typed(pilot, "Quote 7 is with csv")
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert "INTERNAL" in shown(pilot)
        await pilot.press("enter")
        await on_the_board(pilot)
    assert demo.waiting()[0] == AddNote(TICKET, "Quote 7 is with csv\nBlocked by: approval")


async def test_a_word_with_wrong_order_is_a_note_and_without_one_nothing_is(demo: Bench) -> None:
    await skipping.skip(demo.desk, SHOWN, "wrong order")
    assert demo.waiting() == []
    await undo.undo_last(demo.desk)
    await skipping.skip(demo.desk, SHOWN, "wrong order", words="The site is down, that goes first")
    assert demo.waiting() == [AddNote(TICKET, "The site is down, that goes first")]


async def test_ctrl_t_shows_exactly_what_the_client_gets_and_to_whom(demo: Bench) -> None:
    async with skip_sheet(telling(demo), "A") as pilot:
        assert f"Ctrl+T would send Ruth Osei: {FILLED}" in words_of(pilot)
        assert "SENDS TO" not in shown(pilot)
        await pilot.press("ctrl+t")
        await until(lambda: "SENDS TO RUTH OSEI" in shown(pilot))
        assert f"Ruth Osei gets: {FILLED}" in words_of(pilot)
        await typed(pilot, "they know")
        await pilot.press("enter")
        await on_the_board(pilot)
        await until(lambda: "Ruth Osei is told in 10 s; u takes it back" in shown(pilot))
    assert demo.waiting() == [
        Answer(TICKET, FILLED, 0, "waiting_other"), AddNote(TICKET, "they know\nBlocked by: approval"),
    ]  # fmt: skip


async def test_the_text_to_the_client_can_be_taken_back_and_is_asked_again(demo: Bench) -> None:
    demo = telling(demo)
    demo.desk = demo.desk._replace(promises=Promises())
    async with skip_sheet(demo, "A") as pilot:
        await typed(pilot, "they know")
        await pilot.press("ctrl+t", "enter")
        await on_the_board(pilot)
        await demo.deliver()
        assert demo.truth(TICKET).category != "waiting_other", "nothing leaves while it may be taken back"
        await pilot.press("u")
        await until(lambda: isinstance(pilot.app.screen, Skip))
        await until(lambda: "SENDS TO RUTH OSEI" in shown(pilot))
        assert pilot.app.screen.query_one("#word", Input).value == "they know"
    assert demo.state(SHOWN) == "planned"
    assert demo.waiting() == []


async def test_ac19_the_text_to_the_client_is_stopped_once_when_the_client_has_just_written(demo: Bench) -> None:
    async with skip_sheet(telling(demo), "A", "ctrl+t") as pilot:
        demo.at += MINUTE
        demo.client_writes(demo.truth(TICKET), "Approved, go ahead")
        await pilot.press("enter")
        await until(lambda: "Approved, go ahead" in shown(pilot))
        assert isinstance(pilot.app.screen, Skip)
        assert demo.waiting() == []
        await pilot.press("enter")
        await on_the_board(pilot)
    assert [type(one) for one in demo.waiting()] == [Answer, AddNote]


async def test_a_text_with_a_name_that_is_not_known_is_not_sent(bench: Bench) -> None:
    telling(bench, "Hello {company}, please approve")
    ticket = await bench.ticket()
    with pytest.raises(UsageError, match=r"\{company\}"):
        await skipping.skip(bench.desk, derived_id(ticket.id), "needs approval", tell=True)
    with pytest.raises(UsageError, match=r"\[skip\] tell"):
        await skipping.skip(bench.desk, derived_id(ticket.id), "needs budget", tell=True)
    assert bench.state(derived_id(ticket.id)) == "planned"
    assert bench.waiting() == []


async def test_ac18_what_is_skipped_is_what_the_sheet_was_opened_for(bench: Bench) -> None:
    first = await bench.ticket("First")
    async with opened(bench) as pilot:
        await pilot.press("s", "A")
        hot = await bench.ticket("Hot", default_band=1)
        await typed(pilot, "words")
        await pilot.press("enter")
        await on_the_board(pilot)
    assert (bench.state(derived_id(first.id)), bench.state(derived_id(hot.id))) == ("skipped", "planned")


# -- finish --------------------------------------------------------------------------------------------------------


async def test_finish_proposes_what_was_measured_and_says_whom_it_goes_to(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("enter")
        await until(lambda: demo.state(SHOWN) == "running")
        demo.at += 17 * MINUTE
        await pilot.press("f")
        await until(lambda: isinstance(pilot.app.screen, Finish))
        assert pilot.app.screen.query_one("#minutes", Input).value == "20", "17, rounded up to time.suggest"
        assert "#48213 Alder & Pine Dental · INTERNAL" in shown(pilot)
        await pilot.press("ctrl+t")
        await until(lambda: "SENDS TO RUTH OSEI" in shown(pilot))


async def test_ctrl_r_turns_what_becomes_of_the_ticket(bench: Bench) -> None:
    ticket = await bench.ticket()
    async with opened(bench) as pilot:
        await pilot.press("f")
        await until(lambda: "The ticket is done with it." in shown(pilot))
        await pilot.press("ctrl+r")
        await until(lambda: "The ticket stays open" in shown(pilot))
        await pilot.press("tab", "tab")
        await typed(pilot, "Call Ruth")
        await pilot.press("enter")
        await on_the_board(pilot)
    assert bench.waiting() == [
        AddNote(ticket.id, "Done.\nNext step: Call Ruth"), SetCategory(ticket.id, "open", "new"),
    ]  # fmt: skip
    assert bench.state(derived_id(ticket.id)) == "planned"


async def test_enter_still_finishes_where_ctrl_r_took_the_field_one_was_in(bench: Bench) -> None:
    ticket = await bench.ticket()
    async with opened(bench) as pilot:
        await pilot.press("f", "ctrl+r", "tab", "tab")
        await typed(pilot, "Call Ruth")
        await pilot.press("ctrl+r", "enter")
        await on_the_board(pilot)
    assert bench.waiting()[0] == AddNote(ticket.id, "Done.")
    assert bench.state(derived_id(ticket.id)) == "finished"


async def test_a_long_result_goes_whole_also_when_it_is_pasted_in_lines(bench: Bench) -> None:
    ticket = await bench.ticket()
    lines = [f"{at}. one more thing that was done about it" for at in range(150)]
    async with opened(bench) as pilot:
        await pilot.press("f")
        await until(lambda: isinstance(pilot.app.screen, Finish))
        await pilot.pause()
        pilot.app.screen.query_one("#result", Input).post_message(Paste("\n".join(lines)))
        await until(lambda: "149. one" in pilot.app.screen.query_one("#result", Input).value)
        await pilot.press("enter")
        await on_the_board(pilot)
    assert bench.waiting()[0] == AddNote(ticket.id, " ".join(lines))


async def test_the_step_that_was_just_done_is_not_kept_unasked(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Looked. >Reboot the PC", measure=False)
    await bench.deliver()
    async with opened(bench) as pilot:
        await pilot.press("f", "ctrl+r")
        await until(lambda: "Still to do?      Reboot the PC" in shown(pilot))
        assert foot(pilot).startswith("Enter next step   Ctrl+S finish")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, Finish), "asked first"
        assert foot(pilot).startswith("Enter finish")
        await typed(pilot, "Call Ruth")
        await until(lambda: "Next step         Call Ruth" in shown(pilot))
        await pilot.press("enter")
        await on_the_board(pilot)
    assert bench.waiting()[0] == AddNote(ticket.id, "Done.\nNext step: Call Ruth")


async def test_a_step_that_is_still_to_do_is_kept_with_enter(bench: Bench) -> None:
    ticket = await bench.ticket()
    await notes.add(bench.desk, ticket.id, "Looked. >Reboot the PC", measure=False)
    await bench.deliver()
    async with opened(bench) as pilot:
        await pilot.press("f", "ctrl+r", "enter", "enter")
        await on_the_board(pilot)
    assert bench.waiting()[0] == AddNote(ticket.id, "Done.\nNext step: Reboot the PC")


# -- park ----------------------------------------------------------------------------------------------------------


async def test_ac24_at_the_limit_p_refuses_with_the_rules_name_and_says_what_is_left(bench: Bench) -> None:
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(focus=FocusRules(on_start=False)))
    tickets = [await bench.ticket(f"Thing {at}") for at in range(4)]
    for one in tickets[:3]:
        await work.start(bench.desk, derived_id(one.id))
        await work.park(bench.desk, derived_id(one.id))
    await work.start(bench.desk, derived_id(tickets[3].id))
    number = tickets[3].number
    words = f"limits.parked: 3 are parked already: finish #{number} (f), or hand it over (e asks for help)"
    async with opened(bench) as pilot:
        await pilot.press("p")
        await until(lambda: "limits.parked" in shown(pilot))
        assert words in words_of(pilot)
        assert isinstance(pilot.app.screen, Board), "before anybody has written a next step"
        await opens(pilot, "f", "Finish")
        await opens(pilot, "e", "Ask for help")
    for act in (work.start(bench.desk, derived_id(tickets[0].id)), work.park(bench.desk, derived_id(tickets[3].id))):
        with pytest.raises(UsageError) as caught:
            await act
        assert str(caught.value) == words
    assert bench.state(derived_id(tickets[3].id)) == "running"


async def opens(pilot: Eyes, key: str, title: str) -> None:
    await pilot.press(key)
    await until(lambda: title in shown(pilot))
    await pilot.press("escape")
    await on_the_board(pilot)


# -- the replies, between two things --------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [("f", "enter", "enter"), ("p", "enter")])
async def test_letting_go_inside_a_window_proposes_the_replies_and_opens_nothing(
    demo: Bench, keys: tuple[str, ...]
) -> None:
    async with opened(demo) as pilot:
        await pilot.press("enter")
        await until(lambda: demo.state(SHOWN) == "running")
        demo.at = TUESDAY + 50 * MINUTE
        pilot.app.screen.look_again()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "wait: r" not in shown(pilot), "nothing is proposed while one works"
        await pilot.press(*keys)
        await on_the_board(pilot)
        await until(lambda: "4 clients wait: r" in shown(pilot))


# -- quit and come back ----------------------------------------------------------------------------------------------

MOMENTS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "finish, as proposed": (("f",), "", "Finish"),
    "finish, told and open": (("f", "ctrl+t", "ctrl+r"), "All fine again", "All fine again"),
    "park": (("enter", "p"), "Look at the log", "Look at the log"),
    "new ticket": (("t",), "Kim", "Kim"),
    "skip, the reason": (("s",), "", "waiting for client"),
    "skip, a word": (("s", "A"), "with the boss", "with the boss"),
    "skip, a text to the client": (("s", "A", "ctrl+t"), "with the boss", "SENDS TO RUTH OSEI"),
}


@pytest.mark.parametrize("moment", MOMENTS)
async def test_ac38_at_any_moment_one_comes_back_to_the_same_screen(demo: Bench, moment: str) -> None:
    keys, words, seen = MOMENTS[moment]
    async with opened(telling(demo)) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await typed(pilot, words)
        await until(lambda: seen in shown(pilot))
        kind, before = type(sheet(pilot)), shown(pilot)
        await pilot.press("ctrl+q")
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, kind))
        await until(lambda: shown(pilot) == before)
        if words:
            await typed(pilot, "!")
            assert f"{words}!" in shown(pilot), "the cursor is where it was"
    assert kind in (Finish, Park, Skip, TicketEntry)


async def test_words_kept_with_esc_wait_and_the_quick_way_stays_quick(demo: Bench) -> None:
    async with skip_sheet(demo, "A") as pilot:
        await typed(pilot, "with the boss")
        await pilot.press("escape")
        await on_the_board(pilot)
        assert notes.load_draft(demo.desk, TICKET, "skip") is not None
        await pilot.press("s")
        await until(lambda: isinstance(pilot.app.screen, Skip))
        await pilot.press("B")
        await pilot.pause()
        assert pilot.app.screen.query_one("#word", Input).value == "with the boss"
        await pilot.press("escape", "s", "b")
        await on_the_board(pilot)
    assert demo.state(SHOWN) == "skipped"
