"""The calls of REST 2, one method each: what goes over the wire, and the JSON that comes back.

Rules that every call keeps: an order with ``id`` last, the cap of 100 rows a page, JSON as the content type of
every PUT, dates as plain UTC, relative dates in queries (absolute ones mean the *token owner's* zone).
Addresses inside answers (``_url``, ``next_page``) are never followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import httpx

from workboard.backends.base import Meter
from workboard.backends.http import Answer, Client, Secret
from workboard.backends.request_tracker.proof import API, Made, number_made
from workboard.backends.request_tracker.shapes import Row, identifier, rows
from workboard.domain.errors import Garbled, Refused, SignInFailed
from workboard.settings.config import AccountSettings

TICKET: Final = "/REST/2.0/ticket/{}"
PER_PAGE: Final = 100
LONG_QUERY: Final = 1500
"""Queries beyond this many characters go as a form, so that no proxy finds the address too long."""

_TOKEN: Final = re.compile(r"1-(\d{1,10})-[0-9a-fA-F]{32,128}")

TICKET_FIELDS: Final = {
    "fields": "Subject,Status,Priority,Queue,Owner,Requestor,CustomFields,Created,LastUpdated,Due,Starts,"
    "TimeEstimated,Type",
    "fields[Queue]": "Name,Lifecycle",
    "fields[Requestor]": "Name,RealName,EmailAddress",
}
TRANSACTION_FIELDS: Final = {
    "fields": "ObjectId,Type,Field,Creator,Created,TimeTaken,OldValue,NewValue",
    "fields[Creator]": "RealName",
}


class Listing(NamedTuple):
    """One page of rows; ``total`` is unknown (0) where rights may hide some."""

    items: list[Row]
    total: int


class Calls:
    """Everything workboard ever asks a Request Tracker."""

    def __init__(
        self,
        settings: AccountSettings,
        token: str,
        transport: httpx.AsyncBaseTransport | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.user_number = _user_in(token)
        secrets = {"Authorization": Secret(f"token {token}")}
        marked = ",CustomFields" if settings.fields.marker else ""
        self._of_transactions = TRANSACTION_FIELDS | {"fields": TRANSACTION_FIELDS["fields"] + marked}
        self.http = Client(settings.url, secrets, ca_file=settings.ca_file, transport=transport, meter=meter)

    # --- reading ----------------------------------------------------------------------------------

    async def tickets(
        self, query: str, more: Mapping[str, str] | None = None, *, newest_first: bool = False
    ) -> Listing:
        """Up to 100 tickets by TicketSQL; deleted, merged and (unless asked for) reminders do not show."""
        order = {"orderby": "id", "order": "DESC" if newest_first else "ASC"}
        return await self._list("/tickets", query, TICKET_FIELDS | order | dict(more or {}))

    async def transactions(self, query: str, *, newest_first: bool = False, page: int = 1) -> Listing:
        """Up to 100 transactions of tickets; rows hidden by rights leave gaps on the page."""
        order = {"orderby": "id", "order": "DESC" if newest_first else "ASC", "page": str(page)}
        whole = f"ObjectType='RT::Ticket' AND {query}"
        return await self._list("/transactions", whole, self._of_transactions | order)

    async def texts(self, transactions: Iterable[int], page: int = 1) -> Listing:
        """The textual parts of these transactions; files are left where they are."""
        query: list[dict[str, object]] = [{"field": "TransactionId", "value": one} for one in transactions]
        query.append({"field": "ContentType", "operator": "STARTSWITH", "value": "text/"})
        fields = "Content,ContentType,Subject,TransactionId,Filename"
        params = {"fields": fields, "orderby": "id", "per_page": str(PER_PAGE), "page": str(page)}
        return _listing(await self.http.ask("POST", f"{API}/attachments", params=params, body=query))

    async def queues(self) -> list[Row]:
        """All queues one may see, with their lifecycles."""
        found: list[Row] = []
        for page in range(1, 20):
            params = {
                "fields": "Name,Lifecycle",
                "per_page": str(PER_PAGE),
                "page": str(page),
                "orderby": "id",
            }
            listing = _listing(await self.http.ask("GET", f"{API}/queues/all", params=params))
            found += listing.items
            if len(listing.items) < PER_PAGE:
                break
        return found

    async def users(self, names: Sequence[str]) -> list[Row]:
        """Real names and addresses of up to 100 people by name."""
        query = [{"field": "Name", "value": name} for name in names[:PER_PAGE]]
        params = {"fields": "Name,RealName,EmailAddress", "per_page": str(PER_PAGE), "orderby": "id"}
        return _listing(await self.http.ask("POST", f"{API}/users", params=params, body=query)).items

    async def user(self, key: str | int) -> Row:
        return await self._one("/user/{}", key)

    async def group(self, name: str, domain: str = "UserDefined") -> Row | None:
        """A group with its ``Members``, by name (or number); ``None`` if there is none, or it is not shown."""
        try:
            number = int(name) if name.isdecimal() else await self._group_number(name, domain)
            return await self._one("/group/{}", number) if number else None
        except Refused as error:
            if error.status in {403, 404}:
                return None
            raise

    async def ticket(self, number: int) -> tuple[Row, str | None]:
        """One ticket as it stands, deleted and merged ones too, and its ETag."""
        answer = await self.http.ask("GET", TICKET, number)
        return _object(answer), answer.headers.get("ETag")

    async def transaction(self, number: int) -> Row:
        """One transaction; 404 where there is none, 403 where it is not shown."""
        return await self._one("/transaction/{}", number)

    # --- writing ----------------------------------------------------------------------------------

    async def write_text(self, number: int, kind: str, fields: Mapping[str, object]) -> int:
        """``comment`` or ``correspond``; the number of the transaction it became. ``Uncertain`` if none is told."""
        body = {"ContentType": "text/plain", **fields}
        answer = await self.http.ask("POST", f"{TICKET}/{kind}", number, body=body, write=True)
        return self._made(answer, "transaction")

    async def put(self, number: int, fields: Mapping[str, object], etag: str | None = None) -> str:
        """Change fields. A 200 is no proof; what the server *said* comes back, for a message to people."""
        headers = {"If-Match": etag} if etag else {}
        answer = await self.http.ask("PUT", TICKET, number, body=dict(fields), headers=headers, write=True)
        return _sentence(answer.data)

    async def take(self, number: int) -> str:
        answer = await self.http.ask("PUT", f"{TICKET}/take", number, body={}, write=True)
        return _sentence(answer.data)

    async def create(self, fields: Mapping[str, object]) -> int:
        """A new ticket; its number. ``Uncertain`` if none is told."""
        answer = await self.http.ask("POST", f"{API}/ticket", body=dict(fields), write=True)
        return self._made(answer, "ticket")

    # --- inside -----------------------------------------------------------------------------------

    def _made(self, answer: Answer, what: Made) -> int:
        return number_made(answer, self.http.base, what)

    async def _list(self, path: str, query: str, params: Mapping[str, str]) -> Listing:
        asked = {"per_page": str(PER_PAGE), **params}
        if len(query) > LONG_QUERY:
            form = {"query": query}
            return _listing(await self.http.ask("POST", API + path, params=asked, form=form))
        return _listing(await self.http.ask("GET", API + path, params={"query": query, **asked}))

    async def _one(self, path: str, key: str | int) -> Row:
        return _object(await self.http.ask("GET", API + path, key))

    async def _group_number(self, name: str, domain: str) -> int | None:
        query = [{"field": "Name", "value": name}, {"field": "Domain", "value": domain}]
        params = {"query": json.dumps(query), "orderby": "id"}
        listing = _listing(await self.http.ask("GET", f"{API}/groups", params=params))
        return identifier(listing.items[0]) if listing.items else None


def any_of(field: str, values: Sequence[int | str]) -> str:
    """``(Field=1 OR Field=2)``: TicketSQL's IN is not understood by 5.0.3. Never called without values."""
    return "(" + " OR ".join(f"{field}={_quoted(value)}" for value in values) + ")"


def _quoted(value: int | str) -> str:
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _user_in(token: str) -> int:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise SignInFailed("the token is not one of Request Tracker's (1-29-…): make one under Settings, Tokens")
    return int(match[1])


def _object(answer: Answer) -> Row:
    if not isinstance(answer.data, Mapping):
        raise Garbled("Request Tracker's answer is not an object: is this its address?")
    return answer.data


def _listing(answer: Answer) -> Listing:
    data = _object(answer)
    if not isinstance(data.get("items"), list):
        raise Garbled("Request Tracker's answer is not a list: is this its address?")
    total = data.get("total")
    items = rows(data, "items")
    known = total if isinstance(total, int) else 0
    if known and not items and data.get("page") == 1:
        raise Garbled("Request Tracker counts rows and lists none: it does not know the order asked for")
    return Listing(items, known)


def _sentence(data: Any) -> str:
    return " ".join(str(one) for one in data) if isinstance(data, list) else ""
