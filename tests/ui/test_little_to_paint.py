"""Over a slow line every byte is waited for: what does not change is not painted."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from tests.board.bench import MINUTE, Bench
from tests.support.until import until
from tests.ui.eyes import opened, sheet, shown, typed
from workboard.domain.event import Changed
from workboard.ui.app import WorkboardApp
from workboard.ui.screens.replies import Replies
from workboard.ui.widgets.lines import Lines
from workboard.ui.widgets.note_text import NoteText


async def test_a_letter_paints_a_line_of_the_note_and_no_more(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        await typed(pilot, "Hel")
        await pilot.pause(0.1)
        painted: list[tuple[Region, ...]] = []
        refresh = Widget.refresh

        def watched(self: Widget, *regions: Region, **options: bool) -> Widget:
            painted.append(regions)
            return refresh(self, *regions, **options)

        monkeypatch.setattr(Widget, "refresh", watched)
        await typed(pilot, "lo")
        assert painted
        assert all(len(regions) == 1 and regions[0].height == 1 for regions in painted)


async def test_the_note_shows_what_is_in_it_after_any_edit(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await pilot.press("n")
        for keys in (
            "one", ["enter"], "two", ["up", "home", "delete"], ["ctrl+z"], ["ctrl+y"], ["enter"] * 6, ["ctrl+home"],
            ["pageup"], "x", ["shift+down", "shift+down", "backspace"], ["ctrl+a", "ctrl+k"], "a long line " * 9,
        ):  # fmt: skip
            await pilot.press(*("space" if key == " " else key for key in keys))
            await pilot.pause()
            before = shown(pilot)
            Widget.refresh(pilot.app.screen.query_one(NoteText))
            await pilot.pause()
            assert shown(pilot) == before


async def test_changes_under_an_open_sheet_paint_nothing_at_all(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(demo) as pilot:
        app = pilot.app
        assert isinstance(app, WorkboardApp)
        await pilot.press("n")
        await typed(pilot, "Hello")
        await until(lambda: sheet(pilot)._kept is not None, 3)  # type: ignore[attr-defined]
        await pilot.pause(0.2)
        painted: list[object] = []
        monkeypatch.setattr(Screen, "refresh", lambda self, *regions, **options: painted.append(self))
        for _ in range(20):
            app.bridge._heard(Changed(frozenset({"tickets"})))
            await pilot.pause(0.03)
        app._minute()
        await pilot.pause(0.1)
        assert painted == []
        monkeypatch.undo()


async def test_another_minute_is_one_line_and_only_where_it_differs(
    demo: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(demo) as pilot:
        await pilot.pause(0.1)
        painted: list[Region] = []
        monkeypatch.setattr(Lines, "refresh", lambda self, *regions, **options: painted.extend(regions))
        demo.at += MINUTE
        pilot.app.screen.look_again()  # type: ignore[attr-defined]
        clock = [region for region in painted if region.y == 0]
        assert [(region.width, region.height) for region in clock] == [(1, 1)]
        assert len(painted) <= 3


async def test_a_reply_chosen_paints_what_differs_and_lays_out_nothing(
    demo: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(demo) as pilot:
        await pilot.press("r")
        await until(lambda: isinstance(pilot.app.screen, Replies))
        await pilot.pause(0.2)
        laid_out: list[object] = []
        monkeypatch.setattr(Screen, "_refresh_layout", lambda self, *some, **more: laid_out.append(self))
        await pilot.press("down")
        await pilot.pause(0.1)
        assert laid_out == []
        monkeypatch.undo()
        assert "I am at my desk" in shown(pilot).split("Outlook hangs")[1]
