"""A text of one's own in a note: ``;`` and its name show it, Tab puts it in."""

from __future__ import annotations

from textual.widgets import TextArea

from tests.board.bench import Bench
from tests.ui.eyes import opened, shown
from workboard.settings.config import NoteSettings
from workboard.ui.dialogs.note_entry import NoteEntry

OWN = (("hello", "Hello {contact},\nthank you for #{number}."),)


async def test_a_text_of_ones_own_is_shown_and_put_in_with_tab(demo: Bench) -> None:
    demo.desk = demo.desk._replace(config=demo.desk.config._replace(notes=NoteSettings(OWN)))
    async with opened(demo) as pilot:
        await pilot.press("n", "o", "k", "space", "semicolon", "h", "e")
        await pilot.pause()
        assert ";hello  Hello Ruth," in shown(pilot)
        await pilot.press("tab")
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "ok Hello Ruth,\nthank you for #48213."
        assert "reads as" in shown(pilot)


async def test_tab_without_a_name_says_what_it_is_for_and_keeps_the_field(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n", "o", "k", "tab")
        await pilot.pause()
        assert "[notes] snippets" in shown(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NoteEntry)
        assert pilot.app.screen.query_one(TextArea).text == "okx"
