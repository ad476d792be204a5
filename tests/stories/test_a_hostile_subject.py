"""What somebody may put into a subject, from the help desk over a socket to the board: it is read as words, and moves
nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.any_desk import OFFICES, Office, any_desk
from tests.support.visible import hidden
from tests.ui.eyes import foot, running, shown
from workboard.ui.app import WorkboardApp

MEGABYTE = "x" * 1_000_000
SUBJECT = f"\x1b[31mred \x1b]0;mine\x07 \u202egnp.exe\u2066 a\u200bb\u2060c\U000e0041d [bold]{MEGABYTE}"
READ_AS = "Decide the next step: �[31mred �]0;mine� gnp.exe abcd"
"""controls replaced one by one; bidi, zero-width and tag characters gone"""
SIZES = [(60, 16), (80, 24), (200, 60)]


@pytest.mark.parametrize("office", OFFICES, ids=lambda one: one.world.name)
async def test_ac36_a_subject_of_a_megabyte_is_words_and_the_layout_holds(office: Office, tmp_path: Path) -> None:
    async with any_desk(office, tmp_path) as one:
        one.opens(0, SUBJECT, f"{SUBJECT}\n{SUBJECT}", "Medium")
        one.opens(1, "The next one", "Nothing about it.", "Low")
        await one.look()
        for wide, high in SIZES:
            async with running(WorkboardApp(one.board), (wide, high)) as pilot:
                await pilot.pause()
                seen, lines = shown(pilot), shown(pilot).split("\n")
                assert READ_AS in " ".join(seen.split())
                assert "[bold]xxx" in seen or wide == 60, (
                    "markup is words; in a narrow terminal there is no room for them"
                )
                assert not hidden(seen, allowed="\n")
                assert (len(lines), max(map(len, lines)) <= wide) == (high, True)
                assert foot(pilot).startswith("Enter start   n note")
                assert foot(pilot).endswith("? keys")
                assert "Then 1 more planned" in seen
                await pilot.press("enter")
                await pilot.pause()
                assert "Focus · until" in shown(pilot)
                assert READ_AS in " ".join(shown(pilot).split())
                await pilot.press("u")
                await pilot.pause()
