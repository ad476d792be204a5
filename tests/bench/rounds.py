"""Contestants in turn, A B C A B C …, compared round by round: a noisy machine disturbs all of them alike.

A benchmark reports and asserts nothing: wall-clock ratios within 15 % of 1 mean nothing.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple


class Lap(NamedTuple):
    """Seconds on the wall, and of a processor."""

    wall: float
    cpu: float


Contestant = Callable[[], Lap]


def race(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, list[Lap]]:
    """Each once to get warm, then ``rounds`` times in turn."""
    for run in contestants.values():
        run()
    laps: dict[str, list[Lap]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            laps[name].append(run())
    return laps


def report(title: str, laps: Mapping[str, list[Lap]], floor: str) -> None:
    """Medians in milliseconds, and of the paired ratios to the floor."""
    print(f"\n{title} ({len(laps[floor])} rounds)\n{'':34}{'ms':>9}{'ratio':>8}{'cpu ms':>9}{'ratio':>8}")
    for name, mine in laps.items():
        pairs = list(zip(mine, laps[floor], strict=True))
        wall, cpu = median(one.wall for one in mine), median(one.cpu for one in mine)
        by_wall = median(one.wall / base.wall for one, base in pairs)
        by_cpu = median(one.cpu / max(base.cpu, 1e-6) for one, base in pairs)
        print(f"{name:34}{wall * 1000:9.1f}{by_wall:8.2f}{cpu * 1000:9.1f}{by_cpu:8.2f}")


def program(*words: str, environ: Mapping[str, str] | None = None) -> Contestant:
    """A command run to its end, its output thrown away; *nothing to show* (1) is an answer too."""
    env = installed(environ or {})

    def run() -> Lap:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
        done = subprocess.run(words, env=env, stdout=subprocess.DEVNULL, check=False)
        wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode in (0, 1), words
        return Lap(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    return run


def inside(work: Callable[[], object]) -> Contestant:
    """A piece of work in this process."""

    def run() -> Lap:
        cpu, start = process_time(), perf_counter()
        work()
        return Lap(perf_counter() - start, process_time() - cpu)

    return run


def installed(more: Mapping[str, str]) -> dict[str, str]:
    """The environment of an installed program: compiled modules are kept, nothing of ours is set."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WORKBOARD_"))}
    return {**plain, **more}
