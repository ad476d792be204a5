"""Themes: one TOML file each, ten roles, no code. Read from the wheel, else from the source tree."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from textual.theme import Theme

from workboard.domain.errors import SettingsError

ROLES = ("base", "card", "text", "bright", "dim", "accent", "warm", "alert", "key", "rule")
DEFAULT = "dusk"

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


def folder() -> Path:
    """Where the themes are: beside the package's modules in a wheel, beside the package in the source tree."""
    return next((place for place in _PLACES if place.is_dir()), _PLACES[0])


def names() -> list[str]:
    return sorted(path.stem for path in folder().glob("*.toml"))


def load(name: str) -> Theme:
    """A shipped theme by name; ``SettingsError`` names those there are."""
    if name not in names():
        raise SettingsError(f"ui.theme: there is no theme {name!r}; choose one of {', '.join(names())}")
    path = folder() / f"{name}.toml"
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
    return theme_of(found, path.name)


def theme_of(found: dict[str, Any], where: str) -> Theme:
    """The theme a document describes: exactly ``name``, ``dark`` and ten colours."""
    name, dark, roles = found.get("name"), found.get("dark"), found.get("roles")
    for key in found:
        if key not in ("name", "dark", "roles"):
            raise SettingsError(f"{where}: {key!r} is no key of a theme; it has name, dark and [roles]")
    if not isinstance(name, str) or not name or not isinstance(dark, bool) or not isinstance(roles, dict):
        raise SettingsError(f'{where}: a theme needs name = "…", dark = true or false, and [roles]')
    for role in roles:
        if role not in ROLES:
            raise SettingsError(f"{where}: {role!r} is no role; the roles are {', '.join(ROLES)}")
    for role in ROLES:
        if not _is_colour(roles.get(role)):
            raise SettingsError(f'{where}: roles.{role} must be a colour like "#1b1f26"')
    return _theme(name, dark, roles)


def _is_colour(value: object) -> bool:
    digits = value[1:] if isinstance(value, str) and value.startswith("#") else ""
    return len(digits) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in digits)


def _theme(name: str, dark: bool, role: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        primary=role["accent"],
        secondary=role["key"],
        accent=role["accent"],
        success=role["accent"],
        warning=role["warm"],
        error=role["alert"],
        foreground=role["text"],
        background=role["base"],
        surface=role["card"],
        panel=role["card"],
        dark=dark,
        variables={
            **{f"role-{one}": role[one] for one in ROLES},
            "border": role["rule"],
            "border-blurred": role["rule"],
            "input-cursor-background": role["text"],
            "input-cursor-foreground": role["card"],
            "input-cursor-text-style": "none",
            "input-selection-background": role["rule"],
            "input-selection-foreground": role["bright"],
            "block-cursor-background": role["rule"],
            "block-cursor-foreground": role["bright"],
            "block-cursor-text-style": "bold",
            "block-hover-background": role["card"],
            "scrollbar": role["rule"],
            "scrollbar-hover": role["dim"],
            "scrollbar-active": role["dim"],
            "scrollbar-background": role["base"],
            "scrollbar-background-hover": role["base"],
            "scrollbar-background-active": role["base"],
            "scrollbar-corner-color": role["base"],
        },
    )
