"""What the team finished: today so far, and the two weeks before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from workboard.backends.base import Page
from workboard.backends.demo.calendar import ZONE
from workboard.backends.demo.cast import COLLEAGUES, LEAD, LEAD_ID, ME, STAFF, TEAM
from workboard.backends.demo.routine import MORNING, Routine, any_of
from workboard.backends.demo.rows import World, make_ticket
from workboard.backends.demo.script import Case
from workboard.domain.activity import Activity
from workboard.domain.note_lines import THIS_NOTE, compose
from workboard.domain.people import Person
from workboard.domain.ticket import DoneEvent, Message, StatusSpan, TimeEntry
from workboard.domain.working_time import MINUTE, local

CALENDAR_DAYS: Final = 14
_WORKING_DAYS: Final = 10
_QUARTER: Final = 15 * MINUTE
_MORE_ON: Final = (3, 1, 0, 0, -3, 0, 0)
"""Mondays bring what the weekend left; Fridays are short."""

MY_MINUTES: Final = (35, 20, 30, 25, 40, 20, 30)
"""what Dana booked this morning, oldest first; with a call and a quick fix 220 minutes"""
_DONE_TODAY: Final = {colleague.id: 8 for colleague in COLLEAGUES} | {LEAD.id: 2}


def today(world: World) -> Iterator[Page]:
    """41 done by the team: 7 of them mine, in 220 minutes since the early start."""
    yield from _my_morning(world)
    for person_id, count in _DONE_TODAY.items():
        ago = 4 + world.dice.randrange(6)
        for _ in range(count):
            minutes = world.dice.randrange(5, 11)
            closed_at = world.calendar.earlier_today(ago)
            ago += minutes + world.dice.randrange(1, 4)
            routine = any_of(world.dice)
            yield closure(
                routine,
                STAFF[person_id],
                created_at=closed_at - (minutes + world.dice.randrange(5, 90)) * MINUTE,
                closed_at=closed_at,
                minutes=minutes,
                number=world.number(ago),
                world=world,
            )
        yield _interruption(f"today-{person_id}", STAFF[person_id], world.calendar.earlier_today(ago + 5), world)


def _my_morning(world: World) -> Iterator[Page]:
    ago = 12
    kinds: tuple[Literal["interruption", "quick_fix"], ...] = ("interruption", "quick_fix")
    for kind in kinds:
        ended_at = world.calendar.earlier_today(ago)
        yield Page(time_entries=(TimeEntry(world.id("time", f"today-{kind}"), ME.id, ended_at, 10, None, kind),))
        ago += 10
    for routine, minutes in zip(reversed(MORNING), reversed(MY_MINUTES), strict=True):
        closed_at = world.calendar.earlier_today(ago)
        created_at = world.calendar.before(200) if routine.request else closed_at - (minutes + 15) * MINUTE
        yield closure(
            routine,
            ME,
            created_at=min(created_at, closed_at - (minutes + 5) * MINUTE),
            closed_at=closed_at,
            minutes=minutes,
            number=world.number(200 if routine.request else ago),
            world=world,
        )
        ago += minutes


def past_days(world: World) -> Iterator[list[Page]]:
    """One list for each day of work in the last two weeks, newest day first."""
    passed = world.calendar.minutes_today()
    for back in range(_WORKING_DAYS):
        oldest = passed + (back + 1) * 480
        yield [page for person in TEAM for page in _day_of(person, oldest, back, world)]


def _day_of(person: Person, age: float, back: int, world: World) -> Iterator[Page]:
    """Piece after piece from nine o'clock on; a lead has other things to do most of the day."""
    dice = world.dice
    more = _MORE_ON[local(world.calendar.before(age), ZONE).weekday()]
    left = dice.randrange(2, 5) if person.id == LEAD_ID else dice.randrange(8, 12) + more
    last = age - 470
    while left and age > last + 60:
        minutes = dice.randrange(10, 46)
        age -= minutes + dice.randrange(2, 14)
        created = age + minutes + dice.choice((6, 15, 40, 90, 240, 480))
        yield closure(
            any_of(dice),
            person,
            created_at=world.calendar.before(created),
            closed_at=world.calendar.before(age),
            minutes=minutes,
            number=world.number(created),
            world=world,
        )
        left -= 1
    for place in range(dice.randrange(1, 4)):
        at = world.calendar.before(last + 20 + place * 130)
        yield _interruption(f"{back}-{person.id}-{place}", person, at, world)


def closure(
    routine: Routine,
    person: Person,
    *,
    created_at: int,
    closed_at: int,
    minutes: int,
    number: int,
    world: World,
    key: str | None = None,
) -> Page:
    """A small ticket from its first words to its end. ``key`` names it where the number may vary."""
    key = key or str(number)
    contact = world.someone(None)
    ticket_id = world.id("ticket", key)
    begun_at = max(closed_at - minutes * MINUTE, created_at + MINUTE)
    spans = (
        StatusSpan(ticket_id, "new", created_at, begun_at),
        StatusSpan(ticket_id, "open", begun_at, closed_at),
        StatusSpan(ticket_id, "done", closed_at),
    )
    case = Case(routine.title, 4 if routine.request else 3, "done", ())
    activities = _planned(routine, person, ticket_id, key, begun_at, world)
    first = Message(
        world.id("message", f"{key}-0"), ticket_id, created_at, contact.id, contact.name, "client", "public",
        "create", routine.problem,
    )  # fmt: skip
    last = Message(
        world.id("message", f"{key}-1"), ticket_id, closed_at, person.id, person.name, "staff", "internal",
        "note", compose(routine.result, known_fix=THIS_NOTE if routine.known else None), minutes,
    )  # fmt: skip
    return Page(
        tickets=(make_ticket(case, ticket_id, number, person.id, contact, spans, world),),
        spans=spans,
        messages=(first, last),
        activities=activities,
        time_entries=(TimeEntry(world.id("time", key), person.id, closed_at, minutes, ticket_id),),
        done_events=(
            DoneEvent(world.id("done", key), person.id, closed_at, ticket_id, activities[0].id if activities else None),
        ),
        complete=frozenset({ticket_id}),
    )


def _planned(
    routine: Routine, person: Person, ticket_id: str, key: str, begun_at: int, world: World
) -> tuple[Activity, ...]:
    """Two of three had been scheduled; now and then for the day before, so that not every plan was kept."""
    roll = world.dice.random()
    if roll > 0.66:
        return ()
    start_at = begun_at // _QUARTER * _QUARTER - (24 * 60 * MINUTE if roll < 0.08 else 0)
    activity_id = world.id("scheduled", key)
    return (Activity(activity_id, "scheduled", ticket_id, person.id, routine.title, start_at, 30, remote_state="done"),)


def _interruption(key: str, person: Person, at: int, world: World) -> Page:
    minutes = world.dice.randrange(3, 13)
    entry = TimeEntry(world.id("time", f"call-{key}"), person.id, at, minutes, kind="interruption")
    return Page(time_entries=(entry,))
