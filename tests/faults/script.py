"""A scripted session in a worker, dead at one of its points and taken up again: what is true afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from signal import SIGKILL
from typing import Final, NamedTuple

from tests.desk.oracle import integrity_errors
from tests.desk.process import Process
from tests.faults.nursery import Nursery
from tests.faults.worker import Orders

ANA: Final = f"1-20-{20:032x}"
"""Her token at the seed's desk."""


class Ended(NamedTuple):
    """How a scripted session ended: the points it passed, and what is true now here and at the desk."""

    points: int
    facts: dict[str, object]


def scripted(desk: Process, hatchery: Nursery, folder: Path, point: int) -> Ended:
    """The session, dead at ``point``, and taken up again by another process."""
    folder.mkdir()
    desk.tell("fresh")
    orders = Orders(str(folder), desk.url, ANA, settle_s=0.05)
    outcome = hatchery.order("session", orders._replace(point=point))
    if point:
        assert outcome.end == -SIGKILL
        outcome = hatchery.order("session", orders)
    assert outcome.end == 0, outcome
    assert integrity_errors(str(folder / "data" / "workboard.db")) == []
    told = json.loads(outcome.told[-1])
    there = sorted((ticket, "wb" if mark.startswith("wb:") else mark) for ticket, mark in desk.marks())
    return Ended(told.pop("points"), {**told, "desk": there})
