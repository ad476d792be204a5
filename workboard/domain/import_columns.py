"""Which column of an export is what: the names several help desks give them, and what ``--map`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from workboard.domain.errors import UsageError
from workboard.domain.text import safe

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "number": (
        "number", "ticketnumber", "ticketid", "ticketno", "ticket", "id", "displayid", "caseid", "casenumber",
        "requestid", "incidentnumber", "key", "issuekey",
    ),
    "title": (
        "title", "subject", "summary", "summarydescription", "ticketsummary", "tickettitle", "shortdescription",
    ),
    "body": ("description", "body", "details", "problem", "initialdescription", "detaildescription", "symptom"),
    "status": ("status", "ticketstatus", "statusname", "state"),
    "priority": ("priority", "priorityname", "prioritylevel", "ticketpriority"),
    "urgent": ("urgent", "isurgent"),
    "band": ("band",),
    "impact": ("impact",),
    "tier": ("tier",),
    "company": (
        "company", "companyname", "account", "accountname", "client", "clientname", "customer", "customername",
        "organization", "organisation", "organizationname",
    ),
    "contact": (
        "contact", "contactname", "requester", "requestername", "requestor", "requestors", "user", "username",
        "enduser", "reportedby", "caller", "reporter",
    ),
    "contact_mail": (
        "email", "mail", "contactmail", "contactemail", "emailaddress", "contactemailaddress", "requesteremail",
        "useremail", "customeremail",
    ),
    "owner": (
        "owner", "assignedto", "assignee", "primaryresource", "primaryresourcename", "resource", "resources",
        "technician", "agent", "agentname", "assignedresource", "ticketowner",
    ),
    "queue": ("queue", "queuename", "board", "serviceboard", "team", "group", "department"),
    "type": ("type", "tickettype", "requesttype"),
    "next_step": ("nextstep", "nextaction"),
    "created_at": (
        "createdat", "created", "createdate", "createddate", "createdtime", "createtime", "datecreated",
        "creationdate", "dateentered", "dateopened", "opened", "openedat", "openeddate", "dateoccurred",
        "datereported", "reporteddate",
    ),
    "updated_at": (
        "updatedat", "updated", "lastupdated", "lastupdate", "updatetime", "lastactivity", "lastactivitydate",
        "lastactivitytime", "lastmodified", "modifieddate", "dateupdated", "lastactiondate",
    ),
    "due_at": ("dueat", "due", "duedate", "duedatetime", "dueby", "datedue", "requireddate", "fixbydate", "deadline"),
    "window_from_at": ("windowfromat",),
    "window_until_at": ("windowuntilat",),
    "url": ("url", "link", "weburl"),
}  # fmt: skip
"""field → the names exports give it, small letters and digits only; the first field that knows a name has it"""

DATES: Final = ("created_at", "updated_at", "due_at", "window_from_at", "window_until_at")


def mapping(columns: Sequence[str], maps: Mapping[str, str]) -> dict[str, str]:
    """Column → field: what ``--map`` says, then the known names, each field once."""
    found: dict[str, str] = {}
    for column, field in maps.items():
        _check(column, field, columns)
        found[column] = field
    for field, names in FIELDS.items():
        if field not in found.values():
            free = {letters(one): one for one in reversed(columns) if one not in found}
            if name := next((one for one in names if one in free), None):
                found[free[name]] = field
    if "title" not in found.values():
        raise UsageError(
            f'no column holds the title: name it with --map "COLUMN=title"; the file has: {_listed(columns)}'
        )
    return found


def _check(column: str, field: str, columns: Sequence[str]) -> None:
    """What ``--map`` says of one column."""
    if field not in FIELDS:
        raise UsageError(f"--map: there is no field {safe(field)[:40]}; choose one of {', '.join(FIELDS)}")
    if column not in columns:
        raise UsageError(f"--map: the file has no column {safe(column)[:40]}; it has: {_listed(columns)}")


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(safe(one)[:30] for one in columns[:30])


def letters(text: str) -> str:
    """Small letters and digits only, as names of columns and states are compared."""
    return "".join(char for char in text.casefold() if char.isalnum())
