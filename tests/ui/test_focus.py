"""Focus under a pilot: silent until its end, one line for an emergency, one for what was held, and back as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import SimpleNamespace

import pytest
from textual.widgets import TextArea

from tests.board.bench import MINUTE, TUESDAY, Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, foot, opened, running, sheet, shown, typed
from workboard.backends.base import Page
from workboard.board import finishing, focus, held, interruption, notes, work
from workboard.board.desk import Desk
from workboard.domain.rules import FocusRules
from workboard.domain.ticket import Message, Ticket
from workboard.store import focus as blocks
from workboard.store import intervals
from workboard.store.database import Database
from workboard.sync.context import store_page
from workboard.ui import lookout
from workboard.ui.app import WorkboardApp
from workboard.ui.screens.board import Board
from workboard.ui.screens.called import Called
from workboard.ui.screens.focus import AFTER_I, IT_RUNS, NOT_ANY_MORE, Focus
from workboard.ui.screens.replies import Replies

SHOWN, TICKET = "demo:scheduled:48213", "demo:ticket:48213"
SIZES = [(80, 24), (120, 40), (60, 16), (200, 60)]
LOOKED = 0.3
"""seconds in which whatever is looked for has been looked for"""


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "FOCUS_LOOK_S", 0.05)


async def in_focus(pilot: Eyes) -> Focus:
    await pilot.press("enter")
    await until(lambda: isinstance(pilot.app.screen, Focus))
    await pilot.pause()
    assert isinstance(pilot.app.screen, Focus)
    return pilot.app.screen


@asynccontextmanager
async def in_a_block(bench: Bench, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Eyes]:
    """The board, with a block of focus begun on what it shows."""
    async with opened(bench, size) as pilot:
        await in_focus(pilot)
        yield pilot


async def at(pilot: Eyes, kind: type) -> None:
    await until(lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause()


def words(pilot: Eyes) -> str:
    """What is shown, on one line."""
    return " ".join(shown(pilot).split())


def minute(pilot: Eyes) -> None:
    assert isinstance(pilot.app, WorkboardApp)
    pilot.app._minute()


def another(bench: Bench, number: str, title: str = "Mail server down", **changes: object) -> Ticket:
    """A ticket of mine as the help desk tells of it."""
    plain = bench.truth(TICKET)._replace(
        id=f"demo:ticket:{number}", number=number, title=title, category="open", status="open", default_band=3,
        window_from_at=None, window_until_at=None, company="Cedar Labs",
    )  # fmt: skip
    return plain._replace(**changes)  # type: ignore[arg-type]


def emergency(bench: Bench) -> Ticket:
    return another(bench, "48301", default_band=1)


@contextmanager
def elsewhere(bench: Bench) -> Iterator[Desk]:
    """The same desk in another process: a connection of its own, so that this one is told by nobody."""
    database = Database.open(bench.database.path)
    try:
        yield bench.desk._replace(database=database)
    finally:
        database.close()


# -- silent ---------------------------------------------------------------------


def a_busy_hour(bench: Bench) -> list[Page]:
    """500 replies, 40 assignments, 3 changes of priority, none of them an emergency of mine: page by page."""
    known = list(({TICKET: bench.truth(TICKET)} | {one.ticket.id: one.ticket for one in bench.offer().ranked}).values())
    said = [
        Message(
            f"demo:message:x{number}", known[number % len(known)].id, bench.at + number, "c1", "Ruth Osei", "client",
            "public", "reply", f"Any news, number {number}?",
        )
        for number in range(500)
    ]  # fmt: skip
    mine = [another(bench, f"5{number:04}", f"New thing {number}") for number in range(40)]
    hotter = [one._replace(default_band=2) for one in known[1:4]]
    pages = [Page(messages=tuple(said[start : start + 50])) for start in range(0, 500, 50)]
    return [*pages, Page(tickets=tuple(mine)), Page(tickets=tuple(hotter))]


@pytest.mark.parametrize("own", [True, False], ids=["own sync", "another process"])
@pytest.mark.parametrize("size", SIZES)
async def test_ac07_whatever_comes_the_screen_stays_the_same(demo: Bench, size: tuple[int, int], own: bool) -> None:
    pages = a_busy_hour(demo)
    async with opened(demo, size) as pilot:
        screen = await in_focus(pilot)
        before, looks = shown(pilot), []
        look = screen.look_outside

        async def watched() -> None:
            await look()
            looks.append(held.standing(demo.desk))

        screen.look_outside = watched  # type: ignore[method-assign]
        with elsewhere(demo) as other:
            database = demo.database if own else other.database
            for page in pages:
                database.write(lambda tx, page=page: store_page(tx, page, demo.at, "demo"))  # type: ignore[misc]
        await until(lambda: looks and looks[-1] is not None and looks[-1].verdict.assignments == 40)
        await pilot.pause()
        assert shown(pilot) == before
        found = held.standing(demo.desk)
        assert found is not None
        others = {one.ticket_id for page in pages for one in page.messages} - {TICKET}
        assert found.verdict.replies == len(others) > 5, "each of the others once, however often they wrote"


async def test_ac07_a_page_of_sync_costs_no_look_of_its_own(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "FOCUS_LOOK_S", 60)
    async with opened(demo) as pilot:
        screen = await in_focus(pilot)
        looks: list[int] = []

        async def counted(self: Focus) -> None:
            looks.append(1)

        monkeypatch.setattr(Focus, "look_outside", counted)
        monkeypatch.setattr(Focus, "look_again", lambda self: looks.append(2))
        for number in range(50):
            page = Page(tickets=(another(demo, f"6{number:04}"),))
            demo.database.write(lambda tx, page=page: store_page(tx, page, demo.at, "demo"))  # type: ignore[misc]
            await pilot.pause()
        assert len(looks) <= 2
        assert screen.holds


async def test_ac07_only_the_minutes_of_this_activity_go_on(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        before = shown(pilot).split("\n")
        demo.at += 3 * MINUTE
        minute(pilot)
        await until(lambda: "3 of 45 min" in shown(pilot))
        after = shown(pilot).split("\n")
        assert [line for line in after if line not in before] == ["    3 of 45 min"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_has_the_work_and_the_printed_end_and_nothing_else(demo: Bench, size: tuple[int, int]) -> None:
    async with in_a_block(demo, size) as pilot:
        text = words(pilot)
        for word in ("Focus · until 11:27", "Rebuild the Outlook profile", "Ruth Osei · #48213", "0 of 45 min"):
            assert word in text
        assert "Everything else is held until 11:27. Emergencies still reach you." in text
        for word in ("REPLIES", "PROGRESS", "answered", "planned", "10:42", "synced", "saved on"):
            assert word not in text
        assert foot(pilot).endswith("? keys")


async def test_ac25_nothing_about_goals_is_in_focus(demo: Bench) -> None:
    async with in_a_block(demo, (200, 60)) as pilot:
        assert not any(word in shown(pilot) for word in ("goal", "pace", "of 6 h", "of 60"))


async def test_what_is_offline_refused_or_stuck_waits_too(demo: Bench) -> None:
    from workboard.store import account, delivery, entries

    async with in_a_block(demo) as pilot:
        await notes.add(demo.desk, "demo:ticket:48190", "Roller ordered.", hold_ms=0, measure=False)
        await pilot.pause()
        before = shown(pilot)
        demo.database.write(lambda tx: delivery.mark_inflight(tx, entries.open_entries(tx)[0], demo.at, demo.at, None))
        demo.database.write(lambda tx: delivery.refuse(tx, entries.open_entries(tx)[0], demo.at, "no such ticket", 422))
        demo.database.write(lambda tx: account.set_state(tx, "offline", "no network", demo.at))
        await pilot.pause(LOOKED)
        assert shown(pilot) == before


async def test_that_syncing_has_stopped_is_said_when_focus_is_over(demo: Bench) -> None:
    async def fails() -> None:
        await until(lambda: isinstance(app.screen, Focus))
        raise RuntimeError("no more")

    app = WorkboardApp(demo.desk, on_start=fails)
    async with running(app) as pilot:
        await in_focus(pilot)
        await until(lambda: app.lookout.aside is not None)
        await pilot.pause()
        assert "Syncing" not in shown(pilot)
        demo.at += 45 * MINUTE
        minute(pilot)
        await until(lambda: "Syncing has stopped" in shown(pilot))
        assert app.lookout.aside is None


async def test_own_notes_of_the_block_stand_there_and_their_step_is_the_next(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "Profile created >Call Ruth")
        await pilot.press("ctrl+s")
        await at(pilot, Focus)
        assert "10:42 Profile created" in words(pilot)
        assert "Next step Call Ruth" in words(pilot)
        assert "note saved" in words(pilot)


# -- keys ---------------------------------------------------------------------


async def test_what_is_held_answers_in_one_quiet_line_and_stays_shut(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        held = "Held until 11:27; f or p ends it sooner."
        for key, answer in (
            ("r", held), ("exclamation_mark", held), ("slash", held), ("t", AFTER_I), ("enter", IT_RUNS),
            ("escape", "Focus lasts until 11:27; f or p leaves it sooner."), ("Z", "No such key here"),
        ):  # fmt: skip
            await pilot.press(key)
            await pilot.pause()
            assert answer in words(pilot), key
            assert isinstance(pilot.app.screen, Focus)


async def test_ac37_the_keys_of_focus_are_the_ones_it_lists(demo: Bench) -> None:
    async with opened(demo) as pilot:
        screen = await in_focus(pilot)
        found = {one.key for one in screen.commands()}
        assert found >= {"n", "i", "f", "p", "e", "w", "u", "y", "o", "question_mark", "ctrl+p", "q", "enter"}
        assert not found & {"t", "slash", "exclamation_mark", "s", "g"}
        assert not screen._bindings.key_to_bindings["t"]


@pytest.mark.parametrize(
    ("key", "title"), [("n", "INTERNAL"), ("f", "Result"), ("p", "Coming back I"), ("e", "Ask for help"), ("w", "Why")]
)
async def test_the_sheets_of_the_work_open_over_focus(demo: Bench, key: str, title: str) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press(key)
        await until(lambda: title in shown(pilot))
        await pilot.press("escape")
        await at(pilot, Focus)


async def test_the_last_thing_taken_back_ends_focus_where_it_was_the_start(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("u")
        await at(pilot, Board)
        assert "start taken back" in shown(pilot)
        assert demo.state(SHOWN) == "planned"


@pytest.mark.parametrize("keys", [("f", "enter", "enter"), ("p", "enter")])
async def test_and_leads_back_into_it_where_it_was_its_end(demo: Bench, keys: tuple[str, ...]) -> None:
    async with in_a_block(demo) as pilot:
        before = blocks.newest(demo.database.read())
        demo.at += 5 * MINUTE
        await pilot.press(*keys)
        await at(pilot, Board)
        await pilot.press("u")
        await until(lambda: any(isinstance(one, Focus) for one in pilot.app.screen_stack))
        await pilot.press("escape")
        await at(pilot, Focus)
        assert blocks.newest(demo.database.read()) == before
        assert "Focus · until 11:27" in shown(pilot)


# -- what breaks through ---------------------------------------------------------------------

LINE = "P1 for you #48301: Mail server down"


async def broken_through(pilot: Eyes, demo: Bench) -> None:
    await in_focus(pilot)
    demo.put(emergency(demo))
    await until(lambda: LINE in shown(pilot))


@pytest.mark.parametrize("size", SIZES)
async def test_ac08_an_emergency_is_exactly_one_line_and_any_key_keeps_working(
    demo: Bench, size: tuple[int, int]
) -> None:
    async with in_a_block(demo, size) as pilot:
        before = shown(pilot).split("\n")
        demo.put(emergency(demo))
        await until(lambda: LINE in shown(pilot))
        after = shown(pilot).split("\n")
        assert [new.split() for old, new in zip(before, after, strict=False) if old != new] == [
            f"{LINE} Enter takes it up".split() if size != (60, 16) else f"{LINE} Enter".split()
        ]
        await pilot.press("n")
        await typed(pilot, "still here")
        await pilot.press("ctrl+s")
        await at(pilot, Focus)
        assert "still here" in shown(pilot)
        assert LINE in shown(pilot), "it stays until it is taken up, or gone"


async def test_ac08_enter_takes_it_up_as_an_alert_and_its_end_leads_back(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await broken_through(pilot, demo)
        await pilot.press("enter")
        await until(lambda: "Mail server down" in shown(pilot) and LINE not in shown(pilot))
        await at(pilot, Focus)
        assert demo.state(SHOWN) == "interrupted"
        said = intervals.between(demo.database.read(), 0, demo.at + 1)
        assert [one.source for one in said if one.kind == "interruption"] == ["alert"]
        demo.at += 9 * MINUTE
        await pilot.press("f", "enter")
        await at(pilot, Called)
        while isinstance(pilot.app.screen, Called):
            await pilot.press("enter")
            await pilot.pause()
        await at(pilot, Focus)
        text = words(pilot)
        assert "Focus · until 11:27" in text, "the block it was, with the end that was printed"
        assert "Rebuild the Outlook profile" in text
        assert LINE not in text


async def test_ac08_what_is_gone_meanwhile_goes_with_the_next_key_and_not_by_itself(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await broken_through(pilot, demo)
        demo.put(emergency(demo)._replace(presence="left", owner_id="7"))
        await pilot.pause(LOOKED)
        assert LINE in shown(pilot)
        await pilot.press("y")
        await until(lambda: LINE not in shown(pilot))


async def test_ac08_enter_on_what_is_gone_says_so_and_starts_nothing(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await broken_through(pilot, demo)
        demo.put(emergency(demo)._replace(category="done", status="closed"))
        await pilot.press("enter")
        await until(lambda: NOT_ANY_MORE in shown(pilot))
        assert LINE not in shown(pilot)
        assert demo.state(SHOWN) == "running"


async def test_ac08_over_a_sheet_it_is_the_sheets_quiet_line(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "half a thought")
        demo.put(emergency(demo))
        await until(lambda: LINE in shown(pilot))
        assert sheet(pilot).query_one(TextArea).text == "half a thought"
        await typed(pilot, " more")
        await pilot.press("ctrl+s")
        await at(pilot, Focus)
        assert LINE in shown(pilot)


async def test_ac08_a_fixed_time_is_told_once_in_its_last_five_minutes(demo: Bench) -> None:
    policy = demo.desk.policy
    demo.desk = demo.desk._replace(policy=policy._replace(order=policy.order._replace(fixed_lead=0)))
    async with in_a_block(demo) as pilot:
        visit = another(demo, "48302", "On site")
        demo.put(visit)
        demo.planned(visit, "scheduled", "99", owner_id=demo.desk.me.id, start_at=demo.at + 20 * MINUTE, fixed=True)
        minute(pilot)
        await pilot.pause(LOOKED)
        assert "fixed" not in shown(pilot)
        demo.at += 16 * MINUTE
        minute(pilot)
        await until(lambda: "At 11:02, fixed: Cedar Labs" in shown(pilot))
        session = blocks.newest(demo.database.read())
        assert session is not None
        assert session.told == ("fixed standalone:scheduled:99",)


async def test_ac08_a_policy_without_it_holds_the_emergency_too(demo: Bench) -> None:
    rules = demo.desk.policy.focus._replace(breakthrough=())
    demo.desk = demo.desk._replace(policy=demo.desk.policy._replace(focus=rules))
    async with in_a_block(demo) as pilot:
        assert "Emergencies" not in shown(pilot)
        before = shown(pilot)
        demo.put(emergency(demo))
        await pilot.pause(LOOKED)
        assert shown(pilot) == before


# -- what was held ---------------------------------------------------------------------


def three_answer(demo: Bench) -> None:
    for one in [found.ticket for found in demo.offer().ranked if found.ticket.id != TICKET][:3]:
        demo.client_writes(one, "It works again, mostly.")


TOLD = "Meanwhile: 3 clients answered"


async def test_ac09_at_the_bound_one_line_tells_what_was_held(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        three_answer(demo)
        demo.at = TUESDAY + 45 * MINUTE - 1
        minute(pilot)
        await pilot.pause(LOOKED)
        assert TOLD not in shown(pilot)
        demo.at += 1
        minute(pilot)
        await until(lambda: "Focus · over at 11:27" in shown(pilot))
        assert words(pilot).count("answered") == 1
        assert TOLD in shown(pilot)
        assert foot(pilot) == "Enter another block   f finish   p park   r replies   Esc board   ? keys"
        await pilot.press("r")
        await at(pilot, Replies)
        await pilot.press("r")
        await at(pilot, Focus)
        await pilot.press("enter")
        await until(lambda: "Focus · until 12:12" in shown(pilot))


async def test_ac09_it_comes_by_itself_when_nobody_presses_a_key(demo: Bench) -> None:
    rules = demo.desk.policy.focus._replace(block=1)
    demo.desk = demo.desk._replace(policy=demo.desk.policy._replace(focus=rules))
    async with opened(demo) as pilot:
        screen = await in_focus(pilot)
        three_answer(demo)
        demo.at += MINUTE - 30
        screen._wait_for_the_bound()
        demo.at += 30
        await until(lambda: TOLD in shown(pilot))


@pytest.mark.parametrize("keys", [("f", "enter", "enter"), ("p", "enter")])
async def test_ac09_letting_go_earlier_tells_it_at_once_on_the_board(demo: Bench, keys: tuple[str, ...]) -> None:
    async with in_a_block(demo) as pilot:
        three_answer(demo)
        demo.at += 23 * MINUTE
        await pilot.press(*keys)
        await at(pilot, Board)
        await until(lambda: TOLD in words(pilot))
        assert words(pilot).count("Meanwhile") == 1


async def test_ac09_under_an_open_sheet_the_bound_is_its_quiet_line(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "First sync done")
        three_answer(demo)
        demo.at += 45 * MINUTE
        minute(pilot)
        await until(lambda: f"Focus is over since 11:27. {TOLD}" in words(pilot))
        await pilot.press("ctrl+s")
        await at(pilot, Focus)
        assert "note saved" in shown(pilot)
        assert words(pilot).count(TOLD) == 1


async def test_after_the_bound_escape_leads_to_the_board_and_the_work_goes_on(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        three_answer(demo)
        demo.at += 46 * MINUTE
        minute(pilot)
        await until(lambda: "over at" in shown(pilot))
        await pilot.press("escape")
        await at(pilot, Board)
        assert "RUNNING" in shown(pilot)
        assert TOLD in shown(pilot)
        assert demo.state(SHOWN) == "running"
        await pilot.press("enter")
        await at(pilot, Focus)
        assert "Focus · until 12:13" in shown(pilot)


async def test_c10_an_answer_on_this_very_ticket_is_told_when_a_note_is_saved(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        demo.at += MINUTE
        demo.client_writes(demo.truth(TICKET), "I am back at my desk.")
        await pilot.pause(LOOKED)
        assert "answered" not in shown(pilot)
        for expected in (True, False):
            demo.at += MINUTE
            await pilot.press("n")
            await typed(pilot, "One more thing")
            await pilot.press("ctrl+s")
            await at(pilot, Focus)
            assert ("Ruth answered on this ticket" in shown(pilot)) == expected, "once"


async def test_ac16_a_reply_leaves_a_fixed_activity_where_it_is_and_is_queued(demo: Bench) -> None:
    fixed = next(one for one in demo.offer().later if one.activity.fixed)
    at_two, waiting = fixed.activity.start_at, len(demo.offer().waiting)
    async with in_a_block(demo) as pilot:
        demo.client_writes(fixed.ticket, "See you at two?")
        await pilot.press("f", "enter", "enter")
        await at(pilot, Board)
        assert "14:00" in shown(pilot)
    found = next(one for one in demo.offer().later if one.activity.id == fixed.activity.id)
    assert found.activity.start_at == at_two
    assert len(demo.offer().waiting) == waiting + 1


# -- the screens follow the database ---------------------------------------------------------------------


async def test_ac38_a_board_that_is_reopened_is_where_it_was(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "half a thought")
        await pilot.press("left", "left")
        await until(lambda: sheet(pilot)._kept is not None, 3)  # type: ignore[attr-defined]
        before = shown(pilot)
        await pilot.press("ctrl+q")
    async with opened(demo) as pilot:
        await until(lambda: shown(pilot) == before)
        assert sheet(pilot).query_one(TextArea).cursor_location == (0, 12)
        await pilot.press("escape")
        await at(pilot, Focus)


async def test_ac38_from_the_first_moment_nothing_but_focus_is_seen(demo: Bench) -> None:
    await work.start(demo.desk, SHOWN)
    async with opened(demo) as pilot:
        assert [type(one) for one in pilot.app.screen_stack] == [Board, Focus]
        assert "Focus · until" in shown(pilot)


async def test_what_another_process_does_is_on_the_screen_within_a_second(demo: Bench) -> None:
    async with opened(demo) as pilot:
        with elsewhere(demo) as other:
            await work.start(other, SHOWN)
            await at(pilot, Focus)
            await focus.leave(other)
            await at(pilot, Board)
            await focus.enter(other)
            await at(pilot, Focus)
            await interruption.stamp(other, "phone")
            await at(pilot, Called)
            await interruption.back(other)
            await at(pilot, Focus)
            await finishing.finish(other, SHOWN)
            await at(pilot, Board)
        assert len(pilot.app.screen_stack) == 1


async def test_two_boards_on_one_file_are_in_step(demo: Bench) -> None:
    with elsewhere(demo) as other:
        async with opened(demo) as pilot:
            await in_focus(pilot)
        async with opened(SimpleNamespace(desk=other)) as second:
            await at(second, Focus)
            await work.park(demo.desk, SHOWN)
            await at(second, Board)


async def test_a_sheet_in_which_somebody_writes_outlives_the_end_of_focus(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "half a thought")
        with elsewhere(demo) as other:
            await work.park(other, SHOWN)
        await pilot.pause(0.6)
        await typed(pilot, " and the rest")
        assert sheet(pilot).query_one(TextArea).text == "half a thought and the rest"
        await pilot.press("ctrl+s")
        await at(pilot, Board)
        assert "note saved" in shown(pilot)
    assert any("half a thought and the rest" in str(one) for one in demo.waiting())


async def test_and_its_beginning(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "half a thought")
        with elsewhere(demo) as other:
            await work.start(other, SHOWN)
        await pilot.pause(0.6)
        await typed(pilot, "!")
        assert sheet(pilot).query_one(TextArea).text == "half a thought!"
        await pilot.press("escape")
        await at(pilot, Focus)


async def test_focus_that_begins_elsewhere_covers_the_replies_and_leaves_them_open(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r")
        await at(pilot, Replies)
        with elsewhere(demo) as other:
            await work.start(other, SHOWN)
            await at(pilot, Focus)
            await work.park(other, SHOWN)
        await at(pilot, Replies)


async def test_ac11_called_away_with_half_a_note_and_back_to_the_same_letter(demo: Bench) -> None:
    async with in_a_block(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "half a thought")
        await pilot.press("left", "left", "left")
        before, where = shown(pilot), sheet(pilot).query_one(TextArea).cursor_location
        await pilot.press("ctrl+o")
        await at(pilot, Called)
        await pilot.press("p", "enter")
        demo.put(another(demo, "50001", "Something new", default_band=2))
        demo.at += 9 * MINUTE
        await pilot.press("enter", "enter")
        await until(lambda: not isinstance(pilot.app.screen, Called))
        await pilot.pause()
        assert shown(pilot) == before
        assert sheet(pilot).query_one(TextArea).cursor_location == where


# -- a policy that does not begin with focus ---------------------------------------------------------------------


async def test_where_the_policy_wants_it_enter_starts_and_enter_again_goes_into_focus(demo: Bench) -> None:
    demo.desk = demo.desk._replace(policy=demo.desk.policy._replace(focus=FocusRules(on_start=False)))
    async with opened(demo) as pilot:
        await pilot.press("enter")
        await until(lambda: "RUNNING" in shown(pilot))
        assert isinstance(pilot.app.screen, Board)
        assert "Enter focus" in foot(pilot)
        for key in ("f", "p"):
            await pilot.press(key)
            await until(lambda: pilot.app.screen.is_modal)
            await pilot.press("escape")
            await at(pilot, Board)
        await pilot.press("enter")
        await at(pilot, Focus)
