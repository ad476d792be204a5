"""The quickest part of ``make faults``: addresses that cannot be trusted or reached, a redirect, and each kind of fault
once in reading and once in writing, over real sockets."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.desk import faults as f
from tests.desk.addresses import NO_SUCH_NAME, SORTS, Certificates, Sort, certificates, have_openssl, refused
from tests.desk.faults import Fault
from tests.desk.oracle import WELL, judge, markers
from tests.desk.request_tracker import RequestTracker as Dialect
from tests.desk.rig import MINUTE, Case, Standing, acknowledged, standing
from tests.desk.seed import seeded
from tests.desk.server import Server
from workboard.domain.errors import RemoteError
from workboard.domain.intent import AddNote

NOTE = AddNote("desk:ticket:1", "Looked at it.", 5)
QUICK = tuple(one for one in f.KINDS if one not in (f.DRIP, f.SILENCE, f.SILENCE_AFTER, f.BOMB, f.ENDLESS))

READ = (
    f.CUT_SHORT, f.HALF_JSON, f.LOGIN, f.WRONG_TYPES, f.MISSING_FIELDS, f.TWICE, f.SLOW_DOWN_UNTIL, f.NOT_SIGNED_IN,
    f.FORBIDDEN, f.BROKEN,
)  # fmt: skip
"""One of each sort: reading is safe in all of them, and it is safe in the same way."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture
async def case(ground: Standing) -> AsyncIterator[Case]:
    """Signed in, and everything read."""
    await ground.prepare()
    one = ground.case()
    await one.settled()
    yield one
    await one.close()


@pytest.mark.parametrize("fault", QUICK, ids=lambda fault: fault.name)
async def test_a_note_arrives_once_whatever_becomes_of_its_answer(fault: Fault, case: Case) -> None:
    row = case.wish(NOTE)
    case.faults.once("POST /ticket/1/comment", fault)
    await case.sync()
    assert case.faults.played == [("POST /ticket/1/comment", fault.name)]
    assert case.row(row).state != "inflight"
    await case.settled()
    assert case.row(row).state == "done"
    assert judge(acknowledged([row]), markers(case.desk)) == WELL
    assert case.backend.escaped == []


@pytest.mark.parametrize("fault", READ, ids=lambda fault: fault.name)
async def test_news_are_read_in_the_end_whatever_became_of_the_feed(fault: Fault, case: Case) -> None:
    case.desk.client_writes(1, "It happened again.")
    case.faults.once("GET /transactions", fault)
    await case.sync()
    assert [name for _, name in case.faults.played] == [fault.name]
    await (case.read_anew() if fault in f.INSIDE_ROWS else case.settled())
    assert "It happened again." in [body for *_, body, _, _ in case.facts()["messages"]]
    assert case.backend.escaped == []


@pytest.mark.parametrize("fault", f.INSIDE_ROWS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("place", ["POST /attachments", "GET /transactions"])
async def test_a_look_that_cannot_be_read_is_no_miss(place: str, fault: Fault, case: Case) -> None:
    """The note is there; whoever takes an unreadable answer for *not there* sends it twice."""
    row = case.wish(NOTE)
    case.faults.once("POST /ticket/1/comment", f.RESET_AFTER)
    await case.send()
    case.at += 10 * MINUTE
    case.faults.always(place, fault)
    await case.send()
    assert case.row(row).state in ("uncertain", "done")
    await case.settled()
    assert [one.mark for one in markers(case.desk)] == [row.marker]
    assert case.row(row).state == "done"
    assert case.backend.escaped == []


async def test_nobody_listens(ground: Standing, tmp_path: Path) -> None:
    with refused() as url:
        await away(Case(ground.server, ground.desk, tmp_path, url=url), "cannot be reached")


async def test_a_name_that_does_not_resolve(ground: Standing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    await away(Case(ground.server, ground.desk, tmp_path, url=NO_SUCH_NAME), "cannot be reached")


async def away(case: Case, told: str) -> None:
    """The account is offline and says why; a wish waits, and was never doubted."""
    row = case.wish(NOTE)
    report = await case.sync()
    assert told in str(report.error)
    assert case.account_state() == "offline"
    assert case.row(row).state == "pending"
    assert case.cursor() is None
    assert case.backend.escaped == []
    await case.close()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not have_openssl():
        pytest.skip("the openssl command makes the certificates, and is not here")
    return certificates(tmp_path_factory.mktemp("papers"))


@pytest.mark.parametrize("sort", SORTS)
async def test_a_certificate(sort: Sort, papers: Certificates, tmp_path: Path) -> None:
    desk = seeded(lambda: 0)
    async with Server(Dialect(), desk, tls=papers.server(sort)) as server:
        case = Case(server, desk, tmp_path, ca_file=papers.ca)
        if sort == "good":
            assert (await case.sync()).error is None
            assert case.account_state() == "ok"
            await case.close()
        else:
            await away(case, "certificate")
            assert server.requests == [], "nothing is said to somebody who cannot prove who they are"


async def test_a_redirect_takes_no_secret_along(case: Case) -> None:
    """The other host would take anything; nobody comes."""
    async with Server(Dialect(), case.desk) as other:
        row = case.wish(NOTE)
        case.faults.always(f.ANYWHERE, f.redirected(other.url))
        report = await case.sync()
        assert isinstance(report.error, RemoteError)
        assert case.row(row).state == "rejected"
        assert other.requests == []
    assert case.backend.escaped == []
