"""Who may call an Autotask tenant, where it lives, and in whose name a call is made (chapter *Base URL,
authentication, identity*)."""

from __future__ import annotations

from typing import Final

from tests.desk.at_fields import IMPERSONATED, Entity
from tests.desk.at_query import FORBIDDEN, base
from tests.desk.at_tenant import API_LICENSE, ApiUser, Tenant
from tests.desk.at_values import Absent, Refusal, Row, refused
from tests.desk.wire import Answer, Request

IMPERSONATION: Final = "impersonationresourceid"
NO_CREATE: Final = "The logged in Resource does not have the adequate permissions to create this entity type."
UNAUTHORIZED: Final = Answer(401, None)
"""Wrong user, secret or code, locked or inactive, all the same, with an empty body (confidence B, *Errors*)."""


def zone(request: Request, tenant: Tenant) -> Answer:
    """Told to anybody, without headers (confidence A); an unknown user is a 500 (confidence A)."""
    name = request.first("user")
    if not any(one.casefold() == name.casefold() for one in tenant.api_users):
        return refused(Refusal("Zone information could not be determined"), tenant.switches)
    url = base(request, tenant.switches)
    told = {"zoneName": "Example East 3", "url": url if tenant.switches.zone_slash == "yes" else url.rstrip("/")}
    return Answer(200, told | {"webUrl": f"http://{request.headers.get('host', '127.0.0.1')}/", "ci": 100123})


def signed_in(request: Request, tenant: Tenant) -> ApiUser | None:
    """By the three headers, on every call (confidence A). Failures in a row lock the user, and then not even the right
    secret helps until somebody unlocks it (confidence B, *Account lock-out*)."""
    name = request.headers.get("username", "").casefold()
    user = next((one for key, one in tenant.api_users.items() if key.casefold() == name), None)
    if user is None or user.locked:
        return None
    told = (request.headers.get("secret"), request.headers.get("apiintegrationcode"))
    if told == (user.secret, user.code):
        user.failures = 0
        return user
    user.failures += 1
    user.locked = user.failures >= tenant.locks_after
    return None


def in_whose_name(request: Request, tenant: Tenant, entity: Entity) -> int | None:
    """The resource that a write names as its author, if that counts here and the entity may be written at all
    (confidence A and B, *Impersonation*).

    On entities that do not know it one client saw it ignored and another a hidden 404; the worse is played.
    """
    named = request.headers.get(IMPERSONATION)
    if entity.name in FORBIDDEN.get(tenant.switches.forbidden, ()):
        raise Refusal(NO_CREATE)
    if named is None:
        return None
    if entity.name not in IMPERSONATED:
        raise Absent(entity.name)
    if entity.name == "TimeEntries" and request.method in ("PATCH", "PUT"):
        raise Refusal("The Show On Invoice setting cannot be changed.")  # untouched all the same (confidence B)
    resource = tenant.tables["Resources"].get(int(named)) if named.isdecimal() else None
    if tenant.switches.impersonation == "refused" or not _may_be_played(resource):
        raise Refusal(NO_CREATE)
    return None if tenant.switches.impersonation == "ignored" or resource is None else int(resource["id"])


def _may_be_played(resource: Row | None) -> bool:
    """Not an API user, and nobody who left (confidence A)."""
    return resource is not None and resource["licenseType"] != API_LICENSE and bool(resource["isActive"])
