"""From a script to rows: one case becomes a ticket with everything that hangs on it, as one page."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from random import Random
from typing import Final

from workboard.backends.base import Page
from workboard.backends.demo.calendar import Calendar
from workboard.backends.demo.cast import CONTACTS, ME_ID, STAFF, firm_of
from workboard.backends.demo.script import Case, Line, Plan
from workboard.backends.local import default_band
from workboard.domain.activity import Activity
from workboard.domain.note_lines import compose
from workboard.domain.people import Person
from workboard.domain.text import clean
from workboard.domain.ticket import Category, DoneEvent, Message, StatusSpan, Ticket, TimeEntry
from workboard.domain.working_time import MINUTE

QUEUE: Final = "Service Desk"
NEWEST_NUMBER: Final = 48238
_NUMBERS_A_MINUTE: Final = 0.14  # so that a higher number is a younger ticket, nearly always
_SPOKEN_TODAY: Final = 115  # working minutes: what was said without ``ago`` comes before what has one


class World:
    """What making rows needs: the account's name, the calendar, dice, and the numbers not given out yet."""

    def __init__(self, account: str, seed: int, base_at: int) -> None:
        self.account = account
        self.calendar = Calendar(base_at)
        self.dice = Random(f"workboard demo {seed}")  # noqa: S311 (the same day again for the same seed)
        self._taken: set[int] = set()

    def reserve(self, numbers: Iterable[int]) -> None:
        self._taken.update(numbers)

    def number(self, age: float) -> int:
        """A free number for a ticket so many working minutes old."""
        number = NEWEST_NUMBER - round(age * _NUMBERS_A_MINUTE)
        while number in self._taken:
            number -= 1
        self._taken.add(number)
        return number

    def id(self, kind: str, rest: object) -> str:
        return f"{self.account}:{kind}:{rest}"

    def someone(self, firm: str | None) -> Person:
        """A contact of that firm, or of any."""
        return self.dice.choice([one for key, one in CONTACTS.items() if firm in (None, key.partition(".")[0])])


def join(pages: Iterable[Page]) -> Page:
    """One page with the rows of all; cursors and counts are the caller's."""
    listed = list(pages)
    every = chain.from_iterable
    return Page(
        tickets=tuple(every(page.tickets for page in listed)),
        spans=tuple(every(page.spans for page in listed)),
        messages=tuple(every(page.messages for page in listed)),
        activities=tuple(every(page.activities for page in listed)),
        time_entries=tuple(every(page.time_entries for page in listed)),
        done_events=tuple(every(page.done_events for page in listed)),
        people=tuple(every(page.people for page in listed)),
        complete=frozenset(every(page.complete for page in listed)),
    )


def enact(case: Case, owner_id: str | None, world: World) -> Page:
    """The rows of one case. Needs ``case.age``."""
    assert case.age is not None
    contact = CONTACTS[case.contact] if case.contact else world.someone(case.firm)
    number = case.number or world.number(case.age)
    ticket_id = world.id("ticket", number)
    times = _instants(case, world)
    spans = _spans(case, times, ticket_id)
    messages = tuple(
        _message(line, at, f"{number}-{place}", ticket_id, contact, owner_id, world)
        for place, (line, at) in enumerate(zip(case.lines, times, strict=True))
    )
    messages = (messages[0]._replace(origin="create"), *messages[1:])
    return Page(
        tickets=(make_ticket(case, ticket_id, number, owner_id, contact, spans, world),),
        spans=spans,
        messages=messages,
        activities=() if case.plan is None else (_activity(case.plan, ticket_id, number, owner_id, world),),
        time_entries=tuple(
            TimeEntry(world.id("time", one.id.rpartition(":")[2]), one.author_id, one.at, one.minutes, ticket_id)
            for one in messages
            if one.minutes and one.author_id is not None
        ),
        done_events=(
            (DoneEvent(world.id("done", number), owner_id, times[-1], ticket_id),)
            if case.category == "done" and owner_id
            else ()
        ),
        complete=frozenset({ticket_id}),
    )


def make_ticket(
    case: Case,
    ticket_id: str,
    number: int,
    owner_id: str | None,
    contact: Person,
    spans: tuple[StatusSpan, ...],
    world: World,
) -> Ticket:
    """The header: urgency, impact and type are those of the case's band."""
    at = world.calendar.at
    urgent = case.band == 1 or (case.band == 2 and not case.site)
    site = case.band == 1 or case.site
    kind: Final = "request" if case.band == 4 else "incident"
    return Ticket(
        id=ticket_id,
        number=str(number),
        title=clean(case.title),
        status=case.category,
        category=case.category,
        queue=QUEUE,
        owner_id=owner_id,
        company=contact.company,
        contact_name=contact.name,
        contact_mail=contact.mail,
        urgent=urgent,
        impact="site" if site else "person",
        tier=firm_of(contact.id).tier,
        type=kind,
        created_at=spans[0].from_at,
        updated_at=spans[-1].from_at,
        due_at=at(*case.due) if case.due else None,
        window_from_at=at(0, case.window[0]) if case.window else None,
        window_until_at=at(0, case.window[1]) if case.window else None,
        presence="mine" if owner_id == ME_ID else "team",
        default_band=default_band(urgent, "site" if site else "person", kind),
    )


def _instants(case: Case, world: World) -> list[int]:
    """When each line was said: spread over the ticket's life, then what has an ``ago``."""
    calendar, age = world.calendar, float(case.age or 0)
    spread = sum(1 for line in case.lines if line.ago is None)
    low = 0.0 if spread == len(case.lines) else min(float(_SPOKEN_TODAY), age / 2)
    step = (age - low) / max(1, spread)
    times: list[int] = []
    for place, line in enumerate(case.lines):
        if line.ago is not None:
            at = calendar.base_at - line.ago * MINUTE
        else:
            at = calendar.before(age - place * step - (world.dice.random() * 0.6 * step if place else 0))
        times.append(max(at, times[-1] + MINUTE) if times else at)
    return times


def _spans(case: Case, times: list[int], ticket_id: str) -> tuple[StatusSpan, ...]:
    """New until one of us wrote, then open, then where the ticket stands."""
    begun = next((at for line, at in zip(case.lines, times, strict=True) if line.who == "staff"), times[0])
    turns: list[tuple[Category, int]] = [("new", times[0])]
    if case.category != "new":
        turns.append(("open", begun))
    if case.category == "reply":
        asked = max(place for place, line in enumerate(case.lines) if line.who == "staff")
        turns += [(case.prior, times[asked]), ("reply", times[asked + 1])]
    elif case.category not in ("new", "open"):
        turns.append((case.category, _last_of_us(case, times)))
    ends = (at for _, at in turns[1:])
    spans = [
        StatusSpan(ticket_id, category, at, until)
        for (category, at), until in zip(turns, chain(ends, (None,)), strict=True)
    ]
    return tuple(span for span in spans if span.until_at != span.from_at)


def _last_of_us(case: Case, times: list[int]) -> int:
    return max(at for line, at in zip(case.lines, times, strict=True) if line.who == "staff")


def _message(
    line: Line, at: int, key: str, ticket_id: str, contact: Person, owner_id: str | None, world: World
) -> Message:
    author = contact if line.who == "client" else STAFF[line.by or owner_id or "sam"]
    body = clean(line.text)
    if not line.public:
        body = compose(body, next_step=line.next_step, blocked=line.blocked, help_wanted=line.help_wanted)
    # what Dana booked today is counted once, in history.py
    booked = 0 if author.id == ME_ID and at >= world.calendar.midnight else line.minutes
    return Message(
        id=world.id("message", key),
        ticket_id=ticket_id,
        at=at,
        author_id=author.id,
        author_name=author.name,
        author=line.who,
        visibility="public" if line.public else "internal",
        origin="reply" if line.public else "note",
        body=body,
        minutes=booked,
        next_step=line.next_step,
    )


def _activity(plan: Plan, ticket_id: str, number: int, owner_id: str | None, world: World) -> Activity:
    minute = plan.at if plan.at is not None else 11 * 60 + 15 * world.dice.randrange(22)
    kind: Final = "appointment" if plan.fixed else "scheduled"
    return Activity(
        world.id(kind, number), kind, ticket_id, owner_id, clean(plan.title), world.calendar.at(plan.day, minute),
        plan.minutes, plan.fixed,
    )  # fmt: skip
