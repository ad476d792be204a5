"""The technician's own keys: a screen's commands with the keys of ``keys.toml`` where that names others."""

from __future__ import annotations

from textual.screen import Screen

from workboard.board.desk import Desk
from workboard.ui.commands import Command, Commanded, screen_name


class OwnKeys(Commanded, Screen[None]):
    """What a full screen is before it has anything on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._rebind(self._changed())

    def _rebind(self, changed: list[Command]) -> None:
        """Other keys on this screen; the lists are its class's, so new ones take their place. A command declared anew
        with another key has that key alone."""
        gone = {one.id for one in changed} | self.without
        keys = {one.id: one.key.split(",") for one in super().commands()}
        self._bindings.key_to_bindings = {
            key: [one for one in bound if one.action not in gone and key in keys.get(one.action, [key])]
            for key, bound in self._bindings.key_to_bindings.items()
        }
        for one in changed:
            if one.key:
                self._bindings.bind(one.key, one.id, one.label, show=False)

    def commands(self) -> list[Command]:
        """With the keys of the technician's own ``keys.toml`` where that names others."""
        changed = {one.id: one for one in self._changed()}
        return [changed.get(one.id, one) for one in super().commands()]

    def _changed(self) -> list[Command]:
        if self.desk.keymap is None:
            return []
        name, keymap = screen_name(type(self)), self.desk.keymap
        asked = [(one, keymap.keys(name, one.id)) for one in super().commands()]
        return [one._replace(key=",".join(keys)) for one, keys in asked if keys is not None]
