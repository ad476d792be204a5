"""Every request to Autotask held against the tables of fields: what the server would let pass silently is told here.

The server ignores a misspelt operator, a read-only field and a boolean in quotes; a backend that relies on that works
by accident. So this reader is the stricter one of the two: names and operators in the vendor's spelling, types as the
metadata have them, instants in UTC and whole seconds, no secret where none is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from tests.desk.at_audit_bodies import searched, written
from tests.desk.at_fields import ENTITIES, Entity, child_of
from tests.desk.at_tenant import Tenant
from tests.desk.autotask import Autotask
from tests.desk.state import HelpDesk
from tests.desk.wire import Answer, Request

SECRETS: Final = ("apiintegrationcode", "username", "secret")
LONE: Final = ("Version", "ThresholdInformation")


class Audited:
    """The dialect with a reader beside it. ``complaints``: site and what is wrong, in order; empty is well."""

    def __init__(self, inner: Autotask) -> None:
        self.root = inner.root
        self.gate = inner.gate
        self.complaints: list[str] = []
        self._inner = inner

    def answer(self, request: Request, desk: HelpDesk) -> Answer:
        assert isinstance(desk, Tenant)
        self.complaints += [f"{request.site}: {what}" for what in complaints(request, desk)]
        return self._inner.answer(request, desk)


def complaints(request: Request, desk: Tenant) -> Iterator[str]:
    if request.path.casefold() == "/zoneinformation":
        yield from _discovery(request)
        return
    yield from _headers(request)
    if not urlsplit(request.target).path.startswith(f"/{desk.switches.zone_case}/V1.0/"):
        yield "not below the address that the zone told"
    parts = request.path.strip("/").split("/")
    if parts in [[one] for one in LONE]:
        return
    found = ENTITIES.get(parts[0])
    if found is None:
        yield "no such entity, or not in this spelling"
    else:
        yield from _below(request, found, parts[1:])


def _discovery(request: Request) -> Iterator[str]:
    """Anybody may ask, so nobody shows a secret."""
    if request.method != "GET" or not request.first("user"):
        yield "the zone is asked for with GET and a user"
    if {"secret", "apiintegrationcode"} & request.headers.keys():
        yield "a secret where none is needed"


def _headers(request: Request) -> Iterator[str]:
    for name in SECRETS:
        if not request.headers.get(name):
            yield f"without the header {name}"
    if request.body and "application/json" not in request.headers.get("content-type", ""):
        yield "a body that does not say that it is JSON"
    named = request.headers.get("impersonationresourceid")
    if named is not None and not named.isdecimal():
        yield "impersonation of no number"


def _below(request: Request, found: Entity, parts: list[str]) -> Iterator[str]:
    """What is asked of an entity: a list, metadata, a record, a child, or a write."""
    match request.method, parts:
        case (("GET" | "POST"), ["query"] | ["query", ("count" | "next" | "previous")]):
            yield from _not_named(request)
            yield from searched(request, found)
        case "GET", ["entityInformation"] | ["entityInformation", ("fields" | "userDefinedFields")]:
            yield from _not_named(request)
        case (("GET" | "DELETE"), [number]) if number.isdecimal():
            yield from _not_named(request)
        case _, [number, name, *rest] if number.isdecimal() and len(rest) < 2:
            yield from _child(request, found, int(number), name, rest)
        case _, []:
            yield from written(request, found, None)
        case _:
            yield "no such route"


def _not_named(request: Request) -> Iterator[str]:
    if "impersonationresourceid" in request.headers:
        yield "impersonation, which is for creates alone"


def _child(request: Request, parent: Entity, number: int, name: str, rest: list[str]) -> Iterator[str]:
    child = child_of(parent, name)
    if child is None or child.parent is None or child.parent.child != name:
        yield "no such child, or not in this spelling"
    elif request.method in ("GET", "DELETE"):
        yield from _not_named(request)
    elif rest:
        yield "a child is written on its collection"
    else:
        yield from written(request, child, number)
