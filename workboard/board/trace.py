"""The inverse that each act leaves beside it: what the work was before, which stretch it opened or closed, which rows
it put into the outbox."""

from __future__ import annotations

import json

from workboard.board.desk import Desk
from workboard.domain.typed import Any, NamedTuple
from workboard.store import focus, intervals, journal
from workboard.store.database import Reader, Transaction


class Step(NamedTuple):
    """The inverse of one act."""

    act: str
    what: str
    ticket_id: str
    since: int
    """the place in the outbox from which on its rows stand"""
    activity_id: str | None = None
    before: list[Any] | None = None
    """fields of the ``Work`` there was; ``None``: it was *planned*"""
    after: list[Any] | None = None
    opened: str | None = None
    closed: str | None = None
    """stretches of time that it began or ended"""
    done: str | None = None
    dismissal: list[Any] | None = None
    block: str | None = None
    """the block of focus that it ended"""


def read(text: str) -> Step:
    """As it was written down."""
    return Step(**json.loads(text))


class Trace:
    """Made inside the transaction before an act changes anything, ended when it has; ``act`` names its rows."""

    def __init__(
        self, desk: Desk, transaction: Transaction, what: str, ticket_id: str, activity_id: str | None = None
    ) -> None:
        self.act = desk.new_id()
        self._desk, self._transaction = desk, transaction
        since = 1 + int(transaction.value("SELECT coalesce(max(seq), 0) FROM outbox"))
        self._step = Step(self.act, what, ticket_id, since, activity_id, work_now(transaction, activity_id))
        self._interval = intervals.open_id(transaction)
        self._block = focus.open_id(transaction)
        found = journal.dismissal_of(transaction, ticket_id)
        self._dismissal = None if found is None else list(found)

    def end(self, done: str | None = None) -> None:
        """``done`` is the id of the closure it counted."""
        interval = intervals.open_id(self._transaction)
        changed = interval != self._interval
        step = self._step._replace(
            after=work_now(self._transaction, self._step.activity_id),
            opened=interval if changed else None,
            closed=self._interval if changed else None,
            done=done,
            dismissal=self._dismissal,
            block=self._block if focus.open_id(self._transaction) is None else None,
        )
        value = json.dumps(step._asdict(), ensure_ascii=False)
        journal.remember_act(self._transaction, self.act, value, self._desk.wall())


def work_now(reader: Reader, activity_id: str | None) -> list[Any] | None:
    """The fields of its ``Work``; ``None`` while it is *planned*."""
    found = None if activity_id is None else journal.work_of(reader, activity_id)
    return None if found is None else list(found)
