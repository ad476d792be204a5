"""Whose a ticket is: taken by oneself, or given to a colleague; believed only when it reads back.

Owner and role go together, or Autotask takes neither. As with a status, a ticket is given away only from whom it was
to be taken; nothing guards the moment between looking and writing, so what the ticket shows afterwards decides.
"""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask.errors import NoSuchPair
from workboard.backends.autotask.ids import number_of
from workboard.backends.autotask.receipts import Receipts
from workboard.backends.autotask.roles import Roles
from workboard.backends.autotask.shapes import Row, identifier, reference
from workboard.backends.autotask.status_writer import StatusWriter
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Known, Receipt
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import Assign, Claim

NOBODY: Final = "nobody"
AT_MOST: Final = 3
"""roles that are tried"""


class OwnerWriter:
    """Ids of people are those of their resources, as everywhere with Autotask."""

    def __init__(self, terms: Terms, status: StatusWriter, roles: Roles, receipts: Receipts) -> None:
        self._terms = terms
        self._status = status
        self._roles = roles
        self._receipts = receipts

    async def claim(self, intent: Claim, known: Known) -> Receipt:
        number = number_of(intent.ticket_id)
        await self._roles.look(int(self._terms.me))
        row = await self._status.ticket(number)
        if not _owner(row):
            row = await self._given(row, self._terms.me)
        owner = _owner(row)
        if owner != self._terms.me:
            raise Refused(f"taken by {self._name(owner)}" if owner else "Autotask kept the ticket nobody's")
        return await self._receipts.whole(number, known)

    async def assign(self, intent: Assign, known: Known) -> Receipt:
        """Raises ``Conflicting`` if it belongs to a third person by now, ``Refused`` with what is to be put right."""
        self._must_work_here(intent.person_id)
        await self._roles.look(int(intent.person_id))
        row = await self._status.ticket(number_of(intent.ticket_id))
        if not self._stands(row, intent):
            row = await self._given(row, intent.person_id)
            if not self._stands(row, intent):
                kept = self._name(intent.base)
                raise Refused(f"Autotask took the new owner and shows {kept} again: a workflow rule may keep it there")
        return await self._told(row, intent.person_id, known)

    async def held_by(self, ticket_id: str, person: str, known: Known) -> Receipt | None:
        """Whether it has come to belong to somebody; ``None`` when not."""
        row = await self._status.ticket(number_of(ticket_id))
        return await self._told(row, person, known) if _owner(row) == person else None

    async def _told(self, row: Row, person: str, known: Known) -> Receipt:
        """What was given to me is work of mine from now on: all of it is read."""
        if person == self._terms.me:
            return await self._receipts.whole(identifier(row), known)
        return self._receipts.stands(row, known)

    async def _given(self, row: Row, person: str) -> Row:
        """The ticket's row after it was given, in the first role that Autotask takes."""
        tried, said = 0, "Autotask shows no role of theirs"
        async for role in self._roles.of(int(person), row):
            try:
                fields = {"assignedResourceID": int(person), "assignedResourceRoleID": role}
                return await self._status.change(identifier(row), fields, lambda one: _owner(one) == person)
            except NoSuchPair as error:
                tried, said = tried + 1, str(error)
            if tried == AT_MOST:
                break
        raise Refused(f"{said.rstrip('.')}: {self._remedy(person)}")

    def _remedy(self, person: str) -> str:
        if person == self._terms.me:
            return "it needs a role that you hold for the ticket's queue: set [account] role, or ask the administrator"
        return f"ask the administrator for a service desk role of {self._name(person)} in the ticket's queue"

    def _must_work_here(self, person: str) -> None:
        if not person.isdecimal() or not person.isascii():
            raise Refused(f"{person} is no resource of Autotask's: people are the numbers of their resources there")
        if int(person) == self._terms.api_user:
            raise Refused(f"{self._name(person)} is an API user, who cannot be given work: choose a colleague")
        if self._terms.staff and int(person) not in self._terms.staff:
            raise Refused(f"{person} is not active in Autotask (any more): choose a colleague who is")

    def _stands(self, row: Row, intent: Assign) -> bool:
        """Whether it is theirs already; not while it is still with whom it was. ``Conflicting`` for anybody else."""
        owner = _owner(row)
        if owner == intent.person_id:
            return True
        if owner != intent.base:
            text = (
                f"it belongs to {self._name(owner)} by now, not {self._name(intent.base)}:"
                " choose mine (outbox retry) or theirs (outbox drop)"
            )
            raise Conflicting(text, field="owner", base=intent.base, mine=intent.person_id, theirs=owner)
        return False

    def _name(self, person: str) -> str:
        return self._terms.staff.get(int(person), person) if person.isdecimal() else person or NOBODY


def _owner(row: Row) -> str:
    """As ``Assign.base`` has it: empty for nobody."""
    return str(reference(row, "assignedResourceID") or "")
