"""The keys: few are enough, ``?`` lists exactly those there are, and each does something or says why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Static

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, opened, shown, typed
from tests.ui.key_budget import BUDGET, WORDS, Way
from workboard.board import notes, outbox, unsorted
from workboard.board.desk import Desk
from workboard.board.mode import mode
from workboard.cli.keys import sections
from workboard.domain.intent import AddNote, Answer, Dismiss, Intent, OpenTicket, SetCategory
from workboard.settings.config import MeSettings
from workboard.ui.commands import Commanded, key_name, screen_name
from workboard.ui.dialogs.keys import Keys
from workboard.ui.dialogs.lead_lines import GiveHelp
from workboard.ui.dialogs.park import Park
from workboard.ui.dialogs.rewrite import Rewrite
from workboard.ui.dialogs.sheet import Sheet, subject_of
from workboard.ui.dialogs.unsorted import Unsorted
from workboard.ui.screens.board import Board
from workboard.ui.screens.called import Called
from workboard.ui.screens.focus import Focus

SHOWN = "demo:scheduled:48213"
TICKET = "demo:ticket:48213"

# -- the budget -----------------------------------------------------------------------------------------------------


def wished(kind: type[Intent]) -> Callable[[Bench], bool]:
    return lambda demo: any(isinstance(one, kind) for one in demo.waiting())


def in_state(state: str) -> Callable[[Bench], bool]:
    return lambda demo: demo.state(SHOWN) == state


DONE: dict[str, Callable[[Bench], bool]] = {
    "Start what is offered": in_state("running"),
    "A note": wished(AddNote),
    "A note the client reads": wished(Answer),
    "A reply answered": wished(Answer),
    "A reply that needs no answer": wished(Dismiss),
    "A reply answered later": wished(SetCategory),
    "Skip": in_state("skipped"),
    "Skip, with a word": in_state("skipped"),
    "Finish, as proposed": in_state("finished"),
    "Finish, with a result": in_state("finished"),
    "Finish, and tell the client": wished(Answer),
    "A new ticket in three fields": wished(OpenTicket),
    "Called away by phone": lambda demo: mode(demo.desk) == "away",
    "Called away, and back": lambda demo: mode(demo.desk) == "board" and unsorted.of_today(demo.desk) != [],
    "A quick fix": wished(OpenTicket),
    "Take the last thing back": lambda demo: not demo.waiting(),
}


@pytest.mark.parametrize("way", BUDGET, ids=[way.what for way in BUDGET])
async def test_ac20_few_keys_are_enough(demo: Bench, way: Way) -> None:
    assert way.cost <= way.most
    done = DONE[way.what]
    if way.keys == ("u",):
        await notes.add(demo.desk, "demo:ticket:48213", "Rebooted")
    assert not done(demo)
    async with opened(demo) as pilot:
        for key in way.keys:
            if key == WORDS:
                await typed(pilot, "Ruth")
            else:
                await pilot.press(key)
        await until(lambda: done(demo))


# -- the list of keys --------------------------------------------------------------------------------------------------

PLACES: dict[str, tuple[str, ...]] = {
    "board": (), "replies": ("r",), "thread": ("r", "enter"), "ticket": ("slash", *"48213", "enter"), "note": ("n",),
    "answer": ("r", "a"), "finish": ("f",), "skip": ("s",), "skip, a word": ("s", "A"), "help": ("e",), "why": ("w",),
    "find": ("slash",), "new ticket": ("t",), "outbox": ("exclamation_mark",), "keys": ("question_mark",),
    "focus": ("enter",), "park": ("p",), "called away": ("i",), "coming back": ("i", "p"),
    "away": ("i", "p", "enter"), "back": ("i", "p", "enter", "enter"), "quick fix": ("i", "q"),
    "who": ("i", "p", "enter", "w"), "note on": ("i", "n"), "my day": ("h",),
}  # fmt: skip
"""each from the board, one after the other"""
LEADS: dict[str, tuple[str, ...]] = {
    "goal": ("g",), "parking": ("enter", "p"), "note on a call": ("i", "n", *"48213", "enter"), "lead": ("L",),
    "next step": ("L", "a"), "re-order": ("L", "r"), "team's goal": ("L", "g"),
    "its number": ("t", *"Kim", "enter", "n", "x", "ctrl+s"),
}  # fmt: skip
"""more of them: those of a lead, and those that no other test of keys is about"""
SHEETS: tuple[Callable[[Desk], Sheet], ...] = (
    Unsorted,
    lambda desk: GiveHelp(desk, subject_of(desk, TICKET)),
    lambda desk: Rewrite(desk, next(one for one in outbox.rows(desk) if one.verb == "note"), "Rebooted", force=False),
)
"""those to which something has to happen first"""


async def gone_to(pilot: Eyes, place: str) -> Commanded:
    for key in (PLACES | LEADS)[place]:
        await pilot.press(key)
        await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, Commanded)
    return screen


def bound(screen: Commanded) -> set[str]:
    """The keys of ours that are bound here, as a person reads them."""
    found = screen._bindings.key_to_bindings  # type: ignore[attr-defined]
    ours = [key for key, all_of_it in found.items() if any(_ours(screen, one.action) for one in all_of_it)]
    return {key_name(key) for key in ours}


def _ours(screen: Commanded, action: str) -> bool:
    method = getattr(screen, f"action_{action.partition('(')[0]}", None)
    return getattr(method, "__module__", "").startswith("workboard.")


async def test_ac37_what_is_bound_is_listed_and_what_is_listed_is_bound(demo: Bench) -> None:
    """On every screen and sheet there is; a new one is on the list, or this fails."""
    demo.desk = demo.desk._replace(config=demo.desk.config._replace(me=MeSettings(role="lead")))
    visited = set()

    def as_listed(screen: Commanded) -> None:
        visited.add(name := screen_name(type(screen)))
        listed = [key for _, keys, _, _ in screen.key_rows() for key in keys.split(" ")]
        assert set(listed) == bound(screen), name
        assert len(listed) == len(set(listed)), f"{name}: each key once"
        assert all(about for _, _, about, _ in screen.key_rows()), name

    async with opened(demo) as pilot:
        board = pilot.app.screen
        assert isinstance(board, Board)
        for place in PLACES | LEADS:
            as_listed(await gone_to(pilot, place))
            await back_to(pilot, board)
        await notes.add(demo.desk, TICKET, "Rebooted")
        for made in SHEETS:
            sheet = made(demo.desk)
            await board.open_sheet(sheet)
            as_listed(sheet)
            await back_to(pilot, board)
    assert visited == {one.name for one in sections()}


@pytest.mark.parametrize(
    "place", ["board", "replies", "thread", "ticket", "focus", "called away", "away", "back", "lead"]
)
async def test_ac37_the_question_mark_shows_those_keys_with_their_words(demo: Bench, place: str) -> None:
    demo.desk = demo.desk._replace(config=demo.desk.config._replace(me=MeSettings(role="lead")))
    async with opened(demo) as pilot:
        rows = (await gone_to(pilot, place)).key_rows()
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, Keys)
        said = [str(one.render()) for one in pilot.app.screen.query("#keys Static").results(Static)]
        told = [" ".join(line.split()) for line in said if line and line not in {group for group, *_ in rows}]
        assert told == [" ".join(f"{keys} {about} {why_not or ''}".split()) for _, keys, about, why_not in rows]
        await pilot.press("question_mark")
        assert not isinstance(pilot.app.screen, Keys)


LAST = ("leave", "start")
"""commands after which the screen is another: tried last"""


@pytest.mark.parametrize("place", ["board", "replies", "thread", "ticket"])
async def test_ac37_each_key_does_something_or_says_the_reason_that_is_listed(demo: Bench, place: str) -> None:
    async with opened(demo) as pilot:
        screen = await gone_to(pilot, place)
        commands = [one for one in screen.commands() if one.id != "quit"]
        for one in sorted(commands, key=lambda one: one.id in LAST):
            screen.say(None)
            await pilot.pause()
            before, why_not = seen(pilot, demo), one.when(screen)
            await pilot.press(one.key.split(",")[0])
            if why_not is not None:
                await until(lambda why_not=why_not: why_not in " ".join(shown(pilot).split()))  # type: ignore[misc]
                assert seen(pilot, demo)[1:] == before[1:], one.id
            else:
                await until(lambda before=before: seen(pilot, demo) != before)  # type: ignore[misc]
            if one.id not in LAST:
                await back(pilot, demo, screen, place)


def seen(pilot: Eyes, demo: Bench) -> tuple[str, object, list[Intent]]:
    return shown(pilot), pilot.app.screen, demo.waiting()


async def back_to(pilot: Eyes, screen: object) -> None:
    """From whatever is open over it: Enter, and again, leads out of an interruption, parking out of focus."""
    while pilot.app.screen is not screen:
        top = pilot.app.screen
        await pilot.press("p" if isinstance(top, Focus) else "enter" if isinstance(top, Called | Park) else "escape")
        await pilot.pause()


async def back(pilot: Eyes, demo: Bench, screen: object, place: str) -> None:
    """To where the keys are tried, with nothing done."""
    await back_to(pilot, screen)
    if demo.waiting():
        await pilot.press("u")
        await until(lambda: not demo.waiting())
    if place in ("thread", "replies"):
        reading = pilot.app.screen.has_class("-open")
        await pilot.press(*(["enter"] if reading != (place == "thread") else []))
    await pilot.pause()
