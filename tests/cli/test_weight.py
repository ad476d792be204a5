"""The short commands stay short: what they must not load, seen from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import NOW

HEAVY = {"textual", "rich", "httpx", "sqlite_utils", "keyring", "asyncio", "logging", "dataclasses", "subprocess"}
PROGRAM = "import sys; from workboard.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def loaded(folder: Path, *words: str) -> set[str]:
    places = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data"), "--now", NOW]
    run = subprocess.run([sys.executable, "-c", PROGRAM, *words, *places], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize("words", [("next", "--json"), ("status", "--porcelain"), ("next",)])
def test_questions_load_nothing_heavy(demo_folder: Path, words: tuple[str, ...]) -> None:
    modules = loaded(demo_folder, *words)
    assert not modules & HEAVY
    assert "argparse" not in modules
    assert not {name for name in modules if name.startswith("workboard.ui")}
    commands = {"workboard.cli.note", "workboard.cli.init", "workboard.cli.deliver"}
    assert not modules & commands, "only the chosen command is imported"


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_help_and_version_load_next_to_nothing(tmp_path: Path, word: str) -> None:
    modules = loaded(tmp_path, word)
    assert not modules & (HEAVY | {"sqlite3", "argparse", "workboard.bootstrap"})


def test_a_note_on_this_machine_needs_no_network_library(demo_folder: Path, tmp_path: Path) -> None:
    modules = loaded(tmp_path, "ticket", "new", "--name", "Ruth", "--problem", "x")
    assert not modules & {"textual", "rich", "httpx", "keyring"}
