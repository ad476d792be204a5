"""Dana's desk in front of a help desk in memory."""

from __future__ import annotations

from pathlib import Path

from tests.sync.fake_remote import ME
from tests.sync.rig import Rig
from workboard.board.desk import Desk
from workboard.domain.errors import Unreachable
from workboard.domain.rules import Limits, Policy
from workboard.domain.ticket import Message, Ticket
from workboard.host import chance
from workboard.settings.config import AccountSettings, Config, MeSettings, TimeSettings
from workboard.sync.report import Report

MINUTE = 60_000
HOUR = 60 * MINUTE


class RemoteDesk(Rig):
    """``at`` is what all clocks show. ``first`` is the older ticket and so the next activity."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        account = AccountSettings("fake", "desk")
        config = Config(me=MeSettings("Dana"), time=TimeSettings("UTC"), account=account)
        policy = Policy(limits=Limits(undo_send_s=10))
        self.desk = Desk(
            self.database, config, policy, self.remote.capabilities, self.now, self.now, chance.bits
        )  # fmt: skip
        self.first = self._ticket("11", "Scanner stops on the third page", 30 * HOUR)
        self.second = self._ticket("12", "Two more seats for the editor", 20 * HOUR)
        for one in (self.first, self.second):
            self.remote.put(one)
            self.says(one, f"{one.title}. Could you have a look?", "create")

    def _ticket(self, number: str, title: str, age: int) -> Ticket:
        return Ticket(
            f"desk:ticket:{number}", number, title, "open", "open", owner_id=ME.id, company="Birch Legal",
            contact_name="Tom Ito", created_at=self.at - age, updated_at=self.at - age, default_band=3,
        )  # fmt: skip

    def says(self, ticket: Ticket, text: str, origin: str = "reply") -> None:
        """The client writes."""
        serial = sum(len(said) for said in self.remote.messages.values()) + 1
        at = ticket.created_at if origin == "create" else self.at
        self.remote.say(
            Message(
                f"desk:message:{serial}", ticket.id, at, "tom", "Tom Ito", "client", "public",
                "create" if origin == "create" else "reply", text,
            )
        )  # fmt: skip

    async def ready(self) -> None:
        assert self.engine.hold()
        await self.sync()

    async def sync(self) -> Report:
        """Later, and everything that can be sent and read."""
        self.at += MINUTE
        return await self.engine.sync()

    def unplug(self) -> None:
        """No call gets through until ``plug_in``."""
        for call in ("whoami", "apply", "changes", "probe", "mine", "fetch"):
            self.remote.plan[call].extend(Unreachable("no network: try again later") for _ in range(50))

    def plug_in(self) -> None:
        self.remote.plan.clear()
