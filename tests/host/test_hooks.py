"""A hook is told what happened, gets no secret, and never stops anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from workboard.host.hooks import run_hook

WRITES = "import sys, os, json; json.dump([sys.stdin.read(), dict(os.environ)], open(sys.argv[1], 'w'))"


def test_it_gets_json_and_an_environment_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "out"
    environ = {"PATH": "/usr/bin:/bin", "WORKBOARD_TOKEN": "hunter2", "OTHER": "x"}
    value = {"text": "Grüße; $(touch /tmp/x)"}
    assert run_hook("on_client_note", [sys.executable, "-c", WRITES, str(out)], value, environ) is None
    given, own = json.loads(out.read_text())
    assert json.loads(given) == value
    assert own["WORKBOARD_HOOK"] == "on_client_note"
    assert "OTHER" not in own
    assert "WORKBOARD_TOKEN" not in own


def test_no_hook_is_no_trouble() -> None:
    assert run_hook("on_client_note", (), {}, {}) is None


def test_one_that_reads_nothing_is_no_trouble() -> None:
    assert run_hook("x", [sys.executable, "-c", "pass"], {"text": "y" * 1_000_000}, {}) is None


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([sys.executable, "-c", "import sys; sys.exit(4)"], "hook x ended with 4"),
        (["/no/such/program"], "hook x cannot be started (no such file or directory)"),
        (["a\0b"], "hook x cannot be started (bad argument)"),
    ],
)
def test_trouble_is_one_line(argv: list[str], says: str) -> None:
    assert run_hook("x", argv, {}, {}) == says


def test_what_cannot_be_written_as_json_is_trouble_too() -> None:
    assert run_hook("x", [sys.executable], object(), {}) == "hook x could not be run (TypeError)"


def test_time_is_up_for_the_hook_and_what_it_started() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    assert run_hook("x", [sys.executable, "-c", code], {}, {}, limit_s=0.3) == "hook x took longer than 0.3 s"


def test_what_it_prints_is_not_seen(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import sys; print('out'); sys.stderr.write('err')"
    assert run_hook("x", [sys.executable, "-c", code], {}, {}) is None
    assert capfd.readouterr() == ("", "")
