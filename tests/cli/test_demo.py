"""Nothing of a demo is kept, also when its terminal was closed on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from workboard.cli.demo import PREFIX, sweep


def test_folders_of_ended_demos_go_and_those_of_running_ones_stay(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    dead, alive = tmp_path / f"{PREFIX}{ended.pid}-a", tmp_path / f"{PREFIX}{os.getpid()}-b"
    other, odd = tmp_path / "somebody-else", tmp_path / f"{PREFIX}x-y"
    for folder in (dead, alive, other, odd):
        (folder / "data").mkdir(parents=True)
    sweep(str(tmp_path))
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(one.name for one in (alive, other, odd))
