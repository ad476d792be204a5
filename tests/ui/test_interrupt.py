"""Called away and back, key by key: the stamp before anything else, four quiet steps, and what was open as it was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from tests.ui.eyes import RAW, Eyes, foot, opened, shown, typed
from workboard.board import interruption, notes, replies, unsorted, who_waits, work
from workboard.domain.interruption import SOURCES, Stretch
from workboard.store import intervals, journal
from workboard.store.database import Database
from workboard.ui.dialogs.call_note import CallNote
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.dialogs.sheet import Sheet
from workboard.ui.dialogs.ticket_entry import TicketEntry
from workboard.ui.dialogs.unsorted import Unsorted
from workboard.ui.screens.away import AskSource, BackCard, ComingBack, IsAway
from workboard.ui.screens.board import Board
from workboard.ui.screens.called import Called
from workboard.ui.screens.focus import Focus
from workboard.ui.screens.one_ticket import OneTicket
from workboard.ui.screens.replies import Replies
from workboard.ui.widgets.note_text import NoteText

SHOWN = "demo:scheduled:48213"
TICKET = "demo:ticket:48213"
NEXT_STEP = "Make a fresh profile and send a test mail with Ruth"


async def press(pilot: Eyes, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def at(pilot: Eyes, kind: type) -> None:
    await until(lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause()


def words_of(pilot: Eyes) -> str:
    return " ".join(shown(pilot).split())


def open_one(demo: Bench) -> Stretch:
    found = intervals.current(demo.database.read())
    assert found is not None
    return found


def calls(demo: Bench) -> list[Stretch]:
    """Every interruption there was, oldest first."""
    found = demo.database.read().all("SELECT id FROM interval WHERE kind = 'interruption' AND id = ref ORDER BY rowid")
    return [one for row in found if (one := intervals.one(demo.database.read(), row[0])) is not None]


# -- the stamp --------------------------------------------------------------------------------------------------------


async def test_nothing_is_drawn_before_the_stamp_is_durable(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    plain = Database.awrite

    async def watched(self: Database, work: Callable[[Any], Any], *, durable: bool = True) -> Any:
        before = intervals.current(self.read())
        result = await plain(self, work, durable=durable)
        after = intervals.current(self.read())
        if after is not None and after.kind == "interruption" and after != before:
            order.append("durable" if durable else "not durable")
        return result

    async with opened(demo) as pilot:
        push = pilot.app.push_screen

        def pushed(screen: Any, *rest: Any, **more: Any) -> Any:
            order.append(type(screen).__name__)
            return push(screen, *rest, **more)

        monkeypatch.setattr(Database, "awrite", watched)
        monkeypatch.setattr(pilot.app, "push_screen", pushed)
        await press(pilot, "i")
        await at(pilot, AskSource)
    assert order[:2] == ["durable", "AskSource"]


@pytest.mark.parametrize(
    ("keys", "below", "key"),
    [
        ((), Board, "i"),
        (("enter",), Focus, "i"),
        (("r",), Replies, "i"),
        (("slash", *"48213", "enter"), OneTicket, "i"),
        (("n",), NoteEntry, "ctrl+o"),
        (("t",), TicketEntry, "ctrl+o"),
        (("w",), Sheet, "ctrl+o"),
        (("i", "p"), ComingBack, "ctrl+o"),
        (("i", "p", "enter"), IsAway, "i"),
        (("i", "q"), Sheet, "ctrl+o"),
    ],
)
async def test_one_key_is_enough_wherever_one_is(demo: Bench, keys: tuple[str, ...], below: type, key: str) -> None:
    async with opened(demo) as pilot:
        await press(pilot, *keys)
        await at(pilot, below)
        before = len(calls(demo))
        await press(pilot, key)
        await at(pilot, AskSource)
    assert len(calls(demo)) == before + 1


async def test_the_source_is_one_key_and_the_name_a_few_letters(demo: Bench) -> None:
    async with opened(demo) as pilot:
        for key, source in SOURCES.items():
            await press(pilot, "i", key, "enter")
            await at(pilot, IsAway)
            assert open_one(demo).source == source
            await press(pilot, "enter", "enter")
            await at(pilot, Board)
        await press(pilot, "i", "p", "enter", "w")
        await typed(pilot, "rut")
        await press(pilot, "enter")
        await at(pilot, IsAway)
        assert open_one(demo).who == "Ruth Osei"
        assert "phone · Ruth Osei" in words_of(pilot)


# -- as it was --------------------------------------------------------------------------------------------------------


async def test_ac11_half_a_note_in_focus_is_found_as_it_was(demo: Bench) -> None:
    long = "\n".join(f"line {number} of what was tried" for number in range(30))
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        await at(pilot, Focus)
        await press(pilot, "n")
        sheet = pilot.app.screen
        field = sheet.query_one(NoteText)
        field.text = long
        field.move_cursor((17, 5))
        await pilot.pause()
        before = shown(pilot), field.cursor_location, field.scroll_offset
        await press(pilot, "ctrl+o", "p", "enter")
        await at(pilot, IsAway)
        for minute in range(9):
            demo.at += MINUTE
            demo.client_writes(demo.truth(TICKET), f"One more thing, {minute}")
            await demo.sync()
        await press(pilot, "enter")
        assert "Back · away 9 min (phone)" in shown(pilot)
        await press(pilot, "enter")
        await until(lambda: pilot.app.screen is sheet)
        await pilot.pause()
        assert (shown(pilot), field.cursor_location, field.scroll_offset) == before
        assert field.text == long
    draft = notes.load_draft(demo.desk, TICKET, "note")
    assert draft is not None
    assert (draft.body, draft.row, draft.column) == (long, 17, 5)


async def test_a_list_is_not_read_anew_for_a_while_after_coming_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "r", "down")
        before = shown(pilot)
        await press(pilot, "i")
        await at(pilot, AskSource)
        first = who_waits.rows(demo.desk)[0]
        await replies.no_answer(demo.desk, first.ticket_id)
        await press(pilot, "enter", "enter", "enter", "enter")
        await at(pilot, Replies)
        await pilot.pause()
        assert shown(pilot) == before
        demo.at += 21_000
        pilot.app.lookout.look_again()  # type: ignore[attr-defined]  # the timer's end
        await until(lambda: len(pilot.app.screen.query_one("ReplyList").rows) == len(who_waits.rows(demo.desk)))  # type: ignore[attr-defined]


async def test_the_next_step_stays_in_sight_the_whole_time(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "i")
        for kind in (AskSource, ComingBack, IsAway, BackCard):
            await at(pilot, kind)
            assert NEXT_STEP in words_of(pilot), kind
            await press(pilot, "enter")
        await at(pilot, Focus)


async def test_coming_back_is_what_was_written_and_the_work_shows_it(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "i", "p")
        await typed(pilot, "Ask for the old profile")
        await press(pilot, "enter", "enter")
        assert "You wanted to Ask for the old profile" in words_of(pilot)
        await press(pilot, "enter")
        await at(pilot, Focus)
        assert "Next step Ask for the old profile" in words_of(pilot)


async def test_long_away_shows_the_client_and_the_note_before(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        await notes.add(demo.desk, TICKET, "Profile made")
        await press(pilot, "i", "p", "enter")
        demo.at += 16 * MINUTE
        await press(pilot, "enter")
        await at(pilot, BackCard)
        said = words_of(pilot)
        assert "You wrote 10:42 Profile made" in said
        assert "Before that Mon 16:41 Opens in safe mode" in said
        assert "The client " in said


# -- nested -----------------------------------------------------------------------------------------------------------


async def test_ac14_three_deep_unwinds_one_at_a_time(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        for number in (1, 2, 3):
            await press(pilot, "i", "p")
            await typed(pilot, f"go on with {number}")
            await press(pilot, "enter")
        assert "inside 2 others" in shown(pilot)
        for number in (3, 2, 1):
            await at(pilot, IsAway)
            await press(pilot, "enter")
            assert f"You wanted to go on with {number}" in words_of(pilot)
            await press(pilot, "enter")
        await at(pilot, Focus)
    assert demo.state(SHOWN) == "running"


async def test_called_away_from_a_sheet_in_an_interruption_comes_back_to_it(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "i", "p", "enter", "q")
        sheet = pilot.app.screen
        await typed(pilot, "Reset a password")
        before = shown(pilot)
        await press(pilot, "ctrl+o", "enter", "enter", "enter", "enter")
        await until(lambda: pilot.app.screen is sheet)
        await pilot.pause()
        assert shown(pilot) == before


async def test_half_a_line_of_coming_back_survives_another_call(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "i", "p")
        await typed(pilot, "Ask for the")
        await press(pilot, "ctrl+o", "enter", "enter", "enter", "enter")
        await at(pilot, ComingBack)
        assert "Ask for the" in shown(pilot)


# -- unsorted ---------------------------------------------------------------------------------------------------------


async def test_ac13_enter_only_changes_nothing_and_is_asked_once_at_park(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        await press(pilot, "i", "enter", "enter")
        demo.at += 4 * MINUTE
        await press(pilot, "enter", "enter")
        await at(pilot, Focus)
        assert f"Next step {NEXT_STEP}" in words_of(pilot)
        assert len(unsorted.of_today(demo.desk)) == 1
        await press(pilot, "p", "enter")
        await at(pilot, Unsorted)
        assert "10:42 4 min not said" in words_of(pilot)
        await press(pilot, "enter")
        await at(pilot, Board)
        await press(pilot, "enter")
        await at(pilot, Focus)
        await press(pilot, "p", "enter")
        await at(pilot, Board)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Board), "nobody asks again"
    (one,) = calls(demo)
    assert (one.sorted, one.asked_at is not None) == (False, True)
    assert unsorted.of_today(demo.desk) == [], "nor at the end of the day"


async def test_each_unsorted_one_is_answered_by_a_key(demo: Bench) -> None:
    await work.start(demo.desk, SHOWN)
    for _ in range(5):
        await interruption.stamp(demo.desk)
        demo.at += 2 * MINUTE
        await interruption.back(demo.desk)
    async with opened(demo) as pilot:
        await press(pilot, "p", "enter")
        await at(pilot, Unsorted)
        await press(pilot, "t")
        await typed(pilot, "Kim")
        await press(pilot, "enter", "n")
        await typed(pilot, "It is dark")
        await press(pilot, "ctrl+s")
        await until(lambda: "The ticket is saved" in shown(pilot))
        await press(pilot, "enter")
        await at(pilot, Unsorted)
        await press(pilot, "n")
        await typed(pilot, "48190")
        await press(pilot, "enter")
        await typed(pilot, "He asked how it goes")
        await press(pilot, "ctrl+s")
        await at(pilot, Unsorted)
        await press(pilot, "q")
        await typed(pilot, "Reset a password")
        await press(pilot, "ctrl+s")
        await at(pilot, Unsorted)
        await press(pilot, "x")
        await press(pilot, "escape")
        await at(pilot, Board)
    assert [one.sorted for one in calls(demo)] == [True, True, True, True, False]
    assert unsorted.of_today(demo.desk) == []
    assert [type(one).__name__ for one in demo.waiting()] == [
        "OpenTicket",
        "AddNote",
        "OpenTicket",
        "AddNote",
        "SetCategory",
    ]


# -- what it becomes --------------------------------------------------------------------------------------------------


async def test_a_call_becomes_a_ticket_with_its_source_its_time_and_its_name(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "i", "w", "enter", "w")
        await typed(pilot, "rut")
        await press(pilot, "enter")
        demo.at += 3 * MINUTE
        await press(pilot, "t")
        await at(pilot, TicketEntry)
        assert "New ticket · by walk-up, 10:42" in shown(pilot)
        await press(pilot, "enter", "n")
        await typed(pilot, "Paper jam")
        await press(pilot, "ctrl+s")
        await demo.sync()
        await until(lambda: "#48237" in shown(pilot))
        await press(pilot, "enter")
        await at(pilot, IsAway)
        assert "Belongs to #48237 Alder & Pine Dental" in words_of(pilot)
        await press(pilot, "t")
        assert "It belongs to #48237" in shown(pilot)
    (one,) = calls(demo)
    assert (one.sorted, one.ticket_id) == (True, "demo:ticket:48237")


async def test_another_ticket_half_written_below_is_not_touched(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "t")
        await typed(pilot, "Tom")
        await press(pilot, "ctrl+o", "p", "enter", "t")
        assert "Tom" not in shown(pilot)
        await typed(pilot, "Kim")
        await press(pilot, "escape", "enter", "enter")
        await at(pilot, TicketEntry)
        assert "Tom" in shown(pilot)
        assert "Kim" not in shown(pilot)


async def test_a_note_about_a_call_books_the_call_and_leaves_the_one_below(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "n")
        await typed(pilot, "Half a note")
        await press(pilot, "ctrl+o", "p", "enter")
        demo.at += 7 * MINUTE
        await press(pilot, "n")
        await typed(pilot, "48213")
        await press(pilot, "enter")
        assert "time 7 min (measured)" in words_of(pilot)
        assert "Half a note" not in shown(pilot)
        await typed(pilot, "Ruth asked when")
        await press(pilot, "ctrl+s")
        await at(pilot, IsAway)
        await press(pilot, "enter", "enter")
        await at(pilot, NoteEntry)
        assert "Half a note" in shown(pilot)
    (note,) = [one for one in demo.waiting() if getattr(one, "text", "").startswith("Ruth")]
    assert (note.minutes, note.kind) == (7, "interruption")  # type: ignore[union-attr]


async def test_a_note_about_a_call_that_is_taken_back_is_its_draft_again(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "i", "p", "enter")
        demo.at += 7 * MINUTE
        await press(pilot, "n")
        await typed(pilot, "48190")
        await press(pilot, "enter")
        await typed(pilot, "He asked how it goes")
        await press(pilot, "ctrl+s")
        await at(pilot, IsAway)
        await press(pilot, "u")
        await at(pilot, CallNote)
        assert "He asked how it goes" in shown(pilot)
        assert "time 7 min (measured)" in words_of(pilot)
    assert demo.waiting() == []


async def test_a_quick_fix_says_when_it_took_too_long_and_becomes_a_ticket_with_its_words(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "i", "p", "enter", "q")
        assert "1 of 10 min" in shown(pilot)
        await typed(pilot, "Printer driver")
        await press(pilot, "tab")
        await typed(pilot, "Kim")
        demo.at += 12 * MINUTE
        pilot.app.screen.look_again()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "It took more than 10 min" in shown(pilot)
        await press(pilot, "ctrl+n")
        await at(pilot, TicketEntry)
        await until(lambda: "Printer driver" in shown(pilot) and "Kim" in shown(pilot))
    assert demo.waiting() == []


# -- whatever happens meanwhile ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "kind"),
    [((), AskSource), (("p",), ComingBack), (("p", "enter"), IsAway), (("p", "enter", "enter"), BackCard)],
)
async def test_ac38_left_and_opened_again_at_any_step(demo: Bench, keys: tuple[str, ...], kind: type) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "n")
        await typed(pilot, "Half a note")
        await press(pilot, "ctrl+o", *keys)
        if kind is ComingBack:
            await typed(pilot, "Ask for")
        await press(pilot, "ctrl+q")
    async with opened(demo) as pilot:
        await at(pilot, kind)
        if kind is ComingBack:
            assert "Ask for" in shown(pilot)
        while isinstance(pilot.app.screen, Called):
            await press(pilot, "enter")
        await at(pilot, NoteEntry)
        assert "Half a note" in shown(pilot)


async def test_another_terminal_says_it_and_comes_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter", "i")
        await interruption.say(demo.desk, source="chat")
        await at(pilot, ComingBack)
        await interruption.say(demo.desk, back="Ask Ruth")
        await at(pilot, IsAway)
        assert "chat" in shown(pilot)
        await interruption.back(demo.desk)
        await at(pilot, Focus)


async def test_a_full_disk_is_said_and_nothing_opens(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from workboard.domain.errors import NotStored

    async def full(*_: Any) -> str:
        raise NotStored("the disk is full: make room")

    async with opened(demo) as pilot:
        monkeypatch.setattr(interruption, "stamp", full)
        await press(pilot, "i")
        assert "disk is full" in shown(pilot)
        assert isinstance(pilot.app.screen, Board)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_each_step_stands_at_each_size(demo: Bench, size: tuple[int, int]) -> None:
    async with opened(demo, size) as pilot:
        await press(pilot, "enter", "i")
        for kind, way_on in ((AskSource, "Enter"), (ComingBack, "Enter"), (IsAway, "Enter"), (BackCard, "Enter")):
            await at(pilot, kind)
            lines = shown(pilot).split("\n")
            assert len(lines) == size[1]
            assert all(len(line) <= size[0] for line in lines)
            assert foot(pilot).startswith(way_on)
            assert not RAW.search(shown(pilot).replace("\n", ""))
            if kind is AskSource:
                assert all(word in words_of(pilot) for word in ("p phone", "w walk-up", "a alert", "s myself"))
            await press(pilot, "enter")
        await at(pilot, Focus)


async def test_hostile_words_stay_words(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        await interruption.stamp(demo.desk, "phone", "[red]\x1b]0;x\x07Tom\u202e")
        await at(pilot, IsAway)
        assert "[red]" in shown(pilot)
        assert not RAW.search(shown(pilot).replace("\n", ""))


async def test_enter_pressed_in_haste_leads_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        await pilot.press("i", "enter", "enter", "enter", "enter")
        with suppress(asyncio.TimeoutError):
            await until(lambda: isinstance(pilot.app.screen, Focus))
        await at(pilot, Focus)
    assert journal.running(demo.database.read()) is not None
