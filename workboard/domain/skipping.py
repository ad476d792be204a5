"""The reasons to skip what is offered: the key, the line on the ticket, the status, and how long it sleeps."""

from workboard.domain.rules import Policy, Shift, Span
from workboard.domain.ticket import Category
from workboard.domain.typed import Final, NamedTuple
from workboard.domain.working_time import MINUTE, add_working, next_start

WRONG_ORDER_MINUTES: Final = 60


class SkipReason(NamedTuple):
    """``days`` of working time until it is asked again; ``None`` where another rule decides."""

    name: str
    key: str
    days: int | None = None
    category: Category | None = None
    blocked: str | None = None
    help_wanted: str | None = None
    wakes_on_client: bool = False


REASONS: Final[dict[str, SkipReason]] = {
    one.name: one
    for one in (
        SkipReason("waiting for client", "c", 3, "waiting_client", blocked="client", wakes_on_client=True),
        SkipReason("needs approval", "a", 2, "waiting_other", blocked="approval"),
        SkipReason("needs budget", "b", 2, "waiting_other", blocked="budget"),
        SkipReason("needs vendor", "v", 2, "waiting_other", blocked="vendor"),
        SkipReason("needs daytime", "d", None, blocked="daytime"),
        SkipReason("not my skill", "k", 1, help_wanted="not my skill"),
        SkipReason("wrong order", "w", None),
    )
}


def sleep_until(reason: SkipReason, policy: Policy, shift: Shift, now: int) -> int:
    """When it may be offered again, as an instant."""
    if reason.days is not None:
        return add_working(shift, now, Span(days=reason.days))
    if reason.blocked == "daytime":
        return next_start(dict(policy.shifts).get(policy.order.day_shift, shift), now)
    return now + WRONG_ORDER_MINUTES * MINUTE
