"""What is asked of a tenant once a day: its words, its people, my role; and how a later process takes it up.

Nothing of the secret is in it, only what Autotask tells everybody who may sign in.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple, cast

from workboard.backends.autotask.picklists import Choice, Picklists
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.watched import Watched
from workboard.backends.autotask.zone import Zone
from workboard.settings.config import AccountSettings

VERSION: Final = 2
DAY_MS: Final = 24 * 3_600_000


class Learnt(NamedTuple):
    """``at`` is the server's time, milliseconds UTC."""

    at: int
    zone: Zone
    lists: Picklists
    staff: tuple[tuple[int, str], ...] = ()
    api_user: int | None = None
    role: int | None = None
    billing_code: int | None = None
    team: tuple[int, ...] = ()
    weekly_goal: int | None = None
    """billable minutes a week, where the tenant uses that"""
    warnings: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    """what is planned with and may not be asked for"""
    as_me: bool | None = None
    """whether what the API user wrote lately carries technicians' names; ``None``: it wrote nothing"""
    team_ticket: int | None = None
    asked: tuple[str | None, ...] = ()
    """what the settings wanted to be looked up: where they want something else by now, this holds no more"""

    def text(self) -> str:
        return json.dumps([VERSION, *self])

    def teach(self, terms: Terms) -> None:
        terms.learn(self.lists)
        terms.web = self.zone.web
        terms.forbidden, terms.never_read = set(self.forbidden), frozenset(self.forbidden)
        terms.staff = dict(self.staff)
        terms.api_user, terms.role, terms.billing_code = self.api_user, self.role, self.billing_code
        team = frozenset({*self.team, int(terms.me)}) if self.team else frozenset[int]()
        terms.watched = Watched(terms.settings.whole_team, team, self.team_ticket)

    def is_old(self, now: int | None) -> bool:
        """After a day by the server's clock; while that is not known, not yet. It tells whole seconds, so it may seem
        to go back."""
        return now is not None and abs(now - self.at) >= DAY_MS


def asked(settings: AccountSettings) -> tuple[str | None, ...]:
    return settings.role, settings.billing_code, settings.group, settings.team_ticket


def read(text: str) -> Learnt | None:
    """``None`` for what is none, or not of this version: then it is learnt anew."""
    try:
        version, *kept = cast("list[Any]", json.loads(text))
        found = Learnt(*kept)
        if version != VERSION or len(kept) != len(Learnt._fields):
            return None
        return found._replace(
            at=int(found.at),
            zone=Zone(*found.zone),
            lists=_lists(list(found.lists)),
            staff=tuple((int(one), str(name)) for one, name in found.staff),
            team=tuple(map(int, found.team)),
            warnings=tuple(map(str, found.warnings)),
            forbidden=tuple(map(str, found.forbidden)),
            asked=tuple(found.asked),
        )
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


def _lists(data: list[Any]) -> Picklists:
    *lists, defaults = data
    status, priority, queue, kind, note_type, publish, call_status = (
        tuple(Choice(*one) for one in some) for some in lists
    )
    pairs = tuple((str(key), int(value)) for key, value in defaults)
    return Picklists(status, priority, queue, kind, note_type, publish, call_status, pairs)
