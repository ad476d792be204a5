"""Names of client firms and contacts: asked for many at once, and remembered for as long as the backend lives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workboard.backends.autotask.calls import Calls, numbers_in
from workboard.backends.autotask.query import among, chunks
from workboard.backends.autotask.shapes import Misshapen, Row, identifier, line, reference
from workboard.domain.errors import Refused
from workboard.domain.people import Person

COMPANY: Final = ("id", "companyName")
CONTACT: Final = ("id", "companyID", "firstName", "lastName", "emailAddress", "phone")


NAMELESS: Final = "client"
"""a contact whose name is not known"""


class Names:
    """What is refused or not shown stays nameless, and is not asked for again; what cannot be read is."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._companies: dict[int, str | None] = {}
        self._contacts: dict[int, Person | None] = {}

    def company(self, number: int | None) -> str | None:
        return None if number is None else self._companies.get(number)

    def contact(self, number: int | None) -> Person | None:
        return None if number is None else self._contacts.get(number)

    def client(self, number: int) -> str:
        found = self.contact(number)
        return found.name if found else NAMELESS

    async def learn(self, companies: Iterable[int], contacts: Iterable[int]) -> list[Person]:
        """Ask for those that are not known yet; the contacts come back, their companies' names with them."""
        wanted_contacts = set(contacts)
        new = wanted_contacts - self._contacts.keys()
        rows = await self._asked("Contacts", CONTACT, new)
        firms = {number for row in rows if (number := reference(row, "companyID")) is not None}
        wanted = (set(companies) | firms) - self._companies.keys()
        for row in await self._asked("Companies", COMPANY, wanted):
            number = reference(row, "id")
            if number is None:
                raise Misshapen("a company does not say which it is")
            self._companies[number] = line(row, "companyName")
        self._companies |= dict.fromkeys(wanted - self._companies.keys())
        for row in rows:
            self._keep(identifier(row), row)
        self._contacts |= dict.fromkeys(new - self._contacts.keys() - set(numbers_in(rows)))
        return [one for number in sorted(wanted_contacts) if (one := self._contacts.get(number)) is not None]

    def _keep(self, number: int, row: Row) -> None:
        try:
            name = " ".join(part for key in ("firstName", "lastName") if (part := line(row, key)))
            mail = line(row, "emailAddress")
            if not (name or mail):
                return
            firm = self.company(reference(row, "companyID"))
            self._contacts[number] = Person(
                f"contact:{number}", name or mail or NAMELESS, mail, "client", firm, phone=line(row, "phone")
            )
        except Misshapen:
            return

    async def _asked(self, entity: str, fields: tuple[str, ...], numbers: set[int]) -> list[Row]:
        found: list[Row] = []
        try:
            for some in chunks(numbers):
                found += await self._calls.rows(entity, (among("id", some),), fields)
        except Refused:
            return found
        return found
