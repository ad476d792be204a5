"""What this tenant calls things: the values of its picklists, which differ from tenant to tenant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import NotPermitted
from workboard.backends.autotask.shapes import Misshapen, Row, flag, line, number, rows
from workboard.domain.errors import Garbled


class Choice(NamedTuple):
    """One value of a picklist. An inactive one is still read, and never written."""

    value: int
    label: str
    active: bool = True
    order: int = 0


class Picklists(NamedTuple):
    status: tuple[Choice, ...] = ()
    priority: tuple[Choice, ...] = ()
    queue: tuple[Choice, ...] = ()
    type: tuple[Choice, ...] = ()
    note_type: tuple[Choice, ...] = ()
    publish: tuple[Choice, ...] = ()
    call_status: tuple[Choice, ...] = ()
    defaults: tuple[tuple[str, int], ...] = ()
    """what a new ticket has to say, with the tenant's own default"""


FIELDS: Final = (
    ("Tickets", "status"),
    ("Tickets", "priority"),
    ("Tickets", "queueID"),
    ("Tickets", "ticketType"),
    ("TicketNotes", "noteType"),
    ("TicketNotes", "publish"),
    ("ServiceCalls", "status"),
)
"""where each of the lists is from, in order"""


async def read(calls: Calls) -> Picklists:
    """Three calls, for a day. ``Garbled`` where no status is listed: without them nothing would mean anything."""
    entities = {"Tickets": await _fields(calls, "Tickets")}
    for entity in ("TicketNotes", "ServiceCalls"):
        try:
            entities[entity] = await _fields(calls, entity)
        except NotPermitted:
            entities[entity] = {}
    found = (_choices(entities[entity].get(field.casefold(), {})) for entity, field in FIELDS)
    status, priority, queue, kind, note_type, publish, call_status = found
    if not status:
        raise Garbled("Autotask does not list what statuses there are: it is asked again later")
    defaults = tuple(_defaults(entities["Tickets"].values()))
    return Picklists(status, priority, queue, kind, note_type, publish, call_status, defaults)


async def _fields(calls: Calls, entity: str) -> dict[str, Row]:
    """Field in small letters → its description."""
    told = rows(await calls.info(entity, fields=True), "fields")
    return {str(one.get("name") or "").casefold(): one for one in told}


def _choices(field: Row) -> tuple[Choice, ...]:
    """In the tenant's own order. Values are texts where the rows have numbers; what cannot be read is left out."""
    found = []
    for one in rows(field, "picklistValues"):
        try:
            value, label = number(one, "value"), line(one, "label")
            if value is not None and label:
                active = one.get("isActive") is None or flag(one, "isActive")
                found.append(Choice(value, label, active, number(one, "sortOrder") or 0))
        except Misshapen:
            continue
    return tuple(sorted(found, key=lambda one: one.order))


def _defaults(fields: Iterable[Row]) -> Iterable[tuple[str, int]]:
    """Required picklists of a ticket that has a default for them: what we do not say ourselves goes out with it."""
    for one in fields:
        if not flag(one, "isRequired") or flag(one, "isReadOnly"):
            continue
        for choice in rows(one, "picklistValues"):
            if flag(choice, "isDefaultValue") and (value := _number(choice)) is not None:
                yield str(one.get("name")), value
                break


def _number(choice: Row) -> int | None:
    try:
        return number(choice, "value")
    except Misshapen:
        return None


def label(choices: Iterable[Choice], value: int | None) -> str | None:
    """What people call a value; one that is no longer listed is shown as its number."""
    if value is None:
        return None
    return next((one.label for one in choices if one.value == value), str(value))


def named(choices: Iterable[Choice], word: str | None) -> int | None:
    """The active value that has this label (in any case), or this number."""
    wanted = (word or "").strip().casefold()
    active = [one for one in choices if one.active]
    by_label = next((one.value for one in active if one.label.casefold() == wanted), None)
    return by_label if by_label is not None else next((one.value for one in active if str(one.value) == wanted), None)
