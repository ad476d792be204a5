"""For all tests: hypothesis without a stopwatch, and the real server only when asked for."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# a deadline in milliseconds says more about the machine than about the rule
settings.register_profile("house", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--real", action="store_true", help="also the tests that need a real Request Tracker")


def pytest_ignore_collect(collection_path: os.PathLike[str], config: pytest.Config) -> bool | None:
    """Without ``--real`` the folder is not even looked into: nothing shows as skipped day after day."""
    if os.path.basename(collection_path) == "real" and not config.getoption("--real"):
        return True
    return None
