"""A make-believe service desk that lives without a network and answers back. Same seed, same day."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from workboard.backends.at_once import AtOnce
from workboard.backends.base import Capabilities, Identity, Known, Page
from workboard.backends.demo import day, later
from workboard.backends.demo.cast import ME, TEAM
from workboard.backends.kind import local_capabilities
from workboard.domain.activity import Work
from workboard.domain.errors import Garbled, SettingsError
from workboard.domain.ticket import CATEGORIES
from workboard.settings.config import AccountSettings


class Place(NamedTuple):
    """How far a reader is: everything up to ``at``; of the first day only so many pages, if ``page`` is set."""

    at: int
    page: int | None = None


class Demo(AtOnce):
    """Implements ``Backend``. Needs ``settings.base_at``; the rest follows from it, the seed and the name."""

    def __init__(self, settings: AccountSettings) -> None:
        if settings.base_at is None:
            raise SettingsError("the demo has no first day yet: run workboard init --backend demo --force")
        self._account = settings.name
        self._seed = settings.seed
        self._base_at = settings.base_at

    @property
    def capabilities(self) -> Capabilities:
        return local_capabilities("the demo")

    async def whoami(self) -> Identity:
        """Always Dana, in a team of six."""
        return Identity(
            me=ME,
            members=TEAM,
            statuses={category: (category,) for category in CATEGORIES},
            generation=f"demo:{self._account}:{self._seed}:{self._base_at}",
        )

    async def changes(self, cursor: str | None, known: Known) -> AsyncIterator[Page]:
        """The whole day first, then whatever happened since; nothing at all while the clock stands still."""
        place = Place(self._base_at, 0) if cursor is None else _parse(cursor)
        if place.page is not None:
            for page in self._day_from(place.page):
                yield page
        now = known.now()
        if now > place.at:
            page = later.between(place.at, now, known, self._account, self._seed, self._base_at)
            yield page._replace(cursor=_write(Place(now)))

    def _day_from(self, first: int) -> Sequence[Page]:
        pages = day.day(self._account, self._seed, self._base_at)
        total = sum(len(page.tickets) for page in pages)
        done = 0
        told: list[Page] = []
        for number, page in enumerate(pages, 1):
            done += len(page.tickets)
            after = Place(self._base_at, number if number < len(pages) else None)
            told.append(page._replace(cursor=_write(after), done=done, total=total))
        return told[first:]


def local_work(settings: AccountSettings) -> tuple[Work, ...]:
    """The rows that exist on this machine only and that a set-up of the demo stores beside the first day."""
    if settings.base_at is None:
        return ()
    return day.local_work(settings.name, settings.base_at)


def _write(place: Place) -> str:
    return json.dumps({key: value for key, value in place._asdict().items() if value is not None})


def _parse(cursor: str) -> Place:
    try:
        fields = json.loads(cursor)
        at, page = fields["at"], fields.get("page")
    except (ValueError, TypeError, KeyError, AttributeError):
        at = page = None
    if not isinstance(at, int) or not isinstance(page, int | None):
        raise Garbled("the demo's place in its day cannot be read: set it up anew")
    return Place(at, page)
