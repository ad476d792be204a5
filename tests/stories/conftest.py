"""A desk with a help desk behind it that a test can take away, and the network clock in its hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.remote_desk import RemoteDesk


@pytest.fixture
async def dana(tmp_path: Path) -> AsyncIterator[RemoteDesk]:
    """Signed in and read once; two tickets of hers."""
    desk = RemoteDesk(tmp_path)
    await desk.ready()
    yield desk
    desk.close()
