"""Without colours, and without anything but ASCII, everything is still there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from tests.board.bench import Bench
from tests.ui.eyes import Eyes, opened, segments, shown, typed
from tests.ui.states import STATES
from workboard.ui import walled
from workboard.ui.widgets.face_board import FaceBoard
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
    monkeypatch.setattr(walled, "_ascii_only", lambda: True)
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


async def every_state(pilot: Eyes) -> dict[str, str]:
    """What a terminal shows of each."""
    seen: dict[str, str] = {}
    for name, view in STATES.items():
        pilot.app.screen.query_one(FaceBoard).show(view)
        await pilot.pause()
        seen[name] = shown(pilot)
        for _, style, _ in (segment for line in segments(pilot) for segment in line):
            assert style is None or (style.color is None and style.bgcolor is None), name
    return seen


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_ac34_all_states_can_be_told_apart_without_a_colour(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, ascii_only: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(walled, "_ascii_only", lambda: ascii_only)
    async with opened(bench) as pilot:
        seen = await every_state(pilot)
    assert len(set(seen.values())) == len(STATES)
    if ascii_only:
        assert all(text.isascii() for text in seen.values())


async def test_the_palettes_choice_is_seen_without_colours(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(bench) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        found = [(text, style) for line in segments(pilot) for text, style, _ in line if style is not None]
        assert [text for text, style in found if style.bold and "(" in text] == ["replies  (r)"]
        assert any(style.reverse for _, style in found), "where one writes"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    "terminal",
    [
        {"TERM": "vt100", "COLORTERM": ""},
        {"TERM": "xterm-16color", "COLORTERM": ""},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
    ],
    ids=["vt100", "16 colours", "NO_COLOR"],
)
def test_ac34_no_colour_is_ever_sent_to_a_terminal_of_few(tmp_path: Path, terminal: dict[str, str]) -> None:
    from tests.ui.terminal import Terminal

    with Terminal(tmp_path, 80, 24, **terminal) as one:
        one.until(lambda: b"No work here yet." in one.written, "the board")
        one.press(b"?", b"Keys")
        one.rest()
        sent = {int(part or 0) for codes in re.findall(rb"\x1b\[([0-9;]*)m", one.written) for part in codes.split(b";")}
        assert sent <= {0, 1, 4, 7, 22, 24, 27}, sent
        assert {1} <= sent, "weight says what is to be read first"
        if terminal["TERM"] == "vt100":
            assert one.written.isascii()
