"""A full small desk without a remote: every wish is accepted at once, and what is stored here is the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from workboard.backends.at_once import AtOnce
from workboard.backends.base import Capabilities, Identity, Known, Page
from workboard.backends.kind import local_capabilities
from workboard.domain.people import Person
from workboard.domain.text import clean
from workboard.domain.ticket import CATEGORIES
from workboard.settings.config import AccountSettings

ME_ID: Final = "me"
CURSOR: Final = "local"


class Standalone(AtOnce):
    """Implements ``Backend``. ``me_name`` is what the board calls its owner."""

    def __init__(self, settings: AccountSettings, me_name: str) -> None:
        self._settings = settings
        self._me = Person(ME_ID, clean(me_name) or ME_ID, kind="me")

    @property
    def capabilities(self) -> Capabilities:
        return local_capabilities("this machine")

    async def whoami(self) -> Identity:
        """Whoever sits here; there is nothing to sign in to."""
        return Identity(
            me=self._me,
            members=(self._me,),
            statuses={category: (category,) for category in CATEGORIES},
            generation=f"standalone:{self._settings.name}",
        )

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        """Nothing happens here by itself: at first the owner of the board, later an empty page."""
        yield Page(people=(self._me,) if cursor is None else (), cursor=CURSOR)
