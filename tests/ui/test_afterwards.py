"""What the first picture does without, seen from outside, and that it is there soon after."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import opened
from workboard.cli.main import main
from workboard.ui import afterwards, dialogs, screens

NOW = "2026-11-24T10:42"
FIRST_PICTURE = """
import sys
from workboard.bootstrap.session import Options, open_session
from workboard.ui.app import WorkboardApp

class First(WorkboardApp):
    def _begin(self):
        print(*sys.modules, file=sys.stderr)
        self.exit()

with open_session(Options(sys.argv[1], sys.argv[2], "2026-11-24T10:42", True)) as session:
    First(session.desk).run(headless=True)
"""
ASKED_FOR = {
    "workboard.ui.dialogs.assign_step", "workboard.ui.dialogs.goal", "workboard.ui.dialogs.lead_lines",
    "workboard.ui.dialogs.my_day", "workboard.ui.dialogs.people_lines", "workboard.ui.screens.lead",
    "workboard.ui.screens.one_ticket",
}  # fmt: skip
"""a lead's, and what is opened seldom"""
MOST_OF_OURS = 165


@pytest.fixture(scope="module")
def at_first(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules there are when the board has been painted for the first time."""
    folder = tmp_path_factory.mktemp("first")
    config, data = str(folder / "config.toml"), str(folder / "data")
    assert main(["init", "--backend", "demo", "--now", NOW, "--config", config, "--data-dir", data]) == 0
    program = [sys.executable, "-c", FIRST_PICTURE, config, data]
    run = subprocess.run(program, capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_the_first_picture_needs_no_sheet_and_no_other_screen(at_first: set[str]) -> None:
    assert "workboard.ui.screens.board" in at_first
    assert not at_first & {*afterwards.LATER, *ASKED_FOR}
    assert not at_first & {"textual.widgets._text_area", "httpx", "keyring", "sqlite_utils"}
    assert len([name for name in at_first if name.startswith("workboard")]) <= MOST_OF_OURS


def test_every_screen_and_sheet_is_loaded_afterwards_or_only_when_asked_for(at_first: set[str]) -> None:
    program = "import sys; from workboard.ui import app, afterwards; afterwards.load_now(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    rooms = {package.__name__: Path(package.__path__[0]) for package in (dialogs, screens)}
    there = {f"{room}.{one.name}" for room, path in rooms.items() for one in iter_modules([str(path)])}
    assert there - set(run.stdout.split()) == ASKED_FOR


async def test_the_open_board_loads_what_is_left(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(afterwards, "import_module", loaded.append)
    for name in afterwards.LATER:
        monkeypatch.delitem(sys.modules, name, raising=False)
    async with opened(bench):
        await until(lambda: loaded == list(afterwards.LATER))
