"""Many plausible pieces of work at once, all mine: for tests of the order, not for the eye."""

from __future__ import annotations

from random import Random
from typing import Final

from workboard.backends.base import Page
from workboard.backends.demo.cast import CONTACTS, ME_ID
from workboard.backends.demo.routine import ROUTINE
from workboard.backends.local import default_band
from workboard.domain.activity import Activity
from workboard.domain.ticket import Category, Message, StatusSpan, Ticket
from workboard.domain.working_time import MINUTE

_HOUR: Final = 60 * MINUTE
_DAY: Final = 24 * _HOUR


def many(seed: int, base_at: int, count: int, account: str = "demo") -> Page:
    """``count`` tickets of mine, each with exactly one activity, a derived one (then none is listed) included.

    All bands; due dates behind and ahead; fixed times past, at hand and later; windows open, gone and to come;
    starts today, earlier and on later days; equal ages now and then, so that the last parts of the key count.
    """
    dice = Random(f"many {seed}")  # noqa: S311 (the same sample again for the same seed)
    contacts = list(CONTACTS.values())
    tickets: list[Ticket] = []
    spans: list[StatusSpan] = []
    messages: list[Message] = []
    activities: list[Activity] = []
    for place in range(count):
        number = str(dice.choice((900, 9_000, 48_000)) + place)
        ticket_id = f"{account}:ticket:{number}-{place}"
        routine, contact = dice.choice(ROUTINE), dice.choice(contacts)
        derived = dice.random() < 0.3
        category: Category = dice.choice(
            ("new", "open", "planned") if derived else ("open", "planned", "waiting_client")
        )
        created_at = base_at - dice.choice((dice.randrange(1, 14 * 24), 24, 48)) * _HOUR
        urgent, site = dice.random() < 0.3, dice.random() < 0.15
        begins_at = base_at + dice.randrange(-4, 4) * _HOUR if dice.random() < 0.2 else None
        tickets.append(
            Ticket(
                id=ticket_id,
                number=number,
                title=routine.title,
                status=category,
                category=category,
                queue="Service Desk",
                owner_id=ME_ID,
                company=contact.company,
                contact_name=contact.name,
                contact_mail=contact.mail,
                urgent=urgent,
                impact="site" if site else "person",
                type="request" if routine.request else "incident",
                created_at=created_at,
                updated_at=created_at,
                due_at=base_at + dice.randrange(-6 * 24, 6 * 24) * _HOUR if dice.random() < 0.3 else None,
                window_from_at=begins_at,
                window_until_at=None if begins_at is None else begins_at + dice.randrange(1, 5) * _HOUR,
                presence="mine",
                default_band=default_band(
                    urgent, "site" if site else "person", "request" if routine.request else "incident"
                ),
            )
        )
        spans.append(StatusSpan(ticket_id, category, created_at))
        messages.append(
            Message(
                f"{account}:message:{number}-{place}",
                ticket_id,
                created_at,
                contact.id,
                contact.name,
                "client",
                "public",
                "create",
                routine.problem,
            )
        )
        if not derived:
            activities.append(_activity(dice, f"{number}-{place}", ticket_id, account, routine.title, base_at))
    return Page(
        tickets=tuple(tickets),
        spans=tuple(spans),
        messages=tuple(messages),
        activities=tuple(activities),
        complete=frozenset(ticket.id for ticket in tickets),
    )


def _activity(dice: Random, key: str, ticket_id: str, account: str, title: str, base_at: int) -> Activity:
    fixed = dice.random() < 0.15
    offset = dice.choice(
        (-2 * _DAY, -20 * MINUTE, 0, 4 * MINUTE, 3 * _HOUR) if fixed else (-_DAY, -_HOUR, 0, _HOUR, _DAY)
    )
    kind: Final = "appointment" if fixed else "scheduled"
    start_at = base_at + offset if fixed or dice.random() < 0.8 else None
    return Activity(
        f"{account}:{kind}:{key}", kind, ticket_id, ME_ID, f"Work on it: {title}", start_at,
        dice.choice((None, 15, 30, 45, 90)), fixed,
    )  # fmt: skip
