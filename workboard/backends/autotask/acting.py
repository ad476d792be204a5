"""In whose name something is created. An API user cannot be a technician, so each create asks for the technician's
name (impersonation); where Autotask refuses that, it is written in the API user's own, and said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted
from workboard.backends.autotask.terms import Terms
from workboard.domain.errors import Refused

REFUSED: Final = (
    "written as the API user {user}, not as you: Autotask refuses impersonation; ask the administrator to allow it in"
    " both security levels (docs/backends/autotask.md), or for an API user of your own and impersonate = false"
)
ENTITIES: Final = frozenset({"Tickets", "TicketNotes", "TimeEntries"})
"""which of those that we create can have a technician as their author; an appointment is its resource's anyway"""
NO_ROUTE: Final = 404
"""also said of an entity that takes no impersonation"""


class Acting:
    """``refused``: entities that may not be written in the technician's name, met in this process."""

    def __init__(self, calls: Calls, terms: Terms) -> None:
        self._calls = calls
        self._terms = terms
        self.refused: set[str] = set()

    async def create(self, entity: str, path: str, fields: Mapping[str, Any], *values: int) -> tuple[int, str | None]:
        """The id of what was made, and what a person should know of its author."""
        wanted = entity in ENTITIES and self._terms.settings.impersonate and self._terms.me != str(self._terms.api_user)
        if not wanted or entity in self.refused:
            number = await self._calls.create(entity, path, fields, *values)
            return number, self.remark() if wanted else None
        try:
            return await self._calls.create(entity, path, fields, *values, person=self._terms.me), None
        except Refused as error:
            if not isinstance(error, NotPermitted) and error.status != NO_ROUTE:
                raise
        number = await self._calls.create(entity, path, fields, *values)
        self.refused.add(entity)  # only now is it known that the name was the trouble
        return number, self.remark()

    def remark(self) -> str:
        return REFUSED.format(user=self._calls.wire.user)
