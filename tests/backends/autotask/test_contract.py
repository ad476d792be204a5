"""The promises of every backend, kept by the Autotask connector in front of a tenant as usual and of two that are
unusual in every way there is; each unusual way by itself is part of ``make faults``."""

from __future__ import annotations

import pytest

from tests.backends.autotask.promises import AutotaskContract
from tests.desk.at_switches import USUAL, Switches, all_flipped

TENANTS = {"usual": USUAL, "all flipped": all_flipped(1), "all flipped twice": all_flipped(2)}


class TestContract(AutotaskContract):
    @pytest.fixture(params=TENANTS)
    def switches(self, request: pytest.FixtureRequest) -> Switches:
        return TENANTS[request.param]
