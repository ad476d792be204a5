"""Each kind of fault at every call while the board is open: keys are answered, and what is typed arrives once."""

from __future__ import annotations

import pytest

from tests.desk.faults import KINDS, Fault
from tests.desk.rig import Standing
from tests.stories.test_keys_while_it_goes_wrong import stands as stands
from tests.stories.test_keys_while_it_goes_wrong import works_on


@pytest.mark.parametrize("fault", KINDS, ids=lambda fault: fault.name)
async def test_keys_are_answered_while(stands: Standing, fault: Fault) -> None:
    await works_on(stands, fault)
