"""SIGKILL at any moment, in front of a desk that loses answers: nothing saved is lost, nothing arrives twice."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from signal import SIGKILL
from typing import NamedTuple

import pytest

from tests.desk.oracle import WELL, Acknowledged, Verdict, integrity_errors, judge
from tests.desk.process import Process, running
from tests.faults.nursery import Nursery, nursery
from tests.faults.script import ANA, scripted
from tests.faults.worker import Orders

LATEST_MS = 150
"""A worker lives this long after it is ready, at the most."""
LATE_S = 0.08
SETTLE_S = 0.3
"""Longer than the desk may need to commit: with less, duplicates are possible, and the manual says so."""
CHECK_EVERY = 25
"""Kills between two checks of the file."""


class Figures(NamedTuple):
    kills: int
    acknowledged: int
    verdict: Verdict
    integrity: int
    asked: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} notes acknowledged, {len(self.verdict.lost)} lost, "
            f"{len(self.verdict.doubled)} doubled, {self.integrity} integrity errors, "
            f"{self.asked} left to a person, {self.seconds:.0f} s"
        )


@pytest.fixture
def hatchery() -> Iterator[Nursery]:
    with nursery() as one:
        yield one


def said(folder: Path) -> list[Acknowledged]:
    """What workers put down as saved; a line that a kill cut was never put down."""
    lines = (folder / "said.txt").read_bytes().split(b"\n")[:-1]
    return [Acknowledged(*json.loads(line)) for line in lines]


def test_no_kill_loses_a_note_or_sends_it_twice(
    request: pytest.FixtureRequest, tmp_path: Path, hatchery: Nursery, capsys: pytest.CaptureFixture[str]
) -> None:
    kills = int(request.config.getoption("--kills"))
    began = time.monotonic()
    with running("--unreliable", "25", "--late", str(LATE_S), "--seed", "11") as desk:
        figures = run(desk, hatchery, tmp_path, kills)._replace(seconds=time.monotonic() - began)
    with capsys.disabled():
        print(f"\n{figures}")
    assert figures.verdict == WELL
    assert figures.integrity == 0
    assert figures.acknowledged > 0


def run(desk: Process, hatchery: Nursery, folder: Path, kills: int) -> Figures:
    orders = Orders(str(folder), desk.url, ANA, settle_s=SETTLE_S, patience_s=60 + kills / 5)
    moments = Random(11)
    integrity = 0
    assert hatchery.order("drain", orders).end == 0
    for serial in range(1, kills + 1):
        outcome = hatchery.order("work", orders._replace(serial=serial), moments.randint(0, LATEST_MS))
        assert outcome.end == -SIGKILL, f"the worker ended by itself: {outcome}"
        if serial % CHECK_EVERY == 0 or serial == kills:
            integrity += len(integrity_errors(str(folder / "data" / "workboard.db")))
    assert desk.look("asked")["faults"] > 0, "the desk was as reliable as the sun"
    desk.tell("calm")
    outcome = hatchery.order("drain", orders)
    assert outcome.end == 0
    asked = json.loads(outcome.told[-1])
    acknowledged = said(folder)
    return Figures(kills, len(acknowledged), verdict(desk, acknowledged, asked), integrity, len(asked), 0.0)


def verdict(desk: Process, acknowledged: list[Acknowledged], asked: list[str]) -> Verdict:
    """A wish that was stored in the moment of a kill is at the desk without having been put down: no stranger. The
    desk's own past and its changes of status are no part of this."""
    found = [one for one in desk.marks() if one.mark.startswith(("wb:", "worker "))]
    return judge(acknowledged, found, late=asked)._replace(strangers=())


def test_dying_at_any_point_of_a_session_changes_nothing(
    tmp_path: Path, hatchery: Nursery, capsys: pytest.CaptureFixture[str]
) -> None:
    with running() as desk:
        plain = scripted(desk, hatchery, tmp_path / "0", 0)
        for point in range(1, plain.points + 1):
            ended = scripted(desk, hatchery, tmp_path / str(point), point)
            assert ended.facts == plain.facts, f"dead at point {point} of {plain.points}"
    with capsys.disabled():
        print(f"\n{plain.points} points, and a death at each of them")
