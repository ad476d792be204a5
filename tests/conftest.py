"""For all tests: hypothesis without a stopwatch, and the real server only when asked for."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings

from tests.corpus import hostile

# a deadline in milliseconds says more about the machine than about the rule
settings.register_profile("house", deadline=None, max_examples=40)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--real", action="store_true", help="also the tests that need a real Request Tracker")
    parser.addoption("--faults", action="store_true", help="also the long runs of kills and faults (make faults)")
    parser.addoption("--kills", type=int, default=300, help="how many times the kill run kills (with --faults)")
    parser.addoption("--corpus", metavar="FILE", help="a JSON list of further hostile strings for the corpus tests")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module takes the corpus into its parameters."""
    if file := config.getoption("--corpus"):
        hostile.add(file)


def pytest_collection_finish() -> None:
    """What is loaded by now stays; to look through it for garbage again and again was a twentieth of all the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_ignore_collect(collection_path: os.PathLike[str], config: pytest.Config) -> bool | None:
    """Without ``--real`` or ``--faults`` these folders are not even looked into: nothing shows as skipped day
    after day."""
    for folder in ("real", "faults"):
        if os.path.basename(collection_path) == folder and not config.getoption(f"--{folder}"):
            return True
    return None
