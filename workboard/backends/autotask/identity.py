"""Who works here: a resource, picked at ``init``, because the secret is an API user's, who cannot be given work."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.learnt import Learnt
from workboard.backends.autotask.query import equal
from workboard.backends.autotask.shapes import Row, flag, line, number
from workboard.backends.autotask.staff import API_USER, PERSON, name_of
from workboard.backends.autotask.terms import Terms
from workboard.backends.base import Identity
from workboard.domain.errors import Refused, SettingsError
from workboard.domain.people import Person
from workboard.domain.rules import GoalRule

READING: Final = 1
"""Raised when rows are read differently, so that mirrors are filled anew."""
AS_YOU: Final = (
    "notes, time and tickets are to be written in your name by the API user {user}: that needs impersonation, allowed"
    " in its security level (Web Services API, per entity) and in yours"
)
AS_ITSELF: Final = "notes are written in the name of the API user {user}: it should be yours alone, and carry your name"
SEEN: Final = "notes are written in your name by the API user {user}: impersonation holds, nothing is to be done"
NOT_SEEN: Final = (
    "notes carry the name of the API user {user} and not yours: ask the administrator to allow impersonation in both"
    " security levels, or for an API user of your own and impersonate = false"
)
WITHOUT_IT: Final = "{user} was not allowed to write {what} in your name: these carry its own"


async def own_row(calls: Calls, terms: Terms) -> Row:
    """My resource; the cheapest call that proves user, secret, code and zone. Raises what is to be put right."""
    if not terms.me.isdecimal():
        raise SettingsError("[account] resource is missing: workboard init --backend autotask lists them")
    rows = await calls.rows("Resources", (equal("id", int(terms.me)),), PERSON)
    if not rows:
        raise Refused(f"Autotask shows no resource {terms.me}: check [account] resource, and the API user's rights")
    if number(rows[0], "licenseType") == API_USER:
        raise Refused(f"resource {terms.me} is an API user, and cannot be given work: name your own")
    if rows[0].get("isActive") is not None and not flag(rows[0], "isActive"):
        raise Refused(f"resource {terms.me} is not active: name another one in [account] resource")
    return rows[0]


def told(calls: Calls, terms: Terms, row: Row, learnt: Learnt, unallowed: set[str]) -> Identity:
    """Everything ``whoami`` has to say. ``unallowed``: entities that impersonation was refused for."""
    me = Person(terms.me, name_of(row), line(row, "email"), "me")
    names = dict(learnt.staff)
    team = sorted({*learnt.team, int(terms.me)}) if learnt.team else []
    members = tuple(
        me if str(one) == terms.me else Person(str(one), names.get(one, str(one)), None, "staff") for one in team
    )
    return Identity(
        me=me,
        members=members,
        statuses=terms.statuses.proposal(),
        generation=f"{before_database(calls, terms)}{learnt.zone.database}",
        server_time_at=calls.wire.server_time_at(),
        warnings=(*learnt.warnings, *_about_words(terms), *_about_names(calls, terms, unallowed, learnt.as_me)),
        goal=None if learnt.weekly_goal is None else GoalRule("billable", learnt.weekly_goal, "week"),
        keepsake=learnt.text(),
    )


def before_database(calls: Calls, terms: Terms) -> str:
    """The part of a generation that is known without a call. A secret is always sent with its user's name, so another
    person's is turned away."""
    return f"{calls.wire.user}|{terms.me}|{READING}|"


def _about_words(terms: Terms) -> list[str]:
    found = []
    if strange := terms.statuses.strangers():
        found.append(f"the statuses {', '.join(strange)} count as open; name them in [account.status]")
    if missing := terms.statuses.missing():
        found.append(f"Autotask has no status {', '.join(missing)}: check [account.status]")
    return found


def _about_names(calls: Calls, terms: Terms, unallowed: set[str], as_me: bool | None) -> list[str]:
    """Which way of acting as the technician holds, and what it asks for."""
    if unallowed:
        return [WITHOUT_IT.format(user=calls.wire.user, what=", ".join(sorted(unallowed)))]
    if not terms.settings.impersonate:
        return [AS_ITSELF.format(user=calls.wire.user)]
    told = AS_YOU if as_me is None else SEEN if as_me else NOT_SEEN
    return [told.format(user=calls.wire.user)]
