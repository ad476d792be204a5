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
    new = _new_tickets(from_at, until_at, known, account, seed, base_at)
    return join((*new, *_reactions(from_at, until_at, known, account, base_at)))


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


# ---------------------------------------------------------- one emergency, and the others go on working


def _new_tickets(from_at: int, until_at: int, known: Known, account: str, seed: int, base_at: int) -> Iterator[Page]:
    """In the order of time, so that numbers go up with it however often somebody looks."""
    world = World(account, seed, base_at)
    moments = [(at, key) for at, key in _moments(until_at, base_at) if from_at < at <= until_at]
    for free, (at, key) in enumerate(sorted(moments), known.highest_number() + 1):
        told_before = known.ticket(world.id("ticket", key))
        number = free if told_before is None else int(told_before.number)
        world.dice.seed(f"{seed} {key}")
        if key == EMERGENCY_KEY:
            yield _emergency(at, number, world)
        else:
            yield _colleagues_work(at, number, key, world)


def _moments(until_at: int, base_at: int) -> Iterator[tuple[int, str]]:
    """The emergency, and when a colleague closes something: today the rest of the sixty, then sixty a day."""
    yield base_at + EMERGENCY_AFTER, EMERGENCY_KEY
    first, last = local(base_at, ZONE).date(), local(until_at, ZONE).date()
    day = max(first, last - timedelta(days=_DAYS_AT_MOST))
    while day <= last:
        hours = stretch(SHIFT, day)
        if hours is not None:
            start, count = (max(base_at, hours[0]), _LEFT_TODAY) if day == first else (hours[0], _A_DAY)
            for place in range(count if hours[1] > start else 0):
                yield start + (2 * place + 1) * (hours[1] - start) // (2 * count), f"{day:%y%m%d}-{place}"
        day += timedelta(days=1)


def _emergency(at: int, number: int, world: World) -> Page:
    """Written by the client, given to me a minute later; its id does not depend on its number."""
    page = enact(EMERGENCY._replace(number=number), ME_ID, world)
    ticket_id = world.id("ticket", EMERGENCY_KEY)
    said, note = page.messages
    written_at = at - MINUTE
    return Page(
        tickets=(page.tickets[0]._replace(id=ticket_id, created_at=written_at, updated_at=at),),
        spans=(page.spans[0]._replace(ticket_id=ticket_id, from_at=written_at),),
        messages=(
            said._replace(id=world.id("message", f"{EMERGENCY_KEY}-0"), ticket_id=ticket_id, at=written_at),
            note._replace(id=world.id("message", f"{EMERGENCY_KEY}-1"), ticket_id=ticket_id, at=at),
        ),
    )


def _colleagues_work(at: int, number: int, key: str, world: World) -> Page:
    minutes = world.dice.randrange(8, 28)
    return closure(
        world.dice.choice(ROUTINE),
        world.dice.choice(COLLEAGUES),
        created_at=at - (minutes + world.dice.randrange(10, 55)) * MINUTE,
        closed_at=at,
        minutes=minutes,
        number=number,
        world=world,
        key=key,
    )
