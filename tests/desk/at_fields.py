"""Autotask's entities field by field, as far as they are known: one table for the fake server, for what it tells of
itself, and for the check of every request that is sent to it.

The larger ones stand in ``at_tables``. What is in none of them, the fake does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from tests.desk import at_tables as tables

Type = Literal["integer", "long", "short", "string", "double", "decimal", "datetime", "date", "boolean"]


class Field(NamedTuple):
    name: str
    type: Type
    required: bool = False
    read_only: bool = False
    queryable: bool = True
    picklist: bool = False
    refers_to: str | None = None
    length: int = 0
    """of a text; 0: none is known"""


class Parent(NamedTuple):
    """Where a child is written: ``{entity}/{id}/{child}``, and ``{id}`` once more in the body, in ``field``."""

    entity: str
    child: str
    field: str


class Entity(NamedTuple):
    """``can``: *create*, *update*, *delete*; all of them can be queried. ``single`` is how errors name it."""

    name: str
    single: str
    can: frozenset[str]
    fields: dict[str, Field]
    parent: Parent | None = None
    udf: bool = False

    def field(self, name: str) -> Field | None:
        """By its name in any case: so the server reads it (confidence A, *Reading*)."""
        return next((one for key, one in self.fields.items() if key.casefold() == name.casefold()), None)


def _fields(table: str) -> Iterator[Field]:
    yield Field("id", "long", read_only=True)
    for line in table.strip().splitlines():
        name, kind, *flags = line.split()
        yield Field(
            name,
            kind,  # type: ignore[arg-type]
            required="*" in flags,
            read_only="ro" in flags,
            queryable="nq" not in flags,
            picklist="pick" in flags,
            refers_to=next((flag[1:] for flag in flags if flag.startswith("→")), None),
            length=next((int(flag) for flag in flags if flag.isdecimal()), 0),
        )


def _entity(
    name: str, single: str, can: str, table: str, parent: tuple[str, str, str] | None = None, *, udf: bool = False
) -> Entity:
    fields = {one.name: one for one in _fields(table)}
    return Entity(name, single, frozenset(can.split()), fields, Parent(*parent) if parent else None, udf)


ENTITIES: Final[dict[str, Entity]] = {
    one.name: one
    for one in (
        _entity("Tickets", "Ticket", "create update", tables.TICKETS, udf=True),
        _entity(
            "TicketNotes", "TicketNote", "create update", tables.TICKET_NOTES, ("Tickets", "Notes", "ticketID"),
            udf=True,
        ),
        _entity(
            "TicketSecondaryResources", "TicketSecondaryResource", "create delete",
            "ticketID integer * →Tickets\nresourceID integer * →Resources\nroleID long * →Roles",
            ("Tickets", "SecondaryResources", "ticketID"),
        ),
        _entity("TimeEntries", "TimeEntry", "create update delete", tables.TIME_ENTRIES),
        _entity("ServiceCalls", "ServiceCall", "create update delete", tables.SERVICE_CALLS),
        _entity(
            "ServiceCallTickets", "ServiceCallTicket", "create delete",
            "serviceCallID integer * →ServiceCalls\nticketID integer * →Tickets",
            ("ServiceCalls", "Tickets", "serviceCallID"),
        ),
        _entity(
            "ServiceCallTicketResources", "ServiceCallTicketResource", "create delete",
            "serviceCallTicketID integer * →ServiceCallTickets\nresourceID integer * →Resources",
            ("ServiceCallTickets", "Resources", "serviceCallTicketID"),
        ),
        _entity("Appointments", "Appointment", "create update delete", tables.APPOINTMENTS),
        _entity(
            "CompanyToDos", "CompanyToDo", "create update delete", tables.TO_DOS, ("Companies", "ToDos", "companyID"),
        ),
        _entity("TimeOffRequests", "TimeOffRequest", "", tables.TIME_OFF),
        _entity("Resources", "Resource", "update", tables.RESOURCES),
        _entity(
            "ResourceRoles", "ResourceRole", "",
            "resourceID integer\nroleID integer\ndepartmentID integer\nqueueID integer\nisActive boolean",
        ),
        _entity(
            "ResourceServiceDeskRoles", "ResourceServiceDeskRole", "",
            "resourceID integer\nroleID integer\nisActive boolean\nisDefault boolean",
        ),
        _entity("ResourceRoleQueues", "ResourceRoleQueue", "", "resourceID integer\nqueueID integer"),
        _entity(
            "ResourceRoleDepartments", "ResourceRoleDepartment", "",
            "resourceID integer\nroleID integer\ndepartmentID integer\nisActive boolean\nisDefault boolean\n"
            "isDepartmentLead boolean",
        ),
        _entity(
            "Roles", "Role", "",
            "name string\nisActive boolean\nhourlyRate decimal\nhourlyFactor decimal\nisSystemRole boolean",
        ),
        _entity(
            "ResourceDailyAvailabilities", "ResourceDailyAvailability", "update", tables.DAILY,
            ("Resources", "DailyAvailabilities", "resourceID"),
        ),
        _entity("Companies", "Company", "create update", tables.COMPANIES, udf=True),
        _entity(
            "Contacts", "Contact", "create update", tables.CONTACTS, ("Companies", "Contacts", "companyID"), udf=True
        ),
        _entity(
            "BillingCodes", "BillingCode", "",
            "name string\nisActive boolean\nuseType integer pick\nbillingCodeType integer",
        ),
        _entity(
            "TicketHistory", "TicketHistory", "",
            "ticketID integer ro\ndate datetime ro nq\naction string ro nq\ndetail string ro nq\n"
            "resourceID integer ro nq",
        ),
        _entity("DeletedTicketLogs", "DeletedTicketLog", "", tables.DELETED),
        _entity(
            "HolidaySets", "HolidaySet", "", "holidaySetName string\nholidaySetDescription string",
        ),
        _entity(
            "Holidays", "Holiday", "create update delete",
            "holidaySetID integer *\nholidayDate date *\nholidayName string * 100",
            ("HolidaySets", "Holidays", "holidaySetID"),
        ),
        _entity(
            "InternalLocations", "InternalLocation", "", "name string\nholidaySetID integer\ntimeZoneID integer",
        ),
    )
}  # fmt: skip

OPERATORS: Final = (
    "eq", "noteq", "gt", "gte", "lt", "lte", "beginsWith", "endsWith", "contains", "exist", "notExist", "in", "notIn",
)  # fmt: skip
"""In the vendor's spelling. Confidence A, but for *endsWith* and *notIn* (B); *Filter grammar*."""

IMPERSONATED: Final = frozenset({"Companies", "CompanyToDos", "Contacts", "ServiceCalls", "Tickets", "TicketNotes",
                                 "TimeEntries"})  # fmt: skip
"""Of the entities above those whose creates may be made in another's name (confidence B, *Impersonation*)."""


def entity(name: str) -> Entity | None:
    """By its name in the address, in any case."""
    return next((one for key, one in ENTITIES.items() if key.casefold() == name.casefold()), None)


def child_of(parent: Entity, child: str) -> Entity | None:
    """The entity behind ``{parent}/{id}/{child}``."""
    wanted = (parent.name.casefold(), child.casefold())
    return next(
        (one for one in ENTITIES.values()
         if one.parent and (one.parent.entity.casefold(), one.parent.child.casefold()) == wanted),
        None,
    )  # fmt: skip
