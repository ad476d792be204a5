"""A few of the deaths of ``make faults``: a session killed at some of its points ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

from tests.desk.process import running
from tests.faults.nursery import nursery
from tests.faults.script import scripted

SAMPLES = 6


def test_dying_at_some_points_of_a_session_changes_nothing(tmp_path: Path) -> None:
    with running() as desk, nursery() as hatchery:
        plain = scripted(desk, hatchery, tmp_path / "0", 0)
        assert plain.points > 100
        for sample in range(1, SAMPLES + 1):
            point = sample * plain.points // (SAMPLES + 1)
            ended = scripted(desk, hatchery, tmp_path / str(point), point)
            assert ended.facts == plain.facts, f"dead at point {point} of {plain.points}"
