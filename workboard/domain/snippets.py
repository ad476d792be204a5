"""Texts that are written again and again: a name, the text, and what is filled in. Pure.

A snippet is called by ``;name`` where a note is typed. ``{contact}``, ``{company}``, ``{number}``, ``{title}`` and
``{me}`` become what they are on the ticket; what is not known stays as the word in braces, so that it is seen
before anybody reads it.
"""

from collections.abc import Iterable

from workboard.domain.people import first_name
from workboard.domain.typed import Final, NamedTuple

FIELDS: Final = ("contact", "company", "number", "title", "me")
CALL: Final = ";"


class Facts(NamedTuple):
    """What the placeholders stand for; empty where it is not known."""

    contact: str = ""
    company: str = ""
    number: str = ""
    title: str = ""
    me: str = ""


def unknown_fields(text: str) -> tuple[str, ...]:
    """Words in braces that mean nothing, in the order of the text."""
    return tuple(name for name in _names(text) if name not in FIELDS)


def fill(text: str, facts: Facts) -> str:
    """The text with its placeholders filled in; ``{contact}`` gives the first name."""
    known = facts._replace(contact=first_name(facts.contact))._asdict()
    for name, value in known.items():
        if value:
            text = text.replace(f"{{{name}}}", value)
    return text


def called(line: str, column: int) -> str | None:
    """The letters of a call that end at ``column`` (``Hello ;gre`` → ``gre``); ``None`` where there is none.

    It begins a line or follows a blank, so that ``a;b`` and ``&amp;`` in a pasted log call nothing."""
    start = line.rfind(CALL, 0, column)
    if start < 0 or (start > 0 and not line[start - 1].isspace()):
        return None
    letters = line[start + 1 : column]
    return letters if all(one.isalnum() or one == "-" for one in letters) else None


def matching(letters: str, snippets: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Snippets whose name begins so, the exact one first, else in the order of the settings."""
    letters = letters.casefold()
    found = [one for one in snippets if one[0].startswith(letters)]
    return sorted(found, key=lambda one: one[0] != letters)


def _names(text: str) -> list[str]:
    """What stands in braces, one line and one word each."""
    names = []
    for part in text.split("{")[1:]:
        name, closed, _ = part.partition("}")
        if closed and name.isidentifier():
            names.append(name)
    return names
