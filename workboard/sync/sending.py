"""What a turn sends: all that is due, until too much of it goes without an answer or the hour's calls are used up."""

from __future__ import annotations

from workboard.domain.errors import Unreachable, WorkboardError
from workboard.store.states import counts
from workboard.sync import push
from workboard.sync.breaker import OPENS_AFTER
from workboard.sync.budget import Budget
from workboard.sync.context import Context


class Sending:
    """``sent`` and ``lost``: wishes of this turn that left, and those without an answer."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.sent = self.lost = 0

    def begin(self) -> None:
        """Another turn."""
        self.sent = self.lost = 0

    async def push(self, context: Context, *, now_please: bool = False) -> int | None:
        """Send what is due; when something is due again (wall clock), ``None`` when nothing waits."""
        before = _without_answer(context)

        def against() -> WorkboardError | None:
            if _without_answer(context) - before >= OPENS_AFTER:
                return Unreachable("the help desk takes what is sent and does not answer: it is left alone for a while")
            return self._budget.spent()

        pushed = await push.push(context, now_please=now_please, stop=against)
        self.sent += pushed.sent
        self.lost = _without_answer(context) - before
        if pushed.stopped is not None:
            raise pushed.stopped
        return pushed.until


def _without_answer(context: Context) -> int:
    return counts(context.database.read()).get("uncertain", 0)
