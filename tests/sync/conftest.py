"""A rig for each test, already signed in and read once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store.make import ticket
from tests.sync.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """Tickets 101 and 102 are mine, 103 is a colleague's."""
    one = Rig(tmp_path)
    one.remote.put(ticket("101"))
    one.remote.put(ticket("102"))
    one.remote.put(ticket("103", owner_id="8", presence="team"))
    assert one.engine.hold()
    assert (await one.engine.sync()).error is None
    one.remote.calls.clear()
    yield one
    one.close()
