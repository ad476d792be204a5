"""Whatever stands in a ticket: nothing crashes, nothing runs, nothing raw reaches the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from tests.board.bench import MINUTE, Bench
from tests.corpus import hostile
from tests.ui.eyes import RAW, Eyes, opened, segments
from workboard.board import notes
from workboard.ui.app import WorkboardApp
from workboard.ui.widgets.note_text import NoteText
from workboard.ui.widgets.plain import block, plain

GROUPS = {
    "terminal": hostile.TERMINAL,
    "controls": hostile.CONTROLS,
    "markup": hostile.MARKUP,
    "unicode": hostile.UNICODE,
    "data": hostile.DATA,
    "huge": hostile.HUGE,
}


def storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def harmless(pilot: Eyes) -> None:
    width, typing = pilot.app.size.width, bool(pilot.app.screen.query(NoteText))
    for line in segments(pilot):
        # where one types, the cursor of Textual's own may part a character from what joins it to the next
        assert typing or sum(segment.cell_length for segment in line) == width, line
        for text, style, control in line:
            assert control is None
            assert not RAW.search(text), repr(text)
            if style is not None:
                assert style.link is None
                assert "@click" not in style.meta


SHEETS = ("n", "f", "s", "w", "r")


def at_once(texts: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Four fields take four texts at a time: every text stands in a field of the board, and in turn on the sheets."""
    clean = [storable(one) for one in texts]
    for start in range(0, len(clean), 4):
        four = [clean[(start + step) % len(clean)] for step in range(4)]
        yield four[0], four[1], four[2], four[3]


@pytest.mark.parametrize("group", GROUPS)
async def test_in_every_field_on_every_screen(bench: Bench, group: str) -> None:
    ticket = await bench.ticket("First")
    bench.client_writes(ticket, "Hello")
    async with opened(bench) as pilot:
        for turn, (title, company, contact, said) in enumerate(at_once(GROUPS[group])):
            bench.at += MINUTE
            named = ticket._replace(title=title, company=company, contact_name=contact)
            bench.put(named)
            bench.planned(named, number="7", title=company)
            bench.client_writes(ticket, said or ".")
            pilot.app.screen.look_again()  # type: ignore[attr-defined]
            await pilot.pause()
            harmless(pilot)
            await notes.save_draft(bench.desk, ticket.id, "note", title[:5000])
            await notes.save_draft(bench.desk, ticket.id, "answer", contact[:5000])
            for opens in (SHEETS[turn % 5], SHEETS[(turn + 2) % 5]):  # a pilot's key takes a tenth of a second
                await look_into(pilot, opens)
            pilot.app.screen.say(said[:500])  # type: ignore[attr-defined]
            await pilot.pause()
            harmless(pilot)


async def look_into(pilot: Eyes, opens: str) -> None:
    """One sheet, or the replies with an answer on top, and back."""
    for key in (opens, "a") if opens == "r" else (opens,):
        await pilot.press(key)
        await pilot.pause()
        harmless(pilot)
    for _ in range(2 if opens == "r" else 1):
        await pilot.press("escape")
        await pilot.pause()


async def test_the_wall_stands_alone_where_safe_was_forgotten(bench: Bench) -> None:
    async with opened(bench) as pilot:
        wrong = Static(Content(""))
        await pilot.app.screen.mount(wrong)
        for text in (*hostile.TERMINAL, *hostile.CONTROLS, *hostile.UNICODE):
            wrong.update(Content(text))
            await pilot.pause()
            harmless(pilot)
        wrong.update(
            Content.from_markup("[@click=app.screenshot('evil.svg','/tmp')]press[/] [link=\"http://x\"]here[/]")
        )
        await pilot.pause()
        harmless(pilot)


@pytest.mark.parametrize("text", [*hostile.MARKUP, *hostile.TERMINAL])
def test_brackets_are_brackets(text: str) -> None:
    for made in (plain((text, "dim"), " · ", text), block(text)):
        assert not any(getattr(span.style, "meta", None) for span in made.spans)
        assert not RAW.search(made.plain.replace("\n", ""))


async def test_actions_that_a_text_could_name_do_nothing(bench: Bench, tmp_path: Path) -> None:
    await bench.ticket("First")
    async with opened(bench) as pilot:
        app = pilot.app
        assert isinstance(app, WorkboardApp)
        before = list(app.screen_stack)
        for action in (
            f"app.screenshot('evil.svg', '{tmp_path}')", "app.simulate_key('enter')", "app.push_screen('x')",
            "app.switch_mode('x')", "app.notify('boo')", "app.add_class('*', 'x')", "app.toggle_dark",
            "app.change_theme", "app.suspend_process", "app.show_help_panel", "app.pop_screen", "app.focus('x')",
        ):  # fmt: skip
            await app.run_action(action)
            await pilot.pause()
        assert list(app.screen_stack) == before
        assert not any("svg" in name for name in os.listdir(tmp_path))
        assert bench.offer().state == "offered"
        assert not app._notifications
