"""What a policy says of people, looked at: names that stand twice, names nobody has, teams that give somebody away."""

from __future__ import annotations

from collections.abc import Iterator

from workboard.board.desk import Desk
from workboard.domain.finding import Finding
from workboard.domain.lead.membership import header, near, said_twice, unknown
from workboard.domain.rules import Policy
from workboard.domain.text import safe
from workboard.domain.typed import Final
from workboard.store import account
from workboard.store.people import keys_of_everybody

MOST_NAMED: Final = 5


def twice(policy: Policy, file: str) -> Iterator[Finding]:
    """Whoever stands twice in one team; ``file`` is the policy's name."""
    for table, name in said_twice(policy):
        yield Finding("twice", f"{file}: {safe(table)} members: {safe(name)} stands there twice", "remove one of them")


def too_near(policy: Policy, file: str) -> Iterator[Finding]:
    """Pairs of teams whose sums differ by fewer people than a sum needs."""
    teams = [(name, frozenset(one.members)) for name, one in policy.teams]
    for pair in near(teams, policy.goal.min_group):
        larger, smaller = (safe(header("teams", name)) for name in (pair.larger, pair.smaller))
        whose = "that person's" if pair.more == 1 else "theirs"
        what = f"{file}: {larger} has everybody of {smaller} and {pair.more} more: one sum less the other is {whose}"
        remedy = "so the larger one's interruptions are not told; make teams that share nobody"
        yield Finding("near-teams", what, remedy)


def strangers(desk: Desk, policy: Policy, file: str) -> Iterator[Finding]:
    """Names of people whom the help desk does not know, in one line; nothing before it has been read once."""
    reader = desk.database.read()
    found = account.load(reader)
    known = keys_of_everybody(reader) if found is not None and found.synced_at is not None else set()
    if not known:
        return
    nobody = [f"{safe(name)} ({safe(table)})" for name, table in unknown(policy, frozenset(known)).items()]
    if nobody:
        more = [f"and {len(nobody) - MOST_NAMED} more"] if len(nobody) > MOST_NAMED else []
        what = f"{file}: nobody known here is called {', '.join([*nobody[:MOST_NAMED], *more])}"
        yield Finding("unknown-people", what, "probably misspelt: write them as the help desk does")
