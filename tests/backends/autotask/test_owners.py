"""To whom a ticket is given, and in which role; what is said where that cannot be."""

from __future__ import annotations

import pytest

from tests.backends.autotask.bench import Bench, benched
from tests.backends.autotask.reading import Reading
from tests.desk import at_deeds as deeds
from tests.desk.at_seed import ANA, API, BEN, CARA, DORA, ENGINEER, FIRST, MANAGER
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import Assign, Claim

TICKET = f"at:ticket:{FIRST}"
FREE = FIRST + 7
"""nobody's"""


def to(person: int, base: int | None = ANA) -> Assign:
    return Assign(TICKET, str(person), "" if base is None else str(base))


def owner(bench: Bench, ticket: int = FIRST) -> tuple[int | None, int | None]:
    row = bench.tenant.one("Tickets", ticket)
    return row["assignedResourceID"], row["assignedResourceRoleID"]


def writes(bench: Bench) -> list[str]:
    return [one.site for one in bench.server.requests if one.method == "PATCH"]


def also_manager(bench: Bench, person: int) -> None:
    """Their default is a role with which they stand in no queue."""
    (row,) = bench.tenant.rows("ResourceServiceDeskRoles", resourceID=person)
    row["isDefault"] = False
    bench.tenant.add("ResourceServiceDeskRoles", resourceID=person, roleID=MANAGER, isActive=True, isDefault=True)


@pytest.mark.parametrize("pair_wants", ["role held", "role in queue"])
async def test_of_several_roles_it_is_the_one_for_the_tickets_queue(pair_wants: str) -> None:
    async with benched(pair_wants=pair_wants) as bench:
        also_manager(bench, BEN)
        async with Reading(bench) as ana:
            await ana.look()
            await ana.apply(to(BEN))
        assert owner(bench) == (BEN, ENGINEER)
        assert len(writes(bench)) == 1


async def test_the_role_is_theirs_and_not_mine(bench: Bench) -> None:
    async with Reading(bench) as ana:
        await ana.look()
        await ana.apply(to(DORA))
        assert ana.ticket(FIRST).presence == "team"
    assert owner(bench) == (DORA, MANAGER)


async def test_my_default_role_may_be_none_of_the_queues_and_another_is() -> None:
    async with benched(pair_wants="role in queue") as bench:
        also_manager(bench, ANA)
        async with Reading(bench) as ana:
            await ana.look()
            await ana.apply(Claim(f"at:ticket:{FREE}"))
        assert owner(bench, FREE) == (ANA, ENGINEER)
        assert len(writes(bench)) == 2, "the first was turned down, so nothing was written"


async def test_a_role_of_the_settings_is_the_only_one_tried() -> None:
    async with benched(pair_wants="role in queue") as bench:
        also_manager(bench, ANA)
        async with Reading(bench, role="Service Manager") as ana:
            await ana.look()
            with pytest.raises(Refused, match=r"role that you hold.*\[account\] role"):
                await ana.apply(Claim(f"at:ticket:{FREE}"))
        assert owner(bench, FREE) == (None, None)


async def test_where_roles_are_hidden_the_one_on_the_ticket_is_tried() -> None:
    async with benched(hidden="roles") as bench, Reading(bench) as ana:
        await ana.look()
        await ana.apply(to(BEN))
        assert owner(bench) == (BEN, ENGINEER)
        with pytest.raises(Refused, match="ask the administrator for a service desk role of Dora Dahl"):
            await ana.apply(to(DORA, BEN))
        assert owner(bench) == (BEN, ENGINEER)


async def test_a_role_that_was_given_since_is_found(bench: Bench) -> None:
    (held,) = bench.tenant.rows("ResourceServiceDeskRoles", resourceID=BEN)
    async with Reading(bench) as ana:
        await ana.look()
        held["isActive"] = False
        with pytest.raises(Refused, match="service desk role of Ben Bauer"):
            await ana.apply(to(BEN))
        held["isActive"] = True
        await ana.apply(to(BEN))
    assert owner(bench) == (BEN, ENGINEER)


@pytest.mark.parametrize(
    ("person", "told"),
    [(29700001, "not active"), (API, "API user"), (999, "not active")],
)
async def test_who_cannot_have_work_is_given_none_and_nothing_is_asked(bench: Bench, person: int, told: str) -> None:
    async with Reading(bench) as ana:
        await ana.look()
        before = len(bench.server.requests)
        with pytest.raises(Refused, match=told):
            await ana.apply(to(person))
        assert len(bench.server.requests) == before


async def test_whoever_stands_on_it_as_a_further_resource_has_to_be_taken_off_first(bench: Bench) -> None:
    bench.tenant.add("TicketSecondaryResources", ticketID=FIRST, resourceID=BEN, roleID=ENGINEER)
    async with Reading(bench) as ana:
        await ana.look()
        with pytest.raises(Refused, match="take them off there first"):
            await ana.apply(to(BEN))
    assert owner(bench) == (ANA, ENGINEER)


async def test_a_conflict_names_everybody_by_name_and_by_key(bench: Bench) -> None:
    async with Reading(bench) as ana:
        await ana.look()
        deeds.gives(bench.tenant, FIRST, DORA, CARA)
        with pytest.raises(Conflicting, match="Cara Costa by now, not Ana Alves") as caught:
            await ana.apply(to(BEN))
    told = caught.value
    assert (told.field, told.base, told.mine, told.theirs) == ("owner", str(ANA), str(BEN), str(CARA))
    assert writes(bench) == []


async def test_what_was_taken_from_everybody_meanwhile_is_a_conflict_with_nobody(bench: Bench) -> None:
    async with Reading(bench) as ana:
        await ana.look()
        deeds.gives(bench.tenant, FIRST, DORA, None)
        with pytest.raises(Conflicting, match="nobody by now, not Ana Alves") as caught:
            await ana.apply(to(BEN))
    assert caught.value.theirs == ""
