"""What leaves this machine, and what never does: said once, printed by ``workboard privacy``, held against the bytes
of a real sync by a test."""

from typing import Final, NamedTuple


class Leaves(NamedTuple):
    """Something that goes to the help desk: on which act, which of the wish's fields, and who may read it there."""

    when: str
    fields: tuple[str, ...]
    readers: str


WISHES: Final[dict[str, Leaves]] = {
    "note": Leaves("you save a note, book time, write a next step, ask for help", ("text", "minutes"), "staff"),
    "answer": Leaves("you answer a client", ("text", "minutes", "then"), "the client and staff"),
    "status": Leaves("you start, finish, skip or wait", ("category",), "staff; the client where the desk shows it"),
    "dismiss": Leaves("you say that a reply needs no answer", ("base",), "staff"),
    "complete": Leaves("you finish planned work", ("activity_id", "start_at"), "staff"),
    "claim": Leaves("you take a ticket that nobody has", ("ticket_id",), "staff"),
    "assign": Leaves("you give a ticket to a colleague, as a lead", ("person_id",), "staff"),
    "schedule": Leaves("you give work a date", ("title", "start_at", "minutes", "fixed"), "staff"),
    "open": Leaves(
        "you open a ticket",
        ("title", "body", "contact_name", "contact_mail", "urgent", "impact", "mine", "queue"),
        "the client and staff",
    ),
}
"""By the verb of the wish. With each go the ticket's number, a random marker and the secret that signs in."""

STAYS: Final = (
    "every single interruption: when, how long, who called, what you wrote about it",
    "blocks of focus, and when you began, parked or skipped work",
    "the minutes that were measured, until you book them yourself",
    "drafts, texts taken back, your snippets, keys and themes",
    "which screen was open, and your log of today",
)
"""What no request carries."""
NEVER: Final = ("keys pressed", "idle time", "pictures of the screen")
"""What is not even measured."""
NOT_EXPORTED: Final = (
    "booked time and finished work of colleagues",
    "their notes for machines on the team ticket: sums of a day, goals",
    "the minutes of what they wrote, the estimates of what is planned for them",
    "rows of the help desk that could not be read, whosever they are",
)
"""What ``workboard export`` leaves out or blank, in every format and for every role."""
