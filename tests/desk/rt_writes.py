"""What Request Tracker does with what it is told to write."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, Final

from tests.desk.rt_rows import instant
from tests.desk.state import Entry, HelpDesk, Person, Queue, Ticket

KINDS: Final = {"comment": "Comment", "correspond": "Correspond"}
SUBJECT_BYTES: Final = 200


class BadRequest(ValueError):
    """RT answers 400 with this."""


def write(desk: HelpDesk, ticket: Ticket, me: Person, kind: str, body: Mapping[str, Any]) -> Entry:
    """A comment or an answer, its minutes and its custom fields with it."""
    if "ContentType" not in body:
        raise BadRequest("ContentType is a required field")
    taken = body.get("TimeTaken", 0)
    fields = {str(name): str(value) for name, value in (body.get("TxnCustomFields") or {}).items()}
    return desk.enter(
        ticket, KINDS[kind], me.name, text=str(body.get("Content", "")), subject=_subject(body.get("Subject", "")),
        minutes=taken if isinstance(taken, int) else 0, fields=fields,
    )  # fmt: skip


def create(desk: HelpDesk, me: Person, body: Mapping[str, Any]) -> Ticket:
    queue = desk.queue_named(str(body.get("Queue", "")))
    if queue is None:
        raise BadRequest("Could not find queue")
    _must_be_a_status(desk, queue, body.get("Status"))
    requestors = tuple(_known(desk, mail) for mail in [body.get("Requestor")] if mail)
    return desk.open_ticket(
        me.name, queue, _subject(body.get("Subject", "")), str(body.get("Content", "")),
        owner=body.get("Owner"), requestors=requestors, status=body.get("Status"),
        priority=int(body.get("Priority") or 0), kind=body.get("Type", "ticket"), refers_to=body.get("RefersTo"),
        due=instant(str(body.get("Due", ""))), starts=instant(str(body.get("Starts", ""))),
        estimate=int(body.get("TimeEstimated") or 0),
        fields={str(name): str(value) for name, value in (body.get("CustomFields") or {}).items()},
    )  # fmt: skip


def _must_be_a_status(desk: HelpDesk, queue: Queue, status: object) -> None:
    if status is not None and str(status) not in chain(*desk.lifecycles[queue.lifecycle]):
        raise BadRequest(f"Status '{status}' isn't a valid status for this ticket.")


def _known(desk: HelpDesk, mail: str) -> str:
    """A requestor is a person; a stranger becomes one."""
    if mail not in desk.people:
        desk.add_person(mail, mail.split("@")[0], mail, staff=False)
    return mail


def _subject(text: str) -> str:
    flat = " ".join(str(text).splitlines())
    return flat.encode()[:SUBJECT_BYTES].decode(errors="ignore")


def change(desk: HelpDesk, ticket: Ticket, me: Person, body: Mapping[str, Any]) -> list[str]:
    """What a PUT does, field by field; what it says is for people, and no proof of anything."""
    said = []
    for name, value in body.items():
        match name:
            case "Status":
                said.append(_status(desk, ticket, me, str(value)))
            case "Owner":
                said.append(_owner(desk, ticket, me, str(value)))
            case "Starts" | "Due":
                _date(desk, ticket, me, name, value)
                said.append(f"Ticket {ticket.number}: {name} changed")
            case "Subject":
                desk.enter(ticket, "Set", me.name, field="Subject", old=ticket.subject, new=str(value))
                ticket.subject = _subject(value)
    return [one for one in said if one]


def _status(desk: HelpDesk, ticket: Ticket, me: Person, status: str) -> str:
    lifecycle = desk.queues[ticket.queue].lifecycle
    open_ones, closed = desk.lifecycles[lifecycle]
    if status not in (*open_ones, *closed):
        return f"Ticket {ticket.number}: Status '{status}' isn't a valid status for this ticket."
    old = ticket.status
    done = desk.set_status(ticket, me.name, status)
    return f"Ticket {ticket.number}: Status changed from '{old}' to '{status}'" if done else ""


def _owner(desk: HelpDesk, ticket: Ticket, me: Person, owner: str) -> str:
    """Refused with a 200, for the reasons and in the order of ``RT::Ticket::CurrentUserCanSetOwner``."""
    person = desk.people.get(owner)
    if person is None:
        return "That user does not exist"
    if not person.staff:
        return "That user may not own tickets in that queue"
    if person.name == ticket.owner:
        return "That user already owns that ticket"
    if ticket.owner not in (None, me.name) and not me.reassigns:
        return "You can only reassign tickets that you own or that are unowned"
    old = ticket.owner or "Nobody"
    desk.set_owner(ticket, me.name, owner)
    return f"Ticket {ticket.number}: Owner changed from {old} to {owner}"


def _date(desk: HelpDesk, ticket: Ticket, me: Person, name: str, value: object) -> None:
    if value is None:
        return
    slot = name.lower()
    desk.enter(ticket, "Set", me.name, field=name, old=str(getattr(ticket, slot) or ""), new=str(value))
    setattr(ticket, slot, instant(str(value)) if value else None)


def move(desk: HelpDesk, ticket: Ticket, me: Person, how: str) -> str:
    """*take* only what is nobody's; a refusal is a 200 too."""
    if how == "untake":
        desk.set_owner(ticket, me.name, None, "Untake")
        return "Owner changed to Nobody"
    if how == "take" and ticket.owner is not None:
        return "You can only take tickets that are unowned"
    old = ticket.owner or "Nobody"
    desk.set_owner(ticket, me.name, me.name, how.capitalize())
    return f"Owner changed from {old} to {me.name}"
