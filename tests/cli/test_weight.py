"""The short commands stay short: what they must not load, seen from outside."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Desk
from workboard.backends.registry import names
from workboard.cli.commands import SUMMARY, module
from workboard.cli.entry import QUESTIONS
from workboard.host.config import load
from workboard.host.paths import Places
from workboard.host.remembered import Memory
from workboard.store.database import Database

HEAVY = {"textual", "rich", "httpx", "sqlite_utils", "keyring", "asyncio", "logging", "dataclasses", "subprocess"}
OF_ACTS = {
    "threading",
    "queue",
    "pathlib",
    "workboard.store.writer",
    "workboard.store.by_hand",
    "workboard.store.delivery",
    "workboard.store.following",
    "workboard.store.moves",
    "workboard.store.outbox",
    "workboard.store.undo_time",
    "workboard.store.migrations",
    "workboard.domain.intent",
    "workboard.board.focus",
    "workboard.board.interruption",
    "workboard.board.trace",
    "workboard.store.trouble",
}
"""what only a wish needs, a thread, or a file of another version"""
PROGRAM = "import sys; from workboard.cli.main import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def loaded(folder: Path, *words: str) -> set[str]:
    places = ["--config", str(folder / "config.toml"), "--data-dir", str(folder / "data"), "--now", NOW]
    run = subprocess.run([sys.executable, "-c", PROGRAM, *words, *places], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize("words", [
    ("next", "--json"), ("status", "--porcelain"), ("next",), ("log", "--json"), ("lint",), ("lost", "--json"),
    ("replies",), ("replies", "--json"),
])  # fmt: skip
def test_questions_load_nothing_heavy(demo_folder: Path, words: tuple[str, ...]) -> None:
    modules = loaded(demo_folder, *words)
    assert not modules & HEAVY
    assert "argparse" not in modules
    assert not modules & OF_ACTS
    assert not {name for name in modules if name.startswith("workboard.ui")}
    commands = {"workboard.cli.note", "workboard.cli.init", "workboard.cli.deliver"}
    assert not modules & commands, "only the chosen command is imported"


PARSING = {"typing", "re", "enum", "contextlib", "json", "tomllib", "workboard.settings.read"}
MOST_OF_OURS = 72


@pytest.mark.parametrize("words", [
    ("next", "--json"), ("status", "--porcelain"), ("status", "--json"), ("status",), ("plan", "--json"), ("progress",),
])  # fmt: skip
def test_a_question_to_a_desk_in_use_parses_nothing(demo: Desk, words: tuple[str, ...]) -> None:
    """The settings are known from the last act, values need no ``typing``, and ``--json`` is written without ``json``:
    together that was half of what a question took."""
    assert demo("note", "48213", "Looked at it.")[0] == 0
    modules = loaded(demo.folder, *words)
    assert not modules & PARSING
    assert len([name for name in modules if name.startswith("workboard")]) <= MOST_OF_OURS


@pytest.mark.parametrize("backend", names())
def test_no_help_desk_makes_a_question_heavier(tmp_path: Path, backend: str) -> None:
    (tmp_path / "config.toml").write_text(f'[account]\nbackend = "{backend}"\nurl = "https://desk.example.org"\n')
    (tmp_path / "data").mkdir(mode=0o700)
    Database.open(str(tmp_path / "data" / "workboard.db")).close()
    load(Places(str(tmp_path / "config.toml"), str(tmp_path / "data")), {}, Memory(str(tmp_path / "data"), True))
    assert not loaded(tmp_path, "status", "--porcelain") & (PARSING | HEAVY | OF_ACTS)


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
