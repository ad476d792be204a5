"""Each kind of fault at each place where the backend calls: where that leaves the account and the row is written down
here, nothing else than our own errors comes out, the cursor passes nothing by, and without the fault all ends well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pytest

from tests.desk import faults as f
from tests.desk.faults import Fault
from tests.desk.oracle import WELL, integrity_errors, judge, markers
from tests.desk.rig import Case, Standing, acknowledged, standing
from tests.desk.wire import Request
from tests.faults.scenes import SCENES, Scene, is_write, sites
from workboard.backends import patience
from workboard.store.outbox import Entry

DEADLINE_S: Final = 0.3
HANGING: Final = frozenset({f.DRIP.name, f.SILENCE.name, f.SILENCE_AFTER.name})
"""Faults that only a deadline ends; the real ones would take minutes."""
HANG_S: Final = 60.0
"""Whoever takes longer than this waits for something that no deadline ends."""
THOROUGH: Final = 3000
"""With at least so many kills asked for, every fault is tried at every place; else at each third of them."""


class Ends(NamedTuple):
    """States of the account and of the row, as words: after a fault in reading, and in writing."""

    account: str
    read: str
    """the row, when a request before or after the write itself went wrong"""
    write: str
    """the row, when the write went wrong"""


LOST = Ends("offline", "pending uncertain done", "uncertain")
"""The connection broke, or the answer was none: of a write nobody knows whether it was taken."""
DROPPED = LOST._replace(account="ok offline")
"""Where an answer should have begun: a read over a connection kept from before is asked for once more."""
UNREADABLE = Ends("offline", "uncertain done", "uncertain")
ROWS = Ends("ok offline", "uncertain rejected done", "done uncertain")
"""Single rows that cannot be read are set aside; one on which everything hangs makes the answer unreadable."""
THROTTLED = Ends("throttled", "pending uncertain done", "pending")
REFUSED = Ends("ok offline", "rejected uncertain done", "rejected")
"""Something that may not be seen is done without where that is possible."""

STATES: Final[dict[Fault, Ends]] = {
    f.RESET_BEFORE: DROPPED,
    f.RESET_AFTER: DROPPED,
    f.HANG_UP_BEFORE: DROPPED,
    f.HANG_UP_AFTER: DROPPED,
    f.RESET_MID_BODY: LOST,
    f.CUT_SHORT: LOST,
    f.CHUNK_ERROR: LOST,
    f.NOT_HTTP: LOST,
    f.DRIP: LOST,
    f.SILENCE: LOST,
    f.SILENCE_AFTER: LOST,
    f.LATE: DROPPED,
    f.BUSY: LOST,
    f.BUSY_AFTER: LOST,
    f.BROKEN: LOST,
    f.BROKEN_AFTER: LOST,
    f.BAD_GATEWAY: LOST,
    f.HALF_JSON: UNREADABLE,
    f.LOGIN: UNREADABLE,
    f.NOT_UTF8: UNREADABLE,
    f.BOMB: Ends("ok offline", "uncertain rejected done", "uncertain"),
    f.EMPTY: UNREADABLE._replace(write="uncertain done"),
    f.WRONG_SHAPE: UNREADABLE._replace(write="uncertain done"),
    f.DEAF: UNREADABLE._replace(write="uncertain rejected"),
    f.WRONG_TYPES: ROWS,
    f.MISSING_FIELDS: ROWS,
    f.WITHOUT_IDS: ROWS,
    f.TWICE: Ends("ok", "done", "done"),
    f.ENDLESS: ROWS,
    f.SLOW_DOWN: THROTTLED,
    f.SLOW_DOWN_UNTIL: THROTTLED,
    f.SLOW_DOWN_ABSURDLY: THROTTLED,
    f.SLOW_DOWN_BACKWARDS: THROTTLED,
    f.NOT_SIGNED_IN: Ends("auth", "held uncertain done", "held done"),  # signing in again may have helped at once
    f.FORBIDDEN: REFUSED,
    f.NOT_THERE: REFUSED,
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("desk")) as one:
        yield one


@pytest.fixture
async def prepared(ground: Standing) -> Standing:
    await ground.prepare()
    return ground


def test_every_kind_has_its_end_written_down() -> None:
    assert set(STATES) == set(f.KINDS)
    assert len(f.KINDS) >= 24


@pytest.mark.parametrize("fault", f.KINDS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_fault_ends_where_it_is_written(
    scene: Scene, fault: Fault, prepared: Standing, request: pytest.FixtureRequest
) -> None:
    asked, plain = await undisturbed(scene, prepared)
    every = int(request.config.getoption("--kills")) >= THOROUGH
    for number, place in enumerate(sites(asked, closely=scene.reads)):
        if not every and not is_write(asked[place].site) and (number + f.KINDS.index(fault)) % 3:
            continue
        with_fault = f"{fault.name}, at {asked[place].site} {asked[place].first('query')}"
        case = prepared.case(fresh=scene.fresh)
        try:
            row = await disturbed(case, scene, place, fault)
            check(case, fault, asked, place, row, with_fault)
            await case.settled()
            if fault in f.INSIDE_ROWS:
                await case.read_anew()
            if row is None or case.row(row).reason is None:  # else a person was told what is not as they wished
                assert comparable(case.facts(), fault) == comparable(plain, fault), with_fault
            if row is not None:
                assert judge(acknowledged([case.row(row)]), markers(case.desk)) == WELL, with_fault
            assert integrity_errors(case.database.path) == []
        finally:
            await case.close()


def comparable(facts: dict[str, Any], fault: Fault) -> dict[str, Any]:
    """Of a text that was too large it says that it is, for good."""
    return {name: rows for name, rows in facts.items() if name != "messages" or fault is not f.BOMB}


_PLAIN: dict[str, tuple[list[Request], dict[str, Any]]] = {}


async def undisturbed(scene: Scene, prepared: Standing) -> tuple[list[Request], dict[str, Any]]:
    """What the scene asks, and what is true in the end."""
    if scene.name not in _PLAIN:
        case = prepared.case(fresh=scene.fresh)
        await scene.arrange(case)
        before = len(case.server.requests)
        assert (await scene.play(case)).error is None
        asked = case.asked(before)
        await case.settled()
        _PLAIN[scene.name] = asked, case.facts()
        await case.close()
    return _PLAIN[scene.name]


async def disturbed(case: Case, scene: Scene, place: int, fault: Fault) -> Entry | None:
    """The scene with the fault at one of its requests; the whole turn must come to an end by its own deadlines."""
    row = await scene.arrange(case)
    case.faults.played.clear()
    case.faults.after(place, f.ANYWHERE, fault, None if fault is f.ENDLESS else 1)
    with pytest.MonkeyPatch.context() as patch:
        if fault.name in HANGING:
            patch.setattr(patience, "BACKGROUND", patience.Patience(DEADLINE_S, DEADLINE_S, DEADLINE_S))
        async with asyncio.timeout(HANG_S):
            await scene.play(case)
    return row


def check(case: Case, fault: Fault, asked: list[Request], place: int, row: Entry | None, told: str) -> None:
    """States as they are written down, and nothing but our own errors on the way. An answer is sent with the first
    request; that the ticket is handed over after it comes as it may."""
    assert case.backend.escaped == [], told
    assert case.faults.played, told
    ends = STATES[fault]
    writing = is_write(asked[place].site) and not (row is not None and row.verb == "answer" and place)
    if not writing and row is None:
        assert case.account_state() in ends.account.split(), told
    if row is not None:
        states = (ends.write if writing else ends.read).split()
        assert case.row(row).state in states, f"{told}: {case.row(row).reason}"
    assert case.feed() <= case.desk.entries[-1].id
