"""The theme the board wears: the one its settings name, another tried on for a while, and that one kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App
from textual.theme import Theme

from workboard.domain.errors import SettingsError, WorkboardError
from workboard.domain.tone import on_screen
from workboard.ui import themes
from workboard.ui.machine import Machine


class Wardrobe:
    """``named``: what the settings call for. ``say`` puts one quiet line on whatever is open."""

    def __init__(self, app: App[None], machine: Machine, named: str, say: Callable[[str], None]) -> None:
        self._app, self._machine, self._named, self._say = app, machine, named, say
        self._worn: str | None = None
        """the theme chosen since workboard was opened"""

    def wear_named(self) -> str | None:
        """The one the settings name; if it cannot be worn, the default one, and why."""
        try:
            self._put_on(themes.load(self._named, self._machine.themes))
        except SettingsError as error:
            self._put_on(themes.load(themes.DEFAULT))
            return str(error)
        return None

    def _put_on(self, theme: Theme) -> None:
        self._app.register_theme(theme)
        self._app.theme = theme.name

    def names(self) -> list[str]:
        """For the palette."""
        return themes.names(self._machine.themes)

    def wear(self, name: str) -> None:
        """Until workboard is left, or it is kept."""
        try:
            self._put_on(themes.load(name, self._machine.themes))
        except SettingsError as error:
            self._say(on_screen(str(error)))
        else:
            self._worn = name
            self._say(f"Theme {name}. To have it next time too: Ctrl+P, keep this theme.")

    def not_kept(self) -> str | None:
        """The theme that was tried on, if the settings name another."""
        return None if self._worn == self._named else self._worn

    async def keep(self) -> None:
        """Into the settings, which stay as they are otherwise."""
        name = self.not_kept()
        if name is None:
            return
        try:
            await asyncio.to_thread(self._machine.keep_theme, name)
        except WorkboardError as error:
            self._say(on_screen(str(error)))
        else:
            self._named = name
            self._say(f"Theme {name} is kept.")
