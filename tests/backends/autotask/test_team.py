"""What is read of a team: by everybody the notes of the team ticket, by a lead all that the team has and plans."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.backends.autotask.bench import NOW, Bench
from tests.backends.autotask.reading import DAY, LEAD, Reading
from tests.backends.autotask_unit.desk import SETTINGS, Canned, listed, sent
from tests.desk import at_deeds as deeds
from tests.desk import at_effects as effects
from tests.desk.at_seed import ANA, BEN, CARA, DORA, FIRST, QUEUE, TEAM
from workboard.backends.autotask import team_ticket
from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.wire import Wire
from workboard.domain.people import Person
from workboard.domain.team_notes import DaySums, GoalLine, compose_goal, compose_sums

BENS = FIRST + 6
FREE = FIRST + 7
SUMS = compose_sums(DaySums("2026-11-23"))
GOAL = compose_goal(GoalLine("team", "Service Desk", "60 done per day"))
MINE, THEIRS = "Two seats come on Monday.", "Blocked by: vendor"


def number(bench: Bench, ticket: int) -> str:
    return str(bench.tenant.one("Tickets", ticket)["ticketNumber"])


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "whole_team", "read"),
    [(False, False, set()), (True, False, {SUMS}), (True, True, {SUMS, THEIRS}), (False, True, {SUMS, THEIRS})],
)
async def test_whose_notes_are_read(bench: Bench, named: bool, whole_team: bool, read: set[str]) -> None:
    """The team ticket is nobody's, the other one is Ben's."""
    ticket = f"#{number(bench, FREE)}" if named else None
    async with Reading(bench, team_ticket=ticket, whole_team=whole_team) as ana:
        await ana.look()
        deeds.writes(bench.tenant, FREE, CARA, SUMS)
        deeds.writes(bench.tenant, BENS, BEN, THEIRS)
        await ana.look(10)
    assert ana.said() & {SUMS, THEIRS} == read
    assert MINE in ana.said()


@pytest.mark.parametrize("whole_team", [False, True])
async def test_the_words_of_a_colleagues_time_too(bench: Bench, whole_team: bool) -> None:
    async with Reading(bench, whole_team=whole_team) as ana:
        await ana.look()
        fresh = deeds.opens(bench.tenant, "Kettle is cold", "Help!", contact=30711, owner=BEN)["id"]
        for ticket in (BENS, fresh):
            entry = deeds.books(bench.tenant, ticket, BEN, 20, "Kettle")
            entry["internalNotes"] = f"Help wanted: who knows kettles ({ticket})"
        await ana.look(20)
    asked = {one for one in ana.said() if "Help wanted" in one}
    assert len(asked) == 2 * whole_team
    assert sum(one.minutes for one in ana.known.time_entries.values() if one.person_id == str(BEN)) == 40


async def test_a_ticket_that_comes_to_the_team_is_read_from_its_beginning(bench: Bench) -> None:
    """Cara works in no queue of the team's."""
    for row in bench.tenant.rows("ResourceRoleQueues", resourceID=CARA):
        bench.tenant.remove("ResourceRoleQueues", row["id"])
    bench.at -= 2 * DAY
    old = deeds.opens(bench.tenant, "Old kettle", "Help!", contact=30711, owner=CARA)["id"]
    deeds.writes(bench.tenant, old, CARA, "Known for long.")
    bench.at += 2 * DAY
    async with Reading(bench, **LEAD) as ana:
        await ana.look()
        assert "Known for long." not in ana.said()
        deeds.gives(bench.tenant, old, DORA, BEN)
        await ana.look(10)
        assert "Known for long." in ana.said()


async def test_a_later_look_asks_for_new_notes_alone(bench: Bench) -> None:
    async with Reading(bench, **LEAD) as ana:
        await ana.look()
        deeds.writes(bench.tenant, BENS, BEN, THEIRS)
        before = len(bench.server.requests)
        await ana.look(10)
        asked = [json.loads(one.body) for one in bench.server.requests[before:] if one.path == "/TicketNotes/query"]
    assert len(asked) == 1
    assert "createDateTime" in json.dumps(asked[0]["filter"])
    assert str(FIRST) not in json.dumps(asked[0]["filter"])


# --- the team ticket ----------------------------------------------------------------------------------


@pytest.mark.parametrize("owner", [None, ANA, BEN])
async def test_of_the_team_ticket_the_newest_notes_and_all_goals(bench: Bench, owner: int | None) -> None:
    bench.at -= 60 * DAY
    ticket = deeds.opens(bench.tenant, "Sums of the team", "Nobody works on this.", owner=owner, by=DORA)["id"]
    deeds.writes(bench.tenant, ticket, DORA, GOAL, title=GOAL)
    deeds.writes(bench.tenant, ticket, BEN, "Workboard sums 1 2026-09-25", title="Workboard sums 1 2026-09-25")
    bench.at = NOW - 2 * DAY
    deeds.writes(bench.tenant, ticket, BEN, SUMS)
    bench.at = NOW
    async with Reading(bench, team_ticket=number(bench, ticket)) as ana:
        await ana.look()
        assert {one.body for one in ana.known.messages(f"at:ticket:{ticket}") if one.origin == "note"} == {SUMS, GOAL}
        deeds.writes(bench.tenant, ticket, CARA, "another")
        before = len(bench.server.requests)
        await ana.look(10)
        assert "another" in ana.said()
        sizes = [one for one in bench.server.requests[before:] if one.path == "/TicketNotes/query"]
        assert ["createDateTime" in one.body.decode() for one in sizes] == [True]


async def test_one_that_is_named_later_is_read_then_and_not_again(bench: Bench) -> None:
    deeds.writes(bench.tenant, FREE, BEN, SUMS)
    async with Reading(bench) as ana:
        await ana.look()
        assert SUMS not in ana.said()
    async with Reading(bench, known=ana.known, team_ticket=number(bench, FREE)) as named:
        await named.look(10)
        assert SUMS in named.said()
        await named.look(10)
        before = len(bench.server.requests)
        await named.look(1)
        assert len(bench.server.requests) - before == 1


async def test_one_that_nobody_knows_is_said(bench: Bench) -> None:
    async with Reading(bench, team_ticket="T20200101.0001") as ana:
        told = (await ana.backend.whoami()).warnings
    assert "no ticket T20200101.0001 is shown: check [account] team_ticket" in told


async def test_where_titles_cannot_be_looked_for_all_of_it_is_read() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "beginsWith" in request.content.decode():
            return httpx.Response(500, json={"errors": ["The field title cannot be queried."]})
        return listed({"id": 1, "ticketID": 7})

    desk = Canned(answer)
    rows = await team_ticket.notes(Calls(Wire(SETTINGS, "s", desk.transport)), 7, ("id", "ticketID"), NOW)
    assert [row["id"] for row in rows] == [1]
    assert "createDateTime" not in json.dumps(sent(desk.requests[-1]))


# --- who is in the team -------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["Service Desk", str(TEAM)])
async def test_the_group_is_a_queue_or_a_department_and_only_of_the_active(bench: Bench, group: str) -> None:
    bench.tenant.one("Resources", CARA)["isActive"] = False
    async with Reading(bench, group=group) as ana:
        members = {int(one.id) for one in (await ana.backend.whoami()).members}
    assert BEN in members
    assert CARA not in members


async def test_colleagues_have_names_without_a_group_too(bench: Bench) -> None:
    async with Reading(bench, whole_team=True) as ana:
        await ana.look()
    assert ana.known.people[str(BEN)] == Person(str(BEN), "Ben Bauer", None, "staff")
    assert str(ANA) not in ana.known.people


async def test_settings_that_changed_are_looked_up_though_the_tenant_was_learnt_today(bench: Bench) -> None:
    async with Reading(bench) as ana:
        kept = await ana.backend.whoami()
    same, other = Reading(bench), Reading(bench, group="Service Desk")
    for one in (same, other):
        assert one.backend.resume(kept.generation, kept.keepsake)
    before = len(bench.server.requests)
    async with same:
        assert len(bench.server.requests) - before == 1
    async with other:
        assert {int(one.id) for one in (await other.backend.whoami()).members} > {ANA, BEN}


async def test_a_status_that_ends_a_ticket_without_a_date_is_a_closure(bench: Bench) -> None:
    effects.ticket_edited(
        bench.tenant, bench.tenant.one("Tickets", BENS), BEN, {"status": bench.tenant.status("Work Complete")}
    )
    assert bench.tenant.one("Tickets", BENS)["completedDate"] is None
    async with Reading(bench) as ana:
        await ana.look()
    (done,) = [one for one in ana.known.done_events.values() if one.ticket_id == f"at:ticket:{BENS}"]
    assert done.person_id == str(BEN)
    assert ana.ticket(BENS).queue == "Service Desk"
    assert bench.tenant.one("Tickets", BENS)["queueID"] == QUEUE
