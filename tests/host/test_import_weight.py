"""What the short commands need of these rooms loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "dataclasses", "json", "tomllib", "platformdirs", "keyring", "logging", "subprocess", "asyncio", "pathlib",
    "httpx", "textual", "rich", "sqlite_utils", "threading", "difflib",
)  # fmt: skip
PATH = """
import os, sys
from workboard.host.clock import clock
from workboard.host.config import load, load_policy, warnings
from workboard.host.paths import places, prepare
import workboard.host.secrets, workboard.host.hooks
here = places(sys.argv[1] + "/config.toml", sys.argv[1] + "/data", os.environ)
prepare(here)
config = load(here)
load_policy(config, here, None), warnings(here), clock(None, config.time.zone, True).now()
print(*sys.modules)
"""


def loaded(folder: Path) -> set[str]:
    environ = {"TZ": "UTC", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", PATH, str(folder)], env=environ, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_without_files_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    modules = loaded(tmp_path)
    assert not modules & set(HEAVY)
    assert not {"workboard.settings.options", "zoneinfo"} & modules


def test_with_a_config_toml_is_read_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[me]\nname = "Dana"\n')
    modules = loaded(tmp_path)
    assert "tomllib" in modules
    assert not modules & (set(HEAVY) - {"tomllib"})
