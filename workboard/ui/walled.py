"""An app of Textual's in which no text can do anything: the wall in front of the terminal, few actions, no address."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from textual.app import App
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome
from textual.notifications import SeverityLevel

from workboard.domain.text import clean, safe
from workboard.ui import pasted
from workboard.ui.commands import may_run
from workboard.ui.widgets.wall import NoColour, Wall

WITHOUT_UTF8 = frozenset({"vt100", "vt102", "vt220", "dumb", "unknown"})


class Walled(App[None]):
    """What a text must never be able to do, whatever widget it got into."""

    def __init__(self) -> None:
        super().__init__()
        self.plain_mode = False
        self._wall: list[LineFilter] = [Wall(ascii_only=_ascii_only())]

    def get_driver_class(self) -> type[Driver]:
        return pasted.heeded(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and last of all the wall."""
        kept = [one for one in super().get_line_filters() if not (self.plain_mode and _colours(one))]
        return [*kept, *self._wall]

    def count_colours(self) -> None:
        """Few colours or none: weight, underline and words say it all."""
        few = self.console.color_system in (None, "standard") and not self.is_headless
        self.plain_mode = self.no_color or few
        self.set_class(self.plain_mode, "-plain")
        if self.plain_mode:
            self._wall.append(NoColour())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``screenshot`` writes files, ``simulate_key`` presses keys: of Textual's own only a few are let through."""
        return may_run(self, action)

    def notify(
        self, message: str, *, title: str = "", severity: SeverityLevel = "information", timeout: float | None = None,
        markup: bool = True,
    ) -> None:  # fmt: skip
        """Brackets in it are brackets."""
        super().notify(safe(message), title=safe(title), severity=severity, timeout=timeout, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """What is pasted elsewhere is as clean as what is seen here."""
        super().copy_to_clipboard(clean(text))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing here opens an address; it can be copied."""

    def _fatal_error(self) -> None:
        """Textual would print every local variable, secrets and tickets among them; ``run`` raises it instead."""
        self._close_messages_no_wait()


def _colours(one: LineFilter) -> bool:
    return isinstance(one, Monochrome | ANSIToTruecolor)


def _ascii_only() -> bool:
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    return not encoding.startswith("utf") or os.environ.get("TERM", "") in WITHOUT_UTF8
