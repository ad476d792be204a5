"""The goal that the help desk itself has for me, as the last sign-in told it. What a policy or a person says goes
before it (``board/goals``)."""

from workboard.domain.rules import GoalRule
from workboard.store import journal
from workboard.store.database import Reader, Transaction

PLACE = "remote_goal"


def keep(transaction: Transaction, goal: GoalRule | None, now: int) -> None:
    journal.set_place(transaction, PLACE, None if goal is None else " ".join(map(str, goal)), now)


def load(reader: Reader) -> GoalRule | None:
    words = (journal.place(reader, PLACE) or "").split()
    if len(words) != len(GoalRule._fields) or not words[1].isdecimal():
        return None
    return GoalRule(words[0], int(words[1]), words[2])  # type: ignore[arg-type]
