"""The machine's own time zone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workboard.host.zone import local_zone


@pytest.mark.parametrize(
    ("tz", "zone"),
    [
        ("Europe/London", "Europe/London"),
        (":Europe/London", "Europe/London"),
        ("/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        (":/etc/localtime", "UTC"),
        ("/usr/share/zoneinfo/Etc/UTC", "UTC"),
        ("EST5EDT4,M3.2.0", "UTC"),
        ("", "UTC"),
    ],
)
def test_from_the_environment(tz: str, zone: str, tmp_path: Path) -> None:
    assert local_zone({"TZ": tz}, str(tmp_path)) == zone


def test_from_the_link_then_from_the_name(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/timezone").write_text("Asia/Tokyo\n")
    assert local_zone({}, str(tmp_path)) == "Asia/Tokyo"
    os.symlink("/var/db/timezone/zoneinfo/America/New_York", tmp_path / "etc/localtime")
    assert local_zone({}, str(tmp_path)) == "America/New_York"


def test_a_copied_file_tells_no_name(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").write_bytes(b"TZif2")
    assert local_zone({}, str(tmp_path)) == "UTC"
