"""What a text could name, if a framework ever read it as an action again: none of it does anything.

Every action of the app and of the screens is looked up, so that one a new release brings fails here until it is
judged.
"""

from __future__ import annotations

import inspect
import os
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import ModalScreen, Screen

from tests.board.bench import Bench
from tests.ui.eyes import opened, shown
from workboard.ui.app import WorkboardApp
from workboard.ui.commands import OF_TEXTUAL
from workboard.ui.dialogs.note_entry import NoteEntry
from workboard.ui.screens.board import Board
from workboard.ui.screens.replies import Replies

LETS_THROUGH = {
    "command_palette", "focus_next", "focus_previous", "blur", "copy_text", "scroll_up", "scroll_down", "scroll_left",
    "scroll_right", "scroll_home", "scroll_end", "page_up", "page_down", "page_left", "page_right",
}  # fmt: skip
"""judged: they move the view or the focus, open our own palette, or copy what was marked by hand"""
KNOWN = {
    App: {
        "screenshot", "simulate_key", "push_screen", "pop_screen", "switch_screen", "switch_mode", "back", "notify",
        "add_class", "remove_class", "toggle_class", "toggle_dark", "change_theme", "focus", "bell", "toggle",
        "show_help_panel", "hide_help_panel", "suspend_process", "quit", "help_quit",
    },
    Screen: {"dismiss", "focus", "toggle", "notify", "maximize", "minimize"},
}  # fmt: skip
"""judged: write files, press keys, change screens, attributes or looks"""
OURS = {"quit", "help_quit", "suspend_process"}
"""of these the app has versions of its own, without a parameter"""


def actions(kind: type) -> dict[str, inspect.Signature]:
    """The actions a class of Textual's has, private ones too, with what they take."""
    found: dict[str, inspect.Signature] = {}
    for one in kind.__mro__:
        for name, member in vars(one).items():
            public = name.removeprefix("_")
            if public.startswith("action_") and one.__module__.startswith("textual"):
                found.setdefault(public.removeprefix("action_"), inspect.signature(member))
    return found


@pytest.mark.parametrize("kind", [App, Screen, ModalScreen])
def test_every_action_of_the_framework_is_judged(kind: type) -> None:
    judged = KNOWN[App] if kind is App else KNOWN[Screen]
    assert set(actions(kind)) <= judged | LETS_THROUGH
    assert LETS_THROUGH == OF_TEXTUAL


def test_what_is_let_through_takes_no_words() -> None:
    for kind in (App, Screen, ModalScreen):
        for name, signature in actions(kind).items():
            if name in LETS_THROUGH:
                assert list(signature.parameters) == ["self"], name


def words_for(signature: inspect.Signature, place: Path) -> str:
    """Something for every parameter; a path where a path is asked for."""
    given = [repr(str(place)) if name == "path" else "'x'" for name in list(signature.parameters)[1:]]
    return f"({', '.join(given)})" if given else ""


async def test_on_the_app_they_do_nothing(bench: Bench, tmp_path: Path) -> None:
    await bench.ticket("First")
    async with opened(bench) as pilot:
        app = pilot.app
        assert isinstance(app, WorkboardApp)
        before, screens, classes = shown(pilot), list(app.screen_stack), (app.classes, app.screen.classes)
        for name, signature in actions(App).items():
            if name not in LETS_THROUGH | OURS:
                ran = await app.run_action(f"app.{name}{words_for(signature, tmp_path)}")
                assert not ran, name
        await pilot.pause()
        assert list(app.screen_stack) == screens
        assert (app.classes, app.screen.classes) == classes
        assert shown(pilot) == before
        assert not app._notifications
        assert not {"x", "x.svg"} & set(os.listdir(tmp_path))
        assert bench.offer().state == "offered"


@pytest.mark.parametrize(("keys", "kind"), [((), Board), (("r",), Replies), (("n",), NoteEntry)])
async def test_on_a_screen_they_do_nothing(bench: Bench, keys: tuple[str, ...], kind: type[Screen[object]]) -> None:
    await bench.ticket("First")
    async with opened(bench) as pilot:
        await pilot.press(*keys)
        app, screens = pilot.app, list(pilot.app.screen_stack)
        assert isinstance(app.screen, kind)
        for name, signature in actions(Screen).items():
            if name not in LETS_THROUGH:
                assert not await app.run_action(f"screen.{name}{words_for(signature, Path('x'))}"), name
        await pilot.pause()
        assert list(app.screen_stack) == screens
        assert not app._notifications


async def test_the_palette_offers_our_own_commands_alone(bench: Bench) -> None:
    await bench.ticket("First")
    async with opened(bench, (100, 60)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        for words in ("", "screenshot"):
            await pilot.press(*words)
            await pilot.pause()
            seen = shown(pilot).lower().replace(words or "\0", "", 1)
            assert "screenshot" not in seen
            assert "change the current theme" not in seen
            assert "maximize" not in seen


def test_the_mouse_stays_the_terminals(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    """What cannot be clicked cannot run."""
    from workboard.ui import app as door

    asked: list[bool] = []
    monkeypatch.setattr(WorkboardApp, "run", lambda self, mouse: asked.append(mouse))
    door.run(bench.desk)
    assert asked == [False]
