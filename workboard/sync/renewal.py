"""Another secret while workboard is open: ``workboard login`` in the next terminal, a token that was made anew.

A sign-in that was refused makes the next try look for the secret once more. ``login`` leaves word in the database,
so that the next try need not be waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from workboard.backends.base import Backend
from workboard.store import journal
from workboard.store.database import Database, Reader, Transaction

LOGIN: Final = "login"

Renew = Callable[[], Backend | None]
"""A backend with the secret as it is now, ``None`` while that is the former one; may block. ``SignInFailed`` where
there is none."""


def same_as_before() -> None:
    """A desk without a secret, or one that is given once."""


def leave_word(transaction: Transaction, wall: int) -> None:
    """That there is another secret (``wall``: when); nothing of the secret itself."""
    journal.set_place(transaction, LOGIN, str(wall), wall)


def last_word(reader: Reader) -> str | None:
    return journal.place(reader, LOGIN)


class Renewal:
    """What the engine knows about its secret: whether it was refused, and whether another one is to be had."""

    def __init__(self, database: Database, renew: Renew) -> None:
        self._database = database
        self._renew = renew
        self._refused = False
        self._word: str | None = None

    def refused(self) -> None:
        """The remote did not let us in."""
        self._refused = True

    def accepted(self) -> None:
        self._refused = False

    def hears_of_a_login(self) -> bool:
        """Whether somebody has signed in, elsewhere, since the secret was last looked for; told once."""
        if not self._refused:
            return False
        before, self._word = self._word, last_word(self._database.read())
        return self._word != before

    async def another(self) -> Backend | None:
        """A backend to go on with, once the former was refused and there is another secret."""
        self._word = last_word(self._database.read())
        return await asyncio.to_thread(self._renew) if self._refused else None
