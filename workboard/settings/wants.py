"""What TOML gave, checked for its type; ``SettingsError`` says what was wanted and what came."""

from __future__ import annotations

from collections.abc import Callable

from workboard.domain.errors import SettingsError
from workboard.domain.typed import Any


class Inside(SettingsError):
    """What is wrong lies inside a table that is one value; ``key`` says at which of its keys."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


def a_text(value: object) -> str:
    """A string, one line of it."""
    if not isinstance(value, str):
        raise SettingsError(f"wants a text in quotes, not {named(value)}")
    if "\n" in value or "\0" in value:
        raise SettingsError("wants a text of one line")
    return value


def a_block(value: object) -> str:
    """A string of any number of lines."""
    if not isinstance(value, str):
        raise SettingsError(f"wants a text in quotes, not {named(value)}")
    if "\0" in value:
        raise SettingsError("cannot hold a NUL character")
    return value


def a_list(value: object) -> tuple[str, ...]:
    """A list of strings, none empty."""
    if not isinstance(value, list):
        raise SettingsError(f"wants a list of texts, not {named(value)}")
    words = tuple(a_text(word) for word in value)
    if "" in words:
        raise SettingsError("has an empty text in its list")
    return words


def a_table(value: object) -> dict[str, Any]:
    """A table."""
    if not isinstance(value, dict):
        raise SettingsError(f"wants a table, not {named(value)}")
    return value


def named(value: object) -> str:
    """The type of a TOML value in words."""
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date or time")


def yes_no(value: object) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise SettingsError(f"wants true or false, not {named(value)}")
    return value


def a_number(value: object) -> float:
    """A number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise SettingsError(f"wants a number, not {named(value)}")
    return value


def each(value: object, read: Callable[[str, Any], tuple[str, Any]]) -> dict[str, Any]:
    """A table read key by key; an error knows its key."""
    result: dict[str, Any] = {}
    for key, inner in a_table(value).items():
        try:
            name, meant = read(key, inner)
        except SettingsError as error:
            raise Inside(key, str(error)) from None
        result[name] = meant
    return result
