"""Names of backends and where they live. To add one: a folder with ``kind.py`` and a line here.

Other people's backends come as entry points of the group ``workboard.backends`` (a ``Kind``).
"""

from __future__ import annotations

from workboard.backends.kind import Kind
from workboard.domain.errors import SettingsError
from workboard.domain.typed import Final

_HOME: Final[dict[str, str]] = {
    "standalone": "workboard.backends.standalone.kind",
    "demo": "workboard.backends.demo.kind",
    "request_tracker": "workboard.backends.request_tracker.kind",
    "autotask": "workboard.backends.autotask.kind",
}


def names() -> tuple[str, ...]:
    """The backends that come with workboard."""
    return tuple(_HOME)


def kind(name: str) -> Kind:
    """The backend of that name; ``SettingsError`` names the ones there are."""
    from importlib import import_module

    if name in _HOME:
        found: Kind = import_module(_HOME[name]).KIND
        return found
    return _foreign(name)


def _foreign(name: str) -> Kind:
    from importlib.metadata import entry_points

    for entry in entry_points(group="workboard.backends"):
        if entry.name == name:
            found: Kind = entry.load()
            return found
    raise SettingsError(f"[account] backend: there is no {name!r}; choose one of {', '.join(_HOME)}")
