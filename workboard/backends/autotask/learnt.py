"""What is asked of a tenant once a day: its words, its people, my role; and how a later process takes it up.

Nothing of the secret is in it, only what Autotask tells everybody who may sign in.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple, cast

from workboard.backends.autotask.picklists import Choice, Picklists
from workboard.backends.autotask.terms import Terms
from workboard.backends.autotask.zone import Zone

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

    def text(self) -> str:
        return json.dumps([1, *self])

    def teach(self, terms: Terms) -> None:
        terms.learn(self.lists)
        terms.web = self.zone.web
        terms.forbidden, terms.never_read = set(self.forbidden), frozenset(self.forbidden)
        terms.staff = dict(self.staff)
        terms.api_user, terms.role, terms.billing_code = self.api_user, self.role, self.billing_code

    def is_old(self, now: int | None) -> bool:
        """After a day by the server's clock; while that is not known, not yet. It tells whole seconds, so it may seem
        to go back."""
        return now is not None and abs(now - self.at) >= DAY_MS


def read(text: str) -> Learnt | None:
    """``None`` for what is none, or not of this version: then it is learnt anew."""
    try:
        version, at, zone, lists, staff, api_user, role, billing, team, goal, warnings, forbidden, as_me = cast(
            "list[Any]", json.loads(text)
        )
        if version != 1:
            return None
        return Learnt(
            int(at),
            Zone(*zone),
            _lists(lists),
            tuple((int(one), str(name)) for one, name in staff),
            api_user,
            role,
            billing,
            tuple(map(int, team)),
            goal,
            tuple(map(str, warnings)),
            tuple(map(str, forbidden)),
            as_me,
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
