"""Themes: one TOML file each, ten colours by role, no code. The shipped ones, and the technician's own in a folder
``themes`` beside ``config.toml``; an own one goes before a shipped one of the same name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from textual.theme import Theme

from workboard.domain.errors import SettingsError
from workboard.domain.typed import TYPE_CHECKING, Any, NamedTuple
from workboard.settings.toml import table_of
from workboard.settings.values import nearest, plain, shown
from workboard.ui.theme_variables import variables

if TYPE_CHECKING:  # what names lines and near misses is needed only for a theme that is wrong
    from workboard.settings.strict import Source

ROLES = ("base", "card", "text", "bright", "dim", "accent", "warm", "alert", "key", "rule")
DEFAULT = "dusk"
LARGEST = 64_000
"""Bytes of a theme's file; a real one has under one thousand."""
_WANTED = {"name": (str, 'name = "…"'), "dark": (bool, "dark = true or false"), "roles": (dict, "a table [roles]")}
_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "themes", _PACKAGE.parent / "themes")


class Found(NamedTuple):
    """A theme's file, not yet read."""

    name: str
    path: Path
    own: bool


class Written(NamedTuple):
    """What a file says, and the name errors call it by."""

    name: str
    text: str | None = None

    @property
    def source(self) -> Source:
        from workboard.settings.strict import Source

        return Source(self.name, self.text)


def folder() -> Path:
    """Where the shipped ones are: inside the package in a wheel, beside it in the source tree."""
    return next((place for place in _PLACES if place.is_dir()), _PLACES[0])


def found(own: Path | None = None) -> list[Found]:
    """All there are, by name."""
    shipped = {path.stem: Found(path.stem, path, False) for path in folder().glob("*.toml")}
    mine = {path.stem: Found(path.stem, path, True) for path in own.glob("*.toml")} if own is not None else {}
    return sorted({**shipped, **mine}.values())


def names(own: Path | None = None) -> list[str]:
    return [one.name for one in found(own)]


def load(name: str, own: Path | None = None) -> Theme:
    """A theme by name; ``SettingsError`` names those there are, or the line that is wrong."""
    here = {one.name: one.path for one in found(own)}
    if name in here:
        return read(here[name])
    meant = nearest(name, here)
    remedy = f'did you mean "{meant}"? ' if meant else ""
    raise SettingsError(f"ui.theme: there is no theme {shown(name)}; {remedy}known: {', '.join(here)}")


def read(path: Path) -> Theme:
    """One file, strictly."""
    name = plain(path.name)
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{name}: too large for a theme")
        text = path.read_text("utf-8")
    except OSError as error:
        raise SettingsError(f"{name}: cannot be read ({(error.strerror or 'no access').lower()})") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{name}: not UTF-8 text") from None
    return theme_of(table_of(text, name), Written(name, text))


@cache
def default_variables() -> dict[str, str]:
    """Of the shipped theme that needs nobody's settings: Textual asks for them again and again."""
    return load(DEFAULT).variables


def theme_of(document: dict[str, Any], file: Written) -> Theme:
    """The theme a document describes: exactly ``name``, ``dark`` and ten colours. It is called as its file is."""
    for key, value in document.items():
        if key not in _WANTED:
            raise file.source.unknown((key,), value, _WANTED)
    for key, (kind, what) in _WANTED.items():
        if not isinstance(document.get(key), kind):
            raise file.source.error((key,), f"a theme needs {what}")
    if document["name"] != file.name.removesuffix(".toml"):
        raise file.source.error(("name",), f"name: must be as the file is called, not {shown(document['name'])}")
    return _theme(document["name"], document["dark"], _colours(document["roles"], file))


def _colours(roles: dict[str, Any], file: Written) -> dict[str, str]:
    for role, value in roles.items():
        if role not in ROLES:
            raise file.source.unknown(("roles", role), value, ROLES)
        if not _is_colour(value):
            raise file.source.error(("roles", role), f'[roles] {role}: must be a colour like "#1b1f26"')
    missing = [role for role in ROLES if role not in roles]
    if missing:
        raise file.source.error(("roles",), f"[roles] has no {', '.join(missing)}")
    return roles


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
        variables=variables(role),
    )


# -- can it be read? ------------------------------------------------------------------------------------------

READABLE = 4.5
"""The least contrast of words on their ground."""


def pale(theme: Theme) -> list[tuple[str, str, float]]:
    """What is hard to read: role, ground, and the contrast it has."""
    role = {name: theme.variables[f"role-{name}"] for name in ROLES}
    pairs = [(one, ground) for one in ROLES if one not in ("base", "card", "rule") for ground in ("base", "card")]
    measured = [(one, ground, contrast(role[one], role[ground])) for one, ground in pairs]
    return [one for one in measured if one[2] < READABLE]


def contrast(one: str, other: str) -> float:
    """Of two colours like ``#1b1f26``, as WCAG 2 measures it: 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
