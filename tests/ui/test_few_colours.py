"""Without colours, and without anything but ASCII, everything is still there."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color

from tests.board.bench import Bench
from tests.ui.eyes import opened, segments, shown, typed
from workboard.ui import app as the_app
from workboard.ui.widgets.wall import Wall


async def test_no_colour_means_weight_underline_and_words(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(demo) as pilot:
        found = [segment for line in segments(pilot) for segment in line]
        for _, style, _ in found:
            assert style is None or (style.color is None and style.bgcolor is None)
        bold = {text.strip() for text, style, _ in found if style is not None and style.bold}
        assert {"Rebuild the Outlook profile", "▸ Enter", "n"} <= bold
        assert any(style is not None and style.underline and "P2" in text for text, style, _ in found)
        await pilot.press("n")
        await typed(pilot, "Hello")
        assert "Rebuild the Outlook profile" in shown(pilot)
        assert any(style is not None and style.reverse for line in segments(pilot) for _, style, _ in line)


async def test_ascii_where_the_terminal_has_no_more(demo: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_app, "_ascii_only", lambda: True)
    async with opened(demo) as pilot:
        for keys in ([], ["n"], ["escape", "r"], ["r", "w"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert shown(pilot).isascii(), keys


@pytest.mark.parametrize("text", ["Zoë — “ok” · 漢字 ▸ ━━╸", "naïve café", "łódź ✓"])
def test_ascii_is_as_wide_as_what_it_stands_for(text: str) -> None:
    before = [Segment(text)]
    after = Wall(ascii_only=True).apply(before, Color(0, 0, 0))
    assert after[0].text.isascii()
    assert after[0].cell_length == before[0].cell_length
