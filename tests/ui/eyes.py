"""What a person, or a terminal, would see of the app."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from workboard.board.desk import Desk
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs.sheet import Sheet

RAW = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Nothing of this may reach a terminal."""

Eyes = Pilot[None]


class HasDesk(Protocol):
    """A bench or a rig: something with a desk on it."""

    desk: Desk


@asynccontextmanager
async def opened(bench: HasDesk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Eyes]:
    app = WorkboardApp(bench.desk)
    async with app.run_test(size=size) as pilot:
        _settle_with_the_store(pilot, bench.desk)
        await pilot.pause()
        yield pilot


def _settle_with_the_store(pilot: Eyes, desk: Desk) -> None:
    """A pause also waits for what is being written, and for what the screen makes of it. Textual's own ends when the
    process uses no time, and on a busy machine that is also when it gets none."""
    paused = pilot.pause

    async def pause(delay: float | None = None) -> None:
        for _ in range(2):
            await pilot._wait_for_screen()
            await desk.database.awrite(lambda _: None, durable=False)
        await paused(delay)

    pilot.pause = pause  # type: ignore[method-assign]


def segments(pilot: Eyes) -> list[list[Segment]]:
    """Line by line what would be written, after the wall."""
    app = pilot.app
    visible_screen_stack.set(app._background_screens)
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def shown(pilot: Eyes) -> str:
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in segments(pilot))


def foot(pilot: Eyes) -> str:
    """The last line with words on it: the keys."""
    return shown(pilot).rstrip().rsplit("\n", 1)[-1].strip()


def sheet(pilot: Eyes) -> Sheet:
    found = pilot.app.screen
    assert isinstance(found, Sheet), f"no sheet is open: {found}"
    return found


async def typed(pilot: Eyes, text: str) -> None:
    await pilot.press(*("space" if key == " " else key for key in text))
    await pilot.pause()
