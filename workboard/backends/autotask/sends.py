"""Every request that goes to Autotask, field by field. ``tests/security/test_autotask_privacy.py`` holds it against the
traffic of a day: nothing else leaves, and nothing here is made up.

``filter.x`` is a condition on the field x; ``IncludeFields`` names the fields to answer with, ``MaxRecords`` how many
rows.
"""

from __future__ import annotations

from typing import Final

from workboard.backends.kind import Sent


def _list(entity: str, what: str, *by: str) -> Sent:
    return Sent(f"POST /{entity}/query", ("IncludeFields", "MaxRecords", *(f"filter.{one}" for one in by)), (), what)


_CHECKED: Final = (
    "Tickets", "TicketNotes", "TimeEntries", "ServiceCalls", "ServiceCallTickets", "ServiceCallTicketResources",
    "Appointments", "ResourceServiceDeskRoles", "Companies", "Contacts",
)  # fmt: skip

_SIGNING_IN: Final = (
    Sent("GET /zoneInformation", (), ("user",), "on which server the account lives; the API user's name, no secret"),
    *(Sent(f"GET /{one}/entityInformation", (), (), "init: which rights the API user has there") for one in _CHECKED),
    *(
        Sent(f"GET /{one}/entityInformation/fields", (), (), "what statuses, priorities and the like are called")
        for one in ("Tickets", "TicketNotes", "ServiceCalls")
    ),
    _list("Resources", "who works there, and who you are", "id", "isActive"),
    _list("ResourceServiceDeskRoles", "roles of yours; a lead: of who is given a ticket", "isActive", "resourceID"),
    _list("ResourceRoles", "which of several roles counts in a ticket's queue", "isActive", "resourceID"),
    _list("Roles", "your role by its name in the settings", "isActive", "name"),
    _list("BillingCodes", "your work type by its name in the settings", "isActive", "name", "useType"),
    _list("ResourceRoleQueues", "who works in the queue that the settings name as the team", "queueID"),
    _list("ResourceRoleDepartments", "or belongs to that department", "departmentID", "isActive"),
    _list("ResourceDailyAvailabilities", "your weekly goal", "resourceID"),
    Sent("GET /ThresholdInformation", (), (), "how many of the hour's calls everybody has used"),
)
_READING: Final = (
    _list(
        "Tickets", "which tickets to read: by owner, status, number and stamp; a new one by its random marker",
        "assignedResourceID", "completedDate", "createDate", "externalID", "id", "lastActivityDate",
        "lastTrackedModificationDateTime", "status", "ticketNumber",
    ),
    Sent("POST /Tickets/query/count", ("filter.status",), (), "how many are open"),
    Sent("GET /Tickets/N", (), (), "one ticket, before and after a change"),
    _list(
        "TicketNotes",
        "which notes to read: by ticket, author and stamp; of the team ticket by their titles",
        "createDateTime", "creatorResourceID", "id", "impersonatorCreatorResourceID", "lastActivityDate", "publish",
        "ticketID", "title",
    ),
    _list(
        "TimeEntries", "whose booked time to read, by ticket, date and stamp",
        "dateWorked", "id", "lastModifiedDateTime", "resourceID", "ticketID",
    ),
    _list("ServiceCalls", "planned work by its date", "endDateTime", "id", "startDateTime"),
    Sent("GET /ServiceCalls/N", (), (), "one service call, before and after it is complete"),
    _list("ServiceCallTickets", "its tickets", "serviceCallID", "ticketID"),
    _list("ServiceCallTicketResources", "who is to come", "resourceID", "serviceCallTicketID"),
    _list(
        "Appointments", "appointments of yours, by date; a lead: when the team has some",
        "endDateTime", "id", "resourceID", "startDateTime",
    ),
    Sent("GET /Appointments/N", (), (), "one appointment, before and after it is noted on"),
    _list("Companies", "names of client firms; of the one in the settings its number", "companyName", "id"),
    _list(
        "Contacts", "names of clients; of a new ticket's contact the number, by the address",
        "emailAddress", "id", "isActive",
    ),
)  # fmt: skip
_WRITING: Final = (
    Sent(
        "POST /Tickets/N/Notes",
        ("description", "noteType", "publish", "ticketID", "title"),
        (),
        "your note with a random marker, or your answer without one; the title is its first line, or the ticket's",
    ),
    Sent(
        "POST /TimeEntries",
        (
            "billingCodeID", "dateWorked", "endDateTime", "internalNotes", "resourceID", "roleID", "startDateTime",
            "summaryNotes", "ticketID",
        ),
        (),
        "your minutes, with the note's text and a random marker inside; in the summary the title of the work",
    ),
    Sent(
        "PATCH /Tickets",
        ("assignedResourceID", "assignedResourceRoleID", "id", "status"),
        (),
        "the ticket's new status; that it is yours, or whom a lead gives it to",
    ),
    Sent(
        "POST /Tickets",
        (
            "assignedResourceID", "assignedResourceRoleID", "companyID", "contactID", "description", "dueDateTime",
            "externalID", "priority", "queueID", "status", "title",
        ),
        (),
        "a new ticket: title, problem, contact, urgency, queue, you if it is yours, a random marker; a field that your"
        " tenant demands besides, with its own default",
    ),
    Sent("PATCH /ServiceCalls", ("id", "isComplete", "status"), (), "that planned work is done"),
    Sent(
        "POST /Appointments",
        ("description", "endDateTime", "resourceID", "startDateTime", "title"),
        (),
        "a date for work: its title, when and how long, the ticket's number, a random marker",
    ),
    Sent("PATCH /Appointments", ("description", "id"), (), "your note on an appointment, after what stood there"),
)  # fmt: skip
SENDS: Final = (*_SIGNING_IN, *_READING, *_WRITING)
HEADERS: Final = (
    "accept", "accept-encoding", "apiintegrationcode", "connection", "content-length", "content-type", "host",
    "impersonationresourceid", "secret", "user-agent", "username",
)  # fmt: skip
"""Of each request; ``apiintegrationcode``, ``username`` and ``secret`` sign in and go to your zone alone,
``impersonationresourceid`` is your number where something is made in your name, ``user-agent`` the program and its
version."""
