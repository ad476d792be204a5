"""Errors have one tone on stderr and one on the screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from workboard.domain import errors
from workboard.domain.tone import on_screen

PROGRAM = Path(errors.__file__).parents[1]
KINDS = ((name, value) for name, value in vars(errors).items() if isinstance(value, type))
OURS = frozenset(name for name, value in KINDS if issubclass(value, Exception))
NAMES = ("Request Tracker", "Autotask", "CSV", "SSL_", "EDITOR", "TOML")
"""first words that have a capital of their own"""


@pytest.mark.parametrize(("error", "shown"), [
    ("which ticket? Type its number", "Which ticket? Type its number."),
    ("no ticket 99999 here: check the number", "No ticket 99999 here: check the number."),
    ("limits.parked: 3 are parked already", "limits.parked: 3 are parked already."),
    ("config.toml exists", "config.toml exists."),
    ("#48213: it has changed since", "#48213: it has changed since"),
    ("Request Tracker keeps the status open (no)", "Request Tracker keeps the status open (no)."),
    ("There is no activity here.", "There is no activity here."),
    ("", ""),
])  # fmt: skip
def test_on_the_screen_it_is_a_sentence(error: str, shown: str) -> None:
    assert on_screen(error) == shown
    assert on_screen(shown) == shown


def raised(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, first and last words of each error text written in a file; parts worked out only when it runs are *…*."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OURS and node.args:
            text = node.args[0]
            parts = text.values if isinstance(text, ast.JoinedStr) else [text]
            words = [str(one.value) if isinstance(one, ast.Constant) else "…" for one in parts]
            yield node.lineno, words[0], words[-1]


def test_on_stderr_it_is_no_sentence() -> None:
    found = [(path, *one) for path in sorted(PROGRAM.rglob("*.py")) for one in raised(path)]
    assert len(found) > 150
    wrong = [
        f"{path.relative_to(PROGRAM)}:{line}"
        for path, line, first, last in found
        if (first[:1].isupper() and not first.startswith(NAMES)) or last.rstrip().endswith(".")
    ]
    assert wrong == []
