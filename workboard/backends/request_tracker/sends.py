"""Every request that goes to Request Tracker, field by field. ``tests/security/test_privacy.py`` holds it against the
traffic of a sync: nothing else leaves, and nothing here is made up."""

from __future__ import annotations

from typing import Final

from workboard.backends.kind import Sent

_LIST: Final = ("fields", "orderby", "page", "per_page")
SENDS: Final = (
    Sent("GET /user/N", (), (), "who the secret belongs to"),
    Sent("GET /queues/all", (), _LIST, "the queues one may see"),
    Sent("GET /groups", (), ("orderby", "query"), "the team's group by its name in the settings"),
    Sent("GET /group/N", (), (), "who is in it"),
    Sent(
        "POST /users",
        ("field", "value"),
        ("fields", "orderby", "per_page"),
        "login names of the team, to learn the rest",
    ),
    Sent(
        "GET /tickets",
        (),
        ("fields", "fields[Queue]", "fields[Requestor]", "order", "orderby", "per_page", "query"),
        "which tickets to read: by owner, status and number",
    ),
    Sent(
        "GET /transactions",
        (),
        ("fields", "fields[Creator]", "order", "orderby", "page", "per_page", "query"),
        "which entries to read: by number, date and queue",
    ),
    Sent("POST /attachments", ("field", "operator", "value"), _LIST, "numbers of entries whose texts to read"),
    Sent("GET /ticket/N", (), (), "one ticket, to see that a change holds"),
    Sent(
        "POST /ticket/N/comment",
        ("Content", "ContentType", "Subject", "TimeTaken"),
        (),
        "your note, its minutes, a random marker as the subject",
    ),
    Sent("POST /ticket/N/correspond", ("Content", "ContentType", "TimeTaken"), (), "your answer, its minutes"),
    Sent(
        "PUT /ticket/N",
        ("Owner", "Starts", "Status"),
        (),
        "the ticket's new status; its date, when dated work is done; whom a lead gives it to",
    ),
    Sent("PUT /ticket/N/take", (), (), "that the ticket is yours"),
    Sent(
        "POST /ticket",
        (
            "Content",
            "ContentType",
            "CustomFields",
            "Due",
            "Owner",
            "Priority",
            "Queue",
            "RefersTo",
            "Requestor",
            "Subject",
            "TimeEstimated",
            "Type",
        ),
        (),
        "a new ticket: title, problem, contact's address, urgency, queue; a date for work: title, time, minutes, you",
    ),
)
HEADERS: Final = (
    "accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "host", "if-match",
    "user-agent",
)  # fmt: skip
"""Of each request; ``authorization`` is the secret, ``user-agent`` the program and its version."""
