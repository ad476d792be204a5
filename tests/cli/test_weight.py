"""The short commands stay short: what they must not load, seen from outside."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Desk
from workboard.cli.commands import SUMMARY, module
from workboard.cli.entry import QUESTIONS

HEAVY = {"textual", "rich", "httpx", "sqlite_utils", "keyring", "asyncio", "logging", "dataclasses", "subprocess"}
OF_ACTS = {
    "threading",
    "queue",
    "pathlib",
    "workboard.store.writer",
    "workboard.store.outbox",
    "workboard.domain.intent",
}
"""what only a wish needs, or a thread"""
PROGRAM = "import sys; from workboard.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def loaded(folder: Path, *words: str) -> set[str]:
    places = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data"), "--now", NOW]
    run = subprocess.run([sys.executable, "-c", PROGRAM, *words, *places], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize("words", [
    ("next", "--json"), ("status", "--porcelain"), ("next",), ("log", "--json"), ("lint",), ("lost", "--json"),
])  # fmt: skip
def test_questions_load_nothing_heavy(demo_folder: Path, words: tuple[str, ...]) -> None:
    modules = loaded(demo_folder, *words)
    assert not modules & HEAVY
    assert "argparse" not in modules
    assert not modules & OF_ACTS
    assert not {name for name in modules if name.startswith("workboard.ui")}
    commands = {"workboard.cli.note", "workboard.cli.init", "workboard.cli.deliver"}
    assert not modules & commands, "only the chosen command is imported"


@pytest.mark.parametrize("words", [
    ("say", "48213"), ("say", "--policy", "--json"), ("why", "48213"), ("focus", "status", "--json"), ("focus",),
])  # fmt: skip
def test_a_question_about_a_ticket_needs_argparse_and_nothing_heavy(demo_folder: Path, words: tuple[str, ...]) -> None:
    modules = loaded(demo_folder, *words)
    assert not modules & (HEAVY | OF_ACTS)
    assert not {name for name in modules if name.startswith("workboard.ui")}


@pytest.mark.parametrize("words", [("next", "--json"), ("status", "--nonsense"), ("why", "0")])
def test_the_door_says_all_and_keeps_the_exit_code(demo: Desk, words: tuple[str, ...]) -> None:
    program = [sys.executable, "-m", "workboard", *words, *demo.places, "--now", NOW]
    run = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == demo(*words)


def test_what_ends_without_tidying_up_are_commands_that_only_read() -> None:
    assert set(SUMMARY) > QUESTIONS
    for name in QUESTIONS:
        source = Path(import_module(module(name)).__file__ or "").read_text()
        assert "reading(args)" in source
        assert "writing(args)" not in source


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_help_and_version_load_next_to_nothing(tmp_path: Path, word: str) -> None:
    modules = loaded(tmp_path, word)
    assert not modules & (HEAVY | {"sqlite3", "argparse", "workboard.bootstrap"})


def test_a_note_on_this_machine_needs_no_network_library(demo_folder: Path, tmp_path: Path) -> None:
    modules = loaded(tmp_path, "ticket", "new", "--name", "Ruth", "--problem", "x")
    assert not modules & {"textual", "rich", "httpx", "keyring"}
