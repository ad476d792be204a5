"""What a lead's looks cost in calls, in front of a team of fifty: counted as a technician's are."""

from __future__ import annotations

from tests.backends.autotask.bench import Bench
from tests.backends.autotask_budget.costs import Costs, Counter
from tests.backends.autotask_budget.crowd import HOUR, busy, crowd
from tests.backends.contract import identify


async def measured(bench: Bench) -> Costs:
    """Step → calls."""
    bench.at -= 3 * HOUR
    everybody = crowd(bench.tenant)
    bench.at += 3 * HOUR
    one = Counter(bench, group="Service Desk", whole_team=True)
    try:
        await identify(one.backend, one.known)
        one.opens()
        await one.count("first reading (five hundred tickets)", one.look)
        await one.settle()
        await one.later(4)
        await one.look()
        await one.later(4)
        await one.count("quiet look", one.look)
        busy(bench.tenant, everybody)
        await one.later(1)
        await one.count("look that finds an answer", one.look)
        await one.later(15)
        busy(bench.tenant, everybody)
        await one.count("look with booked time", one.look)
        await one.later(15)
        busy(bench.tenant, everybody)
        await one.count("look with booked time and plan", one.look)
        await one.count("list of my tickets", one.backend.mine)
        await one.later(24 * 60)
        await one.count("the first look of a day, with the plan of all weeks", one.look)
    finally:
        await one.backend.aclose()
    return one.costs
