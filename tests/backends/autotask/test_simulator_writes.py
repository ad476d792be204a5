"""The fake Autotask server's own rules: everything that is written, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backends.autotask.bench import NOW, Bench, benched, leaf
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, API, BEN, DORA, ENGINEER, FIELD_SERVICE, FIRST, MANAGER, REMOTE_WORK
from tests.desk.oracle import Written, markers

MINUTE = 60_000
NOTE = {"ticketID": FIRST, "title": "Looked", "description": "Fuse.\n[wb:7Q2M4K9XRT3D]", "noteType": 1, "publish": 2}
TICKET = {"title": "Kettle", "status": 1, "priority": 2, "companyID": 212, "dueDateTime": "2026-11-25T10:00:00Z"}
TIME = {
    "ticketID": FIRST, "resourceID": ANA, "roleID": ENGINEER, "dateWorked": "2026-11-24T00:00:00Z",
    "startDateTime": "2026-11-24T10:00:00Z", "endDateTime": "2026-11-24T10:30:00Z", "summaryNotes": "Worked.",
}  # fmt: skip


# --- shapes -------------------------------------------------------------------------------------------


async def test_a_child_is_written_below_its_parent_alone(bench: Bench) -> None:
    number = await bench.made("POST", f"Tickets/{FIRST}/Notes", NOTE)
    assert (await bench.item(f"TicketNotes/{number}"))["description"] == NOTE["description"]
    assert markers(bench.tenant) == [Written(FIRST, "wb:7Q2M4K9XRT3D")]
    for path in ("TicketNotes", "TicketSecondaryResources", "ServiceCallTickets", f"Tickets/{FIRST}/TimeEntries"):
        assert (await bench.ask("POST", path, NOTE)).status_code == 404


async def test_verbs_that_there_are_not(bench: Bench) -> None:
    number = bench.tenant.rows("TicketNotes")[0]["id"]
    for method, path in (
        ("PATCH", f"Tickets/{FIRST}"), ("DELETE", f"Tickets/{FIRST}"), ("DELETE", f"Tickets/{FIRST}/Notes/{number}"),
        ("POST", "Resources"), ("PATCH", "ServiceCalls/6120/Tickets"), ("DELETE", "Tickets/query"),
    ):  # fmt: skip
        assert (await bench.ask(method, path, {"id": FIRST})).status_code == 405


async def test_a_patch_names_its_id_in_the_body_and_leaves_the_rest(bench: Bench) -> None:
    before = await bench.item(f"Tickets/{FIRST}")
    assert await bench.made("PATCH", "Tickets", {"id": FIRST, "status": 7}) == FIRST
    after = await bench.item(f"Tickets/{FIRST}")
    moved = {"status", "lastActivityDate", "lastActivityResourceID", "lastTrackedModificationDateTime"}
    assert {name for name in before if before[name] != after[name]} <= moved
    assert after["status"] == 7
    assert (await bench.ask("PATCH", "Tickets", {"id": 99999999, "status": 7})).status_code == 404


async def test_a_put_makes_null_of_what_it_does_not_name(bench: Bench) -> None:
    await bench.made("PUT", "Tickets", TICKET | {"id": FIRST})
    after = await bench.item(f"Tickets/{FIRST}")
    assert (after["title"], after["assignedResourceID"], after["queueID"]) == ("Kettle", None, None)


async def test_read_only_fields_are_ignored_without_a_word(bench: Bench) -> None:
    number = await bench.made("POST", "TimeEntries", TIME | {"hoursToBill": 8.0, "creatorUserID": BEN})
    entry = await bench.item(f"TimeEntries/{number}")
    assert (entry["hoursToBill"], entry["hoursWorked"], entry["creatorUserID"]) == (0.5, 0.5, API)
    note = await bench.made("POST", f"Tickets/{FIRST}/Notes", NOTE | {"createdByContactID": 30711})
    assert (await bench.item(f"TicketNotes/{note}"))["createdByContactID"] is None


async def test_deletion(bench: Bench) -> None:
    number = await bench.made("POST", "TimeEntries", TIME)
    assert await bench.made("DELETE", f"TimeEntries/{number}", None) == number
    assert "No matching records found" in await bench.error("DELETE", f"TimeEntries/{number}")
    await bench.made("DELETE", "ServiceCalls/6121", None)
    assert {row["serviceCallID"] for row in await bench.query("ServiceCallTickets")} == {6120}
    assert len(await bench.query("ServiceCallTicketResources")) == 1


async def test_what_an_administrator_erases_is_simply_absent(bench: Bench) -> None:
    deeds.erases(bench.tenant, FIRST, DORA)
    assert FIRST not in [row["id"] for row in await bench.query("Tickets")]
    assert [row["ticketID"] for row in await bench.query("DeletedTicketLogs")] == [FIRST]
    deeds.merges(bench.tenant, FIRST + 1, FIRST + 2, DORA)
    assert (await bench.item(f"Tickets/{FIRST + 1}"))["status"] == 5
    kinds = {row["noteType"] for row in await bench.query("TicketNotes", leaf("noteType", "in", [93, 94]))}
    assert kinds == {93, 94}


# --- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": None}, "Missing Required Field: title"),
        ({"companyID": None}, "Value does not exist for the required field companyID"),
        ({"companyID": 9999}, "Reference value on field: companyID"),
        ({"priority": 33}, "Picklist value [33] does not exist for priority"),
        ({"issueType": 10, "subIssueType": 110}, "Value does not exist for child picklist: subIssueType"),
        ({"contactID": 30720}, "Reference value on field: contactID of type: Contact does not exist or is invalid"),
        ({"contactID": 30712}, "Reference value on field: contactID of type: Contact does not exist or is invalid"),
        ({"assignedResourceID": ANA}, "you must assign both a assignedResourceID and assignedResourceRoleID"),
        (
            {"assignedResourceID": ANA, "assignedResourceRoleID": MANAGER},
            "AssignedResourceID and AssignedRoleID combination is not currently defined",
        ),
        ({"assignedResourceID": API, "assignedResourceRoleID": ENGINEER}, "assignedResourceID of type: Resource"),
        ({"billingCodeID": REMOTE_WORK + 1}, "allocation code"),
        ({"title": "x" * 251}, "maximum length"),
        ({"status": "soon"}, "does not fit its type"),
    ],
)
async def test_a_ticket_that_is_refused(bench: Bench, change: dict[str, Any], told: str) -> None:
    before = len(bench.tenant.tables["Tickets"])
    assert told in await bench.error("POST", "Tickets", TICKET | change)
    assert len(bench.tenant.tables["Tickets"]) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"roleID": None}, "TimeEntries for Tickets must have a roleID"),
        ({"roleID": MANAGER}, "There is no row at position 0."),
        ({"endDateTime": None}, "TimeEntries for Service tickets require a start and stop time."),
        ({"endDateTime": "2026-11-26T10:00:00Z"}, "greater than 24 hours or less than zero"),
        ({"endDateTime": "2026-11-24T09:00:00Z"}, "greater than 24 hours or less than zero"),
        ({"resourceID": None}, "Value does not exist for the required field resourceID"),
        ({"resourceID": API, "roleID": ENGINEER}, "resourceID of type: Resource"),
        ({"taskID": 7}, "Only one of"),
        ({"billingCodeID": REMOTE_WORK + 2}, "allocation code"),
    ],
)
async def test_a_time_entry_that_is_refused(bench: Bench, change: dict[str, Any], told: str) -> None:
    if change.get("resourceID") == API:  # it holds no role, so that the rule in question is met first
        bench.tenant.add("ResourceServiceDeskRoles", resourceID=API, roleID=ENGINEER, isActive=True, isDefault=True)
    assert told in await bench.error("POST", "TimeEntries", TIME | change)


async def test_time_without_start_where_the_tenant_allows_it() -> None:
    hours = {key: value for key, value in TIME.items() if not key.endswith("DateTime")}
    async with benched(time_needs="hours do") as bench:
        assert await bench.made("POST", "TimeEntries", hours | {"hoursWorked": 0.5})
        assert "at least one of" in await bench.error("POST", "TimeEntries", hours)
        undated = hours | {"hoursWorked": 0.5, "dateWorked": None}
        assert "dateWorked is required" in await bench.error("POST", "TimeEntries", undated)
    async with benched(time_needs="summary too") as bench:
        assert "summaryNotes" in await bench.error("POST", "TimeEntries", TIME | {"summaryNotes": ""})


async def test_hours_alone_change_nothing_and_offset_bills_less(bench: Bench) -> None:
    number = await bench.made("POST", "TimeEntries", TIME | {"offsetHours": 0.25})
    await bench.made("PATCH", "TimeEntries", {"id": number, "hoursWorked": 4.0})
    entry = await bench.item(f"TimeEntries/{number}")
    assert (entry["hoursWorked"], entry["hoursToBill"]) == (0.5, 0.25)


async def test_a_note_that_is_refused(bench: Bench) -> None:
    path = f"Tickets/{FIRST}/Notes"
    for name in ("title", "description", "noteType", "publish"):
        assert f"Missing Required Field: {name}" in await bench.error("POST", path, NOTE | {name: None})
    number = await bench.made("POST", path, NOTE)
    assert "noteType" in await bench.error("PATCH", path, {"id": number, "description": "Other."})
    await bench.made("PATCH", path, {"id": number, "description": "Other.", "noteType": 1, "publish": 2})
    assert (await bench.item(f"TicketNotes/{number}"))["description"] == "Other."
    async with benched(note_needs="nothing", publish="defaults") as lenient:
        bare = {key: value for key, value in NOTE.items() if key not in ("title", "publish")}
        number = await lenient.made("POST", path, bare)
        assert (await lenient.item(f"TicketNotes/{number}"))["publish"] == 1


async def test_who_is_primary_is_not_secondary(bench: Bench) -> None:
    path = f"Tickets/{FIRST}/SecondaryResources"
    row = {"ticketID": FIRST, "roleID": ENGINEER}
    assert "primary" in await bench.error("POST", path, row | {"resourceID": ANA})
    assert "combination" in await bench.error("POST", path, row | {"resourceID": DORA})
    number = await bench.made("POST", path, row | {"resourceID": BEN})
    taken = {"id": FIRST, "assignedResourceID": BEN, "assignedResourceRoleID": ENGINEER}
    assert "primary" in await bench.error("PATCH", "Tickets", taken)
    await bench.made("DELETE", f"{path}/{number}", None)
    await bench.made("PATCH", "Tickets", taken)


async def test_who_has_left_is_given_nothing_and_keeps_what_they_have(bench: Bench) -> None:
    given = {"id": FIRST, "assignedResourceID": BEN, "assignedResourceRoleID": ENGINEER}
    bench.tenant.one("Resources", BEN)["isActive"] = False
    assert "assignedResourceID of type: Resource" in await bench.error("PATCH", "Tickets", given)
    deeds.gives(bench.tenant, FIRST, DORA, BEN)
    await bench.made("PATCH", "Tickets", {"id": FIRST, "status": 7})


async def test_a_role_may_have_to_be_one_of_the_tickets_queue() -> None:
    given = {"id": FIRST, "assignedResourceID": BEN, "assignedResourceRoleID": ENGINEER}
    async with benched(pair_wants="role in queue") as bench:
        await bench.made("PATCH", "Tickets", given)
        assert "combination" in await bench.error("PATCH", "Tickets", given | {"queueID": FIELD_SERVICE})
        bench.tenant.add("ResourceRoles", resourceID=BEN, roleID=ENGINEER, queueID=FIELD_SERVICE, isActive=True)
        await bench.made("PATCH", "Tickets", given | {"queueID": FIELD_SERVICE})


async def test_another_company_takes_its_contact_along(bench: Bench) -> None:
    assert "companyID" in await bench.error("PATCH", "Tickets", {"id": FIRST, "companyID": 213})
    await bench.made("PATCH", "Tickets", {"id": FIRST, "companyID": 213, "contactID": None})


async def test_a_category_may_demand_more() -> None:
    async with benched(category_needs="queue and due") as bench:
        assert await bench.error("POST", "Tickets", TICKET) == "queueID is required"
        late = {name: value for name, value in TICKET.items() if name != "dueDateTime"}
        assert await bench.error("POST", "Tickets", late | {"queueID": 5}) == "dueDateTime is required"


# --- what follows -------------------------------------------------------------------------------------


async def test_a_clients_words_move_the_ticket(bench: Bench) -> None:
    bench.at += MINUTE
    deeds.client_writes(bench.tenant, FIRST, "Still broken.")
    ticket = await bench.item(f"Tickets/{FIRST}")
    assert (ticket["status"], ticket["lastActivityPersonType"]) == (19, 2)
    assert ticket["lastActivityDate"].startswith("2026-11-24T10:43:00")
    (note,) = await bench.query("TicketNotes", leaf("createdByContactID", "eq", 30711), leaf("ticketID", "eq", FIRST))
    assert (note["noteType"], note["publish"], note["creatorResourceID"]) == (3, 1, None)


async def test_the_rule_fires_later_or_is_not_there() -> None:
    async with benched(reply_delay="4", reply_note_type="18", client_note_creator="4") as bench:
        deeds.client_writes(bench.tenant, FIRST, "Still broken.")
        seen = [(await bench.item(f"Tickets/{FIRST}"))["status"] for _ in range(5)]
        assert seen == [8, 8, 8, 19, 19]
    async with benched(reply_rule="none") as bench:
        deeds.client_writes(bench.tenant, FIRST, "Still broken.")
        ticket = await bench.item(f"Tickets/{FIRST}")
        assert (ticket["status"], ticket["lastActivityPersonType"]) == (8, 2)


@pytest.mark.parametrize(
    ("position", "seen", "again"),
    [("never", [7, 7], [7, 7]), ("at once", [8, 8], [7, 7]), ("late", [7, 8], [7, 7]), ("always", [8, 8], [8, 8])],
)
async def test_a_status_that_a_rule_takes_back(position: str, seen: list[int], again: list[int]) -> None:
    async with benched(status_override=position) as bench:
        for wanted in (seen, again):
            assert (await bench.ask("PATCH", "Tickets", {"id": FIRST, "status": 7})).status_code == 200
            assert [(await bench.item(f"Tickets/{FIRST}"))["status"] for _ in range(2)] == wanted


async def test_the_tracked_stamp_moves_on_edits_only(bench: Bench) -> None:
    before = await bench.item(f"Tickets/{FIRST}")
    bench.at += MINUTE
    await bench.made("POST", f"Tickets/{FIRST}/Notes", NOTE)
    noted = await bench.item(f"Tickets/{FIRST}")
    assert noted["lastTrackedModificationDateTime"] == before["lastTrackedModificationDateTime"]
    assert noted["lastActivityDate"] > before["lastActivityDate"]
    await bench.made("PATCH", "Tickets", {"id": FIRST, "title": "Other"})
    assert (await bench.item(f"Tickets/{FIRST}"))["lastTrackedModificationDateTime"].startswith("2026-11-24T10:43")


async def test_complete_is_dated_and_taken_back(bench: Bench) -> None:
    await bench.made("PATCH", "Tickets", {"id": FIRST, "status": 5})
    done = await bench.item(f"Tickets/{FIRST}")
    assert (done["completedByResourceID"], done["completedDate"] is None) == (API, False)
    await bench.made("PATCH", "Tickets", {"id": FIRST, "status": 8})
    assert (await bench.item(f"Tickets/{FIRST}"))["completedDate"] is None


# --- in another's name --------------------------------------------------------------------------------


async def test_a_note_in_a_technicians_name(bench: Bench) -> None:
    path, name = f"Tickets/{FIRST}/Notes", {"ImpersonationResourceId": str(ANA)}
    number = await bench.made("POST", path, NOTE, **name)
    note = await bench.item(f"TicketNotes/{number}")
    assert (note["creatorResourceID"], note["impersonatorCreatorResourceID"]) == (ANA, API)
    plain = await bench.item(f"TicketNotes/{await bench.made('POST', path, NOTE)}")
    assert (plain["creatorResourceID"], plain["impersonatorCreatorResourceID"]) == (API, None)


async def test_where_another_name_is_refused(bench: Bench) -> None:
    name = {"ImpersonationResourceId": str(ANA)}
    query = {"filter": [leaf("id", "eq", FIRST)]}
    assert "permissions to query" in await bench.error("POST", "Tickets/query", query, headers=name)
    assert "permissions to query" in await bench.error("GET", f"Tickets/{FIRST}", headers=name)
    machine = {"ImpersonationResourceId": str(API)}
    assert "permissions to create" in await bench.error("POST", f"Tickets/{FIRST}/Notes", NOTE, headers=machine)
    row = {"ticketID": FIRST, "resourceID": BEN, "roleID": ENGINEER}
    assert (await bench.ask("POST", f"Tickets/{FIRST}/SecondaryResources", row, **name)).status_code == 404
    number = await bench.made("POST", "TimeEntries", TIME, **name)
    text = await bench.error("PATCH", "TimeEntries", {"id": number, "summaryNotes": "x"}, headers=name)
    assert "Show On Invoice" in text
    assert "No matching records" in await bench.error("DELETE", f"TimeEntries/{number}"), "made in another's name"


async def test_impersonation_without_the_right_and_without_effect() -> None:
    path, name = f"Tickets/{FIRST}/Notes", {"ImpersonationResourceId": str(ANA)}
    async with benched(impersonation="refused") as bench:
        assert "permissions to create" in await bench.error("POST", path, NOTE, headers=name)
    async with benched(impersonation="ignored") as bench:
        number = await bench.made("POST", path, NOTE, **name)
        assert (await bench.item(f"TicketNotes/{number}"))["creatorResourceID"] == API


# --- times --------------------------------------------------------------------------------------------


async def test_a_date_is_a_date_whatever_time_is_sent_with_it(bench: Bench) -> None:
    number = await bench.made("POST", "TimeEntries", TIME | {"dateWorked": "2026-11-23T23:30:00Z"})
    assert (await bench.item(f"TimeEntries/{number}"))["dateWorked"] == "2026-11-23T00:00:00Z"
    rows = await bench.query("TimeEntries", leaf("dateWorked", "eq", "2026-11-23T00:00:00Z"))
    assert [row["id"] for row in rows] == [number]


async def test_service_calls_count_completion_in_numbers(bench: Bench) -> None:
    call = (await bench.query("ServiceCalls"))[0]
    assert (call["isComplete"], call["duration"], call["lastModifiedDateTime"]) == (0, 1.5, None)
    await bench.made("PATCH", "ServiceCalls", {"id": call["id"], "isComplete": 1, "status": 2})
    after = (await bench.query("ServiceCalls", leaf("isComplete", "eq", 1)))[0]
    assert after["lastModifiedDateTime"].startswith("2026-11-24T10:42:00")
    contacts = await bench.query("Contacts", leaf("isActive", "eq", 1))
    assert {one["isActive"] for one in contacts} == {1}


async def test_the_way_to_my_calls(bench: Bench) -> None:
    day = [leaf("startDateTime", "gte", "2026-11-24T00:00:00Z"), leaf("startDateTime", "lt", "2026-11-25T00:00:00Z")]
    calls = [row["id"] for row in await bench.query("ServiceCalls", *day)]
    links = await bench.query("ServiceCallTickets", leaf("serviceCallID", "in", calls))
    mine = await bench.query(
        "ServiceCallTicketResources", leaf("resourceID", "eq", ANA),
        leaf("serviceCallTicketID", "in", [row["id"] for row in links]),
    )  # fmt: skip
    tickets = {row["id"]: row["ticketID"] for row in links}
    assert [tickets[row["serviceCallTicketID"]] - FIRST + 1 for row in mine] == [6, 3]


async def test_the_clock_of_the_tenant_makes_the_stamps(bench: Bench) -> None:
    bench.at = NOW + 1234
    number = await bench.made("POST", "Tickets", TICKET)
    made = await bench.item(f"Tickets/{number}")
    assert made["createDate"] == "2026-11-24T10:42:01.234Z"
    assert made["ticketNumber"].startswith("T20261124.")
