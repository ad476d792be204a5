"""The floors hold, and each contract is shown to break: a rule nobody has seen failing is no rule."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = "The floors: nobody looks up"
PURE = "The domain is pure: no I/O, no clock, no async"
TEXTUAL = "Only ui and cli know Textual and Rich"
SCREEN = "The screen asks the board and nobody else"
HTTP = "Only the backends know HTTP"
SQL = "Only the store knows SQL"
DIALECT = "A remote's dialect stays in its own folder"
PROTOCOL = "Sync speaks to the Backend protocol, never to a concrete remote"
BOARD = "The board knows no backend and no machine"
INSIDE = "Inside the screen: app, screens, panes, dialogs, widgets, commands"

RT = "workboard.backends.request_tracker"
PLANTS = [
    ("domain.ticket", "import textual", PURE, "textual"),
    ("domain.ticket", "import sqlite3", PURE, "sqlite3"),
    ("domain.policy", "import time", PURE, "time"),
    ("domain.text", "import asyncio", PURE, "asyncio"),
    ("domain.people", "import workboard.settings.config", FLOORS, "workboard.settings.config"),
    ("store.rows", "import workboard.backends.base", FLOORS, "workboard.backends.base"),
    ("store.database", "import workboard.sync.plan", FLOORS, "workboard.sync.plan"),
    ("board.desk", "import workboard.bootstrap.session", FLOORS, "workboard.bootstrap.session"),
    ("bootstrap.engine", "import workboard.ui.app", FLOORS, "workboard.ui.app"),
    ("board.look", "import rich.text", TEXTUAL, "rich"),
    ("ui.app", "from workboard.store import database", SCREEN, "workboard.store.database"),
    ("ui.app", "from workboard.host import clock", SCREEN, "workboard.host.clock"),
    ("sync.push", "import httpx", HTTP, "httpx"),
    ("board.offer", "import sqlite3", SQL, "sqlite3"),
    ("backends.demo.day", f"import {RT}.ids", DIALECT, f"{RT}.ids"),
    ("sync.pull", "import workboard.backends.demo.backend", PROTOCOL, "workboard.backends.demo.backend"),
    ("board.notes", "from workboard.backends import base", BOARD, "workboard.backends.base"),
    ("board.work", "from workboard.host import clock", BOARD, "workboard.host.clock"),
    ("ui.commands", "import workboard.ui.app", INSIDE, "workboard.ui.app"),
]  # fmt: skip
"""module, the import planted in it, the contract that breaks, what it names"""
CONTRACTS = [
    one["name"]
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]


def lint(folder: Path) -> tuple[int, str]:
    """Exit code and report of import-linter for the package in ``folder``."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts, to be spoiled."""
    folder = tmp_path_factory.mktemp("floors")
    shutil.copytree(ROOT / "workboard", folder / "workboard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory, copy: Path) -> dict[str, str]:
    """What is said of each broken contract when all are broken at once: each look at the whole house takes its time."""
    folder = tmp_path_factory.mktemp("spoiled") / "all"
    shutil.copytree(copy, folder)
    for number, (module, line, *_) in enumerate(PLANTS):
        plant(folder, module, line, number)
    code, report = lint(folder)
    assert code != 0
    told = report.split("Broken contracts", 1)[1]
    names = [name for name in CONTRACTS if f"\n{name}\n---" in told]
    starts = sorted((told.index(f"\n{name}\n---"), name) for name in names)
    ends = [at for at, _ in starts[1:]] + [len(told)]
    return {name: told[at:end].replace("\n", " ") for (at, name), end in zip(starts, ends, strict=True)}


def plant(folder: Path, module: str, line: str, number: int) -> None:
    """The import inside a function: late imports count as well."""
    path = folder.joinpath("workboard", *module.split(".")).with_suffix(".py")
    path.write_text(f"{path.read_text('utf-8')}\n\ndef planted_{number}() -> None:\n    {line}\n", "utf-8")


def test_the_floors_hold() -> None:
    code, report = lint(ROOT)
    assert code == 0, report
    assert " 0 broken" in report


def test_every_contract_is_shown_to_break() -> None:
    assert set(CONTRACTS) == {row[2] for row in PLANTS}


@pytest.mark.parametrize(("module", "line", "contract", "names"), PLANTS, ids=lambda value: str(value)[:48])
def test_a_planted_import_is_found(spoiled: dict[str, str], module: str, line: str, contract: str, names: str) -> None:
    assert contract in spoiled
    assert f"workboard.{module} -> {names} " in spoiled[contract]


def test_a_new_room_has_to_be_put_on_a_floor(copy: Path) -> None:
    attic = copy / "workboard" / "attic.py"
    attic.touch()
    try:
        code, report = lint(copy)
    finally:
        attic.unlink()
    assert code != 0
    assert "workboard.attic" in report
    assert lint(copy)[0] == 0, "the copy itself is sound"
