"""The scripts know every command and flag, and bash completes with one of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from workboard.cli.commands import SUMMARY
from workboard.cli.completions import described
from workboard.cli.shells import Described, Flag, bash, fish, zsh

COMMANDS = described()
SHELLS = {"bash": bash, "zsh": zsh, "fish": fish}
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="there is no bash here")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_flag_is_there(shell: str) -> None:
    script = SHELLS[shell](COMMANDS)
    assert {one.name for one in COMMANDS} == set(SUMMARY)
    for one in COMMANDS:
        assert one.name in script
        for flag in one.flags:
            assert (flag.name if shell != "fish" else f"-l {flag.name.removeprefix('--')}") in script


def test_words_and_values_have_no_blank_in_them() -> None:
    """The scripts tell words apart by blanks."""
    for one in COMMANDS:
        words = [*one.words, *(word for flag in one.flags for word in flag.choices)]
        assert all(word and not word.isspace() and " " not in word and word.isprintable() for word in words)


def test_what_a_command_takes_is_known() -> None:
    found = {one.name: one for one in COMMANDS}
    assert Flag("--from", "the client, by name", "a word") in found["received"].flags
    assert Flag("--format", "json if nothing is said", "a word", ("json", "csv")) in found["export"].flags
    assert Flag("--config", "the settings file (WORKBOARD_CONFIG)", "a file") in found["next"].flags
    assert {"show", "retry", "drop"} <= set(found["outbox"].words)
    assert {one.name for one in COMMANDS if one.tickets} >= {"why", "say", "open", "note", "answer", "no-answer"}
    assert {one.name for one in COMMANDS if one.files} >= {"import", "export", "policy"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_takes_its_script(empty: Desk, tmp_path: Path, shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    path = tmp_path / "script"
    path.write_text(empty("completions", shell).out)
    run = subprocess.run([program, "-n", str(path)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def complete(tmp_path: Path, *words: str, tickets: str = "") -> list[str]:
    """What bash offers for the last word; ``workboard`` itself is replaced by a list of tickets."""
    path = tmp_path / "script"
    path.write_text(bash(COMMANDS))
    program = f"""
workboard() {{ printf '%s\\n' {tickets}; }}
. {path}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
COMP_CWORD={len(words) - 1}
_workboard
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    assert BASH is not None
    run = subprocess.run([BASH, "-c", program], capture_output=True, text=True, check=True)
    return run.stdout.split()


@needs_bash
def test_bash_completes_commands_flags_values_and_tickets(tmp_path: Path) -> None:
    assert complete(tmp_path, "workboard", "ne") == ["next"]
    assert set(complete(tmp_path, "workboard", "")) >= set(SUMMARY)
    assert complete(tmp_path, "workboard", "--config", "x.toml", "export", "--fo") == ["--format", "--force"]
    assert complete(tmp_path, "workboard", "export", "--format", "") == ["json", "csv"]
    assert complete(tmp_path, "workboard", "policy", "exp") == ["explain"]
    numbers = "48213 48190 47001 48153"
    assert complete(tmp_path, "workboard", "note", "481", tickets=numbers) == ["48190", "48153"]
    assert complete(tmp_path, "workboard", "note", "--ti", tickets="48213") == ["--time"]
    assert complete(tmp_path, "workboard", "note", "--time", "", tickets="48213") == []
    assert complete(tmp_path, "workboard", "next", "--config", "x") == []
    assert complete(tmp_path, "workboard", "--now", "") == []


def test_tickets_are_mine_the_one_shown_first(demo: Desk) -> None:
    numbers = demo("completions", "tickets").out.split()
    assert numbers[0] == demo("next", "--json").json["activity"]["ticket"]["number"]
    assert set(numbers) >= {one["ticket"]["number"] for one in demo("plan", "--json").json}
    assert set(numbers) >= {one["ticket"]["number"] for one in demo("replies", "--json").json}
    assert len(numbers) == len(set(numbers))


def test_a_number_that_a_shell_could_read_is_not_offered(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('Number,Title\n"$(touch /tmp/x)",a\n`id`,b\n-rf,c\nT2026.0042,d\n"a b",e\n"7;ls",f\n')
    assert empty("import", str(path)).code == 0
    assert empty("completions", "tickets").out.split() == ["T2026.0042"]


def test_an_unknown_shell(empty: Desk) -> None:
    assert empty("completions", "tcsh").code == 2
    assert empty("completions").code == 2


def test_quotes_in_a_help_text_are_no_quotes_of_the_shell() -> None:
    odd = Described("x", "it's [so]: \\", (Flag("--a", "it's [so]: \\", "nothing"),), (), False, False)
    assert "'--a[it'\\''s \\[so\\]\\: \\\\]'" in zsh([odd])
    assert "-d 'it\\'s [so]: \\\\'" in fish([odd])
