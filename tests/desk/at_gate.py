"""What stands in front of an Autotask tenant: the thread limit and the latency of a busy hour (chapter *Limits*)."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tests.desk.at_fields import child_of, entity
from tests.desk.at_tenant import Tenant
from tests.desk.at_values import Refusal, refused
from tests.desk.state import HelpDesk
from tests.desk.wire import Answer, Request

THREADS: Final = 3
"""at a time for each tracking code and endpoint; the fourth is refused (confidence A, *Threads*)"""
TOO_MANY_THREADS: Final = "Itgenatr005: the thread threshold of this integration for this entity is exceeded."
HALF_S: Final = 0.5
"""more for each call from half of the hour's calls on (confidence A, *Hourly*)"""
WHOLE_S: Final = 1.0
"""above three quarters"""


class Gate:
    """``slowness`` scales the added seconds, 1.0 being life; 0 adds none. ``most`` is how many were inside one endpoint
    at a time so far: one in flight is good manners, since a slot is free only a little after its answer (A)."""

    def __init__(self, slowness: float = 0.0) -> None:
        self.slowness = slowness
        self.inside: Counter[tuple[str, str]] = Counter()
        self.most = 0

    def enter(self, request: Request, desk: HelpDesk) -> Answer | None:
        """Refused at the door, or let in."""
        assert isinstance(desk, Tenant)
        place = _place(request)
        if self.inside[place] >= THREADS and place[1] != "zoneinformation":
            return refused(Refusal(TOO_MANY_THREADS, int(desk.switches.threads_status)), desk.switches)
        self.inside[place] += 1
        self.most = max(self.most, self.inside[place])
        return None

    def leave(self, request: Request) -> None:
        self.inside[_place(request)] -= 1

    def wait_s(self, desk: HelpDesk) -> float:
        """Seconds by which the next call is slowed down."""
        assert isinstance(desk, Tenant)
        share = desk.used / desk.threshold
        return self.slowness * (0.0 if share < 0.5 else HALF_S if share <= 0.75 else WHOLE_S)


def _place(request: Request) -> tuple[str, str]:
    """Tracking code and endpoint. Metadata count on their entity (confidence B), a child's writes on the child
    (confidence C)."""
    parts = [part for part in request.path.split("/") if part] or [""]
    parent = entity(parts[0])
    child = child_of(parent, parts[2]) if parent is not None and len(parts) > 2 else None
    name = child.name if child is not None else parts[0]
    return request.headers.get("apiintegrationcode", ""), name.casefold()
