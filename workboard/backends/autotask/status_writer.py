"""Changing a ticket: only from where it stood, and believed only when it reads back.

A 200 proves nothing. Workflow rules run after the answer, seconds later, and may set another status; what was just
written may also show a moment late. So the ticket is read again, and once more a little later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.shapes import Row, identifier, number
from workboard.backends.autotask.sight import Pause
from workboard.backends.autotask.terms import Terms
from workboard.backends.http_answers import read_back
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.ticket import Category

LATER_S: Final = 1.5
"""between two looks at what was written: where the first does not show it, and where a rule may still undo it"""
TRIES: Final = 2


class Stand(NamedTuple):
    """A ticket's own row as it is now; ``remark`` is for the person."""

    row: Row
    remark: str | None = None


class StatusWriter:
    """``pause`` awaits so many seconds."""

    def __init__(self, calls: Calls, terms: Terms, pause: Pause) -> None:
        self._calls = calls
        self._terms = terms
        self._pause = pause

    async def ticket(self, wanted: int) -> Row:
        """The ticket's row. Raises ``Refused`` where there is none."""
        row = await self._calls.get("Tickets", wanted)
        if row is None:
            raise Refused(f"Autotask shows no ticket {wanted}: it is gone, or not yours to see", status=404)
        identifier(row)
        return row

    def category(self, row: Row) -> Category:
        return self._terms.statuses.category(number(row, "status"))

    async def bring(self, wanted: int, category: Category, base: str | None) -> Stand:
        """Bring a ticket into a category, from ``base`` (the label it had; ``None``: from anywhere).

        With a remark where there is nothing to write. Raises ``Conflicting`` if it stands elsewhere.
        """
        row = await self.ticket(wanted)
        choice = self._terms.statuses.written(category)
        now = self._label(row)
        if self.category(row) == category:
            return Stand(row)
        if choice is None:
            return Stand(row, f"no status for “{category.replace('_', ' ')}” here: none was written")
        if base is not None and now != base:
            raise conflict(base, choice.label, now)
        return await self.write(row, choice.value)

    async def write(self, row: Row, status: int) -> Stand:
        """A change and its proof; a second try where a rule undid the first."""
        base, mine = self._label(row), self._terms.statuses.label(status)
        for _ in range(TRIES):
            after = await self._tried(row, status)
            theirs = self._label(after)
            if theirs == mine:
                return Stand(after)
            if theirs != base:
                raise conflict(base, mine, theirs)
        raise Refused(f"Autotask took the status {mine} and shows {base} again: a workflow rule may keep it there")

    async def _tried(self, row: Row, status: int) -> Row:
        """The ticket after one change. Out of the status for answers it is looked at twice."""
        key = identifier(row)
        after = await self.change(key, {"status": status}, lambda one: number(one, "status") == status)
        if self.category(row) == "reply" and number(after, "status") == status:
            await self._pause(LATER_S)
            with read_back():
                after = await self.ticket(key)
        return after

    async def change(self, key: int, fields: dict[str, Any], shows: Callable[[Row], bool]) -> Row:
        """Change a ticket, and its row afterwards: as soon as it shows the change, else as it is a little later."""
        await self._calls.change("Tickets", {"id": key, **fields})
        with read_back():
            after = await self.ticket(key)
            if not shows(after):
                await self._pause(LATER_S)
                after = await self.ticket(key)
        return after

    async def bring_back(self, wanted: int, before: Category) -> Stand:
        """Out of the status for answers, to what it was before; as it is, if it is not in it (any more)."""
        row = await self.ticket(wanted)
        if self.category(row) != "reply":
            return Stand(row)
        choice = self._terms.statuses.written(before) or self._terms.statuses.written("open")
        if choice is None:
            raise Refused("no status for open tickets is known: name one in [account.status]")
        return await self.write(row, choice.value)

    def _label(self, row: Row) -> str:
        return self._terms.statuses.label(number(row, "status"))


def conflict(base: str, mine: str, theirs: str) -> Conflicting:
    text = f"the status is {theirs} by now, not {base}: choose mine (outbox retry) or theirs (outbox drop)"
    return Conflicting(text, field="status", base=base, mine=mine, theirs=theirs)
