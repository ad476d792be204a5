"""A desk for each test, and the app on it at a size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.board import bench as benches
from tests.board.bench import Bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Standalone, empty."""
    with benches.standalone(tmp_path) as one:
        yield await one.ready()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Bench]:
    with await benches.demo(tmp_path) as one:
        yield one
