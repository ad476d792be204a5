"""Which folders lie on another machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from workboard.host.mounts import on_network

TABLE = """\
/dev/vda / ext4 rw,relatime 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
/dev/vdb /home/dana/here xfs rw 0 0
//nas/share /mnt/on\\040the\\040nas cifs rw 0 0
dana@far: /home/far fuse.sshfs rw 0 0
tmpfs /home2 tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "far"),
    [
        ("/var/lib/dana", False),
        ("/home/dana/.local/share/workboard", True),
        ("/home/dana/here/workboard", False),
        ("/mnt/on the nas/workboard", True),
        ("/home/far", True),
        ("/home2/workboard", False),
    ],
)
def test_the_nearest_mount_decides(tmp_path: Path, folder: str, far: bool) -> None:
    (tmp_path / "mounts").write_text(TABLE)
    assert on_network(folder, str(tmp_path / "mounts")) is far


def test_where_nothing_is_told_it_is_here(tmp_path: Path) -> None:
    assert not on_network("/home/dana", str(tmp_path / "nothing"))
    (tmp_path / "mounts").write_text("odd\n\n")
    assert not on_network("/home/dana", str(tmp_path / "mounts"))
