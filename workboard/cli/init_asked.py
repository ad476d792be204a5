"""What ``workboard init`` asks a person, for a help desk whose secret does not tell who one is.

Without a terminal, or with ``--json``, nothing is asked: the flags say it all, or the error says which is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from workboard.backends.kind import Kind, Survey
from workboard.cli import out
from workboard.domain.errors import Refused, UsageError
from workboard.domain.people import Person
from workboard.domain.ticket import CATEGORIES
from workboard.settings.config import AccountSettings
from workboard.settings.options import put

Ask = Callable[[str], str]
"""prompt → what a person typed, without blanks around it"""
Mapped = dict[str, tuple[str, ...]]

SHOWN: Final = 12
"""people who are listed at once"""
MOST_TRIES: Final = 5


def asker(*, quiet: bool) -> Ask | None:
    """Asks on the terminal; ``None`` where nobody could answer. What is asked goes where no pipe takes it."""
    if quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(prompt: str) -> str:
        print(prompt, end=" ", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError("nothing was answered; nothing is written")
        return line.strip()

    return ask


def with_fields(
    settings: AccountSettings, kind: Kind, flags: Mapping[str, str | None], ask: Ask | None
) -> AccountSettings:
    """The settings with everything that has to be said beside the secret. ``UsageError`` names a flag left out."""
    for field, question in kind.asks:
        value = flags.get(field) or (ask(f"{question}:") if ask else "")
        if not value:
            raise UsageError(f"--{field.replace('_', '-')} is missing: {question}")
        settings = put(settings, field, value)
    return settings


def checked(survey: Survey) -> None:
    """Raises ``Refused`` with the list for the administrator where there would be no board."""
    if survey.vital:
        lines = "; ".join(survey.lacking)
        raise Refused(f"nothing is written: ask the administrator to allow the API user {lines}")


class Chosen(NamedTuple):
    me: str
    statuses: Mapped
    """category → labels, for what the person said; the rest is as it was proposed"""


def chosen(survey: Survey, me: str | None, mapped: Mapped, ask: Ask | None) -> Chosen:
    """Who one is, and which status means what."""
    return Chosen(_me(survey, me, ask), _statuses(survey, mapped, ask))


def _me(survey: Survey, me: str | None, ask: Ask | None) -> str:
    if me is not None:
        return _among(survey, me)
    if ask is None:
        some = ", ".join(f"{one.id} {one.name}" for one in survey.people[:SHOWN])
        raise UsageError(f"--me is missing: your key there, one of {some}")
    out.line(f"{survey.place}: {out.count(len(survey.people), 'person', 'people')} can be given work.")
    likely = next((one for one in survey.people if one.id == survey.likely), None)
    offer = f" (Enter: {likely.name})" if likely else ""
    for _ in range(MOST_TRIES):
        word = ask(f"Your name there{offer}:")
        if not word and likely is not None:
            return likely.id
        found = _named(survey, word)
        if len(found) == 1:
            return found[0].id
        for one in found[:SHOWN]:
            out.line(f"  {one.id}  {one.name}  {one.mail or ''}")
        out.line("More than one: type the number." if found else "Nobody of that name; part of it is enough.")
    raise UsageError("nobody was chosen; workboard init --me ID says it outright")


def _among(survey: Survey, me: str) -> str:
    if all(one.id != me for one in survey.people):
        raise UsageError(f"--me: nobody there has the key {me}, or it is not active")
    return me


def _named(survey: Survey, word: str) -> list[Person]:
    """By number, whole name or address; else everybody whose name has the word in it."""
    low = word.casefold()
    exact = [one for one in survey.people if low in (one.id, one.name.casefold(), (one.mail or "").casefold())]
    return exact or [one for one in survey.people if low and low in one.name.casefold()]


def _statuses(survey: Survey, mapped: Mapped, ask: Ask | None) -> Mapped:
    known = {one.label.casefold() for one in survey.statuses}
    for label in (word for words in mapped.values() for word in words):
        if label.casefold() not in known:
            raise UsageError(f"--map: there is no status {label}; there are {_listed(survey)}")
    if ask is None or mapped:
        return mapped
    for one in survey.statuses:
        out.line(f"  {one.label}: {one.category or 'open (nobody knows it)'}")
    return _corrected(survey, ask)


def _corrected(survey: Survey, ask: Ask) -> Mapped:
    """Line by line until an empty one."""
    found: Mapped = {}
    while line := ask("Another meaning, as category=status (Enter: as listed):"):
        category, _, label = (part.strip() for part in line.partition("="))
        there = next((one.label for one in survey.statuses if one.label.casefold() == label.casefold()), None)
        if category not in CATEGORIES or there is None:
            out.line(f"A category is one of {', '.join(CATEGORIES)}; a status one of {_listed(survey)}.")
            continue
        found[category] = (*found.get(category, ()), there)
    return found


def _listed(survey: Survey) -> str:
    return ", ".join(one.label for one in survey.statuses)


def tell(survey: Survey) -> None:
    """What is missing but can wait."""
    if survey.lacking:
        out.line("Ask the administrator for these rights of the API user; until then their part stays empty:")
        for line in survey.lacking:
            out.line(f"  {line}")
