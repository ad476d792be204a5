"""The board under a pilot: one activity, whole hints, and every key does what it says."""

from __future__ import annotations

import re

import pytest
from textual.events import Key
from textual.widget import Widget
from textual.widgets import DataTable, Input, ListView, OptionList, TextArea

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from tests.ui.eyes import foot, opened, running, sheet, shown, typed
from workboard.board import notes, work
from workboard.board.offer import Offer, offer
from workboard.domain.activity import derived_id
from workboard.domain.event import Changed
from workboard.domain.intent import AddNote, Answer
from workboard.domain.rules import FocusRules
from workboard.store import drafts
from workboard.ui.dialogs.finish import STILL, Finish
from workboard.ui.dialogs.keys import Keys
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.skip import Skip
from workboard.ui.screens.board import Board
from workboard.ui.screens.focus import IT_RUNS
from workboard.ui.widgets.face_board import FaceBoard
from workboard.ui.widgets.lines import Lines

SIZES = [(80, 24), (120, 40), (60, 16), (200, 60)]


def stays_on_the_board(bench: Bench) -> None:
    """With a policy under which work that is begun runs on the board."""
    bench.desk = bench.desk._replace(policy=bench.desk.policy._replace(focus=FocusRules(on_start=False)))


def other_titles(found: Offer) -> set[str]:
    """Of everything of mine that is not the one shown: what comes after it, later today or again, and the replies."""
    assert found.current is not None
    some = [*(one.candidate for one in found.ranked), *found.later, *found.parked]
    titles = {title for one in some for title in (one.activity.title, one.ticket.title)}
    return (titles | {one.ticket.title for one in found.waiting}) - {
        found.current.activity.title, found.current.ticket.title,
    }  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_ac05_one_activity_no_other_title_and_no_list(demo: Bench, size: tuple[int, int]) -> None:
    found = offer(demo.desk)
    async with opened(demo, size) as pilot:
        text = " ".join(shown(pilot).split())
        assert "Rebuild the Outlook profile" in text
        assert found.current is not None
        for title in other_titles(found):
            assert title[:20] not in text, "nor the beginning of one that was cut"
        for kind in (DataTable, ListView, OptionList, Input, TextArea):
            assert not pilot.app.screen.query(kind)
        assert [type(one) for one in pilot.app.screen.query(Widget)] == [FaceBoard]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("peek", [1, 3])
async def test_ac05_as_many_titles_of_later_work_as_the_policy_wants(
    demo: Bench, size: tuple[int, int], peek: int
) -> None:
    demo.desk = demo.desk._replace(policy=demo.desk.policy._replace(peek=peek))
    async with opened(demo, size) as pilot:
        text = " ".join(shown(pilot).split())
        later = [one.activity.title for one in offer(demo.desk).ranked[1:]]
        assert [title for title in later if title[:20] in text] == later[:peek]


@pytest.mark.parametrize("size", SIZES)
async def test_ac05_hints_are_whole_and_true(demo: Bench, size: tuple[int, int]) -> None:
    stays_on_the_board(demo)
    async with opened(demo, size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Board)
        declared = {f"{key} {label}" for key, label in screen.hints()}
        assert set(re.split(r" {3,}", foot(pilot))) <= declared
        assert "p park" not in declared
        await pilot.press("enter")
        await pilot.pause()
        assert "p park" in {f"{key} {label}" for key, label in screen.hints()}


async def test_ac06_what_has_no_next_step_and_only_its_tickets_title_is_asked_about(bench: Bench) -> None:
    ticket = await bench.ticket("Printer on the second floor")
    async with opened(bench) as pilot:
        assert "Decide the next step: Printer on the second floor" in shown(pilot)
        await pilot.press("n")
        await typed(pilot, ">Replace the drum")
        await pilot.press("ctrl+s")
        await until(lambda: "Decide the next step" not in shown(pilot))
        assert "Replace the drum" in shown(pilot)
    assert {one.ticket_id for one in bench.waiting()} == {ticket.id}


async def test_the_foot_has_the_six_keys_of_the_moment(demo: Bench) -> None:
    stays_on_the_board(demo)
    async with opened(demo) as pilot:
        assert foot(pilot) == "Enter start   n note   i interrupted   r replies   t ticket   ? keys"
        await pilot.press("enter")
        await until(lambda: "RUNNING" in shown(pilot))
        assert foot(pilot) == "f finish   Enter focus   n note   i interrupted   p park   ? keys"


async def test_without_work_the_foot_has_what_can_be_begun(bench: Bench) -> None:
    async with opened(bench) as pilot:
        assert foot(pilot).startswith("i interrupted   r replies   t ticket")
        assert foot(pilot).endswith("? keys")


async def test_every_key_of_the_sheet_fits_its_line(demo: Bench) -> None:
    async with opened(demo) as pilot:
        board = pilot.app.screen
        assert isinstance(board, Board)
        longest = 80 - 2 * 4 - len("Ctrl+P   ") - 1  # margins, the column of keys, the scrollbar
        assert [one.help for one in board.commands() if len(one.help) > longest] == []


async def test_enter_starts_what_is_shown_even_if_something_else_came_first_meanwhile(demo: Bench) -> None:
    shown_id = offer(demo.desk).current
    assert shown_id is not None
    async with opened(demo) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Board)
        seen = screen.card.activity_id
        await pilot.press("enter")
        await until(lambda: "Focus · until 11:27" in shown(pilot))
        assert demo.state(str(seen)) == "running"


async def test_a_running_card_counts_its_minutes(demo: Bench) -> None:
    stays_on_the_board(demo)
    async with opened(demo) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        demo.at += 18 * MINUTE
        pilot.app.screen.look_again()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "18 of 45 min" in shown(pilot)


async def test_a_key_that_can_do_nothing_says_why(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("p")
        await pilot.pause()
        assert "Only running work can be parked." in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Only running work" not in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert IT_RUNS in shown(pilot)


async def test_a_note_needs_three_keys_besides_its_words(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "First sync done +20m >Call Ruth")
        assert "time 20 min · next step: Call Ruth" in shown(pilot)
        assert "INTERNAL" in shown(pilot)
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.pause()
        assert "note saved, 20 min booked" in shown(pilot)
    assert demo.waiting() == [AddNote("demo:ticket:48213", "First sync done\nNext step: Call Ruth", 20)]
    assert notes.load_draft(demo.desk, "demo:ticket:48213", "note") is None


async def test_an_empty_note_names_the_marks_of_its_line_and_the_first_letter_ends_that(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await until(lambda: "+20m books time   >Call Ruth is the next step" in shown(pilot))
        await typed(pilot, "F")
        assert "books time" not in shown(pilot)


async def test_a_note_to_the_client_that_is_taken_back_is_called_a_note(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "Please restart it")
        await pilot.press("ctrl+t", "ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.press("u")
        await until(lambda: "#48213: note taken back, nothing was sent" in shown(pilot))
        assert "SENDS TO RUTH OSEI" in shown(pilot)


async def test_client_visible_is_a_deliberate_key_and_said_in_the_title(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "Hello")
        assert "SENDS TO" not in shown(pilot)
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert "SENDS TO RUTH OSEI" in shown(pilot)
        assert "INTERNAL" not in shown(pilot)
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
    assert isinstance(demo.waiting()[0], Answer)


@pytest.mark.parametrize("key", ["n", "f"])
async def test_ac18_a_sheet_stays_with_its_ticket_whatever_sync_does(bench: Bench, key: str) -> None:
    mine = await bench.ticket("Outlook hangs")
    async with opened(bench) as pilot:
        await pilot.press(key)
        await typed(pilot, "All good ")
        bench.at += MINUTE
        urgent = await bench.ticket("Server down", default_band=1)
        assert offer(bench.desk).current is not None
        assert offer(bench.desk).ranked[0].ticket.id == urgent.id
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await until(lambda: "Server down" in shown(pilot))
    assert {one.ticket_id for one in bench.waiting()} == {mine.id}


async def test_the_board_does_not_move_under_an_open_sheet(bench: Bench) -> None:
    await bench.ticket("Outlook hangs")
    async with opened(bench) as pilot:
        await pilot.press("n")
        await pilot.pause()
        before = shown(pilot)
        for n in range(5):
            await bench.ticket(f"More {n}", default_band=1)
        await pilot.pause(0.1)
        assert shown(pilot) == before


async def test_a_draft_survives_escape_and_comes_back_with_its_cursor(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "half a thought")
        await pilot.press("left", "left", "escape")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.press("n")
        await pilot.pause()
        field = pilot.app.screen.query_one(TextArea)
        assert field.text == "half a thought"
        assert field.cursor_location == (0, 12)


async def test_what_is_typed_is_on_the_disk_within_a_second_without_any_key(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "not lost")

        def kept() -> bool:
            draft = notes.load_draft(demo.desk, "demo:ticket:48213", "note")
            return draft is not None and draft.body == "not lost"

        await until(kept, 3)


async def test_leaving_with_an_open_sheet_and_coming_back_finds_it_open(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "to be continued")
        await until(lambda: notes.load_draft(demo.desk, "demo:ticket:48213", "note"), 3)
        await pilot.press("ctrl+q")
    async with opened(demo) as pilot:
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "to be continued"


async def test_finish_takes_enter_for_everything(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("enter", "f")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Finish)
        await pilot.press("enter", "enter")
        await until(lambda: isinstance(pilot.app.screen, Board))
    assert demo.state("demo:scheduled:48213") == "finished"


async def test_finish_refuses_minutes_that_are_none_and_keeps_the_sheet(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("f", "tab")
        await typed(pilot, "x")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "Minutes: a whole number" in shown(pilot)
        assert isinstance(pilot.app.screen, Finish)


async def test_what_is_proposed_gives_way_to_what_is_typed(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("f")
        await typed(pilot, "Fixed")
        await pilot.press("tab")
        await typed(pilot, "25")
        await pilot.press("shift+tab")
        await typed(pilot, " it")
        assert [field.value for field in pilot.app.screen.query(Input)][:2] == ["Fixed it", "25"]
        await pilot.press("escape")
        await pilot.press("f")
        await pilot.pause()
        await typed(pilot, " now")
        assert pilot.app.screen.query_one("#result", Input).value == "Fixed it now"  # a draft never gives way


async def test_what_is_proposed_can_be_gone_on_with(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("f", "end")
        await typed(pilot, " It works")
        assert pilot.app.screen.query_one("#result", Input).value == "Done. It works"


async def test_what_has_left_goes_from_the_open_outbox(demo: Bench) -> None:
    await notes.add(demo.desk, "demo:ticket:48213", "Rebooted", measure=False)
    async with opened(demo) as pilot:
        await pilot.press("exclamation_mark", "d")
        await pilot.pause()
        assert "Rebooted" in shown(pilot)
        assert "d do not send" in foot(pilot)
        await demo.deliver()
        await until(lambda: "Nothing is on its way." in shown(pilot))
        assert foot(pilot) == "! close"
        assert "d once more" not in shown(pilot)


async def test_finish_asks_for_the_next_step_only_where_the_ticket_stays_open(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("f")
        await pilot.pause()
        one = sheet(pilot)
        assert (STILL in shown(pilot)) != one._closes  # type: ignore[attr-defined]
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert (STILL in shown(pilot)) != one._closes  # type: ignore[attr-defined]
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert "SENDS TO RUTH OSEI" in shown(pilot)


async def test_skip_is_two_keys_and_needs_a_reason(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Skip)
        await pilot.press("z")
        assert isinstance(pilot.app.screen, Skip)
        await pilot.press("c")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.pause()
        assert "skipped, waiting for client" in shown(pilot)
    found = demo.work("demo:scheduled:48213")
    assert found is not None
    assert found.reason == "waiting for client"


async def test_a_reason_key_is_not_taken_for_a_key_of_the_board(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("s", "w")
        await until(lambda: isinstance(pilot.app.screen, Board))
        await pilot.pause()
        assert isinstance(pilot.app.screen, Board)
    assert demo.state("demo:scheduled:48213") == "skipped"


async def test_park_keeps_the_next_step_that_is_typed(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("enter", "p")
        await pilot.pause()
        await typed(pilot, "!")
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, Board))
    assert demo.state("demo:scheduled:48213") == "parked"


async def test_why_names_the_rule(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert "Client free until 11:30" in shown(pilot).split("Rule")[1]
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Board)


async def test_the_sheet_of_keys_lists_exactly_what_is_bound(demo: Bench) -> None:
    async with opened(demo, (120, 40)) as pilot:
        board = pilot.app.screen
        bound = {key for chain in [board._bindings] for key in chain.key_to_bindings} - {"tab", "shift+tab", "super+c"}
        bound -= {"ctrl+c"}
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Keys)
        declared = {key for one in board.commands() for key in one.key.split(",")}  # type: ignore[attr-defined]
        assert declared == bound
        for one in board.commands():  # type: ignore[attr-defined]
            assert one.help in shown(pilot)
        assert "Only running work can be parked." in shown(pilot)


async def test_the_palette_has_our_commands_and_nothing_of_textuals(demo: Bench) -> None:
    async with opened(demo, (120, 40)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        text = shown(pilot)
        for word in ("Theme", "Screenshot", "Maximize", "Show keys and help panel"):
            assert word not in text
        await typed(pilot, "note")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(lambda: isinstance(pilot.app.screen, NoteEntry))


async def test_typing_ahead_lands_in_the_sheet_it_was_meant_for(demo: Bench) -> None:
    async with opened(demo) as pilot:
        for key in ("n", *"Hello", "w", "s", "q"):
            pilot.app.post_message(Key(key, key))
        await until(lambda: [field.text for field in pilot.app.screen.query(TextArea)] == ["Hellowsq"])


async def test_five_hundred_changes_are_one_look(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    async with opened(demo) as pilot:
        await pilot.pause(0.1)
        monkeypatch.setattr(Board, "look_again", lambda self: looks.append(1))
        heard = pilot.app.bridge._heard  # type: ignore[attr-defined]
        for _ in range(500):
            heard(Changed(frozenset({"tickets"})))
        await until(lambda: looks)
        await pilot.pause(0.1)
    assert len(looks) == 1


async def test_a_look_that_finds_nothing_new_paints_nothing(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(demo) as pilot:
        await pilot.pause(0.1)
        painted: list[int] = []
        monkeypatch.setattr(Lines, "refresh", lambda self, *regions, **options: painted.append(len(regions)))
        pilot.app.screen.look_again()  # type: ignore[attr-defined]
        assert painted == []
        demo.at += MINUTE
        pilot.app.screen.look_again()  # type: ignore[attr-defined]
        assert painted[0] <= 3


async def test_what_another_process_did_is_seen(bench: Bench) -> None:
    ticket = await bench.ticket("Outlook hangs")
    async with opened(bench) as pilot:
        bench.database.write(lambda tx: drafts.drop(tx, ticket.id, "note"))
        await work.start(bench.desk, derived_id(ticket.id))
        await until(lambda: "Focus · until" in shown(pilot))
        await work.park(bench.desk, derived_id(ticket.id))
        await until(lambda: "PARKED" in shown(pilot))


async def test_the_loop_behind_may_fail_and_the_board_stays(demo: Bench) -> None:
    from workboard.ui.app import WorkboardApp

    async def fails() -> None:
        raise RuntimeError("[red]boom")

    app = WorkboardApp(demo.desk, on_start=fails)
    async with running(app) as pilot:
        await until(lambda: "Syncing has stopped" in shown(pilot))
        assert "Rebuild the Outlook profile" in shown(pilot)


async def test_an_empty_desk_says_what_to_do(bench: Bench) -> None:
    async with opened(bench) as pilot:
        assert "No work here yet." in shown(pilot)
        for key in ("enter", "n", "f", "s", "w", "p"):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(pilot.app.screen, Board)
        assert "There is no activity here." in shown(pilot)


async def test_ctrl_z_does_not_go_by_in_silence(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("ctrl+z")
        await until(lambda: "does not suspend" in shown(pilot))
