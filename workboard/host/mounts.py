"""Whether a folder lies on another machine: SQLite's faster way to write needs shared memory, which no network has."""

from __future__ import annotations

import os
from typing import Final

MOUNTS: Final = "/proc/self/mounts"
NETWORKS: Final = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "gpfs",
    "fuse.sshfs",
    "fuse.rclone",
)
"""beginnings of the names such file systems have"""


def on_network(folder: str, mounts: str = MOUNTS) -> bool:
    """By the list of what is mounted where; where there is none (not Linux) the answer is no."""
    try:
        with open(mounts, encoding="utf-8", errors="surrogateescape") as file:
            rows = [line.split(" ") for line in file]
    except OSError:
        return False
    return _kind_of(os.path.realpath(folder), rows).startswith(NETWORKS)


def _kind_of(folder: str, rows: list[list[str]]) -> str:
    """The file system of the longest mounted folder around this one, the last of equals."""
    longest, kind = -1, ""
    for row in rows:
        place = _plain(row[1]) if len(row) > 2 else ""
        around = folder == place or folder.startswith(place.rstrip("/") + "/")
        if place and around and len(place) >= longest:
            longest, kind = len(place), row[2]
    return kind


def _plain(place: str) -> str:
    """Blanks are written in octal there."""
    for code in ("\\040", "\\011", "\\012", "\\134"):
        place = place.replace(code, chr(int(code[1:], 8)))
    return place
