"""The mirror ends as the remote is: the same stories as in the normal suite, by the thousand."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.rig import Rig
from tests.sync.test_any_reading import Story, desk, events, lives

EXAMPLES = 1500

__all__ = ["desk"]


@settings(max_examples=EXAMPLES)
@given(happenings=events, seed=st.integers(0, 1 << 32))
def test_the_mirror_ends_as_the_remote_is_a_thousand_times(
    desk: Rig,
    happenings: list[tuple[Any, ...]],
    seed: int,
) -> None:
    story = Story(desk, Random(seed))
    asyncio.run(lives(story, happenings))
    story.check_mirror()
    story.check_views()
