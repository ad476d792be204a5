"""The same day at help desks of different vendors: what people do there in no vendor's words, and my board in front."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, BEN, DORA, at_seeded
from tests.desk.at_tenant import Tenant
from tests.desk.at_world import AUTOTASK
from tests.desk.rig import MINUTE, NOW, REQUEST_TRACKER, Case, World
from tests.desk.seed import CLIENTS, seeded
from tests.desk.server import Server
from tests.desk.state import HelpDesk
from workboard.board.desk import Desk
from workboard.board.look import board_view
from workboard.board.view import View
from workboard.domain.rules import Policy
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings

SEVERITY: Final = {"Critical": 95, "High": 70, "Medium": 50, "Low": 0}
"""Autotask's labels, and the number that stands in the same band at Request Tracker."""
SECOND: Final = 1000
ANOTHER: Final = {"ana": ANA, "ben": BEN, "dora": DORA}


class Office(ABC):
    """What goes on at the desk itself. ``ticket`` is a number that the desk gave; ``client`` 0..2 of the seed's."""

    world: World

    @abstractmethod
    def empty(self, desk: HelpDesk) -> None:
        """A first morning: the people are there, and no work."""

    @abstractmethod
    def opens(self, desk: HelpDesk, client: int, title: str, text: str, severity: str, owner: str | None) -> int: ...

    @abstractmethod
    def client_writes(self, desk: HelpDesk, ticket: int, text: str) -> None: ...

    @abstractmethod
    def notes(self, desk: HelpDesk, ticket: int, who: str, text: str) -> None: ...

    @abstractmethod
    def takes_away(self, desk: HelpDesk, ticket: int, to: str) -> None: ...

    @abstractmethod
    def closes(self, desk: HelpDesk, ticket: int, who: str) -> None: ...


class RequestTrackerOffice(Office):
    world = REQUEST_TRACKER

    def empty(self, desk: HelpDesk) -> None:
        for one in list(desk.tickets.values()):
            desk.set_status(one, "dora", "deleted")

    def opens(self, desk: HelpDesk, client: int, title: str, text: str, severity: str, owner: str | None) -> int:
        mail, _ = CLIENTS[client]
        name = mail.split("@")[1].split(".")[0].title()
        return desk.open_ticket(
            mail, desk.queues[1], title, text, owner=owner, requestors=(mail,), priority=SEVERITY[severity],
            fields={"Client": name, "Urgency": ""},
        ).number  # fmt: skip

    def client_writes(self, desk: HelpDesk, ticket: int, text: str) -> None:
        desk.client_writes(ticket, text)

    def notes(self, desk: HelpDesk, ticket: int, who: str, text: str) -> None:
        desk.enter(desk.tickets[ticket], "Comment", who, text=text)

    def takes_away(self, desk: HelpDesk, ticket: int, to: str) -> None:
        desk.set_owner(desk.tickets[ticket], "dora", to)

    def closes(self, desk: HelpDesk, ticket: int, who: str) -> None:
        desk.set_status(desk.tickets[ticket], who, "resolved")


class AutotaskOffice(Office):
    world = AUTOTASK

    def empty(self, desk: HelpDesk) -> None:
        tenant = _tenant(desk)
        for row in tenant.rows("Tickets"):
            deeds.erases(tenant, row["id"], DORA)
        for name in ("ServiceCalls", "ServiceCallTicketResources", "Appointments"):
            for row in tenant.rows(name):
                tenant.remove(name, row["id"])

    def opens(self, desk: HelpDesk, client: int, title: str, text: str, severity: str, owner: str | None) -> int:
        tenant = _tenant(desk)
        row = deeds.opens(
            tenant, title, text, contact=30711 + client, owner=None if owner is None else ANOTHER[owner],
            priority=tenant.value("Tickets.priority", severity),
        )  # fmt: skip
        return int(row["id"])

    def client_writes(self, desk: HelpDesk, ticket: int, text: str) -> None:
        deeds.client_writes(_tenant(desk), ticket, text)

    def notes(self, desk: HelpDesk, ticket: int, who: str, text: str) -> None:
        deeds.writes(_tenant(desk), ticket, ANOTHER[who], text)

    def takes_away(self, desk: HelpDesk, ticket: int, to: str) -> None:
        deeds.gives(_tenant(desk), ticket, DORA, ANOTHER[to])

    def closes(self, desk: HelpDesk, ticket: int, who: str) -> None:
        deeds.sets(_tenant(desk), ticket, ANOTHER[who], "Complete")


def _tenant(desk: HelpDesk) -> Tenant:
    assert isinstance(desk, Tenant)
    return desk


OFFICES: Final[tuple[Office, ...]] = (RequestTrackerOffice(), AutotaskOffice())


class AnyDesk:
    """My board, joined with one of the desks by the real store, engine, backend and socket. Tickets go by the order in
    which they were opened, 0 first."""

    def __init__(self, office: Office, case: Case) -> None:
        self.office = office
        self.case = case
        self.tickets: list[int] = []
        account = AccountSettings(office.world.name, "desk", case.server.url, queue="Service Desk")
        config = Config(me=MeSettings("Ana"), time=TimeSettings("UTC"), account=account)
        self.board = Desk(
            case.database, config, Policy(), case.tracker.capabilities, case.now, case.now, chance.bits
        )  # fmt: skip

    def ticket(self, place: int) -> str:
        return f"desk:ticket:{self.tickets[place]}"

    def opens(self, client: int, title: str, text: str, severity: str, owner: str | None = "ana") -> None:
        self.case.at += MINUTE
        self.tickets.append(self.office.opens(self.case.desk, client, title, text, severity, owner))

    async def look(self) -> View:
        """What can no longer be taken back is sent, and some minutes later the board is looked at."""
        for later in (SECOND * 10, MINUTE * 6):
            self.case.at += later
            report = await self.case.sync()
            assert report.error is None, report.error
        return board_view(self.board)


@asynccontextmanager
async def any_desk(office: Office, folder: Path) -> AsyncIterator[AnyDesk]:
    seed = seeded if office.world is REQUEST_TRACKER else at_seeded
    desk = seed(lambda: NOW - 60 * MINUTE)
    async with Server(office.world.dialect(), desk) as server:
        case = Case(server, desk, folder, world=office.world)
        office.empty(case.desk)
        yield AnyDesk(office, case)
        await case.close()
