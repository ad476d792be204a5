"""Who is staff and who is a client: in RT, whoever is not *privileged* is a client.

Lists do not tell (``Privileged`` comes back empty), but the system group *Privileged* names all staff in one
request. Where it is not shown, each name is asked for once.
"""

from __future__ import annotations

from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.shapes import SYSTEM, Row, line, number, rows
from workboard.domain.errors import Refused
from workboard.domain.ticket import Author


class Staff:
    """Remembers for as long as the backend lives."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._privileged: dict[str, bool] = {}
        self._asked_for_list = False
        self._have_list = False

    async def author(self, name: str | None, requestors: frozenset[str]) -> Author:
        """``requestors`` (of the ticket) need no question once the list of staff is there."""
        if name is None or name in SYSTEM:
            return "system"
        await self._list()
        if name not in self._privileged:
            known_client = self._have_list and name in requestors
            self._privileged[name] = not known_client and await self._asked(name, name in requestors)
        return "staff" if self._privileged[name] else "client"

    async def _list(self) -> None:
        if self._asked_for_list:
            return
        group = await self._calls.group("Privileged", "SystemInternal")
        for name in member_names(group):
            self._privileged[name] = self._have_list = True
        self._asked_for_list = True

    async def _asked(self, name: str, is_requestor: bool) -> bool:
        try:
            return number(await self._calls.user(name), "Privileged") == 1
        except Refused:
            return not is_requestor


def member_names(group: Row | None) -> tuple[str, ...]:
    """The people in a group's own answer; groups inside of it are left out."""
    members = rows(group or {}, "Members")
    found = (line(one, "id") for one in members if one.get("type") == "user")
    return tuple(name for name in found if name)
