"""In front of every turn: the right secret, one that was not turned away, nothing left in flight, and signed in."""

from __future__ import annotations

from workboard.backends.base import Backend
from workboard.domain.errors import SignInFailed, WorkboardError
from workboard.store.database import Database
from workboard.sync import push, signing_in
from workboard.sync.context import Context
from workboard.sync.renewal import Renew, Renewal
from workboard.sync.report import state_of
from workboard.sync.turned_away import TurnedAway


class Entrance:
    """What one process knows of its being let in. ``recovered``: what was in flight when a sender ended is seen to;
    ``renew`` is asked after a sign-in that was refused."""

    def __init__(self, database: Database, renew: Renew, turned_away: TurnedAway | None) -> None:
        self.renewal = Renewal(database, renew)
        self.turned_away = turned_away or TurnedAway(database, None, str)
        self.signed_in = False
        self.recovered = False

    async def another(self) -> Backend | None:
        """A backend with another secret, where there is one; whose it is will be asked before anything is sent."""
        found = await self.renewal.another()
        if found is not None:
            self.signed_in = False
        return found

    async def enter(self, context: Context, *, briefly: bool) -> None:
        """Raises what keeps us out. ``briefly``: a sign-in of lately is good enough."""
        await self.turned_away.check()
        if not self.recovered:
            await push.recover(context)
            self.recovered = True
        if self.signed_in or (briefly and signing_in.resumed(context)):
            return
        await signing_in.sign_in(context)
        self.signed_in = True
        self.renewal.accepted()
        await self.turned_away.forget()

    async def note(self, error: WorkboardError, now: int) -> None:
        """A turn went wrong; where that was the sign-in, another one is due, perhaps with another secret."""
        if state_of(error) == "auth":
            self.signed_in = False
            self.renewal.refused()
        if isinstance(error, SignInFailed):
            await self.turned_away.remember(error, now)
