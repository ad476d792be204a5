"""Asking a tenant for its words and people, once a day: a dozen calls. What is refused is done without, and said."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask import picklists, staff
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted, Puzzling
from workboard.backends.autotask.learnt import DAY_MS, Learnt, asked
from workboard.backends.autotask.query import Condition, Is, Where, equal
from workboard.backends.autotask.shapes import Misshapen, flag, hours, identifier, reference, utc
from workboard.backends.autotask.staff import rows_if_any
from workboard.domain.errors import Refused
from workboard.settings.config import AccountSettings

WORK_TYPE: Final = 1
SEEN_MS: Final = 7 * DAY_MS
WEEK_MINUTES: Final = 7 * 24 * 60
PLANNED: Final = ("ServiceCalls", "Appointments")


async def learn(calls: Calls, settings: AccountSettings) -> Learnt:
    """About twelve calls. What is refused is done without, and named in a warning."""
    warnings: list[str] = []
    lists = await picklists.read(calls)
    people = await staff.resources(calls)
    role, about_role = await _role(calls, settings)
    billing, about_billing = await _billing_code(calls, settings)
    team, about_team = await staff.team(calls, settings, lists, {identifier(row) for row in people})
    team_ticket, about_ticket = await staff.team_ticket(calls, settings)
    goal = await _goal(calls, settings)
    forbidden = tuple([entity for entity in PLANNED if await _is_forbidden(calls, entity)])
    warnings += [f"the API user may not read {entity}: ask the administrator for that right" for entity in forbidden]
    warnings += [one for one in (about_role, about_billing, about_team, about_ticket) if one]
    zone = await calls.wire.zone()
    user = next((identifier(row) for row in people if staff.is_user(row, calls.wire.user)), None)
    return Learnt(
        calls.wire.server_time_at() or 0,
        zone,
        lists,
        tuple((identifier(row), staff.name_of(row)) for row in people),
        user,
        role,
        billing,
        team,
        goal,
        tuple(warnings),
        forbidden,
        await _as_me(calls, user),
        team_ticket,
        asked(settings),
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


async def _role(calls: Calls, settings: AccountSettings) -> tuple[int | None, str | None]:
    """The role of the settings, by number or name; else the one that is my default; else any I hold."""
    conditions = (equal("resourceID", int(settings.resource or 0)), equal("isActive", True))
    fields = ("id", "roleID", "isActive", "isDefault")
    held = await rows_if_any(calls, "ResourceServiceDeskRoles", conditions, fields)
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
    rows = await rows_if_any(calls, entity, (equal("name", word), *more), ("id", "name"))
    return identifier(rows[0]) if rows else None


async def _billing_code(calls: Calls, settings: AccountSettings) -> tuple[int | None, str | None]:
    word = settings.billing_code
    if not word:
        return None, None
    found = await _by_name(calls, "BillingCodes", word, (equal("isActive", True), equal("useType", WORK_TYPE)))
    return found, None if found else f"there is no active work type {word}: check [account] billing_code"


async def _goal(calls: Calls, settings: AccountSettings) -> int | None:
    """Billable minutes a week, as many as a week can have; a tenant without that feature tells none."""
    conditions = (equal("resourceID", int(settings.resource or 0)),)
    fields = ("id", "resourceID", "weeklyBillableHoursGoal")
    for row in await rows_if_any(calls, "ResourceDailyAvailabilities", conditions, fields):
        try:
            minutes = hours(row, "weeklyBillableHoursGoal") or 0
        except Misshapen:
            continue
        return minutes if 0 < minutes <= WEEK_MINUTES else None
    return None
