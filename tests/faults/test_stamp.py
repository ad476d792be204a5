"""AC-10: ``i`` on a slow disk, and SIGKILL right after it. The stamp is there, and nothing was drawn before it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.faults.stamper import WORKED
from workboard.store import intervals, journal
from workboard.store.database import Database

SHOWN = "demo:scheduled:48213"


@pytest.mark.parametrize(("moment", "told"), [("disk", ["written"]), ("drawn", ["written", "drawn"])])
def test_ac10_the_stamp_outlives_a_kill_right_after_the_key(tmp_path: Path, moment: str, told: list[str]) -> None:
    dead = subprocess.run(
        [sys.executable, "-m", "tests.faults.stamper", str(tmp_path), moment], timeout=60, check=False
    )
    assert dead.returncode == -SIGKILL
    pressed, *rest = (tmp_path / "told.txt").read_text().split("\n")[:-1]
    assert rest == told
    at = int(pressed.removeprefix("pressed "))
    database = Database.open(str(tmp_path / "workboard.db"))
    reader = database.read()
    one = intervals.current(reader)
    assert one is not None
    assert (one.kind, one.started_at, one.ended_at) == ("interruption", at, None)
    assert intervals.segments(reader, SHOWN) == [(at - WORKED, at)], "its clock ended at that instant"
    work = journal.work_of(reader, SHOWN)
    assert work is not None
    assert work.state == "interrupted"
    database.close()
