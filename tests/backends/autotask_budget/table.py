"""The tables of ``docs/backends/autotask.md``: ``python -m tests.backends.autotask_budget.table`` prints them."""

from __future__ import annotations

import asyncio

from tests.backends.autotask.bench import benched
from tests.backends.autotask_budget.costs import Costs, measured
from tests.backends.autotask_budget.hour import DAYS, TENANT, Hours

PEOPLE = 50
OTHERS = (0, 4_500, 8_000)


async def costs() -> Costs:
    async with benched() as bench:
        return await measured(bench)


def of_costs(found: Costs) -> str:
    lines = ["| one technician's | calls |", "|---|--:|"]
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


def main() -> None:
    found = asyncio.run(costs())
    print(of_costs(found), of_hours(found), f"of {TENANT:,} that the tenant has", sep="\n\n")


if __name__ == "__main__":
    main()
