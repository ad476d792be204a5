"""The Autotask connector keeps every promise in each position of each thing that nobody knows about the server."""

from __future__ import annotations

import pytest

from tests.backends.autotask.promises import AutotaskContract
from tests.desk.at_switches import NO_WAY_OUT, Switches, one_at_a_time

POSITIONS = {f"{name}={at}": one for name, at, one in one_at_a_time() if (name, at) not in NO_WAY_OUT}


class TestContract(AutotaskContract):
    @pytest.fixture(params=POSITIONS)
    def switches(self, request: pytest.FixtureRequest) -> Switches:
        return POSITIONS[request.param]
