"""The calls of Autotask's REST API, as few kinds as there are: query, get, create, change, and what is called how."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from workboard.backends.autotask import query
from workboard.backends.autotask.errors import Puzzling, UnknownField
from workboard.backends.autotask.query import PER_PAGE, Condition
from workboard.backends.autotask.shapes import Misshapen, Row, identifier, rows
from workboard.backends.autotask.wire import Wire
from workboard.backends.http import Answer, TooLarge
from workboard.domain.errors import Garbled, Refused, Uncertain

PAGES_AT_MOST: Final = 1000
TOO_LARGE_AT_MOST: Final = 10
"""So often a page may be halved: long texts can make it larger than an answer may be."""
IN_PERSON: Final = "ImpersonationResourceId"
"""the header that makes a technician the author of what is created"""


class Listing(NamedTuple):
    """One page of rows; ``more``: there are others behind it."""

    items: list[Row]
    more: bool


class Calls:
    """Everything workboard ever asks an Autotask."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self._absent: dict[str, set[str]] = {}
        """entity → fields that this tenant does not have"""

    # --- reading ----------------------------------------------------------------------------------

    async def page(
        self, entity: str, conditions: Sequence[Condition], include: Sequence[str], after: int | None = None,
        size: int = PER_PAGE,
    ) -> Listing:  # fmt: skip
        """Rows in the order of their ids, beyond ``after``. Fields that this tenant lacks are left out from then on."""
        bare = False
        for _ in range(len(include) + TOO_LARGE_AT_MOST):
            fields = [one for one in include if one.casefold() not in self._absent.get(entity, ())]
            try:
                asked = query.body(conditions, () if bare else fields, after, size)
                answer = await self.wire.ask(entity, "POST", f"/{entity}/query", body=asked)
            except Puzzling:
                if bare:
                    raise
                bare = True  # perhaps a field that this tenant does not have, in other words
                continue
            except TooLarge:
                if size == 1:
                    raise
                size //= 2
                continue
            except UnknownField as error:
                lacking = error.field.casefold()
                if lacking not in (one.casefold() for one in fields):
                    raise
                self._absent.setdefault(entity, set()).add(lacking)
                continue
            return _listing(answer, size)
        raise Garbled(f"Autotask knows none of the fields of {entity}: is this its address?")

    async def pages(
        self, entity: str, conditions: Sequence[Condition], include: Sequence[str], after: int | None = None,
    ) -> AsyncIterator[list[Row]]:  # fmt: skip
        """All pages. Each has to lead further, or the walk would have no end."""
        for _ in range(PAGES_AT_MOST):
            listing = await self.page(entity, conditions, include, after)
            yield listing.items
            if not listing.more:
                return
            after = upward(listing.items, after)
        raise Garbled("Autotask's list has no end: it is read again later")

    async def rows(self, entity: str, conditions: Sequence[Condition], include: Sequence[str]) -> list[Row]:
        """All rows at once, where they are few."""
        return [row async for page in self.pages(entity, conditions, include) for row in page]

    async def count(self, entity: str, conditions: Sequence[Condition]) -> int:
        """How many rows there are; 0 where it does not say."""
        asked = {"filter": query.body(conditions, ())["filter"]}
        answer = await self.wire.ask(entity, "POST", f"/{entity}/query/count", body=asked)
        found = answer.data.get("queryCount") if isinstance(answer.data, Mapping) else None
        return found if isinstance(found, int) else 0

    async def get(self, entity: str, number: int) -> Row | None:
        """One row by its id; ``None`` where there is none to be seen, which Autotask says in two ways."""
        try:
            answer = await self.wire.ask(entity, "GET", f"/{entity}/{{}}", number)
        except Refused as error:
            if error.status == 404:
                return None
            raise
        found = _object(answer).get("item") or next(iter(rows(answer.data, "items")), None)
        return found if isinstance(found, Mapping) else None

    async def info(self, entity: str, *, fields: bool = False) -> Row:
        """What one may do with an entity, or what its fields are called."""
        path = f"/{entity}/entityInformation" + ("/fields" if fields else "")
        return _object(await self.wire.ask(entity, "GET", path))

    async def threshold(self) -> tuple[int, int]:
        """How many calls everybody made in this hour, and how many there may be; zeros where it does not say."""
        row = _object(await self.wire.ask("ThresholdInformation", "GET", "/ThresholdInformation"))
        told = (row.get("currentTimeframeRequestCount"), row.get("externalRequestThreshold"))
        return (told[0], told[1]) if isinstance(told[0], int) and isinstance(told[1], int) else (0, 0)

    # --- writing ----------------------------------------------------------------------------------

    async def create(
        self, entity: str, path: str, fields: Mapping[str, Any], *values: int, person: str | None = None
    ) -> int:
        """The id of what was made; ``person`` is the resource whose name it gets. Without an id nothing is proven."""
        headers = {IN_PERSON: person} if person else None
        answer = await self.wire.ask(entity, "POST", path, *values, body=dict(fields), headers=headers, write=True)
        try:
            return identifier(answer.data if isinstance(answer.data, Mapping) else {}, "itemId")
        except Misshapen:
            raise Uncertain("Autotask did not say what it made: it will be checked") from None

    async def change(self, entity: str, fields: Mapping[str, Any]) -> None:
        """Change the named fields of a row (``id`` among them) and no other. That it was taken proves nothing."""
        await self.wire.ask(entity, "PATCH", f"/{entity}", body=dict(fields), write=True)


def upward(items: Sequence[Row], after: int | None) -> int:
    """The greatest id of a page, which has to be beyond ``after``."""
    greatest = max(numbers_in(items), default=-1)
    if greatest < 0 or (after is not None and greatest <= after):
        raise Garbled("Autotask sends the same rows again and again: it is read again later")
    return greatest


def numbers_in(items: Sequence[Row]) -> list[int]:
    """The rows' own ids, those without one left out."""
    found = []
    for row in items:
        try:
            found.append(identifier(row))
        except Misshapen:
            continue
    return found


def _listing(answer: Answer, size: int) -> Listing:
    data = _object(answer)
    if not isinstance(data.get("items"), list):
        raise Garbled("Autotask's answer is not a list: is this its address?")
    details = data.get("pageDetails")
    onward = isinstance(details, Mapping) and bool(details.get("nextPageUrl"))
    return Listing(rows(data, "items"), len(data["items"]) >= size or (onward and bool(data["items"])))


def _object(answer: Answer) -> Row:
    if not isinstance(answer.data, Mapping):
        raise Garbled("Autotask's answer is not an object: is this its address?")
    return answer.data
