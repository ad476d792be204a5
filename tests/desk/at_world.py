"""Autotask as a world of the rig: the fake tenant, and the backend in front of it as the settings would make it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tests.desk.at_audit import Audited
from tests.desk.at_seed import ANA, API_NAME, CODE, SECRET, at_seeded
from tests.desk.at_values import milliseconds
from tests.desk.autotask import Autotask as Dialect
from tests.desk.rig import BEARING, World
from tests.desk.state import HelpDesk
from workboard.backends.autotask.backend import Autotask
from workboard.settings.config import AccountSettings

_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?|\b\d{13}\b")


def settings(url: str, ca_file: str | None = None, *, name: str = "desk") -> AccountSettings:
    return AccountSettings(
        "autotask", name, url, ca_file=ca_file, user=API_NAME, integration_code=CODE, resource=str(ANA),
        queue="Service Desk", zone="UTC",
    )  # fmt: skip


def backend(url: str, ca_file: str | None, desk: HelpDesk, passes: Callable[[float], None]) -> Autotask:
    """``passes`` is what happens instead of waiting (seconds)."""

    async def pause(seconds: float) -> None:
        passes(seconds)

    return Autotask(settings(url, ca_file), SECRET, pause=pause)


def newest_stamp(cursor: str) -> int:
    """The latest instant in a cursor, in whichever form it stands there: milliseconds UTC, 0 without any."""
    found = _STAMP.findall(cursor)
    return max((int(one) if one.isdecimal() else milliseconds(one) for one in found), default=0)


AUTOTASK: Final = World(
    "autotask",
    lambda: Audited(Dialect()),
    at_seeded,
    backend,
    newest=lambda desk: desk.now(),
    feed=newest_stamp,
    bearing=(*BEARING, "open"),
    calm=3,
)
