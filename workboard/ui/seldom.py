"""Something that may be asked for often and is done at most once in a while."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import App
from textual.timer import Timer


class Seldom:
    """``ask`` does it at once, unless it was done within ``seconds``: then once more when they are over, however
    often it was asked for meanwhile."""

    def __init__(self, app: App[None], act: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._app, self._act, self._seconds = app, act, seconds
        self._resting: Timer | None = None
        self._asked = False

    def ask(self) -> None:
        self._asked = True
        if self._resting is None:
            self._do()

    def _do(self) -> None:
        self._resting = None
        if self._asked:
            self._asked = False
            self._resting = self._app.set_timer(self._seconds, self._do)
            self._app.run_worker(self._act(), exit_on_error=False)
