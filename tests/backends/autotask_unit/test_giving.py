"""Whose a ticket is: in which role it is given, from whom, and what is said where Autotask takes no such owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.backends.autotask_unit.desk import SETTINGS, Canned, listed, sent
from tests.backends.autotask_unit.test_payloads import AT, LEARNT, TICKET, known
from workboard.backends.autotask import identity, learnt
from workboard.backends.autotask.backend import Autotask
from workboard.backends.base import Op, Receipt
from workboard.domain.errors import Conflicting, Refused
from workboard.domain.intent import Assign, Claim, Intent
from workboard.settings.config import AccountSettings

ANA, BEN, CARA, API = 29700011, 29700012, 29700013, 29700090
ENGINEER, MANAGER, ON_CALL = 29683392, 29683393, 29683394
DESK, FIELD = 29682833, 29682969
NO_PAIR = "The AssignedResourceID and AssignedRoleID combination is not currently defined."
TO_BEN = Assign(TICKET.id, str(BEN), str(ANA))
STAFF = ((ANA, "Ana Alves"), (BEN, "Ben Bauer"), (CARA, "Cara Costa"), (API, "Workboard API"))

Then = Callable[["Desk"], object]


class Desk(Canned):
    """One ticket. ``held``: roles of people; ``in_queue``: pairs of role and queue; ``pairs``: what is taken, all if
    ``None``; ``then`` happens after a write."""

    def __init__(self, owner: int | None = ANA, *, then: Then = lambda desk: None) -> None:
        super().__init__(self._answer)
        self.owner, self.role = owner, ENGINEER
        self.held: dict[int, list[int]] = {BEN: [ENGINEER]}
        self.default = 0
        self.in_queue: list[tuple[int, int]] = []
        self.pairs: set[tuple[int, int]] | None = None
        self.says = NO_PAIR
        self.written: list[dict[str, Any]] = []
        self._then = then

    def _answer(self, request: httpx.Request) -> httpx.Response:
        entity = request.url.path.split("/")[3]
        if request.method == "PATCH":
            return self._patched(sent(request))
        if request.method == "GET":
            return httpx.Response(200, json={"item": self._ticket()})
        if entity == "ResourceServiceDeskRoles":
            return listed(*self._held(self._asked(request)))
        if entity == "ResourceRoles":
            return listed(*({"id": 1, "roleID": role, "queueID": queue} for role, queue in self.in_queue))
        return listed(self._ticket()) if entity == "Tickets" else listed()

    def _held(self, person: int) -> Iterator[dict[str, Any]]:
        return ({"id": 1, "roleID": role, "isDefault": role == self.default} for role in self.held[person])

    def _ticket(self) -> dict[str, Any]:
        return {"id": 81422, "status": 8, "queueID": DESK, "ticketNumber": "T20260311.0042", "title": "Printer",
                "assignedResourceID": self.owner, "assignedResourceRoleID": self.role}  # fmt: skip

    def _asked(self, request: httpx.Request) -> int:
        (condition,) = (one for one in sent(request)["filter"][0]["items"] if one["field"] == "resourceID")
        return int(condition["value"])

    def _patched(self, body: dict[str, Any]) -> httpx.Response:
        self.written.append(body)
        pair = (body["assignedResourceID"], body["assignedResourceRoleID"])
        if self.pairs is not None and pair not in self.pairs:
            return httpx.Response(500, json={"errors": [self.says]})
        self.owner, self.role = pair
        self._then(self)
        return httpx.Response(200, json={"itemId": 81422})

    def roles(self) -> list[int]:
        """The roles in which it was tried to give the ticket, in order."""
        return [one["assignedResourceRoleID"] for one in self.written]


def connector(desk: Desk, settings: AccountSettings = SETTINGS) -> Autotask:
    async def pause(seconds: float) -> None:
        """No time passes here."""

    backend = Autotask(settings, "s", transport=desk.transport, pause=pause)
    kept = LEARNT._replace(staff=STAFF, asked=learnt.asked(settings)).text()
    assert backend.resume(f"api@msp.example|{ANA}|{identity.READING}|100123", kept)
    return backend


async def carried_out(desk: Desk, intent: Intent = TO_BEN) -> Receipt:
    return await connector(desk).apply(Op("op1", TICKET.id, intent, "", AT), known())


async def looked_for(desk: Desk, intent: Intent = TO_BEN) -> Receipt | None:
    return await connector(desk).probe(Op("op1", TICKET.id, intent, "", AT), known())


async def test_a_ticket_is_given_in_a_role_of_the_colleagues_and_the_owner_read_back() -> None:
    desk = Desk()
    receipt = await carried_out(desk)
    assert desk.written == [{"id": 81422, "assignedResourceID": BEN, "assignedResourceRoleID": ENGINEER}]
    (ticket,) = receipt.page.tickets
    assert (receipt.remote_id, ticket.owner_id, ticket.presence) == ("81422", str(BEN), "team")
    paths = [one.removeprefix("GET /ATServicesRest/V1.0/") for one in desk.paths()[-3:]]
    assert paths == ["Tickets/81422", "PATCH /ATServicesRest/V1.0/Tickets", "Tickets/81422"], "looked at right before"


async def test_what_is_theirs_already_is_not_written_again() -> None:
    desk = Desk(BEN)
    assert (await carried_out(desk)).remote_id == "81422"
    assert desk.written == []


@pytest.mark.parametrize(
    ("held", "in_queue", "pairs", "tried"),
    [
        ([MANAGER, ENGINEER], [(ENGINEER, DESK), (MANAGER, FIELD)], [ENGINEER], [ENGINEER]),
        ([MANAGER, ENGINEER], [], [ENGINEER], [MANAGER, ENGINEER]),
        ([MANAGER], [(ON_CALL, DESK)], [ON_CALL], [MANAGER, ON_CALL]),
        ([], [(ON_CALL, DESK)], [ON_CALL], [ON_CALL]),
        ([], [], [ENGINEER], [ENGINEER]),
    ],
    ids=["of the queue", "another held", "of the queue alone", "not shown", "nothing is shown"],
)
async def test_in_which_role(
    held: list[int], in_queue: list[tuple[int, int]], pairs: list[int], tried: list[int]
) -> None:
    """A pair that is turned down is a definite *no*, so the next likely one is tried."""
    desk = Desk()
    desk.held[BEN], desk.in_queue, desk.pairs = held, in_queue, {(BEN, role) for role in pairs}
    await carried_out(desk)
    assert (desk.roles(), desk.owner) == (tried, BEN)


async def test_of_several_the_default_one_goes_first() -> None:
    desk = Desk()
    desk.held[BEN], desk.default = [ENGINEER, MANAGER], MANAGER
    await carried_out(desk)
    assert desk.roles() == [MANAGER]


async def test_what_a_colleague_holds_is_asked_anew_each_time() -> None:
    """So that *retry* helps once the administrator has given them a role."""
    desk = Desk()
    backend, wish = connector(desk), Op("op1", TICKET.id, TO_BEN, "", AT)
    desk.pairs = {(BEN, MANAGER)}
    with pytest.raises(Refused):
        await backend.apply(wish, known())
    desk.held[BEN] = [MANAGER]
    await backend.apply(wish, known())
    assert desk.owner == BEN


@pytest.mark.parametrize(
    ("says", "remedy"),
    [
        (NO_PAIR, "ask the administrator for a service desk role of Ben Bauer in the ticket's queue"),
        (
            "When assigning, you must assign both a assignedResourceID and assignedResourceRoleID.",
            "give it in Autotask itself",
        ),
        (
            "Reference value on field: assignedResourceID of type: Resource does not exist or is invalid.",
            "not active, or an API user: choose somebody else",
        ),
        ("A primary resource may not also be a secondary resource.", "take them off there first"),
    ],
)
async def test_a_no_of_autotasks_is_one_line_with_its_remedy(says: str, remedy: str) -> None:
    desk = Desk()
    desk.held[BEN], desk.pairs, desk.says = [1, 2, 3, 4, 5], set(), says
    with pytest.raises(Refused) as caught:
        await carried_out(desk)
    told = str(caught.value)
    assert told.startswith("Autotask refused it: ")
    assert says.rstrip(".") in told
    assert remedy in told
    assert "\n" not in told
    assert len(desk.written) == (3 if says == NO_PAIR else 1)
    assert desk.owner == ANA


@pytest.mark.parametrize(("before", "after"), [(CARA, CARA), (ANA, CARA), (ANA, None), (None, None)])
async def test_somebody_who_was_faster_is_a_conflict_before_and_after_the_write(
    before: int | None, after: int | None
) -> None:
    desk = Desk(before, then=lambda desk: setattr(desk, "owner", after))
    with pytest.raises(Conflicting) as caught:
        await carried_out(desk)
    error = caught.value
    assert (error.field, error.base, error.mine) == ("owner", str(ANA), str(BEN))
    assert error.theirs == ("" if after is None else str(after))
    assert "nobody" in str(error) if after is None else "Cara Costa by now, not Ana Alves" in str(error)
    assert bool(desk.written) is (before == ANA), "nothing is written to what belongs to somebody else"


async def test_what_a_rule_gives_back_is_told() -> None:
    desk = Desk(then=lambda desk: setattr(desk, "owner", ANA))
    with pytest.raises(Refused, match="shows Ana Alves again: a workflow rule may keep it there"):
        await carried_out(desk)


@pytest.mark.parametrize(("who", "told"), [("ben", "no resource"), (str(API), "an API user"), ("29700001", "active")])
async def test_nobody_who_cannot_have_work_is_given_any(who: str, told: str) -> None:
    desk = Desk()
    with pytest.raises(Refused, match=told):
        await carried_out(desk, Assign(TICKET.id, who, str(ANA)))
    assert desk.requests == []


async def test_what_comes_back_to_me_is_read_in_full_and_in_my_role() -> None:
    desk = Desk(BEN)
    receipt = await carried_out(desk, Assign(TICKET.id, str(ANA), str(BEN)))
    assert desk.roles() == [ENGINEER]
    assert receipt.page.complete == {TICKET.id}
    assert not any("Roles" in one for one in desk.paths()), "mine was learnt this morning"


@pytest.mark.parametrize("intent", [TO_BEN, Claim(TICKET.id)])
@pytest.mark.parametrize("owner", [ANA, BEN, None])
async def test_a_look_finds_whose_it_is(intent: Intent, owner: int | None) -> None:
    desk = Desk(owner)
    wanted = BEN if intent == TO_BEN else ANA
    found = await looked_for(desk, intent)
    assert (found is not None) is (owner == wanted)
    assert desk.written == []


# --- taken --------------------------------------------------------------------------------------------


async def test_what_is_nobodys_is_taken_in_my_role() -> None:
    desk = Desk(None)
    assert (await carried_out(desk, Claim(TICKET.id))).page.complete == {TICKET.id}
    assert desk.written == [{"id": 81422, "assignedResourceID": ANA, "assignedResourceRoleID": ENGINEER}]


@pytest.mark.parametrize("before", [BEN, None])
async def test_who_took_it_sooner_is_named(before: int | None) -> None:
    desk = Desk(before, then=lambda desk: setattr(desk, "owner", BEN))
    with pytest.raises(Refused, match="taken by Ben Bauer"):
        await carried_out(desk, Claim(TICKET.id))
    assert len(desk.written) == (before is None)


async def test_a_role_that_does_not_count_here_gives_way_to_another_of_mine() -> None:
    desk = Desk(None)
    desk.held[ANA], desk.pairs = [ENGINEER, MANAGER], {(ANA, MANAGER)}
    await carried_out(desk, Claim(TICKET.id))
    assert desk.roles() == [ENGINEER, MANAGER]


async def test_a_role_of_the_settings_is_the_only_one() -> None:
    desk = Desk(None)
    desk.held[ANA], desk.pairs = [ENGINEER, MANAGER], {(ANA, MANAGER)}
    with pytest.raises(Refused, match=r"set \[account\] role, or ask the administrator"):
        await connector(desk, SETTINGS._replace(role="Engineer")).apply(
            Op("op1", TICKET.id, Claim(TICKET.id), "", AT), known()
        )
    assert (desk.roles(), desk.owner) == ([ENGINEER], None)
