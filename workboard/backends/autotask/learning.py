"""Asking a tenant for its words and people, once a day: a dozen calls. What is refused is done without, and said."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask import picklists
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted, Puzzling
from workboard.backends.autotask.learnt import DAY_MS, Learnt
from workboard.backends.autotask.picklists import Picklists, named
from workboard.backends.autotask.query import Condition, Is, Where, equal
from workboard.backends.autotask.shapes import Misshapen, Row, flag, hours, identifier, line, number, reference, utc
from workboard.domain.errors import Garbled, Refused
from workboard.settings.config import AccountSettings

PERSON: Final = ("id", "firstName", "lastName", "email", "userName", "isActive", "licenseType")
API_USER: Final = 7
"""the licence of resources that are programs"""
WORK_TYPE: Final = 1
SEEN_MS: Final = 7 * DAY_MS
PLANNED: Final = ("ServiceCalls", "Appointments")


async def learn(calls: Calls, settings: AccountSettings) -> Learnt:
    """About twelve calls. What is refused is done without, and named in a warning."""
    warnings: list[str] = []
    lists = await picklists.read(calls)
    people = await resources(calls)
    role, about_role = await _role(calls, settings)
    billing, about_billing = await _billing_code(calls, settings)
    team, about_team = await _team(calls, settings, lists)
    goal = await _goal(calls, settings)
    forbidden = tuple([entity for entity in PLANNED if await _is_forbidden(calls, entity)])
    warnings += [f"the API user may not read {entity}: ask the administrator for that right" for entity in forbidden]
    warnings += [one for one in (about_role, about_billing, about_team) if one]
    zone = await calls.wire.zone()
    user = next((identifier(row) for row in people if is_user(row, calls.wire.user)), None)
    return Learnt(
        calls.wire.server_time_at() or 0,
        zone,
        lists,
        tuple((identifier(row), name_of(row)) for row in people),
        user,
        role,
        billing,
        team,
        goal,
        tuple(warnings),
        forbidden,
        await _as_me(calls, user),
    )


async def _as_me(calls: Calls, user: int | None) -> bool | None:
    """Seen, not believed: in whose name the notes of the last week stand."""
    if user is None:
        return None
    lately = Where("createDateTime", Is.FROM, utc(max(0, (calls.wire.server_time_at() or 0) - SEEN_MS)))
    for field, meaning in (("creatorResourceID", False), ("impersonatorCreatorResourceID", True)):
        try:
            if (await calls.page("TicketNotes", (equal(field, user), lately), ("id",), size=1)).items:
                return meaning
        except (Refused, Puzzling):
            continue
    return None


async def _is_forbidden(calls: Calls, entity: str) -> bool:
    try:
        await calls.page(entity, (), ("id",), size=1)
    except NotPermitted:
        return True
    except (Refused, Puzzling):
        return False
    return False


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


async def _rows(calls: Calls, entity: str, conditions: tuple[Condition, ...], fields: tuple[str, ...]) -> list[Row]:
    """What is refused is as if it were not there."""
    try:
        return await calls.rows(entity, conditions, fields)
    except (Refused, Puzzling):
        return []


async def _role(calls: Calls, settings: AccountSettings) -> tuple[int | None, str | None]:
    """The role of the settings, by number or name; else the one that is my default; else any I hold."""
    conditions = (equal("resourceID", int(settings.resource or 0)), equal("isActive", True))
    fields = ("id", "roleID", "isActive", "isDefault")
    held = await _rows(calls, "ResourceServiceDeskRoles", conditions, fields)
    numbers = {reference(row, "roleID") for row in held} - {None}
    if settings.role:
        wanted = await _by_name(calls, "Roles", settings.role, (equal("isActive", True),))
        if wanted is None or (numbers and wanted not in numbers):
            return wanted, f"the role {settings.role} is none that you hold: check [account] role"
        return wanted, None
    ordered = sorted(held, key=lambda row: not flag(row, "isDefault"))
    first = next((role for row in ordered if (role := reference(row, "roleID"))), None)
    return first, None if first else "no role of yours is shown: time can be booked once [account] role names one"


async def _by_name(calls: Calls, entity: str, word: str, more: tuple[Condition, ...]) -> int | None:
    if word.isdecimal():
        return int(word)
    rows = await _rows(calls, entity, (equal("name", word), *more), ("id", "name"))
    return identifier(rows[0]) if rows else None


async def _billing_code(calls: Calls, settings: AccountSettings) -> tuple[int | None, str | None]:
    word = settings.billing_code
    if not word:
        return None, None
    found = await _by_name(calls, "BillingCodes", word, (equal("isActive", True), equal("useType", WORK_TYPE)))
    return found, None if found else f"there is no active work type {word}: check [account] billing_code"


async def _team(calls: Calls, settings: AccountSettings, lists: Picklists) -> tuple[tuple[int, ...], str | None]:
    """Who works in the queue of that name, or belongs to the department of that number."""
    if not settings.group:
        return (), None
    queue = named(lists.queue, settings.group)
    if queue is not None:
        rows = await _rows(calls, "ResourceRoleQueues", (equal("queueID", queue),), ("id", "resourceID"))
    elif settings.group.isdecimal():
        conditions = (equal("departmentID", int(settings.group)), equal("isActive", True))
        rows = await _rows(calls, "ResourceRoleDepartments", conditions, ("id", "resourceID"))
    else:
        rows = []
    found = tuple(sorted({one for row in rows if (one := number(row, "resourceID"))}))
    told = f"nobody is shown in {settings.group}: name a queue, or a department's number, in [account] group"
    return found, None if found else told


async def _goal(calls: Calls, settings: AccountSettings) -> int | None:
    """Billable minutes a week; a tenant without that feature has none."""
    conditions = (equal("resourceID", int(settings.resource or 0)),)
    fields = ("id", "resourceID", "weeklyBillableHoursGoal")
    for row in await _rows(calls, "ResourceDailyAvailabilities", conditions, fields):
        try:
            return hours(row, "weeklyBillableHoursGoal") or None
        except Misshapen:
            continue
    return None
