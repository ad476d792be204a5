"""The tenant's own values: which number stands for which label. Only status 5, Complete, is the same everywhere
(confidence A, *Values*); all other numbers move with the switches."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from tests.desk.at_switches import REPLY_STATUS, Switches

COMPLETE: Final = 5
SYSTEM_STATUSES: Final = ("New", "Waiting Customer", "Complete")
"""cannot be edited or disabled (confidence B, *Values*)"""


class Value(NamedTuple):
    """``parent``: the value of the list that this one hangs on (an issue type, for its sub-issues)."""

    value: int
    label: str
    active: bool = True
    system: bool = False
    parent: int | None = None


_ENGLISH: Final = {
    1: "New", 8: "In Progress", 10: "Dispatched", 11: "Escalate", 7: "Waiting Customer", 9: "Waiting Materials",
    12: "Waiting Vendor", 13: "Waiting Approval", 15: "Change Order", 17: "On Hold", 19: "Customer Note Added",
    16: "Work Complete", 20: "RMM Resolved", 5: "Complete", 23: "Do not use",
}  # fmt: skip
_GERMAN: Final = _ENGLISH | {15: "Customer Note Added", 19: "Change Order", 16: "RMM Resolved", 20: "Work Complete"}
"""One German tenant (confidence B): 15 is the client's note, 19 something else, 16 what monitoring closed."""

_SAME_EVERYWHERE: Final[dict[str, dict[int, str]]] = {
    "Tickets.source": {-1: "Client Portal", 2: "Phone", 4: "Email", 8: "Monitoring Alert"},
    "Tickets.ticketType": {1: "Service Request", 2: "Incident", 3: "Problem"},
    "Tickets.ticketCategory": {3: "Standard", 4: "Datto RMM Alert"},
    "Tickets.issueType": {10: "Hardware", 11: "Software"},
    "Tickets.serviceLevelAgreementID": {1: "Standard SLA"},
    "Tickets.lastActivityPersonType": {1: "Resource", 2: "Contact"},
    "TicketNotes.noteType": {
        1: "Task Summary", 2: "Task Detail", 3: "Task Notes", 13: "Workflow Rule Note - Task", 15: "Duplicate Ticket",
        16: "Outsource Workflow Note", 17: "Surveys", 18: "Client Portal Note", 19: "Taskfire Note",
        91: "Workflow Rule Action Note", 92: "Forward/Modify Note", 93: "Merged Into Ticket", 94: "Absorbed Another",
        95: "Copied to Project", 99: "RMM Note", 100: "BDR Note", 101: "Email Note",
    },
    "TicketNotes.publish": {1: "All Autotask Users", 2: "Internal Project Team", 4: "Internal & Co-Managed"},
    "ServiceCalls.status": {1: "New", 2: "Complete", 3: "Waiting for Parts"},
    "TimeEntries.timeEntryType": {2: "ITServiceRequest", 6: "ProjectTask"},
    "Resources.licenseType": {1: "Professional", 7: "API User"},
    "Companies.companyType": {1: "Customer", 3: "Prospect"},
    "BillingCodes.useType": {1: "Work Type", 2: "Expense", 3: "Internal", 4: "Material"},
}  # fmt: skip
_QUEUES: Final = {5: "Client Portal", 29682833: "Service Desk", 29682969: "Field Service", 8: "Monitoring Alert"}
_PRIORITIES: Final = {
    "1234": {4: "Critical", 1: "High", 2: "Medium", 3: "Low"},
    "4125": {4: "Critical", 1: "High", 2: "Medium", 5: "Low"},
}
"""In the order of severity, which is ``sortOrder`` and not the number (confidence A, *Values*)."""
_SUB_ISSUES: Final = (Value(100, "Printer", parent=10), Value(101, "Laptop", parent=10), Value(110, "Mail", parent=11))


@cache
def picklists(switches: Switches) -> dict[str, tuple[Value, ...]]:
    """``Entity.field`` → its values, in ``sortOrder``."""
    statuses = _GERMAN if switches.status_ids == "german" else _ENGLISH
    plain = {
        "Tickets.status": {key: _label(name, switches) for key, name in statuses.items()},
        "Tickets.priority": _PRIORITIES[switches.priority_ids],
        "Tickets.queueID": _QUEUES,
        **_SAME_EVERYWHERE,
    }
    lists = {
        name: tuple(Value(key, label, label != "Do not use", label in SYSTEM_STATUSES) for key, label in one.items())
        for name, one in plain.items()
    }
    return lists | {"Tickets.subIssueType": _SUB_ISSUES}


def _label(name: str, switches: Switches) -> str:
    return REPLY_STATUS[switches.labels] if name == REPLY_STATUS["default"] else name


PARENTS: Final = {"Tickets.subIssueType": "issueType"}
"""List → the field whose value its values hang on (confidence B, *Tickets*)."""
