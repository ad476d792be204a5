"""A small Autotask tenant with a past: five technicians, an API user beside them, three companies, tickets of all
sorts, service calls of today, an appointment, roles, work types, hours and goals.

The people and tickets are those of ``seed``: two desks that show the same day in two dialects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.desk import at_deeds as deeds
from tests.desk.at_picklists import COMPLETE
from tests.desk.at_switches import USUAL, Switches
from tests.desk.at_tenant import ADMINISTRATOR, API_LICENSE, ApiUser, Tenant
from tests.desk.at_values import Row
from tests.desk.seed import CLIENTS, HOUR, SUBJECTS, Past

API_NAME: Final = "workboard-api@support.example"
SECRET: Final = "k9$Tr#ue~St@one*"
"""with the marks that shells and dotenv files like to eat"""
CODE: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ1"
"""twenty-seven characters (confidence C, *Headers*)"""
ANA: Final = 29700011
BEN: Final = 29700012
CARA: Final = 29700013
EMIL: Final = 29700014
DORA: Final = 29700015
API: Final = 29700090
PEOPLE: Final = {
    ANA: ("Ana", "Alves"), BEN: ("Ben", "Bauer"), CARA: ("Cara", "Costa"), EMIL: ("Emil", "Ek"), DORA: ("Dora", "Dahl"),
}  # fmt: skip
ENGINEER: Final = 29683392
MANAGER: Final = 29683393
REMOTE_WORK: Final = 29682801
QUEUE: Final = 29682833
FIELD_SERVICE: Final = 29682969
"""a queue in which nobody works"""
TEAM: Final = 29683000
"""a department"""
FIRST: Final = 81422
"""id of the first ticket; ``FIRST + n - 1`` is what ``seed`` calls n"""


def at_seeded(now: Callable[[], int], switches: Switches = USUAL) -> Tenant:
    """Ana is the technician. Tickets 1-6 of nine are hers (5 has a client's answer, 6 a service call this afternoon),
    7 is Ben's, 8 nobody's, 9 complete."""
    clock = Past(now)
    tenant = Tenant(clock, {}, switches=switches)
    tenant.api_users[API_NAME] = ApiUser(API_NAME, SECRET, CODE, API)
    _people(tenant)
    _roles(tenant)
    _clients(tenant)
    for place in range(9):
        _ticket(tenant, place)
    _lived(tenant)
    clock.over = True
    _today(tenant, now())
    return tenant


def _people(tenant: Tenant) -> None:
    plain = {"isActive": True, "licenseType": 1, "resourceType": "Employee", "locationID": 1, "userType": 10}
    for number, (first, last) in PEOPLE.items():
        mail = f"{first.lower()}@support.example"
        tenant.add("Resources", id=number, firstName=first, lastName=last, email=mail, userName=mail, **plain)
    tenant.add("Resources", id=ADMINISTRATOR, firstName="Autotask", lastName="Administrator", email="x@support.example",
               userName="autotaskadministrator", **plain)  # fmt: skip
    tenant.add("Resources", id=API, firstName="Workboard", lastName="API", email="it@support.example",
               userName=API_NAME, **(plain | {"licenseType": API_LICENSE}))  # fmt: skip
    left = plain | {"isActive": False}
    tenant.add("Resources", id=29700001, firstName="Olaf", lastName="Ott", email="olaf@support.example",
               userName="olaf@support.example", **left)  # fmt: skip
    for number in PEOPLE:
        days = {f"{day}AvailableHours": 8.0 for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
        days |= {"saturdayAvailableHours": 0.0, "sundayAvailableHours": 0.0}
        tenant.add("ResourceDailyAvailabilities", resourceID=number, weeklyBillableHoursGoal=30.0, **days)


def _roles(tenant: Tenant) -> None:
    for number, name in ((ENGINEER, "Engineer"), (MANAGER, "Service Manager")):
        tenant.add("Roles", id=number, name=name, isActive=True, hourlyRate=100.0, hourlyFactor=1.0, isSystemRole=False)
    for number in PEOPLE:
        held = {"resourceID": number, "roleID": MANAGER if number == DORA else ENGINEER, "isActive": True}
        tenant.add("ResourceServiceDeskRoles", isDefault=True, **held)
        tenant.add("ResourceRoles", departmentID=TEAM, **held)
        tenant.add("ResourceRoles", queueID=QUEUE, **held)
        tenant.add("ResourceRoleQueues", resourceID=number, queueID=QUEUE)
        leads = number == DORA
        tenant.add("ResourceRoleDepartments", departmentID=TEAM, isDefault=True, isDepartmentLead=leads, **held)
    codes = (
        (REMOTE_WORK, "Remote work", True, 1),
        (REMOTE_WORK + 1, "Old", False, 1),
        (REMOTE_WORK + 2, "Cost", True, 2),
    )
    for number, name, active, use in codes:
        tenant.add("BillingCodes", id=number, name=name, isActive=active, useType=use, billingCodeType=0)
    for one in range(2):
        tenant.add("HolidaySets", holidaySetName=f"Set {one + 1}")
    tenant.add("Holidays", holidaySetID=101, holidayDate="2026-12-25", holidayName="Christmas Day")
    tenant.add("InternalLocations", id=1, name="Head office", holidaySetID=101, timeZoneID=1)


def _clients(tenant: Tenant) -> None:
    plain = {"companyType": 1, "ownerResourceID": DORA, "phone": "+1 555 0100", "isActive": True}
    tenant.add("Companies", id=0, companyName="Support Example", **plain)  # the MSP itself (confidence A, *Vocabulary*)
    for place, (mail, real) in enumerate(CLIENTS):
        name = mail.split("@")[1].split(".")[0].title()
        tenant.add("Companies", id=212 + place, companyName=name, **plain)
        first, last = real.split()
        tenant.add("Contacts", id=30711 + place, companyID=212 + place, firstName=first, lastName=last, isActive=1,
                   emailAddress=mail, phone="+1 555 0101")  # fmt: skip
    tenant.add("Contacts", id=30720, companyID=212, firstName="Olga", lastName="Old", isActive=0,
               emailAddress="olga@garage.example")  # fmt: skip


def _ticket(tenant: Tenant, place: int) -> Row:
    subject = SUBJECTS[place % 6]
    severity = ("Low", "Medium", "High", "Critical", "Medium")[place % 5]
    return deeds.opens(
        tenant, subject, f"{subject}. Could you have a look?", contact=30711 + place % 3,
        owner={6: BEN, 7: None}.get(place, ANA), priority=tenant.value("Tickets.priority", severity),
        userDefinedFields=[{"name": "On-site needed", "value": "No"}],
    )  # fmt: skip


def _lived(tenant: Tenant) -> None:
    first, second, fifth = FIRST, FIRST + 1, FIRST + 4
    deeds.books(tenant, first, ANA, 20, "Had a look.")
    deeds.writes(tenant, second, BEN, "The licences are ordered.")
    deeds.writes(tenant, second, ANA, "Two seats come on Monday.", publish=1)
    for status in ("In Progress", "Waiting Customer", "In Progress"):
        deeds.sets(tenant, first, ANA, status)
    deeds.sets(tenant, fifth, ANA, "In Progress")
    deeds.client_writes(tenant, fifth, "It is still broken.")
    deeds.edits(tenant, FIRST + 8, ANA, status=COMPLETE)


def _today(tenant: Tenant, now: int) -> None:
    """Two service calls and an appointment. The second call has two tickets and two resources."""
    day = now // (24 * HOUR) * 24 * HOUR
    deeds.calls(tenant, FIRST + 5, (ANA,), day + 14 * HOUR, 90, "Set up the new desk")
    shared = deeds.calls(tenant, FIRST + 2, (ANA, BEN), day + 16 * HOUR, 60, "Look at the mail server")
    deeds.on_call(tenant, shared, FIRST + 6, (BEN,))
    deeds.meets(tenant, ANA, "Team meeting", day + 9 * HOUR, 30)
