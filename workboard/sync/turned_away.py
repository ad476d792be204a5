"""A secret that was turned away is not tried again, by no process, where a second try could lock its user.

To know it again, a few bits of a slow, salted hash are kept while it is the last one tried: enough to tell another
secret from it, too few to find it by. They go as soon as any secret is accepted; ``workboard login`` tries whatever a
person types, for the day on which the user was merely unlocked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Final

from workboard.domain.errors import SignInFailed
from workboard.store import journal
from workboard.store.database import Database, Reader, Transaction

PLACE: Final = "turned_away"

Fingerprint = Callable[[str], str]
"""salt → a few bits of the secret at hand, and of what is sent with it; slow"""


def forget(transaction: Transaction) -> None:
    journal.set_place(transaction, PLACE, None, 0)


class TurnedAway:
    """``fingerprint`` ``None``: this remote locks nobody out, and nothing is remembered. ``salt`` draws a new one."""

    def __init__(self, database: Database, fingerprint: Fingerprint | None, salt: Callable[[], str]) -> None:
        self._database = database
        self._fingerprint = fingerprint
        self._salt = salt

    async def check(self) -> None:
        """Raises ``SignInFailed``, without a call, if the secret at hand is the one that was turned away."""
        found = _kept(self._database.read())
        if found is None or self._fingerprint is None:
            return
        salt, mark, reason = found
        if await asyncio.to_thread(self._fingerprint, salt) == mark:
            raise SignInFailed(reason, status=401)
        await self.forget()

    async def remember(self, error: SignInFailed, now: int) -> None:
        if self._fingerprint is None or _kept(self._database.read()) is not None:
            return
        salt = self._salt()
        kept = json.dumps([salt, await asyncio.to_thread(self._fingerprint, salt), str(error)])
        await self._database.awrite(lambda transaction: journal.set_place(transaction, PLACE, kept, now))

    async def forget(self) -> None:
        """Another secret is at hand, or this one was accepted."""
        if journal.place(self._database.read(), PLACE) is not None:
            await self._database.awrite(forget)


def _kept(reader: Reader) -> tuple[str, str, str] | None:
    try:
        salt, mark, reason = json.loads(journal.place(reader, PLACE) or "")
        return str(salt), str(mark), str(reason)
    except (ValueError, TypeError):
        return None
