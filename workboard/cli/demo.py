"""``workboard demo``: the board on a make-believe day."""

from __future__ import annotations

import os
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from typing import Final

from workboard.backends import registry
from workboard.bootstrap.session import join
from workboard.cli.board import need_terminal, show
from workboard.cli.common import options
from workboard.host.clock import Clock, instant
from workboard.host.paths import Places
from workboard.settings.config import AccountSettings, Config, MeSettings, Role, TimeSettings

ABOUT = "The board on a make-believe working day: nothing to set up, no network, nothing kept."
EXAMPLE = "workboard demo --seed 7"

PREFIX: Final = "workboard-demo-"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another day; the same seed is the same day")
    parser.add_argument("--role", choices=["technician", "lead"], default="technician")


def run(args: Namespace) -> int:
    need_terminal()
    sweep(tempfile.gettempdir())
    prefix = f"{PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        places = Places(os.path.join(folder, "config.toml"), os.path.join(folder, "data"))
        config = demo_config(args.seed, args.role, args.now or os.environ.get("WORKBOARD_NOW"))
        with join(places, config, options(args, running=True)) as session:
            show(session, keeps=False)
    return 0


def sweep(place: str) -> None:
    """Folders of demos whose terminal was closed on them: nothing of a demo is kept, not even then."""
    for name in os.listdir(place):
        pid = name.removeprefix(PREFIX).partition("-")[0]
        if name.startswith(PREFIX) and pid.isdecimal() and not _alive(int(pid)):
            shutil.rmtree(os.path.join(place, name), ignore_errors=True)


def _alive(pid: int) -> bool:
    if os.name == "nt":  # there a signal would end the process instead of asking for it
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def demo_config(seed: int, role: Role, now: str | None) -> Config:
    """What ``init --backend demo`` would write; the day begins at ``now``, else this week's Tuesday morning."""
    kind = registry.kind("demo")
    zone = kind.zone or "UTC"
    base = instant(now, zone) if now else kind.base_at(Clock().now()) if kind.base_at else None
    return Config(
        me=MeSettings(role=role),
        time=TimeSettings(zone=zone),
        account=AccountSettings(backend="demo", name="demo", seed=seed, base_at=base),
    )
