"""The screens follow the database: whoever changed it, a key here, another terminal, or the life before a crash.

In focus the focus screen lies over the board; away the steps of the interruption lie over whatever is open. A sheet in
which somebody writes is never moved: only an interruption comes over it, and the rest waits until it is closed.
"""

from __future__ import annotations

from typing import Any

from textual.app import App

from workboard.board.away import Away, away_now
from workboard.board.desk import Desk
from workboard.board.mode import below, mode
from workboard.domain.interruption import Step
from workboard.ui.screens.away import AskSource, BackCard, ComingBack, IsAway, first_step
from workboard.ui.screens.called import Called
from workboard.ui.screens.focus import Focus
from workboard.ui.screens.replies import Replies
from workboard.ui.screens.work_screen import WorkScreen

AWAY = frozenset({"interrupted", "away"})
STEPS: dict[Step, tuple[type[Called], ...]] = {
    "source": (AskSource,), "coming_back": (ComingBack,), "away": (IsAway, BackCard),
}  # fmt: skip
"""the screens that may show each step"""


def follow(app: App[Any], desk: Desk, *, into_away: bool = True) -> None:
    """Bring the screens to where the desk stands. ``into_away`` ``False``: only what lies under an interruption."""
    away = away_now(desk) if mode(desk) in AWAY else None
    _come_back(app, 0 if away is None else away.depth)
    if isinstance(app.screen, WorkScreen) and not isinstance(app.screen, Called):
        _under_it(app, desk)
    if away is not None and into_away:
        _go_away(app, desk, away)


def _come_back(app: App[Any], depth: int) -> None:
    """Interruptions on top that are over go; under each is what was open when it began."""
    while isinstance(app.screen, Called) and (depth == 0 or _has_a_screen_below(app, depth)):
        app.pop_screen()


def _has_a_screen_below(app: App[Any], depth: int) -> bool:
    """Whether the interruption of this depth has its screen further down, under a sheet."""
    return any(_depth(one) >= depth for one in _called(app)[:-1])


def _called(app: App[Any]) -> list[Called]:
    return [one for one in app.screen_stack if isinstance(one, Called)]


def _depth(one: Called) -> int:
    return one.away.depth


def _under_it(app: App[Any], desk: Desk) -> None:
    """Focus over the board, or not. While it holds no replies lie over it."""
    stands = below(desk)
    there = next((one for one in app.screen_stack if isinstance(one, Focus)), None)
    while there is not None and stands == "focus" and isinstance(app.screen, Replies):
        app.pop_screen()
    if stands == "board" and app.screen is there:
        app.pop_screen()
    elif stands != "board" and there is None:
        app.push_screen(Focus(desk))


def _go_away(app: App[Any], desk: Desk, away: Away) -> None:
    """The step that holds, over everything; a deeper one over the sheet from which one was called away."""
    top, called = app.screen, _called(app)
    if isinstance(top, Called):
        if top.ref != away.ref or not isinstance(top, STEPS[away.step]):
            app.switch_screen(first_step(desk))
    elif not called or _depth(called[-1]) < away.depth:
        app.push_screen(first_step(desk))
