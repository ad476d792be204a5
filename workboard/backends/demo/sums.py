"""The demo's team ticket: what each of the team shared of the last two weeks, a note of sums a day."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from workboard.backends.base import Page
from workboard.backends.demo.cast import COLLEAGUES, ME
from workboard.backends.demo.rows import QUEUE, World
from workboard.domain.people import Person
from workboard.domain.team_notes import SOURCES, DaySums, Times, compose_sums
from workboard.domain.ticket import Message, StatusSpan, Ticket
from workboard.domain.working_time import MINUTE, local

NUMBER: Final = 47001
DAYS: Final = 10
"""of work"""
_TIMES: Final = {"phone": 5, "walk-up": 2, "chat": 3, "mail": 1, "self": 2}
_AT_THE_END: Final = 17 * 60
_HOURS: Final = (9, 10, 10, 10, 11, 13, 14, 15, 16)


def team_ticket(world: World) -> Page:
    """It waits for nobody and belongs to nobody: it is no work."""
    ticket_id = world.id("ticket", NUMBER)
    opened = world.calendar.at(-DAYS - 20, 9 * 60)
    ticket = Ticket(
        ticket_id, str(NUMBER), "Sums of the team, not to be worked on", "waiting_other", "waiting_other",
        queue=QUEUE, company="Northdesk", created_at=opened, updated_at=opened, presence="team", default_band=4,
    )  # fmt: skip
    return Page(
        tickets=(ticket,),
        spans=(StatusSpan(ticket_id, "waiting_other", opened),),
        messages=tuple(_notes(world, ticket_id)),
        complete=frozenset({ticket_id}),
    )


def _notes(world: World, ticket_id: str) -> Iterator[Message]:
    """Dice of its own, so that the rest of the day stays as it was."""
    dice = Random(f"sums of {world.account} {world.calendar.base_at}")  # noqa: S311 (the same sums again)
    for back in range(DAYS, 0, -1):
        at = world.calendar.at(-back, _AT_THE_END)
        day = local(at, "Europe/London").date().isoformat()
        for place, person in enumerate((ME, *COLLEAGUES)):
            body = compose_sums(_sums(day, dice))
            yield _note(world, ticket_id, person, at + place * MINUTE, day, body)


def _note(world: World, ticket_id: str, person: Person, at: int, day: str, body: str) -> Message:
    return Message(
        world.id("message", f"sums-{day}-{person.id}"), ticket_id, at, person.id, person.name, "staff",
        "internal", "note", body,
    )  # fmt: skip


def _sums(day: str, dice: Random) -> DaySums:
    named = (name for name, most in _TIMES.items() for _ in range(dice.randint(0, most)))
    calls = [(name, dice.choice(_HOURS), dice.randrange(2, 9)) for name in named]
    sources = {name: [minutes for source, _, minutes in calls if source == name] for name in SOURCES}
    hours = {hour: [minutes for _, at, minutes in calls if at == hour] for hour in sorted(set(_HOURS))}
    blocks, replies = dice.randint(4, 7), dice.randint(3, 8)
    return DaySums(
        day,
        tuple((name, Times(len(some), sum(some))) for name, some in sources.items() if some),
        tuple((hour, Times(len(some), sum(some))) for hour, some in hours.items() if some),
        blocks - dice.randint(0, 3),
        blocks,
        replies - dice.randint(0, 1),
        replies,
        int(dice.random() < 0.2),
        int(dice.random() < 0.1),
    )
