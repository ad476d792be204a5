"""What a fault is, and the plan that says where and when there is one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from fnmatch import fnmatchcase
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tests.desk.server import Exchange

Play = Callable[["Exchange"], Awaitable[None]]
ANYWHERE: Final = "*"


class Fault(NamedTuple):
    """``taken``: whether the desk has carried the request out all the same."""

    name: str
    play: Play
    taken: bool = False


async def _well(exchange: Exchange) -> None:
    await exchange.answer(exchange.take())


WELL: Final = Fault("none", _well, taken=True)
"""No fault: it takes the turns before one that comes later."""


class Rule(NamedTuple):
    """``site`` is a pattern (``POST /ticket/*/comment``); ``left`` uses remain, ``None`` for no end."""

    site: str
    fault: Fault
    left: int | None
    chance: float


class Faults:
    """The plan. Rules are tried in the order in which they were made; the first that fits is the fault."""

    def __init__(self, seed: int = 1) -> None:
        self._random = Random(seed)
        self._rules: list[Rule] = []
        self.played: list[tuple[str, str]] = []
        """(site, fault) of what really happened, in order"""

    def once(self, site: str, fault: Fault, times: int = 1) -> None:
        """The next ``times`` requests that fit go wrong."""
        self._rules.append(Rule(site, fault, times, 1.0))

    def always(self, site: str, fault: Fault) -> None:
        self._rules.append(Rule(site, fault, None, 1.0))

    def sometimes(self, site: str, fault: Fault, chance: float) -> None:
        """Each request that fits goes wrong with this probability (0..1)."""
        self._rules.append(Rule(site, fault, None, chance))

    def after(self, passes: int, site: str, fault: Fault, times: int | None = 1) -> None:
        """So many requests that fit are answered, then ``times`` go wrong (``None``: all)."""
        if passes:
            self._rules.append(Rule(site, WELL, passes, 1.0))
        self._rules.append(Rule(site, fault, times, 1.0))

    def clear(self) -> None:
        self._rules.clear()

    def next(self, site: str) -> Fault | None:
        """The fault for this request, used up; ``None``: it is answered as it should be."""
        for place, rule in enumerate(self._rules):
            if not fnmatchcase(site, rule.site):
                continue
            if rule.chance < 1 and self._random.random() >= rule.chance:
                continue
            self._use(place, rule)
            if rule.fault is WELL:
                return None
            self.played.append((site, rule.fault.name))
            return rule.fault
        return None

    def _use(self, place: int, rule: Rule) -> None:
        if rule.left == 1:
            del self._rules[place]
        elif rule.left is not None:
            self._rules[place] = rule._replace(left=rule.left - 1)
