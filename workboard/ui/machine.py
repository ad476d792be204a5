"""What the screen may ask of the machine it stands on; handed in from outside, because a screen knows no machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import App

from workboard.domain.errors import UsageError
from workboard.domain.typed import NamedTuple


def _no_editor(text: str) -> str:
    raise UsageError("an editor needs a terminal of its own: there is none here")


def _no_settings(name: str) -> None:
    raise UsageError("there are no settings here to keep a theme in: it holds until you leave")


class Machine(NamedTuple):
    """``show_page``: whether a browser took the address. ``edit``: what the user's editor made of a text; blocks,
    and ``UsageError`` says why it stays as it was. ``themes``: the folder of the technician's own themes.
    ``keep_theme``: writes a theme's name into the settings; blocks, and ``WorkboardError`` says why not."""

    show_page: Callable[[str], bool] = lambda url: False
    edit: Callable[[str], str] = _no_editor
    themes: Path | None = None
    keep_theme: Callable[[str], None] = _no_settings
    notify: Callable[[str, str], bytes] = lambda title, text: b""
    """tells the desktop, blocks; what of it the terminal is to be sent"""


def machine_of(app: App[None]) -> Machine:
    """The one the app was started with; in a picture or a test there is none."""
    found = getattr(app, "machine", None)
    return found if isinstance(found, Machine) else Machine()
