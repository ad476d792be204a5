"""Who the token belongs to, the team, and what there is to say about the account."""

from __future__ import annotations

from typing import Final

from workboard.backends.base import Identity
from workboard.backends.request_tracker.client import Calls
from workboard.backends.request_tracker.learnt import Learnt
from workboard.backends.request_tracker.shapes import Row, line
from workboard.backends.request_tracker.staff import member_names
from workboard.backends.request_tracker.translate import Terms
from workboard.domain.errors import Garbled, Refused
from workboard.domain.people import Person
from workboard.settings.config import AccountSettings

READING: Final = 1
"""Raised when rows are read differently, so that mirrors are filled anew."""
HIDDEN: Final = (
    "the history of tickets is refused to this token, so nothing can be read: it needs the rights ShowTicket and"
    " ShowTicketComments, and /REST/2.0/transactions must be open"
)
_AFTER_NAME: Final = f"|{READING}"


async def own_row(calls: Calls) -> Row:
    """The user whose number stands in the token: there is no *me* to ask for."""
    try:
        return await calls.user(calls.user_number)
    except Refused as error:
        if error.status == 404:
            raise Refused("no REST 2 interface of Request Tracker 5 there: check the url", status=404) from error
        raise


async def told(calls: Calls, terms: Terms, settings: AccountSettings, row: Row, learnt: Learnt) -> Identity:
    """Everything ``whoami`` has to say; ``row`` is the user's own."""
    name = line(row, "Name")
    if name is None:
        raise Garbled("Request Tracker does not tell the name of the token's user")
    me = Person(name, line(row, "RealName") or name, line(row, "EmailAddress"), "me")
    members, warnings = await _team(calls, settings.group, me)
    warnings += _about_queues(settings.queue, learnt.queue_names)
    if learnt.history_hidden:
        warnings.append(HIDDEN)
    for lifecycle, words in terms.statuses.strangers().items():
        warnings.append(f"lifecycle {lifecycle}: {', '.join(words)} count as open; name them in [account.status]")
    return Identity(
        me=me,
        members=members,
        statuses=terms.statuses.proposal(learnt.lifecycles.values()),
        generation=_before_name(calls, terms) + name + _AFTER_NAME,
        server_time_at=calls.http.server_time_at(),
        warnings=tuple(warnings),
        keepsake=learnt.keepsake(),
    )


def is_mine(calls: Calls, terms: Terms, generation: str) -> bool:
    """Whether a generation was told to the user of this very token. Tokens name their user by number, and Request
    Tracker takes a token for no other user than that one."""
    return generation.startswith(_before_name(calls, terms)) and generation.endswith(_AFTER_NAME)


def _before_name(calls: Calls, terms: Terms) -> str:
    return f"{terms.base}|{calls.user_number}|"


async def _team(calls: Calls, group: str | None, me: Person) -> tuple[tuple[Person, ...], list[str]]:
    """The members of the group in the settings, me included if I am in it."""
    if not group:
        return (), []
    names = member_names(await calls.group(group))
    if not names:
        return (), [f"the group {group} is not shown to this token, or empty: no team; check [account] group"]
    real = {line(row, "Name"): row for row in await _people(calls, names)}
    return tuple(me if name == me.id else _member(name, real.get(name, {})) for name in names), []


async def _people(calls: Calls, names: tuple[str, ...]) -> list[Row]:
    try:
        return await calls.users(names)
    except Refused:
        return []


def _member(name: str, row: Row) -> Person:
    return Person(name, line(row, "RealName") or name, line(row, "EmailAddress"), "staff")


def _about_queues(wanted: str | None, names: frozenset[str]) -> list[str]:
    if not names:
        return ["no queue is shown to this token: it needs the right SeeQueue"]
    if wanted and wanted not in names:
        return [f"the queue {wanted} is not shown to this token: check [account] queue"]
    return []
