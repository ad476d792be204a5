"""What a person, or a terminal, would see of the app."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol
from unittest.mock import patch

from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from tests.support.until import until_still
from workboard.board.desk import Desk
from workboard.ui.app import WorkboardApp
from workboard.ui.dialogs.sheet import Sheet

RAW = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Nothing of this may reach a terminal."""

FRAME_S = 0.002
"""Between two pictures; Textual's own 1/60 is for people."""

Eyes = Pilot[None]


class HasDesk(Protocol):
    """A bench or a rig: something with a desk on it."""

    desk: Desk


@asynccontextmanager
async def opened(bench: HasDesk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Eyes]:
    async with running(WorkboardApp(bench.desk), size) as pilot:
        await pilot.pause()
        yield pilot


@asynccontextmanager
async def running(app: WorkboardApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Eyes]:
    """After a key or a pause nothing is under way any more: no message, no write, no layout. Textual's own pause ends
    when the process uses no time: 20 ms at least for each look, three looks for each key, and on a busy machine the
    process uses no time either when it gets none."""

    async def still(min_sleep: float = 0, max_sleep: float = 1) -> None:
        await until_still(lambda: _under_way(app), lambda: app.desk.database.awrite(_nothing, durable=False), max_sleep)

    async with AsyncExitStack() as stack:
        others = {
            "app.wait_for_idle": still, "pilot.wait_for_idle": still, "screen.UPDATE_PERIOD": FRAME_S,
            "css.stylesheet.Stylesheet._parse_rules": _parsed_once,
        }  # fmt: skip
        for name, other in others.items():
            stack.enter_context(patch(f"textual.{name}", other))
        yield await stack.enter_async_context(app.run_test(size=size))


_parse_rules, _RULES = Stylesheet._parse_rules, dict[tuple[object, ...], list[RuleSet]]()


def _parsed_once(sheet: Stylesheet, *args: Any, **options: Any) -> list[RuleSet]:
    """The rules of a style sheet; each app would read all of them anew."""
    key = (frozenset(sheet._variables.items()), args, *sorted(options.items()))
    if key not in _RULES:
        _RULES[key] = _parse_rules(sheet, *args, **options)
    return _RULES[key]


def _under_way(app: WorkboardApp) -> bool:
    """Whether the bridge or the screen will do something yet."""
    screen = app.screen
    wants = (screen._layout_required, screen._scroll_required, screen._repaint_required, screen._dirty_widgets)
    looking = any(one.group == "look" and not one.is_finished for one in app.workers)
    return bool(app.bridge._topics) or any(wants) or looking


def _nothing(_: object) -> None:
    """What the writer's thread is given to do."""


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
