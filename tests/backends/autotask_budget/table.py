"""The tables of ``docs/backends/autotask.md``: ``python -m tests.backends.autotask_budget.table`` prints them."""

from __future__ import annotations

import asyncio

from tests.backends.autotask.bench import benched
from tests.backends.autotask_budget import lead
from tests.backends.autotask_budget.costs import Costs, measured
from tests.backends.autotask_budget.hour import DAYS, TENANT, Hours

PEOPLE = 50
LEADS = "a lead's, of 50 technicians"
OTHERS = (0, 4_500, 8_000)


async def costs() -> Costs:
    async with benched() as bench:
        return await measured(bench)


async def lead_costs() -> Costs:
    async with benched() as bench:
        return await lead.measured(bench)


def of_costs(found: Costs, whose: str = "one technician's") -> str:
    lines = [f"| {whose} | calls |", "|---|--:|"]
    return "\n".join([*lines, *(f"| {what} | {calls} |" for what, calls in found.items())])


def of_hours(found: Costs) -> str:
    lines = [
        f"| an hour of {PEOPLE} technicians | other programs' calls | calls | a technician's | looks each |",
        "|---|--:|--:|--:|--:|",
    ]
    for day in DAYS:
        for others in OTHERS:
            hours = Hours(found, day, PEOPLE, others)
            calls = hours.run()
            lines.append(f"| {day.name} | {others:,} | {calls:,} | {calls / PEOPLE:.0f} | {hours.looks / PEOPLE:.0f} |")
    return "\n".join(lines)


def of_lead(found: Costs, leads: Costs) -> str:
    """One more who looks on, a lead: what that costs, and how often they look."""
    lines = [
        f"| a lead of {PEOPLE} technicians | other programs' calls | calls | looks |",
        "|---|--:|--:|--:|",
    ]
    for day in DAYS:
        for others in OTHERS:
            hours = Hours(found, day, PEOPLE, others, lead=leads)
            hours.run()
            lines.append(f"| {day.name} | {others:,} | {hours.leads_calls} | {hours.leads_looks} |")
    return "\n".join(lines)


def main() -> None:
    found, leads = asyncio.run(costs()), asyncio.run(lead_costs())
    tables = (of_costs(found), of_costs(leads, LEADS), of_hours(found), of_lead(found, leads))
    print(*tables, f"of {TENANT:,} that the tenant has", sep="\n\n")


if __name__ == "__main__":
    main()
