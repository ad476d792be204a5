"""In which role a ticket can be somebody's: Autotask takes no owner without one, and not every pair.

A pair of resource and role has to be defined, and valid for a queue; what exactly the latter means is not known. So the
roles come in the order of how likely they are: one that is turned down is a definite *no*, and the next may be tried.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.shapes import Row, flag, reference
from workboard.backends.autotask.staff import rows_if_any
from workboard.backends.autotask.terms import Terms

HELD: Final = ("ResourceServiceDeskRoles", ("id", "roleID", "isActive", "isDefault"))
OF_QUEUES: Final = ("ResourceRoles", ("id", "roleID", "queueID", "isActive"))


class Roles:
    """What somebody holds is asked anew for each wish."""

    def __init__(self, calls: Calls, terms: Terms) -> None:
        self._calls = calls
        self._terms = terms
        self._asked: dict[tuple[str, int], list[Row]] = {}

    async def look(self, person: int) -> None:
        """Ask now, so that nothing is left to ask between looking at a ticket and giving it."""
        self._asked.clear()
        if self._mine(person) is None and len(_numbers(await self._rows(HELD, person))) > 1:
            await self._rows(OF_QUEUES, person)

    async def of(self, person: int, ticket: Row) -> AsyncIterator[int]:
        """Each once, the likeliest first: mine by the settings; what is held; what counts in the ticket's queue; then
        a guess, since rights may hide both."""
        mine = self._mine(person)
        if mine is not None:
            yield mine
            if self._terms.settings.role:
                return
        told = {mine}
        for likely in (self._held, self._in_queue, self._guessed):
            for role in await likely(person, ticket):
                if role not in told:
                    told.add(role)
                    yield role

    def _mine(self, person: int) -> int | None:
        return self._terms.role if person == int(self._terms.me) else None

    async def _held(self, person: int, ticket: Row) -> list[int]:
        """The default first; of several those before the rest that count in the ticket's queue."""
        found = _numbers(sorted(await self._rows(HELD, person), key=lambda row: not flag(row, "isDefault")))
        if len(found) > 1:
            fit = await self._in_queue(person, ticket)
            found.sort(key=lambda role: role not in fit)
        return found

    async def _in_queue(self, person: int, ticket: Row) -> list[int]:
        queue = reference(ticket, "queueID")
        return _numbers(row for row in await self._rows(OF_QUEUES, person) if reference(row, "queueID") == queue)

    async def _guessed(self, person: int, ticket: Row) -> list[int]:
        """The role that stands there already, then mine."""
        return [role for role in (reference(ticket, "assignedResourceRoleID"), self._terms.role) if role]

    async def _rows(self, what: tuple[str, tuple[str, ...]], person: int) -> list[Row]:
        entity, fields = what
        if (entity, person) not in self._asked:
            conditions = (equal("resourceID", person), equal("isActive", True))
            self._asked[entity, person] = await rows_if_any(self._calls, entity, conditions, fields)
        return self._asked[entity, person]


def _numbers(rows: Iterable[Row]) -> list[int]:
    """The roles in these rows, each once."""
    return list(dict.fromkeys(role for row in rows if (role := reference(row, "roleID"))))
