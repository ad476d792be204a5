"""The scenes of an Autotask tenant, and where its faults end otherwise than Request Tracker's."""

from __future__ import annotations

import re
from typing import Final

from tests.desk import at_deeds as deeds
from tests.desk import faults as f
from tests.desk.at_seed import ANA, BEN, DORA, FIRST
from tests.desk.at_tenant import Tenant
from tests.desk.at_world import AUTOTASK
from tests.desk.faults import Fault
from tests.desk.rig import MINUTE, NOW, Case
from tests.desk.wire import Request
from tests.faults.ends import STATES, Ends
from tests.faults.scenes import Plot
from workboard.domain.intent import (
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    OpenTicket,
    Schedule,
    SetCategory,
)

_FIELD: Final = re.compile(r'"field": ?"(\w+)"')


def ticket(number: int) -> str:
    """The n-th of the seed's."""
    return f"desk:ticket:{FIRST + number - 1}"


def _busy(case: Case) -> None:
    """A client writes, a ticket is opened, one is given away, one is closed by a colleague, a call is added."""
    tenant = case.desk
    assert isinstance(tenant, Tenant)
    deeds.client_writes(tenant, FIRST, "It happened again.")
    deeds.opens(tenant, "From the lead", "Please.", contact=30711, owner=ANA, by=DORA)
    deeds.gives(tenant, FIRST + 3, DORA, BEN)
    deeds.sets(tenant, FIRST + 1, DORA, "Complete")
    deeds.calls(tenant, FIRST + 2, (ANA,), tenant.now() + 3_600_000, 30, "Added later")


def _asked_for(one: Request) -> str:
    """Which fields a list is narrowed by, whatever their values."""
    return " ".join(_FIELD.findall(one.body.decode(errors="replace")))


AUTOTASK_PLOT: Final = Plot(
    AUTOTASK,
    {
        "note": AddNote(ticket(1), "Looked at it."),
        "time": AddNote(ticket(2), "Looked at it.", 5),
        "answer": Answer(ticket(2), "Please try it now."),
        "status": SetCategory(ticket(3), "done", "New"),
        "dismiss": Dismiss(ticket(5), "Customer Note Added"),
        "call": CompleteActivity(ticket(6), "desk:call:6120-7311"),
        "claim": Claim(ticket(8)),
        "assign": Assign(ticket(1), str(BEN), str(ANA)),
        "schedule": Schedule(ticket(4), "Call Nina", NOW + 120 * MINUTE, 30, fixed=True),
        "open": OpenTicket(
            "desk:ticket:new-1", "Kettle is cold", "Since noon.", "Gus Gray", "gus@garage.example", mine=True
        ),
    },
    ("note", "time", "answer", "open", "schedule", "status"),
    ("POST /Tickets", "PATCH /*", "POST /Tickets/*/Notes", "POST /TimeEntries", "POST /Appointments", "DELETE /*"),
    _busy,
    _asked_for,
)

_TOLD: Final = Ends("ok offline", "rejected uncertain done", "rejected done")
"""Where somebody else's name is refused the same is written in the API user's own, and a person is told."""
AUTOTASK_ENDS: Final[dict[Fault, Ends]] = {
    f.FORBIDDEN: _TOLD,
    f.NOT_THERE: _TOLD,
    f.DEAF: STATES[f.DEAF]._replace(write="uncertain rejected done"),  # a status that did not hold is set once more
}
