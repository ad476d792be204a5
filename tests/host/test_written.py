"""A file written piece by piece: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from workboard.domain.errors import UsageError
from workboard.host.written import write_pieces


def test_all_pieces_and_nobody_else_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert write_pieces(str(path), [b"one ", b"", b"two"], force=False) == 7
    assert path.read_bytes() == b"one two"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_comes_up_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x"

    def pieces() -> Iterator[bytes]:
        yield b"mine"
        path.write_text("theirs")

    with pytest.raises(UsageError, match="--force"):
        write_pieces(str(path), pieces(), force=False)
    assert path.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize("force", [True, False])
def test_what_breaks_off_leaves_nothing(tmp_path: Path, force: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("no more")

    if force:
        (tmp_path / "x").write_text("before")
    with pytest.raises(RuntimeError, match="no more"):
        write_pieces(str(tmp_path / "x"), pieces(), force=force)
    assert [one.read_text() for one in tmp_path.iterdir()] == (["before"] if force else [])


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    assert write_pieces(str(tmp_path / "x"), [b"one"], force=False) == 3
    assert (tmp_path / "x").read_bytes() == b"one"
    with pytest.raises(UsageError, match="exists"):
        write_pieces(str(tmp_path / "x"), [b"two"], force=False)


def test_a_folder_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_pieces(str(tmp_path / "none" / "x"), [b""], force=False)
    with pytest.raises(UsageError, match="cannot be written"):
        write_pieces(str(tmp_path), [b""], force=True)
