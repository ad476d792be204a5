"""The whole day at its first instant, in pages: people and my own tickets first, old closures last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from workboard.backends.base import Page
from workboard.backends.demo import history
from workboard.backends.demo.cases_mine import MINE
from workboard.backends.demo.cases_odd import LOST, ODD
from workboard.backends.demo.cases_team import GOING_ON
from workboard.backends.demo.cases_waiting import ANSWERED, WAITING
from workboard.backends.demo.cast import COLLEAGUES, EVERYBODY, ME_ID
from workboard.backends.demo.rows import World, enact, join
from workboard.backends.demo.script import Case
from workboard.backends.demo.solved import SOLVED
from workboard.backends.demo.sums import team_ticket
from workboard.domain.activity import Work
from workboard.domain.working_time import MINUTE

PARKED_NUMBER: Final = 48158
PARKED_MINUTES: Final = 20
_AGES: Final = {1: (20, 50), 2: (60, 420), 3: (150, 1300), 4: (300, 4300)}
"""Working minutes a colleague's ticket may be old, by band: within its target, so that only mine climb."""


@lru_cache(maxsize=4)
def day(account: str, seed: int, base_at: int) -> tuple[Page, ...]:
    """The pages of the first sync, without cursors; the same for the same three arguments."""
    world = World(account, seed, base_at)
    world.reserve(case.number for case in (*MINE, *SOLVED) if case.number is not None)
    mine = join(enact(case, ME_ID, world) for case in MINE)._replace(people=EVERYBODY)
    team = join(_colleagues_tickets(world))
    solved = join(_solved(world))
    today = join((*history.today(world), team_ticket(world)))
    past = [join(pages) for pages in history.past_days(world)]
    return (mine, team, join((today, solved)), *past)


def _colleagues_tickets(world: World) -> Iterator[Page]:
    for case in LOST:
        yield enact(case, None, world)
    cases = [*GOING_ON, *ANSWERED, *WAITING, *ODD]
    for place, case in enumerate(cases):
        yield enact(_aged(case, world), COLLEAGUES[place % len(COLLEAGUES)].id, world)


def _aged(case: Case, world: World) -> Case:
    if case.age is not None:
        return case
    return case._replace(age=world.dice.randrange(*_AGES[case.band]))


def _solved(world: World) -> Iterable[Page]:
    owners = (ME_ID, *(colleague.id for colleague in COLLEAGUES))
    return (enact(case, owners[place % len(owners)], world) for place, case in enumerate(SOLVED))


def local_work(account: str, base_at: int) -> tuple[Work, ...]:
    """What this machine remembers of the day so far: one piece parked, back in twenty minutes."""
    parked = Work(
        activity_id=f"{account}:scheduled:{PARKED_NUMBER}",
        ticket_id=f"{account}:ticket:{PARKED_NUMBER}",
        state="parked",
        since_at=base_at - 10 * MINUTE,
        sleep_until_at=base_at + PARKED_MINUTES * MINUTE,
    )
    return (parked,)
