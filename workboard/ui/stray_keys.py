"""A key that does nothing on a screen is not met with silence: where it would do something, or where all keys stand."""

from __future__ import annotations

from collections.abc import Iterable

from workboard.settings.keymap import Keymap
from workboard.ui.commands import Command, declared_by, key_name, screen_name

UNKNOWN = "No such key here: ? shows them."


def answer(key: str, elsewhere: Iterable[tuple[type, str]], keymap: Keymap | None) -> str:
    """``elsewhere``: the other screens, each with the words that say where it is."""
    for screen, where in elsewhere:
        for one in declared_by(screen):
            if key in _keys(screen, one, keymap):
                return f"{key_name(key)} ({one.label}) works {where}."
    return UNKNOWN


def _keys(screen: type, one: Command, keymap: Keymap | None) -> Iterable[str]:
    """Those of the technician's own ``keys.toml`` where that names others."""
    own = None if keymap is None else keymap.keys(screen_name(screen), one.id)
    return one.key.split(",") if own is None else own
