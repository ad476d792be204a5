"""The fake Autotask server's own rules, asked with plain HTTP: signing in, limits, and everything that is read.

Each test is a behaviour that the reference lists for a simulator; how sure it is of each stands beside the rule.
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from urllib.parse import quote

import pytest

from tests.backends.autotask.bench import ALL, HEADERS, Bench, benched, leaf
from tests.desk.at_gate import Gate
from tests.desk.at_seed import ANA, API_NAME, FIRST, SECRET
from tests.desk.faults import SILENCE
from tests.desk.process import running
from tests.support.until import until

# --- the zone, and signing in -------------------------------------------------------------------------


async def test_the_zone_is_told_to_anybody_and_to_no_stranger(bench: Bench) -> None:
    for spelling in ("atservicesrest/v1.0", "ATServicesRest/V1.0"):
        address = f"{bench.server.url}/{spelling}/zoneInformation"
        told = (await bench.http.get(address, params={"user": API_NAME})).json()
        assert told["url"] == f"{bench.server.url}/ATServicesRest/"
        assert {"zoneName", "webUrl", "ci"} < told.keys()
        stranger = await bench.http.get(address, params={"user": "nobody@example.org"})
        assert stranger.status_code == 500
        assert stranger.json() == {"errors": ["Zone information could not be determined"]}


async def test_the_zone_spells_itself_as_the_tenant_does() -> None:
    async with benched(zone_slash="no", zone_case="atservicesrest", path_case="as told") as bench:
        told = await bench.http.get(f"{bench.server.url}/ATSERVICESREST/v1.0/zoneInformation?user={quote(API_NAME)}")
        assert told.json()["url"] == f"{bench.server.url}/atservicesrest"
        assert (await bench.ask("GET", "Version")).status_code == 200
        other = f"{bench.server.url}/ATServicesRest/V1.0/Version"
        assert (await bench.ask("GET", other)).status_code == 404


async def test_header_names_in_any_case_and_a_version_that_needs_no_rights(bench: Bench) -> None:
    shouting = {name.upper(): value for name, value in HEADERS.items()}
    answer = await bench.http.get(f"{bench.base}/Version", headers=shouting)
    assert answer.json().keys() == {"majorVersion", "minorVersion", "build", "customerType"}
    versions = await bench.http.get(f"{bench.server.url}/atservicesrest/versioninformation")
    assert versions.json() == {"apiVersions": ["1.0"]}


@pytest.mark.parametrize("header", list(HEADERS))
async def test_whatever_is_wrong_is_a_401_with_nothing_in_it(bench: Bench, header: str) -> None:
    answer = await bench.http.get(f"{bench.base}/Version", headers=HEADERS | {header: "wrong"})
    assert (answer.status_code, answer.content) == (401, b"")


async def test_failures_in_a_row_lock_the_user_until_somebody_unlocks_it(bench: Bench) -> None:
    for _ in range(bench.tenant.locks_after):
        assert (await bench.ask("GET", "Version", Secret="wrong")).status_code == 401
    assert (await bench.ask("GET", "Version")).status_code == 401, "the right secret comes too late"
    bench.tenant.unlock([API_NAME])
    assert (await bench.ask("GET", "Version", Secret=SECRET)).status_code == 200


async def test_a_success_between_failures_locks_nobody(bench: Bench) -> None:
    for _ in range(3):
        for _ in range(bench.tenant.locks_after - 1):
            await bench.ask("GET", "Version", Secret="wrong")
        assert (await bench.ask("GET", "Version")).status_code == 200


# --- limits -------------------------------------------------------------------------------------------


async def test_the_fourth_at_once_on_an_endpoint_is_refused(bench: Bench) -> None:
    bench.server.faults.once("POST /Tickets/query", SILENCE, 3)
    waiting = [asyncio.create_task(bench.ask("POST", "Tickets/query", ALL)) for _ in range(3)]
    await until(lambda: len(bench.server.faults.played) == 3)
    assert "thread threshold" in await bench.error("POST", "Tickets/query", ALL, 429)
    assert "thread threshold" in await bench.error("GET", "Tickets/entityInformation", None, 429)
    assert await bench.query("TicketNotes"), "each endpoint counts for itself"
    zone = f"{bench.server.url}/atservicesrest/v1.0/zoneInformation"
    assert (await bench.http.get(zone, params={"user": API_NAME})).status_code == 200
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await until(lambda: not any(bench.dialect.gate.inside.values()))
    assert await bench.query("Tickets")


async def test_a_childs_write_counts_for_the_child(bench: Bench) -> None:
    bench.server.faults.once("POST /TicketNotes/query", SILENCE, 3)
    waiting = [asyncio.create_task(bench.ask("POST", "TicketNotes/query", ALL)) for _ in range(3)]
    await until(lambda: len(bench.server.faults.played) == 3)
    await bench.error("POST", f"Tickets/{FIRST}/Notes", {}, 429)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_calls_of_all_are_counted_and_forgotten_after_an_hour(bench: Bench) -> None:
    bench.tenant.others = 4180
    told = (await bench.ask("GET", "ThresholdInformation")).json()
    assert told == {
        "externalRequestThreshold": 10000, "requestThresholdTimeframe": 60, "currentTimeframeRequestCount": 4181,
    }  # fmt: skip
    bench.at += 61 * 60_000
    assert (await bench.ask("GET", "ThresholdInformation")).json()["currentTimeframeRequestCount"] == 4181


async def test_a_used_up_hour_refuses_everything_until_it_is_over(bench: Bench) -> None:
    bench.tenant.others = 10_000
    assert "threshold" in await bench.error("POST", "Tickets/query", ALL, 429)
    bench.tenant.others = 0
    assert await bench.query("Tickets")


@pytest.mark.parametrize(("others", "seconds"), [(4999, 0.0), (5000, 0.5), (7500, 0.5), (7501, 1.0)])
async def test_a_busy_hour_is_a_slow_one(bench: Bench, others: int, seconds: float) -> None:
    bench.tenant.others = others
    assert Gate(slowness=1.0).wait_s(bench.tenant) == seconds
    assert Gate(slowness=0.1).wait_s(bench.tenant) == pytest.approx(seconds / 10)
    assert bench.dialect.gate.wait_s(bench.tenant) == 0.0


# --- records, lists, pages ----------------------------------------------------------------------------


async def test_one_record_and_one_that_is_not_there(bench: Bench) -> None:
    assert (await bench.item(f"Tickets/{FIRST}"))["title"] == "Scanner stops on the third page"
    missing = await bench.ask("GET", "Tickets/99999999")
    assert missing.status_code == 404
    assert "html" in missing.headers["content-type"]
    async with benched(missing_is="null") as other:
        assert (await other.ask("GET", "Tickets/99999999")).json() == {"item": None}


async def test_rows_come_in_order_of_id_whatever_is_asked(bench: Bench) -> None:
    rows = await bench.query("Tickets", sort=[{"field": "title", "direction": "DESC"}])
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len(rows) == 9


async def test_a_page_begun_with_post_goes_on_with_post_and_the_same_body(bench: Bench) -> None:
    body = ALL | {"MaxRecords": 4}
    seen, url = [], "Tickets/query"
    while url:
        answer = (await bench.ask("POST", url, body)).json()
        assert answer["pageDetails"]["requestCount"] == 4
        assert answer["pageDetails"]["count"] == len(answer["items"])
        seen += [row["id"] for row in answer["items"]]
        last, url = url, answer["pageDetails"]["nextPageUrl"]
    assert seen == list(range(FIRST, FIRST + 9))
    assert (await bench.ask("GET", last)).status_code == 405
    assert "Parameter name: filters" in await bench.error("POST", last)
    before = answer["pageDetails"]["prevPageUrl"]
    assert [row["id"] for row in (await bench.ask("POST", before, body)).json()["items"]] == seen[4:8]


async def test_a_page_begun_with_get_bears_its_search(bench: Bench) -> None:
    search = quote('{"MaxRecords": 5, "filter": [{"op": "exist", "field": "id"}]}')
    first = (await bench.ask("GET", f"Tickets/query?search={search}")).json()
    assert "search=" in first["pageDetails"]["nextPageUrl"]
    rest = (await bench.ask("GET", first["pageDetails"]["nextPageUrl"])).json()
    assert [row["id"] for row in rest["items"]] == list(range(FIRST + 5, FIRST + 9))
    assert rest["pageDetails"]["nextPageUrl"] is None


async def test_at_most_five_hundred_rows(bench: Bench) -> None:
    for number in range(505):
        bench.tenant.add("Roles", id=1000 + number, name=f"Role {number}", isActive=True)
    first = (await bench.ask("POST", "Roles/query", ALL)).json()
    assert len(first["items"]) == 500
    for size in (0, 501):
        assert "between 1 and 500" in await bench.error("POST", "Roles/query", ALL | {"MaxRecords": size})
    counted = await bench.ask("POST", "Roles/query/count", ALL)
    assert counted.json() == {"queryCount": 507}


async def test_chosen_fields_come_with_the_users_own(bench: Bench) -> None:
    (row,) = await bench.query("Tickets", leaf("id", "eq", FIRST), IncludeFields=["ID", "Title"])
    assert row.keys() == {"id", "title", "userDefinedFields"}
    text = await bench.error("POST", "Tickets/query", ALL | {"IncludeFields": ["id", "colour"]})
    assert text == "Unable to find colour in the Ticket Entity."
    assert "id" in await bench.error("POST", "Tickets/query", ALL | {"IncludeFields": ["title"], "MaxRecords": 2})


async def test_children_of_a_parent_are_a_list_without_a_query(bench: Bench) -> None:
    notes = (await bench.ask("GET", f"Tickets/{FIRST + 1}/Notes")).json()["items"]
    assert [note["ticketID"] for note in notes] == [FIRST + 1] * 2
    assert (await bench.item(f"Tickets/{FIRST + 1}/Notes/{notes[0]['id']}"))["id"] == notes[0]["id"]
    assert (await bench.ask("POST", f"Tickets/{FIRST + 1}/Notes/query", ALL)).status_code == 404
    (hours,) = (await bench.ask("GET", f"Resources/{ANA}/DailyAvailabilities")).json()["items"]
    assert (hours["weeklyBillableHoursGoal"], hours["mondayAvailableHours"]) == (30.0, 8.0)


# --- filters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "op", "value", "found"),
    [
        ("title", "contains", "seat", [1, 7]),
        ("title", "beginsWith", "the door", [3]),
        ("TITLE", "endsWith", "Twice", [2, 8]),
        ("assignedResourceID", "notExist", None, [7]),
        ("assignedResourceID", "noteq", ANA, [6]),
        ("id", "in", [FIRST, FIRST + 3], [0, 3]),
        ("id", "notIn", [FIRST + n for n in range(1, 9)], [0]),
        ("id", "lte", FIRST + 1, [0, 1]),
        ("completedDate", "exist", None, [8]),
        ("createDate", "lt", "2026-11-16T04:00:00Z", [0, 1]),
        ("createDate", "lt", "2026-11-16T04:00:00.5", [0, 1]),
        ("status", "eq", 5, [8]),
    ],
)
async def test_operators(bench: Bench, field: str, op: str, value: object, found: list[int]) -> None:
    rows = await bench.query("Tickets", leaf(field, op, value))
    assert [row["id"] - FIRST for row in rows] == found


async def test_a_misspelt_operator_finds_everything(bench: Bench) -> None:
    rows = await bench.query("Tickets", leaf("assignedResourceID", "noteExist"), leaf("status", "eq", 5))
    assert [row["id"] for row in rows] == [FIRST + 8], "that condition is dropped, the others hold"
    assert len(await bench.query("Tickets", leaf("assignedResourceID", "noteExist"))) == 9
    async with benched(operator_case="exact") as strict:
        assert len(await strict.query("Tickets", leaf("title", "beginswith", "the door"))) == 9


async def test_groups_nest_and_the_top_is_and(bench: Bench) -> None:
    either = {"op": "or", "items": [leaf("id", "eq", FIRST), leaf("id", "eq", FIRST + 6)]}
    both = {"op": "and", "items": [either, leaf("assignedResourceID", "eq", ANA)]}
    assert [row["id"] for row in await bench.query("Tickets", both)] == [FIRST]
    assert [row["id"] for row in await bench.query("Tickets", either, leaf("id", "gt", FIRST))] == [FIRST + 6]


async def test_what_cannot_be_asked(bench: Bench) -> None:
    async def asked(entity: str, *conditions: object) -> str:
        return await bench.error("POST", f"{entity}/query", {"filter": list(conditions)})

    assert await asked("Tickets", leaf("colour", "eq", 1)) == "Unable to find colour in the Ticket Entity."
    assert "cannot be queried" in await asked("Tickets", leaf("lastActivityPersonType", "eq", 2))
    assert "500 or fewer" in await asked("Tickets", leaf("id", "in", list(range(501))))
    assert "500 or fewer" in await asked("Tickets", {"op": "or", "items": [leaf("id", "eq", n) for n in range(501)]})
    assert "empty" in await asked("Tickets")
    assert "does not fit" in await asked("Companies", leaf("isActive", "eq", 1)), "a boolean is true or false"
    assert "one condition" in await asked("TicketHistory", leaf("ticketID", "eq", 1), leaf("id", "gt", 1))
    own = {"op": "eq", "udf": True, "field": "On-site needed", "value": "No"}
    assert "user-defined" in await asked("Tickets", own, own)
    assert len(await bench.query("Tickets", own)) == 9


async def test_history_is_prose_of_one_ticket(bench: Bench) -> None:
    rows = await bench.query("TicketHistory", leaf("ticketID", "eq", FIRST))
    assert rows[0]["detail"] == "Status changed from New to In Progress"


# --- metadata -----------------------------------------------------------------------------------------


async def test_picklists_are_the_tenants_own(bench: Bench) -> None:
    fields = {one["name"]: one for one in (await bench.ask("GET", "Tickets/entityInformation/fields")).json()["fields"]}
    labels = {one["label"]: one["value"] for one in fields["status"]["picklistValues"]}
    assert (labels["Complete"], labels["Customer Note Added"]) == ("5", "19")
    assert (fields["status"]["dataType"], fields["status"]["isPickList"]) == ("integer", True)
    assert fields["lastActivityPersonType"]["isQueryable"] is False
    assert [one["label"] for one in fields["priority"]["picklistValues"]] == ["Critical", "High", "Medium", "Low"]
    assert [one["value"] for one in fields["priority"]["picklistValues"]] == ["4", "1", "2", "3"]
    async with benched(status_ids="german", labels="renamed", priority_ids="4125", picklist_values="number") as other:
        told = (await other.ask("GET", "Tickets/entityInformation/fields")).json()["fields"]
        values = {one["name"]: one["picklistValues"] for one in told}
        assert {one["label"]: one["value"] for one in values["status"]}["Mail Reply"] == 15
        assert [one["value"] for one in values["priority"]] == [4, 1, 2, 5]


async def test_what_an_entity_says_of_itself(bench: Bench) -> None:
    info = (await bench.ask("GET", "Tickets/entityInformation")).json()["info"]
    assert (info["canCreate"], info["canDelete"], info["canUpdate"]) == (True, False, True)
    own = (await bench.ask("GET", "Tickets/entityInformation/userDefinedFields")).json()["fields"]
    assert [(one["name"], one["type"]) for one in own] == [("On-site needed", "string")]


async def test_doubled_slashes_are_one(bench: Bench) -> None:
    answer = await bench.ask("GET", f"{bench.server.url}/ATServicesRest/V1.0//Tickets/{FIRST}")
    assert answer.json()["item"]["id"] == FIRST


def test_a_process_of_its_own() -> None:
    with running("--autotask") as process:
        zone = f"{process.url}/atservicesrest/v1.0/zoneInformation?user={quote(API_NAME)}"
        with urllib.request.urlopen(zone, timeout=10) as answer:
            assert json.load(answer)["url"].startswith(process.url)
        assert process.marks()
        process.tell("fresh")
        assert process.look("asked") == {"asked": 1, "faults": 0}
