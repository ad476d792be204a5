"""What ``init`` has to know before there is anybody to sign in as: who works here, what statuses are called, and what
this API user may do. Nothing is written."""

from __future__ import annotations

from typing import Final, NamedTuple

import httpx

from workboard.backends.autotask import picklists
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.shapes import Row, flag, identifier, line, number
from workboard.backends.autotask.staff import API_USER, is_user, name_of, resources
from workboard.backends.autotask.statuses import Statuses
from workboard.backends.autotask.wire import Wire
from workboard.backends.kind import StatusFound, Survey
from workboard.domain.errors import Refused
from workboard.domain.people import Person
from workboard.settings.config import AccountSettings

NONE: Final = "none"
"""what an entity says of a right that one does not have"""


class Right(NamedTuple):
    """``vital``: without it there is no board at all. ``what`` it is for."""

    entity: str
    verbs: tuple[str, ...]
    what: str
    vital: bool = False


RIGHTS: Final = (
    Right("Tickets", ("Query", "Update", "Create"), "tickets and their statuses", vital=True),
    Right("TicketNotes", ("Query", "Create"), "notes and answers", vital=True),
    Right("TimeEntries", ("Query", "Create"), "booked time, progress"),
    Right("ServiceCalls", ("Query", "Update"), "planned work, and its completion"),
    Right("ServiceCallTickets", ("Query",), "planned work"),
    Right("ServiceCallTicketResources", ("Query",), "planned work"),
    Right("Appointments", ("Query", "Create", "Update"), "fixed times"),
    Right("ResourceServiceDeskRoles", ("Query",), "your role for booked time"),
    Right("Companies", ("Query",), "names of clients"),
    Right("Contacts", ("Query",), "names of contacts"),
)


async def survey(
    settings: AccountSettings, secret: str | None, transport: httpx.AsyncBaseTransport | None = None
) -> Survey:
    """About fifteen calls. Raises what ``whoami`` would: the zone, the sign-in."""
    calls = Calls(Wire(settings, secret or "", transport))
    try:
        people = await resources(calls)
        lists = await picklists.read(calls)
        lacking, vital = await _rights(calls)
        zone = await calls.wire.zone()
    finally:
        await calls.wire.aclose()
    statuses = Statuses(settings.status, lists.status)
    return Survey(
        people=tuple(_person(row) for row in people if number(row, "licenseType") != API_USER),
        likely=_likely(people, calls.wire.user),
        statuses=tuple(
            StatusFound(one.label, None if one.label in statuses.strangers() else statuses.category(one.value))
            for one in statuses.choices
            if one.active
        ),
        lacking=lacking,
        vital=vital,
        place=f"Autotask, zone {zone.name}" if zone.name else "Autotask",
    )


def _person(row: Row) -> Person:
    return Person(str(identifier(row)), name_of(row), line(row, "email"), "staff")


def _likely(people: list[Row], user: str) -> str | None:
    """The one whose mail address the API user's name is: people call them alike."""
    api = next((row for row in people if is_user(row, user)), {})
    mails = {mail.casefold() for mail in (user, line(api, "email")) if mail}
    fitting = [row for row in people if (line(row, "email") or "").casefold() in mails]
    fitting = [row for row in fitting if number(row, "licenseType") != API_USER]
    return str(identifier(fitting[0])) if len(fitting) == 1 else None


async def _rights(calls: Calls) -> tuple[tuple[str, ...], bool]:
    """A line for each right that is missing, and whether one of them is vital."""
    lines: list[str] = []
    vital = False
    for right in RIGHTS:
        missing = await _missing(calls, right)
        if missing:
            lines.append(f"{right.entity}: {', '.join(missing)} ({right.what})")
            vital = vital or (right.vital and "Query" in missing)
    return tuple(lines), vital


async def _missing(calls: Calls, right: Right) -> list[str]:
    try:
        info = (await calls.info(right.entity)).get("info")
    except Refused as error:
        return [] if error.status == 404 else list(right.verbs)  # it does not say, so a later call will
    if not isinstance(info, dict):
        return []
    return [verb for verb in right.verbs if _denied(info, verb)]


def _denied(info: Row, verb: str) -> bool:
    able = info.get(f"can{verb}")
    access = line(info, f"userAccessFor{verb}") or ""
    return (able is not None and not flag(info, f"can{verb}")) or access.casefold() == NONE
