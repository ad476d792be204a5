"""What is said to go to Autotask is what goes there, field by field: held against the recorded traffic of a day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from tests.desk import at_deeds as deeds
from tests.desk import faults as f
from tests.desk.at_seed import ANA, BEN, DORA, ENGINEER, FIRST, SECRET, TEAM
from tests.desk.at_tenant import Tenant
from tests.desk.at_world import AUTOTASK, settings
from tests.desk.rig import MINUTE, Case, standing
from tests.desk.state import HelpDesk
from tests.desk.wire import Request
from tests.security.test_privacy import SECRETS, own_day, site
from workboard.backends.autotask.backend import Autotask
from workboard.backends.autotask.kind import KIND
from workboard.backends.autotask.sends import HEADERS, SENDS
from workboard.backends.autotask.survey import survey
from workboard.domain import intent as intents
from workboard.domain.intent import Intent
from workboard.settings.config import AccountSettings

TEAM_TICKET: Final = FIRST + 8
WRITES: Final = ("POST /Tickets", "POST /Tickets/*/Notes", "POST /TimeEntries", "POST /Appointments", "PATCH /*")


class Counted:
    """A meter: with one, the backend asks how much of the hour everybody has used."""

    def call(self, *, write: bool) -> None:
        """Nothing is counted here."""

    def told(self, used: int, limit: int) -> None:
        assert used <= limit


def ticket(number: int) -> str:
    return f"desk:ticket:{FIRST + number - 1}"


def everything_named(url: str, desk: HelpDesk) -> AccountSettings:
    """An account in which nothing is left out: all that can be named is looked up."""
    assert isinstance(desk, Tenant)
    return settings(url)._replace(
        role="Engineer", billing_code="Remote work", company="Garage", group="Service Desk", whole_team=True,
        team_ticket=desk.one("Tickets", TEAM_TICKET)["ticketNumber"],
    )  # fmt: skip


def backend(url: str, ca_file: str | None, desk: HelpDesk, passes: Callable[[float], None]) -> Autotask:
    async def pause(seconds: float) -> None:
        passes(seconds)

    return Autotask(everything_named(url, desk), SECRET, meter=Counted(), pause=pause)


WORLD: Final = AUTOTASK._replace(backend=backend)


def everything(case: Case) -> list[Intent]:
    """One wish of each kind; notes, answers and new tickets in each way there is."""
    meeting = case.database.read().value("SELECT ticket_id FROM activity WHERE kind = 'appointment'")
    opened = ("desk:ticket:new-1", "Printer", "It prints empty pages.", "Gus Gray")
    return [
        intents.AddNote(ticket(1), "Looked at it.\nNext step: Call Gus", 5, True),
        intents.AddNote(ticket(2), "Looked at it."),
        intents.AddNote(meeting, "Bring the drawings."),
        intents.Answer(ticket(7), "It works again."),
        intents.Answer(ticket(3), "It works again.", 5),
        intents.SetCategory(ticket(4), "open", "New"),
        intents.Dismiss(ticket(5), "Customer Note Added"),
        intents.CompleteActivity(ticket(6), "desk:call:6120-7311"),
        intents.Claim(ticket(8)),
        intents.Assign(ticket(6), str(DORA), str(ANA)),
        intents.Schedule(ticket(1), "Visit Gus", case.at + 60 * MINUTE, 30, True),
        intents.OpenTicket(*opened, "gus@garage.example", True, "site", True),
        intents.OpenTicket("desk:ticket:new-2", *opened[1:]),
    ]


async def a_day(case: Case) -> None:
    """A first reading, all wishes (each with its answer lost once), and what others do meanwhile."""
    tenant = case.desk
    assert isinstance(tenant, Tenant)
    tenant.add("ResourceServiceDeskRoles", resourceID=DORA, roleID=ENGINEER, isActive=True, isDefault=False)
    await case.settled()
    own_day(case)
    for one in everything(case):
        case.wish(one)
        for where in WRITES:
            case.faults.once(where, f.RESET_AFTER)
        await case.send()
        case.faults.clear()
    case.wish(intents.AddNote(ticket(1), "Nothing is lost this time.", 5))
    await case.settled()
    deeds.client_writes(tenant, FIRST, "It happened again.")
    deeds.gives(tenant, FIRST + 6, DORA, ANA)
    deeds.calls(tenant, FIRST + 2, (ANA, BEN), case.at + 60 * MINUTE, 30, "Added later")
    await case.settled()


async def recorded(folder: Path) -> list[Request]:
    """``init``, then the day, and the morning of somebody whose team is a department."""
    with standing(folder, WORLD) as made:
        account = everything_named(made.server.url, made.desk)
        await survey(account, SECRET)
        case = made.case(fresh=True)
        await a_day(case)
        await case.close()
        other = Autotask(account._replace(group=str(TEAM)), SECRET)
        await other.whoami()
        await other.aclose()
        return list(made.server.requests)


def conditions(search: Iterable[Any]) -> set[str]:
    """The fields by which rows are chosen."""
    found: set[str] = set()
    for one in search:
        found |= conditions(one["items"]) if "items" in one else {f"filter.{one['field']}"}
    return found


def fields(request: Request) -> set[str]:
    """Of the body its keys, a filter by what it names."""
    body = json.loads(request.body or b"{}")
    return {key for key in body if key != "filter"} | conditions(body.get("filter", ()))


async def test_every_field_that_is_sent_is_listed_and_every_one_listed_is_sent(tmp_path: Path) -> None:
    bodies: dict[str, set[str]] = {}
    queries: dict[str, set[str]] = {}
    requests = await recorded(tmp_path)
    for one in requests:
        bodies.setdefault(site(one), set()).update(fields(one))
        queries.setdefault(site(one), set()).update(key for key, _ in one.query)
    assert bodies == {one.request: set(one.body) for one in SENDS}
    assert queries == {one.request: set(one.query) for one in SENDS}
    assert {name for one in requests for name in one.headers} == set(HEADERS)
    sent = b"\n".join(one.target.encode() + one.body for one in requests).decode()
    for secret in SECRETS:
        assert secret not in sent, "the own log stays here"


def test_whoever_asks_is_shown_the_whole_list() -> None:
    assert KIND.sends is not None
    assert KIND.sends() == SENDS
    assert KIND.headers is not None
    assert KIND.headers() == HEADERS
    assert len({one.request for one in SENDS}) == len(SENDS)
