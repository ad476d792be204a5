"""To whom a ticket may be given: the people of all teams, each with the time that is left today.

Free time is for dispatch and is what the lead screen's *room* counts; nobody is put before anybody by what they did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from workboard.board import teams
from workboard.board.desk import Desk
from workboard.board.lead_look import looking
from workboard.board.teams import Team
from workboard.domain.errors import UsageError
from workboard.domain.lead.figures import room
from workboard.domain.text import safe
from workboard.store import team_work
from workboard.store.database import Reader

AT_MOST: Final = 12
"""names in one line"""


class Colleague(NamedTuple):
    """``room``: working minutes left today less what is planned, none of it below zero."""

    id: str
    name: str
    room: int = 0


def colleagues(desk: Desk) -> tuple[Colleague, ...]:
    """By name, as the lead screen lists room; those who have none are among them."""
    reader = desk.database.read()
    left: dict[str, int] = {}
    people: dict[str, str] = {}
    for team in teams.teams(desk, reader):
        people |= _named(reader, team.people)
        left |= _room(desk, team)
    everybody = (Colleague(one, name, left.get(one, 0)) for one, name in people.items())
    return tuple(sorted(everybody, key=lambda one: (one.name.casefold(), one.id)))


def likely(found: Sequence[Colleague], words: str) -> list[Colleague]:
    """Whom these letters may mean: whoever is called just so, by login or by name, else whose login, name or some
    part of it begins so. Case does not matter; without letters it may be anybody."""
    letters = " ".join(words.split()).casefold()
    exact = [one for one in found if letters in (one.id.casefold(), one.name.casefold())]
    return exact or [one for one in found if any(part.startswith(letters) for part in _parts(one))]


def meant(found: Sequence[Colleague], words: str) -> Colleague:
    """The one whom these letters mean; ``UsageError`` names those there are."""
    fit = likely(found, words)
    if len(fit) == 1:
        return fit[0]
    if fit:
        raise UsageError(f"{safe(words)} may be {_listed(fit)}: write more of it")
    raise UsageError(f"{safe(words)} is not in the team; there are {_listed(found)}")


def _parts(one: Colleague) -> tuple[str, ...]:
    name = one.name.casefold()
    return (one.id.casefold(), name, *name.split())


def _listed(found: Sequence[Colleague]) -> str:
    if not found:
        return "no names known: run workboard sync"
    names = [safe(one.name if one.name == one.id else f"{one.name} ({one.id})") for one in found[:AT_MOST]]
    return ", ".join(names) + (f" and {len(found) - AT_MOST} more" if len(found) > AT_MOST else "")


def _named(reader: Reader, people: tuple[str, ...]) -> dict[str, str]:
    return {one: one for one in people} | dict(teams.names(reader, people))


def _room(desk: Desk, team: Team) -> dict[str, int]:
    """Person → minutes, of those who have any."""
    with looking(desk, team) as look:
        planned = team_work.planned_today(look.reader, look.end, look.estimate)
        found = room([(person, teams.hours(desk, person), taken) for person, _, taken in planned], look.now, look.end)
    return {one.name: one.minutes for one in found}
