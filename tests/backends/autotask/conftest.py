"""A tenant as usual, and a client in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.backends.autotask.bench import Bench, benched


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with benched() as one:
        yield one
