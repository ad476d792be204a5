"""Every unknown of the fake Autotask server is a switch, and every position of it makes a difference somewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from tests.backends.autotask.bench import Bench, benched, leaf
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, API, BEN, DORA, ENGINEER, FIELD_SERVICE, FIRST
from tests.desk.at_switches import NO_WAY_OUT, USUAL, Switches, all_flipped, one_at_a_time, positions

MINUTE = 60_000
NOTE = {"ticketID": FIRST, "title": "Looked", "description": "One two \nthree", "noteType": 1, "publish": 2}
TIME = {
    "ticketID": FIRST, "resourceID": ANA, "roleID": ENGINEER, "dateWorked": "2026-11-24T00:00:00Z",
    "startDateTime": "2026-11-24T10:00:00Z", "endDateTime": "2026-11-24T10:30:00Z",
}  # fmt: skip

Look = Callable[[Bench], Awaitable[Any]]


async def asked(bench: Bench, entity: str, *conditions: dict[str, Any]) -> tuple[int, object]:
    """The status, and the rows or the error."""
    answer = await bench.ask("POST", f"{entity}/query", {"filter": list(conditions)})
    return answer.status_code, answer.json().get("items", answer.json().get("errors"))


async def _zone(bench: Bench) -> Any:
    user = "workboard-api%40support.example"
    told = await bench.http.get(f"{bench.server.url}/atservicesrest/v1.0/zoneInformation?user={user}")
    return told.json()["url"].split("/", 3)[3]


async def _odd_path(bench: Bench) -> Any:
    return (await bench.ask("GET", f"{bench.server.url}/atservicesREST/v1.0/Version")).status_code


async def _stamp(bench: Bench) -> Any:
    bench.at += 123
    return (await bench.item(f"Tickets/{await bench.made('POST', 'Tickets', _ticket(bench))}"))["createDate"]


def _ticket(bench: Bench) -> dict[str, Any]:
    return {"title": "Kettle", "status": 1, "priority": 2, "companyID": 212, "queueID": 5,
            "dueDateTime": "2026-11-25T10:00:00Z"}  # fmt: skip


async def _bare_ticket(bench: Bench) -> Any:
    body = {"title": "Kettle", "status": 1, "priority": 2, "companyID": 212}
    return [(await bench.ask("POST", "Tickets", body | more)).text.split(" ")[0][:12]
            for more in ({}, {"queueID": 5})]  # fmt: skip


async def _entry(bench: Bench) -> Any:
    number = await bench.made("POST", "TimeEntries", TIME | {"summaryNotes": "x"})
    return (await bench.item(f"TimeEntries/{number}"))["startDateTime"]


async def _note(bench: Bench) -> Any:
    number = await bench.made("POST", f"Tickets/{FIRST}/Notes", NOTE)
    return (await bench.ask("GET", f"Tickets/{FIRST}/Notes")).json()["items"][-1]["description"], number


async def _client_note(bench: Bench) -> Any:
    return deeds.client_writes(bench.tenant, FIRST, "Still not there")["description"]


async def _missing(bench: Bench) -> Any:
    return (await bench.ask("GET", "Tickets/1")).status_code


async def _values(bench: Bench) -> Any:
    fields = (await bench.ask("GET", "Tickets/entityInformation/fields")).json()["fields"]
    return {one["name"]: [(v["value"], v["label"]) for v in one["picklistValues"] or ()] for one in fields}


async def _write(bench: Bench) -> Any:
    made = await bench.ask("POST", f"Tickets/{FIRST}/Notes", NOTE)
    return made.json(), (await bench.ask("PATCH", "Tickets", {"id": FIRST, "title": "x"})).content


async def _reply(bench: Bench) -> Any:
    note = deeds.client_writes(bench.tenant, FIRST, "Hello?")
    seen = [(await bench.item(f"Tickets/{FIRST}"))["status"] for _ in range(5)]
    return seen, note["noteType"], note["creatorResourceID"]


async def _closing(bench: Bench) -> Any:
    seen = []
    for _ in range(3):
        await bench.ask("PATCH", "Tickets", {"id": FIRST, "status": 7})
        seen += [(await bench.item(f"Tickets/{FIRST}"))["status"] for _ in range(2)]
    return seen


async def _stamps(bench: Bench) -> Any:
    seen = []
    for path, body in (("TimeEntries", TIME), (f"Tickets/{FIRST}/Notes", NOTE)):
        bench.at += MINUTE
        await bench.made("POST", path, body)
        ticket = await bench.item(f"Tickets/{FIRST}")
        seen += [ticket["lastActivityDate"], ticket["lastTrackedModificationDateTime"]]
    bench.at += MINUTE
    await bench.made("PATCH", "Tickets", {"id": FIRST, "title": "x"})
    return [*seen, (await bench.item(f"Tickets/{FIRST}"))["lastActivityDate"]]


async def _call(bench: Bench) -> Any:
    before = (await bench.item("ServiceCalls/6120"))["lastModifiedDateTime"]
    bench.at += MINUTE
    await bench.made("POST", "ServiceCalls/6120/Tickets", {"serviceCallID": 6120, "ticketID": FIRST})
    return before, (await bench.item("ServiceCalls/6120"))["lastModifiedDateTime"]


async def _call_resource(bench: Bench) -> Any:
    link = bench.tenant.rows("ServiceCallTickets", serviceCallID=6120)[0]["id"]
    row = {"serviceCallTicketID": link, "resourceID": BEN}
    return (await bench.ask("POST", f"ServiceCallTickets/{link}/Resources", row)).status_code


async def _elsewhere(bench: Bench) -> Any:
    """A ticket of another queue, which nobody works in."""
    given = {"assignedResourceID": BEN, "assignedResourceRoleID": ENGINEER, "queueID": FIELD_SERVICE}
    return (await bench.ask("PATCH", "Tickets", {"id": FIRST, **given})).status_code


async def _filters(bench: Bench) -> Any:
    return [
        await asked(bench, "Tickets", leaf("lastActivityPersonType", "eq", 2)),
        await asked(bench, "TicketNotes", leaf("createdByContactID", "exist")),
        await asked(bench, "Tickets"),
        await asked(bench, "Tickets", leaf("title", "beginswith", "the door")),
        await asked(bench, "Tickets", leaf("assignedResourceID", "noteq", ANA)),
        await asked(bench, "ResourceDailyAvailabilities", leaf("weeklyBillableHoursGoal", "exist")),
    ]


async def _size(bench: Bench) -> Any:
    return len(await bench.query("Tickets", MaxRecords=2))


async def _fresh(bench: Bench) -> Any:
    number = await bench.made("POST", "Tickets", _ticket(bench))
    return [(await bench.ask("GET", f"Tickets/{number}")).status_code for _ in range(3)]


async def _named(bench: Bench) -> Any:
    answer = await bench.ask("POST", f"Tickets/{FIRST}/Notes", NOTE, ImpersonationResourceId=str(ANA))
    return answer.status_code, bench.tenant.rows("TicketNotes")[-1]["creatorResourceID"]


async def _bare_note(bench: Bench) -> Any:
    path = f"Tickets/{FIRST}/Notes"
    return [(await bench.ask("POST", path, NOTE | {name: None})).status_code for name in ("title", "publish")]


async def _bare_time(bench: Bench) -> Any:
    hours = {key: value for key, value in TIME.items() if not key.endswith("DateTime")} | {"hoursWorked": 0.5}
    return [(await bench.ask("POST", "TimeEntries", body)).status_code for body in (TIME, hours)]


async def _seen(bench: Bench) -> Any:
    names = ("TimeEntries", "ResourceServiceDeskRoles", "ResourceDailyAvailabilities", "Appointments", "ServiceCalls")
    history = await asked(bench, "TicketHistory", leaf("ticketID", "eq", FIRST))
    return [*[await asked(bench, name, leaf("id", "gte", 0)) for name in names], history]


async def _limit(bench: Bench) -> Any:
    bench.tenant.others = 10_000
    answer = await bench.ask("GET", "Version")
    return answer.status_code, answer.json()


async def _threads(bench: Bench) -> Any:
    bench.dialect.gate.inside[bench.tenant.api_users.popitem()[1].code, "version"] = 3
    return (await bench.ask("GET", "Version")).status_code


LOOKS: Final[dict[str, Look]] = {
    "zone_slash": _zone, "zone_case": _zone, "path_case": _odd_path, "fractions": _stamp, "zulu": _stamp,
    "seconds_shift": _entry, "line_ends": _note, "nulls_in_text": _client_note, "missing_is": _missing,
    "picklist_values": _values, "labels": _values, "status_ids": _values, "priority_ids": _values, "item_id": _write,
    "update_body": _write, "reply_rule": _reply, "reply_delay": _reply, "reply_note_type": _reply,
    "client_note_creator": _reply, "status_override": _closing, "edit_bumps_activity": _stamps,
    "note_bumps_tracked": _stamps, "time_bumps_activity": _stamps, "child_bumps_call": _call, "call_stamp": _call,
    "pair_wants": _elsewhere, "call_wants": _call_resource,
    "person_type_filter": _filters, "note_contact_filter": _filters,
    "empty_filter": _filters, "operator_case": _filters, "noteq_null": _filters, "goals": _filters,
    "max_records": _size, "lag": _fresh, "impersonation": _named, "note_needs": _bare_note, "publish": _bare_note,
    "time_needs": _bare_time, "category_needs": _bare_ticket, "hidden": _seen, "forbidden": _seen,
    "over_limit": _limit, "errors_shape": _limit, "threads_status": _threads,
}  # fmt: skip


def test_every_switch_has_a_look() -> None:
    assert set(LOOKS) == set(Switches._fields)
    assert all(len(positions(name)) > 1 for name in Switches._fields)
    assert Switches() == USUAL


def test_all_flipped_is_usual_nowhere() -> None:
    flipped = all_flipped()
    assert [name for name in Switches._fields if getattr(flipped, name) == getattr(USUAL, name)] == []
    assert all_flipped(2) != flipped
    assert not any(getattr(flipped, name) == position for name, position in NO_WAY_OUT)


@pytest.mark.parametrize("name", Switches._fields)
async def test_each_position_makes_a_difference(name: str) -> None:
    seen = []
    for position in positions(name):
        async with benched(**{name: position}) as bench:
            seen.append(repr(await LOOKS[name](bench)))
    assert len(set(seen)) == len(seen), seen


def test_one_at_a_time_flips_one() -> None:
    told = list(one_at_a_time())
    assert len(told) == sum(len(positions(name)) - 1 for name in Switches._fields)
    for name, position, switches in told:
        assert switches == Switches(**(USUAL._asdict() | {name: position}))


async def test_two_desks_from_one_past_have_nothing_in_common_but_it(bench: Bench) -> None:
    twin = bench.tenant.twin(bench.tenant.now)
    deeds.sets(twin, FIRST, DORA, "Complete")
    assert twin.one("Tickets", FIRST)["status"] == 5
    assert (await bench.item(f"Tickets/{FIRST}"))["status"] == 8
    assert API in bench.tenant.tables["Resources"]
