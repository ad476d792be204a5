"""Autotask's REST API as a dialect: what is known of it, its oddities first; what is unknown is a switch of the tenant.

Nobody has seen a live server. Each rule says how sure it is (A: the vendor and a live client, or two of these; B: one
of them; C: one project's claim; D: memory) and the chapter of the reference it stands in.
"""

from __future__ import annotations

import re
from typing import Final

from tests.desk import at_effects, at_metadata, at_query, at_signin, at_writes
from tests.desk.at_fields import Entity, child_of, entity
from tests.desk.at_gate import Gate
from tests.desk.at_query import Asked
from tests.desk.at_tenant import ApiUser, Tenant
from tests.desk.at_values import HTML, Absent, Refusal, refused
from tests.desk.state import HelpDesk
from tests.desk.wire import Answer, Request

NO_SUCH_PAGE: Final = Answer(404, b"<!DOCTYPE html><html><head><title>404 - File not found</title></head></html>", HTML)
"""From the web server in front, which speaks HTML (confidence B, *Errors*)."""
NO_SUCH_VERB: Final = Answer(405, {"Message": "The requested resource does not support this http method."})
"""The route exists, the verb does not (confidence A, *Errors*)."""
OVER: Final = "The number of external requests exceeds the threshold of this database."
"""Wording unknown (*Open questions*)."""
NUMBER: Final = re.compile(r"-?\d+")


class Autotask:
    """The dialect; it keeps nothing but how many are inside at the moment."""

    root: str = "/ATServicesRest/V1.0"

    def __init__(self, gate: Gate | None = None) -> None:
        self.gate = gate or Gate()

    def answer(self, request: Request, desk: HelpDesk) -> Answer:
        assert isinstance(desk, Tenant)
        request = request._replace(path=re.sub("/{2,}", "/", request.path))  # tolerated (B, last chapter)
        path = request.path.casefold().rstrip("/")
        if path == "/zoneinformation" and request.method == "GET":
            return at_signin.zone(request, desk)
        if path == "/atservicesrest/versioninformation":
            return Answer(200, {"apiVersions": ["1.0"]})
        try:
            return self._signed_in(request, desk)
        except Refusal as error:
            return refused(error, desk.switches)
        except Absent:
            return NO_SUCH_PAGE

    def _signed_in(self, request: Request, desk: Tenant) -> Answer:
        if desk.switches.path_case == "as told" and not _as_told(request, desk):
            return NO_SUCH_PAGE
        user = at_signin.signed_in(request, desk)
        if user is None:
            return at_signin.UNAUTHORIZED
        if desk.used >= desk.threshold:  # every integration of the tenant is refused (confidence A, *Hourly*)
            raise Refusal(OVER, int(desk.switches.over_limit))
        desk.count_call()
        at_effects.fire(desk)
        desk.grow()
        return _routed(request, desk, user)


def _as_told(request: Request, desk: Tenant) -> bool:
    return request.target.startswith(f"/{desk.switches.zone_case}/V1.0/")


def _routed(request: Request, desk: Tenant, user: ApiUser) -> Answer:
    first, *rest = [part for part in request.path.split("/") if part] or [""]
    match first.casefold():
        case "version" if not rest:
            return Answer(200, {"majorVersion": "2026", "minorVersion": "3", "build": "1", "customerType": "Sandbox"})
        case "thresholdinformation" if not rest:  # it counts as a call itself (confidence A and B, *Hourly*)
            told = {"externalRequestThreshold": desk.threshold, "requestThresholdTimeframe": 60}
            return Answer(200, told | {"currentTimeframeRequestCount": desk.used})
    found = entity(first)
    if found is None:
        raise Absent(first)
    asked = Asked(request, user, None, desk)
    if rest and NUMBER.fullmatch(rest[0]):
        return _numbered(asked, found, int(rest[0]), rest[1:])
    if rest:
        return _named(asked, found, "/".join(rest).casefold())
    return _written(asked, found, None)


def _named(asked: Asked, found: Entity, what: str) -> Answer:
    """Below an entity: its lists and what it tells of itself."""
    method = asked.request.method
    match what.split("/"):
        case ["query"] if method in ("GET", "POST"):
            return at_query.query(asked, found)
        case ["query", "count"] if method in ("GET", "POST"):
            return at_query.count(asked, found)
        case ["query", ("next" | "previous") as which] if method in ("GET", "POST"):
            return at_query.turned(asked, found, which)
        case ["entityinformation", *parts] if method == "GET":
            return at_metadata.information(asked, found, "/".join(parts))
        case ["query", *_] | ["entityinformation", *_]:
            return NO_SUCH_VERB
    raise Absent(what)


def _numbered(asked: Asked, found: Entity, number: int, rest: list[str]) -> Answer:
    if rest:
        child = child_of(found, rest[0])
        if child is None:
            raise Absent(rest[0])  # also a ``query`` below a parent (confidence A, *Calls*)
        return _below(asked, child, number, rest[1:])
    match asked.request.method:
        case "GET":
            return at_query.by_id(asked, found, number)
        case "DELETE" if "delete" in found.can and found.parent is None:
            return at_writes.delete(asked, found, number)
    return NO_SUCH_VERB  # also PATCH, and DELETE of a ticket (confidence A, *Shapes* of writes)


def _below(asked: Asked, child: Entity, parent: int, rest: list[str]) -> Answer:
    if not rest:
        if asked.request.method == "GET":
            return at_query.children(asked, child, parent)
        return _written(asked, child, parent)
    if not NUMBER.fullmatch(rest[0]):
        raise Absent(rest[0])
    match asked.request.method:
        case "GET":
            return at_query.by_id(asked, child, int(rest[0]))
        case "DELETE" if "delete" in child.can:
            return at_writes.delete(asked, child, int(rest[0]))
    return NO_SUCH_VERB


def _written(asked: Asked, found: Entity, parent: int | None) -> Answer:
    """On a collection. A child's at the root is a 404, whatever the verb (confidence A, *Shapes* of writes)."""
    if found.parent is not None and parent is None:
        raise Absent(found.name)
    method = asked.request.method
    verb = {"POST": "create", "PATCH": "update", "PUT": "update"}.get(method, "")
    if verb not in found.can:
        return NO_SUCH_VERB
    asked = asked._replace(named=at_signin.in_whose_name(asked.request, asked.tenant, found))
    match method:
        case "POST":
            return at_writes.create(asked, found, parent)
        case "PATCH":
            return at_writes.update(asked, found, parent)
    return at_writes.replace(asked, found, parent)
