"""The quickest part of ``make faults`` at an Autotask tenant: each kind of fault once in writing, and of each sort one
in reading, over real sockets. Then what is Autotask's own: the lock, the hour, the threads, and rules that insist."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.desk import at_deeds as deeds
from tests.desk import faults as f
from tests.desk.at_audit import Audited
from tests.desk.at_gate import TOO_MANY_THREADS
from tests.desk.at_seed import API_NAME, FIRST
from tests.desk.at_tenant import Tenant
from tests.desk.at_world import AUTOTASK
from tests.desk.faults import Fault
from tests.desk.oracle import WELL, judge, markers
from tests.desk.rig import MINUTE, Case, Standing, acknowledged, standing
from tests.desk.server import Server
from tests.desk.wire import Answer
from workboard.domain.errors import SignInFailed, Throttled
from workboard.domain.intent import AddNote, SetCategory

NOTE = AddNote(f"desk:ticket:{FIRST}", "Looked at it.")
TIME = AddNote(f"desk:ticket:{FIRST + 1}", "Looked at it.", 5)
NOTED = f"POST /Tickets/{FIRST}/Notes"
BOOKED = "POST /TimeEntries"
QUICK = tuple(one for one in f.KINDS if one not in (f.DRIP, f.SILENCE, f.SILENCE_AFTER, f.BOMB, f.ENDLESS))
READ = (f.CUT_SHORT, f.LOGIN, f.WRONG_TYPES, f.MISSING_FIELDS, f.TWICE, f.SLOW_DOWN_UNTIL, f.NOT_SIGNED_IN, f.BROKEN)
"""One of each sort: reading is safe in all of them, and it is safe in the same way."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("desk"), AUTOTASK) as one:
        yield one


@pytest.fixture
async def case(ground: Standing) -> AsyncIterator[Case]:
    """Signed in, and everything read."""
    await ground.prepare()
    one = ground.case()
    await one.settled()
    yield one
    assert one.backend.escaped == []
    assert reader(one).complaints == []
    await one.close()


def reader(case: Case) -> Audited:
    assert isinstance(case.server.dialect, Audited)
    return case.server.dialect


def tenant_of(case: Case) -> Tenant:
    assert isinstance(case.desk, Tenant)
    return case.desk


@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
@pytest.mark.parametrize(("wish", "site"), [(NOTE, NOTED), (TIME, BOOKED)], ids=["note", "time"])
async def test_a_note_arrives_once_whatever_becomes_of_its_answer(
    wish: AddNote, site: str, fault: Fault, case: Case
) -> None:
    row = case.wish(wish)
    case.faults.once(site, fault)
    await case.sync()
    assert case.faults.played == [(site, fault.name)]
    assert case.row(row).state != "inflight"
    await case.settled()
    assert case.row(row).state == "done"
    assert judge(acknowledged([row]), markers(case.desk)) == WELL


@pytest.mark.parametrize("fault", READ, ids=lambda fault: fault.name)
async def test_news_are_read_in_the_end_whatever_became_of_the_feed(fault: Fault, case: Case) -> None:
    case.at += 10 * MINUTE
    deeds.client_writes(tenant_of(case), FIRST, "It happened again.")
    case.faults.once("POST /Tickets/query", fault)
    await case.sync()
    assert [name for _, name in case.faults.played] == [fault.name]
    await (case.read_anew() if fault in f.INSIDE_ROWS else case.settled())
    assert "It happened again." in [body for *_, body, _, _ in case.facts()["messages"]]


@pytest.mark.parametrize("fault", f.INSIDE_ROWS, ids=lambda fault: fault.name)
async def test_a_look_that_cannot_be_read_is_no_miss(fault: Fault, case: Case) -> None:
    """The note is there; whoever takes an unreadable answer for *not there* sends it twice."""
    row = case.wish(NOTE)
    case.faults.once(NOTED, f.RESET_AFTER)
    await case.send()
    case.at += 10 * MINUTE
    case.faults.always("POST /TicketNotes/query", fault)
    await case.send()
    assert case.row(row).state in ("uncertain", "done")
    await case.settled()
    assert [one.mark for one in markers(case.desk)] == [row.marker]
    assert case.row(row).state == "done"


async def test_a_wrong_secret_is_tried_too_seldom_to_lock_anybody_out(case: Case) -> None:
    user = tenant_of(case).api_users[API_NAME]
    user.secret = "another"
    row = case.wish(NOTE)
    for _ in range(20):
        case.at += 20 * MINUTE
        report = await case.sync()
        assert isinstance(report.error, SignInFailed)
    assert user.failures < tenant_of(case).locks_after
    assert not user.locked
    assert case.account_state() == "auth"
    assert case.row(row).state in ("pending", "held")


async def test_a_used_up_hour_is_waited_for(case: Case) -> None:
    tenant_of(case).others = 10_000
    row = case.wish(NOTE)
    report = await case.sync()
    assert isinstance(report.error, Throttled)
    before = len(case.server.requests)
    await case.sync()
    assert len(case.server.requests) <= before + 1, "an hour that is used up is not made longer"
    tenant_of(case).others = 0
    await case.settled()
    assert case.row(row).state == "done"


@pytest.mark.parametrize("status", [429, 500])
async def test_a_full_endpoint_is_tried_again(status: int, case: Case) -> None:
    row = case.wish(NOTE)
    case.faults.once(NOTED, f.says("threads", Answer(status, {"errors": [TOO_MANY_THREADS]})))
    await case.send()
    assert case.row(row).state == "pending"
    await case.settled()
    assert judge(acknowledged([row]), markers(case.desk)) == WELL


async def test_a_rule_that_always_wins_is_told_and_not_fought(case: Case) -> None:
    """*A 200 is not proof*: read back, once more, and then a person hears of it."""
    tenant = tenant_of(case)
    tenant.switches = tenant.switches._replace(status_override="always")
    row = case.wish(SetCategory(f"desk:ticket:{FIRST}", "done", "In Progress"))
    before = len(case.server.requests)
    for _ in range(3):
        await case.sync()
        case.at += 20 * MINUTE
    patches = [one for one in case.asked(before) if one.site == "PATCH /Tickets"]
    assert 1 <= len(patches) <= 2
    ended = case.row(row)
    assert ended.state in ("rejected", "conflict", "done")
    assert ended.reason, "a status that did not hold is never passed over in silence"


async def test_without_a_role_time_is_refused_in_words_and_a_note_still_goes(ground: Standing, tmp_path: Path) -> None:
    """Roles that security hides are simply absent."""
    case = Case(ground.server, ground.desk, tmp_path, world=AUTOTASK)
    tenant = tenant_of(case)
    tenant.switches = tenant.switches._replace(hidden="roles")
    await case.settled()
    booked, noted = case.wish(TIME), case.wish(NOTE)
    await case.sync()
    assert case.row(noted).state == "done"
    assert case.row(booked).state == "rejected"
    assert "role" in (case.row(booked).reason or "")
    assert tenant.rows("TimeEntries", ticketID=FIRST + 1) == []
    assert case.backend.escaped == []
    await case.close()


async def test_a_redirect_takes_no_secret_along(case: Case) -> None:
    async with Server(AUTOTASK.dialect(), case.desk) as other:
        row = case.wish(NOTE)
        case.faults.always(f.ANYWHERE, f.redirected(other.url))
        await case.sync()
        assert case.row(row).state == "rejected"
        assert other.requests == []
