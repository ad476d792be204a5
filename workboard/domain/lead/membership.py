"""Who stands where in a policy, and which of its teams give somebody away when one sum is taken from another. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workboard.domain.rules import Policy

People = frozenset[str]


class Near(NamedTuple):
    """``larger`` has all people of ``smaller`` and ``more`` besides."""

    larger: str
    smaller: str
    more: int


def leaves_few(larger: People, smaller: People, least: int) -> bool:
    """Whether the sums of one team less those of another are the figures of fewer than ``least`` people."""
    return bool(smaller) and smaller < larger and len(larger - smaller) < least


def near(teams: Iterable[tuple[str, People]], least: int) -> Iterator[Near]:
    """The pairs of teams whose difference is too few people, in the order of the larger ones."""
    several = list(teams)
    for name, people in several:
        for other, fewer in several:
            if leaves_few(people, fewer, least):
                yield Near(name, other, len(people - fewer))


def members(policy: Policy) -> list[tuple[str, tuple[str, ...]]]:
    """(the table as it is written, who stands in it) for every table that names people."""
    teams = [(header("teams", name), one.members) for name, one in policy.teams]
    return [("[team]", policy.members), *teams, *((header("people", name), (name,)) for name, _ in policy.people)]


def said_twice(policy: Policy) -> Iterator[tuple[str, str]]:
    """(the table, the name) of whoever stands twice in one team."""
    for table, names in members(policy):
        yield from ((table, name) for name in dict.fromkeys(names) if names.count(name) > 1)


def unknown(policy: Policy, known: People) -> dict[str, str]:
    """Name → the first table it stands in, of those whom nobody knows."""
    found: dict[str, str] = {}
    for table, names in members(policy):
        for name in names:
            if name not in known:
                found.setdefault(name, table)
    return found


def header(table: str, name: str) -> str:
    """As TOML wants it: ``[teams.Projects]``, ``[teams."First line"]``."""
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return f"[{table}.{name}]" if bare else f'[{table}."{name}"]'
