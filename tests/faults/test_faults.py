"""Each kind of fault at each place where the backend calls: where that leaves the account and the row is written down
here, nothing else than our own errors comes out, the cursor passes nothing by, and without the fault all ends well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest

from tests.desk import faults as f
from tests.desk.faults import Fault
from tests.desk.oracle import WELL, integrity_errors, judge, markers
from tests.desk.rig import Case, Standing, acknowledged, standing
from tests.desk.wire import Request
from tests.faults.at_scenes import AUTOTASK_ENDS, AUTOTASK_PLOT
from tests.faults.ends import STATES
from tests.faults.scenes import REQUEST_TRACKER_PLOT, Plot, Scene
from workboard.backends import patience
from workboard.store.entries import Entry

DEADLINE_S: Final = 0.3
HANGING: Final = frozenset({f.DRIP.name, f.SILENCE.name, f.SILENCE_AFTER.name})
"""Faults that only a deadline ends; the real ones would take minutes."""
HANG_S: Final = 60.0
"""Whoever takes longer than this waits for something that no deadline ends."""
THOROUGH: Final = 3000
"""With at least so many kills asked for, every fault is tried at every place; else at each third of them."""


PLOTS: Final = (REQUEST_TRACKER_PLOT, AUTOTASK_PLOT)
ENDS: Final = {"request_tracker": STATES, "autotask": STATES | AUTOTASK_ENDS}
PLAYS: Final = [
    pytest.param(plot, scene, id=f"{plot.world.name}, {scene.name}") for plot in PLOTS for scene in plot.scenes()
]


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Standing]]:
    with ExitStack() as stack:
        yield {
            plot.world.name: stack.enter_context(standing(tmp_path_factory.mktemp("desk"), plot.world))
            for plot in PLOTS
        }


@pytest.fixture
async def prepared(plot: Plot, grounds: dict[str, Standing]) -> Standing:
    ground = grounds[plot.world.name]
    await ground.prepare()
    return ground


def test_every_kind_has_its_end_written_down() -> None:
    assert set(STATES) == set(f.KINDS)
    assert len(f.KINDS) >= 24


@pytest.mark.parametrize("fault", f.KINDS, ids=lambda fault: fault.name)
@pytest.mark.parametrize(("plot", "scene"), PLAYS)
async def test_a_fault_ends_where_it_is_written(
    plot: Plot, scene: Scene, fault: Fault, prepared: Standing, request: pytest.FixtureRequest
) -> None:
    asked, plain = await undisturbed(scene, prepared)
    every = int(request.config.getoption("--kills")) >= THOROUGH
    for number, place in enumerate(plot.sites(asked, closely=scene.reads)):
        if not every and not plot.is_write(asked[place].site) and (number + f.KINDS.index(fault)) % 3:
            continue
        with_fault = f"{fault.name}, at {asked[place].site} {plot.tells(asked[place])}"
        case = prepared.case(fresh=scene.fresh)
        try:
            row = await disturbed(case, scene, place, fault)
            check(case, plot, fault, asked, place, row, with_fault)
            await case.settled()
            if fault in f.INSIDE_ROWS:
                await case.read_anew()
            if row is None or case.row(row).reason is None:  # else a person was told what is not as they wished
                assert comparable(case.facts(), fault) == comparable(plain, fault), with_fault
            if row is not None:
                assert judge(acknowledged([case.row(row)], plot.world), markers(case.desk)) == WELL, with_fault
            assert integrity_errors(case.database.path) == []
        finally:
            await case.close()


def comparable(facts: dict[str, Any], fault: Fault) -> dict[str, Any]:
    """Of a text that was too large it says that it is, for good."""
    return {name: rows for name, rows in facts.items() if name != "messages" or fault is not f.BOMB}


_PLAIN: dict[tuple[str, str], tuple[list[Request], dict[str, Any]]] = {}


async def undisturbed(scene: Scene, prepared: Standing) -> tuple[list[Request], dict[str, Any]]:
    """What the scene asks, and what is true in the end."""
    key = prepared.world.name, scene.name
    if key not in _PLAIN:
        case = prepared.case(fresh=scene.fresh)
        await scene.arrange(case)
        before = len(case.server.requests)
        assert (await scene.play(case)).error is None
        asked = case.asked(before)
        await case.settled()
        _PLAIN[key] = asked, case.facts()
        await case.close()
    return _PLAIN[key]


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


def check(case: Case, plot: Plot, fault: Fault, asked: list[Request], place: int, row: Entry | None, told: str) -> None:
    """States as they are written down, and nothing but our own errors on the way. An answer is sent with the first
    request; that the ticket is handed over after it comes as it may."""
    assert case.backend.escaped == [], told
    assert case.faults.played, told
    ends = ENDS[plot.world.name][fault]
    writing = plot.is_write(asked[place].site) and not (row is not None and row.verb == "answer" and place)
    if not writing and row is None:
        assert case.account_state() in ends.account.split(), told
    if row is not None:
        states = (ends.write if writing else ends.read).split()
        assert case.row(row).state in states, f"{told}: {case.row(row).reason}"
    assert case.feed() <= plot.world.newest(case.desk)
