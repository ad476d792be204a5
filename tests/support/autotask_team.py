"""A desk of five at Autotask: everybody's board in front of one tenant, all clocks alike. Dora leads, and so does Emil
where he is there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, BEN, CARA, DORA, EMIL, SECRET, at_seeded
from tests.desk.at_switches import USUAL, Switches
from tests.desk.at_tenant import Tenant
from tests.desk.at_world import AUTOTASK, settings
from tests.desk.rig import MINUTE, NOW, Case, World
from tests.desk.server import Server
from tests.desk.state import HelpDesk
from tests.stories.any_desk import AutotaskOffice
from workboard.backends.autotask.backend import Autotask
from workboard.board.desk import Desk
from workboard.domain.rules import Policy
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings

PEOPLE: Final = {"ana": ANA, "ben": BEN, "cara": CARA, "dora": DORA, "emil": EMIL}
TEAM: Final = ("ana", "ben", "cara", "dora")
LEADS: Final = ("dora", "emil")
SUMS: Final = "Sums of the team"


class TeamDesk:
    """``at`` is what all clocks show. There is no work but the team ticket, which is nobody's."""

    def __init__(self, server: Server, folder: Path, names: tuple[str, ...], at: int, switches: Switches) -> None:
        self._at = at
        seed = at_seeded(lambda: at - 60 * MINUTE, switches)
        AutotaskOffice().empty(seed)
        row = deeds.opens(seed, SUMS, "Nobody works on this.", by=DORA)
        self.team_ticket, self.team_number = int(row["id"]), str(row["ticketNumber"])
        self.cases: dict[str, Case] = {}
        desk: HelpDesk = seed
        for name in names:
            (folder / name).mkdir()
            self.cases[name] = Case(server, desk, folder / name, world=self._world(name))
            desk = server.desk
        self.at = at

    @property
    def at(self) -> int:
        return self._at

    @at.setter
    def at(self, now: int) -> None:
        self._at = now
        for case in self.cases.values():
            case.at = now

    @property
    def tenant(self) -> Tenant:
        desk = next(reversed(self.cases.values())).desk
        assert isinstance(desk, Tenant)
        return desk

    def account(self, name: str, url: str) -> AccountSettings:
        return settings(url)._replace(
            resource=str(PEOPLE[name]), group="Service Desk", team_ticket=self.team_number, whole_team=name in LEADS
        )

    def _world(self, name: str) -> World:
        def backend(url: str, ca_file: str | None, desk: HelpDesk, passes: Callable[[float], None]) -> Autotask:
            async def pause(seconds: float) -> None:
                passes(seconds)

            return Autotask(self.account(name, url), SECRET, pause=pause)

        return AUTOTASK._replace(backend=backend)

    def board(self, name: str) -> Desk:
        case = self.cases[name]
        me = MeSettings(role="lead") if name in LEADS else MeSettings()
        config = Config(me=me, time=TimeSettings("UTC"), account=self.account(name, case.server.url))
        return Desk(case.database, config, Policy(), case.tracker.capabilities, case.now, case.now, chance.bits)

    async def sync(self, *names: str) -> None:
        for name in names or tuple(self.cases):
            report = await self.cases[name].sync()
            assert report.error is None, (name, report.error)

    async def later(self, minutes: int = 20) -> None:
        """Whoever has something to send sends it, and everybody has read what there is."""
        self.at += minutes * MINUTE
        await self.sync()


@asynccontextmanager
async def team_desk(
    folder: Path, names: tuple[str, ...] = TEAM, at: int = NOW, switches: Switches = USUAL
) -> AsyncIterator[TeamDesk]:
    desk = at_seeded(lambda: at - 60 * MINUTE, switches)
    async with Server(AUTOTASK.dialect(), desk) as server:
        one = TeamDesk(server, folder, names, at, switches)
        yield one
        for case in one.cases.values():
            await case.close()
