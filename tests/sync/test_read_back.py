"""A write that was taken and cannot be read back is in doubt: it is looked for, and never taken back as unsent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.desk import faults as f
from tests.desk.at_seed import ANA, BEN, FIRST
from tests.desk.at_world import AUTOTASK
from tests.desk.plan import WELL
from tests.desk.rig import MINUTE, REQUEST_TRACKER, Case, Standing, World, standing
from workboard.domain.intent import Assign, Intent, SetCategory
from workboard.store import entries

RT = "GET /ticket/1"
AT = f"GET /Tickets/{FIRST}"


@pytest.fixture(scope="module", params=[REQUEST_TRACKER, AUTOTASK], ids=["request_tracker", "autotask"])
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    world: World = request.param
    with standing(tmp_path_factory.mktemp("desk"), world) as one:
        yield one


@pytest.fixture
async def case(ground: Standing) -> AsyncIterator[Case]:
    await ground.prepare()
    one = ground.case()
    await one.settled()
    yield one
    await one.close()


def wishes(case: Case) -> tuple[str, Intent, Intent]:
    """Where the ticket is read, one that gives it away, one that sets its status."""
    if case.world is AUTOTASK:
        ticket = f"desk:ticket:{FIRST}"
        return AT, Assign(ticket, str(BEN), str(ANA)), SetCategory(ticket, "waiting_client", status(case, ticket))
    return RT, Assign("desk:ticket:1", "ben", "ana"), SetCategory("desk:ticket:1", "waiting_client", "open")


def status(case: Case, ticket_id: str) -> str:
    return str(case.database.read().value("SELECT status FROM ticket WHERE id = ?", (ticket_id,)))


@pytest.mark.parametrize("which", [1, 2], ids=["owner", "status"])
async def test_it_is_looked_for_and_found(case: Case, which: int) -> None:
    site, *both = wishes(case)
    one = case.wish(both[which - 1])
    case.faults.once(site, WELL)
    case.faults.always(site, f.RESET_BEFORE)
    case.faults.always("GET /transactions*", f.RESET_BEFORE)
    seen = len(case.server.requests)
    await case.send()
    assert [one.method for one in case.asked(seen) if one.method in ("PUT", "PATCH")], "it was sent"
    row = case.row(one)
    assert (row.state, row.frozen) == ("uncertain", True)
    assert entries.may_have_arrived(case.database.read(), row)
    case.faults.clear()
    case.pass_time(20 * MINUTE / 1000)
    seen = len(case.server.requests)
    await case.send()
    assert case.row(one).state == "done"
    assert not [one.method for one in case.asked(seen) if one.method in ("PUT", "PATCH")], "and not sent again"
