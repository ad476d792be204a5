"""The tables of threats and of invariants name tests that exist, and have one for every row."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
INVARIANTS = (ROOT / "docs" / "sync.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE + INVARIANTS)
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| Threat", "|---"))]


@cache
def declared_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(node.name for node in functions if node.name.startswith("test_"))


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_every_test_that_is_named_exists(path: str, name: str) -> None:
    assert (ROOT / path).is_file(), path
    assert name in declared_in(path)


def test_every_threat_has_a_test() -> None:
    assert len(ROWS) >= 14
    for row in ROWS:
        assert re.search(r"`tests/[\w/]+\.py::\w+`", row.split("|")[-2]), row[:80]


def test_nothing_else_looks_like_a_test() -> None:
    assert len(re.findall(r"`tests/[\w/]+\.py", PAGE + INVARIANTS)) == len(NAMED)


@pytest.mark.parametrize("number", range(1, 13))
def test_every_invariant_has_a_test(number: int) -> None:
    (row,) = [line for line in INVARIANTS.splitlines() if line.startswith(f"| I{number} |")]
    assert re.search(r"`tests/[\w/]+\.py::\w+`", row)
