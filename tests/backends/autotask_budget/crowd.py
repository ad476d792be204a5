"""Fifty technicians with their tickets and plans at one tenant: what a lead has to read."""

from __future__ import annotations

from typing import Final

from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ENGINEER, QUEUE
from tests.desk.at_tenant import Tenant

HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
FIRST_OF_THEM: Final = 29_710_000
TICKETS_EACH: Final = 10
CALLS_A_DAY: Final = 4
DAYS: Final = 5
"""days, today the first, on which everybody has calls"""


def crowd(tenant: Tenant, people: int = 50) -> tuple[int, ...]:
    """Resources who work in the queue, each with open tickets that somebody noted something on, four service calls a
    day and an appointment."""
    everybody = tuple(FIRST_OF_THEM + place for place in range(people))
    day = tenant.now() // DAY * DAY
    for place, who in enumerate(everybody):
        _hired(tenant, who)
        mine = [_ticket(tenant, who, place + number) for number in range(TICKETS_EACH)]
        for hour in range(CALLS_A_DAY * DAYS):
            start = day + hour // CALLS_A_DAY * DAY + (9 + 2 * (hour % CALLS_A_DAY)) * HOUR
            deeds.calls(tenant, mine[hour % TICKETS_EACH], (who,), start, 60)
        deeds.meets(tenant, who, "Dentist", day + 15 * HOUR, 30)
    return everybody


def _hired(tenant: Tenant, who: int) -> None:
    mail = f"t{who}@support.example"
    tenant.add(
        "Resources", id=who, firstName="Tess", lastName=f"T{who}", email=mail, userName=mail, isActive=True,
        licenseType=1, resourceType="Employee",
    )  # fmt: skip
    tenant.add("ResourceServiceDeskRoles", resourceID=who, roleID=ENGINEER, isActive=True, isDefault=True)
    tenant.add("ResourceRoles", resourceID=who, roleID=ENGINEER, queueID=QUEUE, isActive=True)
    tenant.add("ResourceRoleQueues", resourceID=who, queueID=QUEUE)


def _ticket(tenant: Tenant, who: int, place: int) -> int:
    row = deeds.opens(tenant, f"Kettle {place} is cold", "Help!", contact=30711 + place % 3, owner=who)
    deeds.writes(tenant, row["id"], who, "Ordered a new one.\nBlocked by: vendor")
    return int(row["id"])


def busy(tenant: Tenant, everybody: tuple[int, ...]) -> None:
    """Seven minutes of them: what happens on fifty tickets between two looks."""
    tickets = [row["id"] for row in tenant.rows("Tickets") if row["assignedResourceID"] in everybody]
    for place, who in enumerate(everybody):
        ticket = tickets[place * TICKETS_EACH + place % TICKETS_EACH]
        deeds.writes(tenant, ticket, who, "Called the vendor.")
        deeds.books(tenant, ticket, who, 10, "Called the vendor.")
    deeds.client_writes(tenant, tickets[3], "It is still cold.")
