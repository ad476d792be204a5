"""What a lead reads of a team's plans: service calls, the time appointments take, and what changes with the role."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.backends.autotask.bench import NOW, Bench, benched
from tests.backends.autotask.reading import DAY, HOUR, LEAD, MINUTE, Reading
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, BEN, CARA, DORA, FIRST

BENS = FIRST + 6
BENS_CALL = f"at:call:6121-7312-{BEN}"
"""this afternoon, with Ana"""
THEIRS = "Blocked by: vendor"


# --- plans --------------------------------------------------------------------------------------------


async def test_a_colleagues_service_call_is_theirs_beside_mine(bench: Bench) -> None:
    async with Reading(bench, **LEAD) as lead, Reading(bench) as ana:
        await lead.look()
        await ana.look()
    assert BENS_CALL not in ana.known.activity_rows
    ours, theirs = lead.known.activity_rows["at:call:6121-7312"], lead.known.activity_rows[BENS_CALL]
    assert (ours.owner_id, theirs.owner_id) == (str(ANA), str(BEN))
    assert (theirs.title, theirs.estimate_minutes, theirs.remote_state) == ("Look at the mail server", 60, "open")


async def test_of_colleagues_only_what_is_planned_until_tomorrow(bench: Bench) -> None:
    soon = deeds.calls(bench.tenant, BENS, (BEN,), NOW + DAY, 60)["id"]
    later = deeds.calls(bench.tenant, BENS, (BEN,), NOW + 3 * DAY, 60)["id"]
    undone = deeds.calls(bench.tenant, BENS, (BEN,), NOW - 5 * DAY, 60)["id"]
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
    planned = {one.id.split(":")[2].split("-")[0] for one in lead.known.activity_rows.values() if one.kind == "call"}
    assert {str(soon), str(undone)} <= planned
    assert str(later) not in planned


@pytest.mark.parametrize("stamped", [False, True])
async def test_a_call_that_somebody_completed_counts_from_when_it_was_seen(bench: Bench, stamped: bool) -> None:
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
        assert f"at:done:call-6121-7312-{BEN}" not in lead.known.done_events
        stamp = bench.at + 5 * MINUTE if stamped else None
        bench.tenant.one("ServiceCalls", 6121).update(isComplete=1, status=2, lastModifiedDateTime=stamp)
        await lead.look(31)
        done = lead.known.done_events[f"at:done:call-6121-7312-{BEN}"]
        assert (done.person_id, done.activity_id) == (str(BEN), BENS_CALL)
        assert done.at == (stamp or bench.at)
        assert lead.known.activity_rows[BENS_CALL].remote_state == "done"
        mine = [one for one in lead.known.done_events.values() if one.activity_id == "at:call:6121-7312"]
        assert [(one.person_id, one.at) for one in mine] == [(str(ANA), done.at)], "of each who was on it"
        await lead.look(31)
        assert lead.known.done_events[done.id] == done


def _left(bench: Bench) -> None:
    for row in bench.tenant.rows("ServiceCallTicketResources", resourceID=BEN):
        bench.tenant.remove("ServiceCallTicketResources", row["id"])


def _moved(bench: Bench) -> None:
    bench.tenant.one("ServiceCalls", 6121).update(startDateTime=NOW + 9 * DAY, endDateTime=NOW + 9 * DAY + HOUR)


def _cancelled(bench: Bench) -> None:
    deeds.cancels(bench.tenant, 6121, DORA)


@pytest.mark.parametrize("change", [_left, _moved, _cancelled])
async def test_what_a_colleague_has_not_to_do_any_more(bench: Bench, change: Any) -> None:
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
        change(bench)
        await lead.look(31)
    assert lead.known.activity_rows[BENS_CALL].remote_state == "cancelled"


async def test_one_left_undone_is_kept_in_mind_until_it_is_no_more(bench: Bench) -> None:
    undone = deeds.calls(bench.tenant, BENS, (BEN,), NOW - 5 * DAY, 60)["id"]
    link = bench.tenant.rows("ServiceCallTickets", serviceCallID=undone)[0]["id"]
    key = f"at:call:{undone}-{link}-{BEN}"
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
        await lead.look(31)
        assert lead.known.activity_rows[key].remote_state == "open"
        bench.tenant.one("ServiceCalls", undone).update(isComplete=1, status=2)
        await lead.look(24 * 60)
        assert lead.known.activity_rows[key].remote_state == "done"


# --- appointments -------------------------------------------------------------------------------------


def taken(lead: Reading) -> dict[str | None, list[int | None]]:
    """Whose time of today is taken, by how many minutes each."""
    found: dict[str | None, list[int | None]] = {}
    for one in lead.known.activities("at:ticket:appointment-team"):
        found.setdefault(one.owner_id, []).append(one.estimate_minutes)
    return found


async def test_of_colleagues_appointments_the_time_is_read_and_nothing_else(bench: Bench) -> None:
    deeds.meets(bench.tenant, BEN, "Dentist", NOW + HOUR, 45)
    deeds.meets(bench.tenant, CARA, "Dentist", NOW + 2 * DAY, 45)
    deeds.meets(bench.tenant, DORA, "Away", NOW - DAY, 3 * 24 * 60)
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
        assert taken(lead) == {str(BEN): [45], str(DORA): [8 * 60]}
        ticket = lead.known.tickets["at:ticket:appointment-team"]
        assert (ticket.owner_id, ticket.category) == ("calendar", "done")
        assert {one.title for one in lead.known.activities(ticket.id)} == {"Appointment"}
    asked = [json.loads(one.body) for one in bench.server.requests if one.path == "/Appointments/query"]
    theirs = [one for one in asked if str(BEN) in json.dumps(one["filter"])]
    assert [one["IncludeFields"] for one in theirs] == [["id", "resourceID", "startDateTime", "endDateTime"]]


async def test_one_that_is_over_or_was_given_up_takes_no_time_any_more(bench: Bench) -> None:
    deeds.meets(bench.tenant, BEN, "Dentist", NOW + HOUR, 15)
    given_up = deeds.meets(bench.tenant, CARA, "Dentist", NOW + 5 * HOUR, 30)["id"]
    async with Reading(bench, whole_team=True) as lead:
        await lead.look()
        assert taken(lead) == {str(BEN): [15], str(CARA): [30]}
        bench.tenant.remove("Appointments", given_up)
        await lead.look(80)
        assert taken(lead) == {}
        assert lead.known.activity_rows["at:appointment:101"].owner_id == str(ANA), "mine are as they were"


async def test_without_the_right_to_appointments_a_lead_has_calls_alone() -> None:
    async with benched(forbidden="appointments") as bench, Reading(bench, **LEAD) as lead:
        await lead.look()
        assert BENS_CALL in lead.known.activity_rows
        assert taken(lead) == {}


# --- a role that changes ------------------------------------------------------------------------------


async def test_who_leads_from_now_on_reads_what_was_there_before(bench: Bench) -> None:
    deeds.writes(bench.tenant, BENS, BEN, THEIRS)
    deeds.books(bench.tenant, BENS, BEN, 25, "Called the vendor.")
    async with Reading(bench) as ana:
        await ana.look()
        assert THEIRS not in ana.said()
    async with Reading(bench, known=ana.known, **LEAD) as lead:
        await lead.look(10)
        assert {THEIRS, "Called the vendor."} <= lead.said()
        assert BENS_CALL in lead.known.activity_rows
        assert f"at:ticket:{BENS}" in lead.known.stretches
        before = len(bench.server.requests)
        await lead.look(1)
        assert len(bench.server.requests) - before == 1, "and only once"


async def test_who_leads_no_more_has_no_plans_of_others_left(bench: Bench) -> None:
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
    async with Reading(bench, known=lead.known) as ana:
        await ana.look(31)
    assert ana.known.activity_rows[BENS_CALL].remote_state == "cancelled"
    assert ana.known.activity_rows["at:call:6121-7312"].remote_state == "open"


async def test_stretches_of_the_teams_tickets_tell_how_long_they_wait_on_us(bench: Bench) -> None:
    async with Reading(bench, **LEAD) as lead:
        await lead.look()
        deeds.sets(bench.tenant, BENS, BEN, "Waiting Customer")
        await lead.look(10)
    assert [one.category for one in lead.known.spans(f"at:ticket:{BENS}")] == ["new", "waiting_client"]
