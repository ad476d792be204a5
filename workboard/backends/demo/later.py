"""What happens after the first instant: clients react, one emergency comes, colleagues get on with their work.

All of it follows from the two instants asked about and from what is known: nothing is remembered in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from zlib import crc32

from workboard.backends.base import Known, Page
from workboard.backends.demo.calendar import SHIFT, ZONE
from workboard.backends.demo.cast import COLLEAGUES, ME_ID
from workboard.backends.demo.history import closure
from workboard.backends.demo.routine import ROUTINE
from workboard.backends.demo.rows import World, enact, join
from workboard.backends.demo.script import Case, noted, told
from workboard.backends.local import received
from workboard.domain.ticket import CLOSED, Message
from workboard.domain.working_time import MINUTE, local, stretch

EMERGENCY_AFTER: Final = 20 * MINUTE
EMERGENCY_KEY: Final = "emergency"
_BURST: Final = 10 * MINUTE
_SLOWEST: Final = 135_000
_FASTEST: Final = 105_000
_LEFT_TODAY: Final = 19
_A_DAY: Final = 60
_DAYS_AT_MOST: Final = 7

AFTER_NOTE: Final = (
    "I am back at my desk now, if you would like to try something.",
    "It has just happened again, at the same place as before.",
    "Do you need anything from me for this?",
    "A colleague tells me she has the same since yesterday.",
    "You can use my PC for the next half hour, I am in a meeting.",
)
AFTER_ANSWER: Final = (
    "Thanks, that worked.",
    "I tried it, and it looks better. I will watch it until this evening.",
    "It is still the same here, I am afraid. Shall I send a picture?",
    "Thank you, I will try it and write again.",
    "That is fine for me. Please go ahead.",
)

EMERGENCY: Final = Case(
    "Practice software does not open anywhere at Alder Street", 1, "new", contact="alder.blythe", age=0,
    lines=(
        told("No PC at Alder Street can open the practice software, it says 'no connection to the database'. The "
             "waiting room is full and we cannot see who is next."),
        noted("Phones and internet work there. Pine Road has it too slow to use, so it is the server.", 0, by="sam",
              next_step="See whether the database service on the practice server runs"),
    ),
)  # fmt: skip


def between(from_at: int, until_at: int, known: Known, account: str, seed: int, base_at: int) -> Page:
    """Everything that happened after ``from_at``, up to and with ``until_at``."""
    number = known.highest_number()
    pages: list[Page] = []
    if from_at < base_at + EMERGENCY_AFTER <= until_at:
        number += 1
        pages.append(_emergency(_number_of(account, EMERGENCY_KEY, number, known), account, base_at))
    pages += _closures(from_at, until_at, known, account, seed, base_at, number)
    pages += _reactions(from_at, until_at, known, account, base_at)
    return join(pages)


# --------------------------------------------------------------------------------------- clients react


def _reactions(from_at: int, until_at: int, known: Known, account: str, base_at: int) -> Iterator[Page]:
    """One answer to each note, about two minutes later; several notes in a row are one to a client."""
    newest: dict[str, int] = {}
    answered: dict[str, Page] = {}
    for note in known.notes_by_me(max(base_at, from_at - _SLOWEST - _BURST)):
        before = newest.get(note.ticket_id)
        newest[note.ticket_id] = note.at
        due_at = note.at + _FASTEST + crc32(note.id.encode()) % (_SLOWEST - _FASTEST)
        in_a_row = before is not None and note.at - before < _BURST
        if note.origin == "create" or in_a_row or not from_at < due_at <= until_at:
            continue
        page = _reaction(note, due_at, known, account)
        if page is not None:
            first = answered.get(note.ticket_id)
            # stretches are worked out from what is stored: a second reaction in one page only adds its words
            answered[note.ticket_id] = (
                page if first is None else first._replace(messages=(*first.messages, *page.messages))
            )
    yield from answered.values()


def _reaction(note: Message, at: int, known: Known, account: str) -> Page | None:
    ticket = known.ticket(note.ticket_id)
    if ticket is None or ticket.category in CLOSED or not ticket.contact_name:
        return None
    pool = AFTER_ANSWER if note.visibility == "public" else AFTER_NOTE
    text = pool[crc32(f"{note.id} says".encode()) % len(pool)]
    message_id = f"{account}:message:to-{note.id.rpartition(':')[2]}"
    return received(known, ticket.id, ticket.contact_name, text, at=at, message_id=message_id)


# --------------------------------------------------------------------------------------- one emergency


def _emergency(number: int, account: str, base_at: int) -> Page:
    """Opened by the client and given to me at once; its id does not depend on its number."""
    at = base_at + EMERGENCY_AFTER
    page = enact(EMERGENCY._replace(number=number), ME_ID, World(account, 0, base_at))
    ticket_id = f"{account}:ticket:{EMERGENCY_KEY}"
    ticket = page.tickets[0]._replace(id=ticket_id, created_at=at - MINUTE, updated_at=at)
    said, note = page.messages
    return Page(
        tickets=(ticket,),
        spans=(page.spans[0]._replace(ticket_id=ticket_id, from_at=at - MINUTE),),
        messages=(
            said._replace(id=f"{account}:message:{EMERGENCY_KEY}-0", ticket_id=ticket_id, at=at - MINUTE),
            note._replace(id=f"{account}:message:{EMERGENCY_KEY}-1", ticket_id=ticket_id, at=at),
        ),
    )


def _number_of(account: str, key: str, free: int, known: Known) -> int:
    """The number it was given before, if this is told twice; else the next free one."""
    ticket = known.ticket(f"{account}:ticket:{key}")
    return free if ticket is None else int(ticket.number)


# ---------------------------------------------------------------------------- the others go on working


def _closures(
    from_at: int, until_at: int, known: Known, account: str, seed: int, base_at: int, number: int
) -> Iterator[Page]:
    world = World(account, seed, base_at)
    for key, closed_at in _slots(from_at, until_at, base_at):
        number += 1
        world.dice.seed(f"{seed} {key}")
        roll = crc32(f"{seed} {key}".encode())
        minutes = 8 + roll % 20
        yield closure(
            ROUTINE[roll % len(ROUTINE)],
            COLLEAGUES[roll // 7 % len(COLLEAGUES)],
            created_at=closed_at - (minutes + 10 + roll % 45) * MINUTE,
            closed_at=closed_at,
            minutes=minutes,
            number=_number_of(account, key, number, known),
            world=world,
            key=key,
        )


def _slots(from_at: int, until_at: int, base_at: int) -> Iterator[tuple[str, int]]:
    """Moments at which a colleague closes something: today the rest of the sixty, then sixty a day."""
    first = local(base_at, ZONE).date()
    day = max(first, local(until_at, ZONE).date() - timedelta(days=_DAYS_AT_MOST))
    while day <= local(until_at, ZONE).date():
        hours = stretch(SHIFT, day)
        if hours is not None:
            start, count = (max(base_at, hours[0]), _LEFT_TODAY) if day == first else (hours[0], _A_DAY)
            for place in range(count if hours[1] > start else 0):
                at = start + (2 * place + 1) * (hours[1] - start) // (2 * count)
                if from_at < at <= until_at:
                    yield f"{day:%y%m%d}-{place}", at
        day += timedelta(days=1)
