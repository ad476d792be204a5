"""Instants and names as a person says them."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.people import first_name
from workboard.domain.text import safe
from workboard.domain.ticket import Message
from workboard.domain.working_time import day_bounds, local


def when(desk: Desk, at: int) -> str:
    """``10:42`` today, ``Mon 16:10`` this week, ``12 May`` before."""
    moment = local(at, desk.zone)
    start, end = day_bounds(desk.now(), desk.zone)
    if start <= at < end:
        return f"{moment:%H:%M}"
    if start - 6 * (end - start) <= at < end + 6 * (end - start):
        return f"{moment:%a %H:%M}"
    return f"{moment.day} {moment:%b}" if moment.year == local(start, desk.zone).year else f"{moment:%Y-%m-%d}"


def who(message: Message, me: str) -> str:
    """``you``, a first name, or ``desk`` for what a machine wrote."""
    if message.author == "system":
        return "desk"
    if message.author_id == me:
        return "you"
    name = safe(message.author_name).strip()
    return first_name(name) if name else "client" if message.author == "client" else "desk"


def name_of(desk: Desk, person_id: str | None) -> str:
    """Of somebody who may have a ticket: as it is known here, else the help desk's own word for them; *nobody* for
    none."""
    if not person_id:
        return "nobody"
    from workboard.store.people import names_of  # most cards name nobody

    return safe(dict(names_of(desk.database.read(), (person_id,))).get(person_id, person_id))
