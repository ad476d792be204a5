"""Whom a technician may mean: known contacts while a name is being typed."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.people import Person
from workboard.domain.text import clean, safe
from workboard.domain.typed import NamedTuple
from workboard.store import people

FEWEST_LETTERS = 2


class Contact(NamedTuple):
    """``name`` is what is typed for this person (the address, where another has the same name); the rest is to
    be shown. All of it is safe text."""

    name: str
    company: str
    site: str
    phone: str
    mail: str

    @property
    def where(self) -> str:
        """``Alder & Pine Dental · Leeds · 0113 496 0000``: what is known, else the address."""
        return " · ".join(part for part in (self.company, self.site, self.phone) if part) or self.mail


def matching(desk: Desk, letters: str, limit: int = 3) -> list[Contact]:
    """Known contacts for the first letters of a name or of an address; none before there are two letters."""
    letters = clean(letters).strip()
    if len(letters) < FEWEST_LETTERS:
        return []
    found = people.starting_with(desk.database.read(), letters, limit + 1)
    names = [one.name.casefold() for one in found]
    return [_contact(one, names.count(one.name.casefold()) > 1) for one in found[:limit]]


def _contact(one: Person, shared: bool) -> Contact:
    name = one.mail if shared and one.mail else one.name
    return Contact(*(safe(part or "") for part in (name, one.company, one.site, one.phone, one.mail)))
