"""``workboard backup``: a copy that can be carried away, and never over something by mistake."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from workboard.store.backup import copies, sound


def test_it_says_where_how_large_and_how_much(demo: Desk, tmp_path: Path) -> None:
    target = tmp_path / "stick" / "copy.db"
    target.parent.mkdir()
    got = demo("backup", str(target), "--json").json
    assert got == {"file": str(target), "bytes": target.stat().st_size, "tickets": got["tickets"]}
    assert got["tickets"] > 10
    assert sound(str(target))
    assert os.listdir(target.parent) == ["copy.db"]
    if os.name != "nt":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_without_a_name_it_goes_beside_the_others(demo: Desk) -> None:
    got = demo("backup")
    assert got.code == 0
    (copy,) = copies(str(demo.folder / "data" / "workboard.db"))
    assert copy.name in got.out
    assert "checked" in got.out


def test_nothing_is_replaced_unless_it_is_said(demo: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("a letter")
    got = demo("backup", str(target))
    assert (got.code, target.read_text()) == (2, "a letter")
    assert "--force" in got.err
    assert demo("backup", str(target), "--force").code == 0
    assert sound(str(target))


@pytest.mark.parametrize("name", ["workboard.db", "workboard.db-wal", "../data/workboard.db"])
def test_the_database_itself_is_no_place_for_it(demo: Desk, name: str) -> None:
    data = demo.folder / "data"
    before = (data / "workboard.db").read_bytes()
    assert demo("backup", str(data / name), "--force").code == 2
    assert (data / "workboard.db").read_bytes() == before


@pytest.mark.parametrize(("name", "code"), [("", 2), ("nowhere/copy.db", 4), (".", 2), ("a\0b", 2)])
def test_a_name_that_does_not_do(demo: Desk, tmp_path: Path, name: str, code: int) -> None:
    got = demo("backup", str(tmp_path / name) if name and "\0" not in name else name)
    assert got.code == code


def test_a_failed_one_leaves_nothing(demo: Desk, tmp_path: Path) -> None:
    path = demo.folder / "data" / "workboard.db"
    raw = bytearray(path.read_bytes())
    raw[8192:40960] = bytes(32768)
    path.write_bytes(raw)
    assert demo("backup", str(tmp_path / "copy.db")).code == 4
    assert not (tmp_path / "copy.db").exists()


def test_where_there_is_nothing_there_is_nothing_to_copy(empty: Desk) -> None:
    got = empty("backup")
    assert (got.code, got.out) == (1, "")
    assert "nothing to copy" in got.err
    assert not empty.folder.exists()


def test_a_copy_put_in_place_is_a_desk_again(demo: Desk, tmp_path: Path) -> None:
    assert demo("note", "48213", "before the fire").code == 0
    plan = demo("plan", "--json").out
    demo("backup", str(tmp_path / "copy.db"))
    shutil.rmtree(demo.folder / "data")
    (demo.folder / "data").mkdir(mode=0o700)
    shutil.copy(tmp_path / "copy.db", demo.folder / "data" / "workboard.db")
    assert demo("plan", "--json").out == plan
