"""Who works at this tenant, and who of them is in the team."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import Puzzling
from workboard.backends.autotask.picklists import Picklists, named
from workboard.backends.autotask.query import Condition, equal
from workboard.backends.autotask.shapes import Misshapen, Row, identifier, line, number
from workboard.domain.errors import Garbled, Refused
from workboard.settings.config import AccountSettings

PERSON: Final = ("id", "firstName", "lastName", "email", "userName", "isActive", "licenseType")
API_USER: Final = 7
"""the licence of resources that are programs"""


async def resources(calls: Calls) -> list[Row]:
    """Everybody who is active, API users too. ``Garbled`` where nobody is: whoever asks is one of them."""
    found = [row for row in await calls.rows("Resources", (equal("isActive", True),), PERSON) if _numbered(row)]
    if not found:
        raise Garbled("Autotask does not say who works here: it is asked again later")
    return found


def _numbered(row: Row) -> bool:
    try:
        return identifier(row) > 0
    except Misshapen:
        return False


def name_of(row: Row) -> str:
    """First and last name, else whatever there is."""
    name = " ".join(part for key in ("firstName", "lastName") if (part := line(row, key)))
    return name or line(row, "userName") or str(row.get("id"))


def is_user(row: Row, user: str) -> bool:
    return (line(row, "userName") or "").casefold() == user.casefold()


async def rows_if_any(
    calls: Calls, entity: str, conditions: tuple[Condition, ...], fields: tuple[str, ...]
) -> list[Row]:
    """What is refused is as if it were not there."""
    try:
        return await calls.rows(entity, conditions, fields)
    except (Refused, Puzzling):
        return []


async def team(
    calls: Calls, settings: AccountSettings, lists: Picklists, active: Collection[int]
) -> tuple[tuple[int, ...], str | None]:
    """Who of the active works in the queue of that name, or belongs to the department of that number; and what is to
    be said where that is nobody."""
    if not settings.group:
        return (), None
    queue = named(lists.queue, settings.group)
    if queue is not None:
        rows = await rows_if_any(calls, "ResourceRoleQueues", (equal("queueID", queue),), ("id", "resourceID"))
    elif settings.group.isdecimal():
        conditions = (equal("departmentID", int(settings.group)), equal("isActive", True))
        rows = await rows_if_any(calls, "ResourceRoleDepartments", conditions, ("id", "resourceID"))
    else:
        rows = []
    found = tuple(sorted({one for row in rows if (one := number(row, "resourceID")) in active and one}))
    told = f"nobody is shown in {settings.group}: name a queue, or a department's number, in [account] group"
    return found, None if found else told


async def team_ticket(calls: Calls, settings: AccountSettings) -> tuple[int | None, str | None]:
    """The ticket that carries the team's sums, by the number people say; and what is to be said where it is not
    shown."""
    name = (settings.team_ticket or "").removeprefix("#")
    if not name:
        return None, None
    rows = await rows_if_any(calls, "Tickets", (equal("ticketNumber", name),), ("id", "ticketNumber"))
    found = next((identifier(row) for row in rows), None)
    return found, None if found else f"no ticket {name} is shown: check [account] team_ticket"
