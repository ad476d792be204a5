"""The log holds what happened, in lines of its own, and no secret."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from workboard.host import log, logfile
from workboard.host.secret import Secret


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "logs"
    for name in ("workboard", *logfile.QUIET):
        logfile._close(logging.getLogger(name))


def test_rooms_speak_through_the_standard_logger(folder: Path) -> None:
    path = Path(log.start(str(folder)))
    logging.getLogger("workboard.sync").info("GET /ticket/{id} %d", 200)
    logging.getLogger("workboard.sync").debug("too much")
    assert path.read_text().endswith("Z INFO workboard.sync GET /ticket/{id} 200\n")
    assert path.read_text().count("\n") == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_no_secret_reaches_the_file(folder: Path) -> None:
    log.hide(Secret("can/ary-5f1b"))
    log.hide(Secret("can/ary"))
    path = Path(log.start(str(folder)))
    logger = logging.getLogger("workboard.x")
    logger.warning("token can/ary-5f1b, url https://x/?t=can%2Fary-5f1b, path can/ary")
    try:
        raise ValueError("can/ary-5f1b")
    except ValueError:
        logger.exception("failed with %s", "can/ary-5f1b")
    text = path.read_text()
    assert "ary" not in text
    assert "5f1b" not in text
    assert "ValueError" in text


def test_a_report_is_one_line_of_clean_text(folder: Path) -> None:
    path = Path(log.start(str(folder)))
    logging.getLogger("workboard").info("a\n2026-01-01 INFO forged\x1b[2J\u202e\x9b")
    lines = path.read_text().split("\n")
    assert lines[1] == "    2026-01-01 INFO forged�[2J��"


def test_the_http_library_reports_warnings_only(folder: Path) -> None:
    path = Path(log.start(str(folder)))
    logging.getLogger("httpx").info("HTTP Request: GET https://rt.example.org/?token=x")
    logging.getLogger("httpcore.connection").debug("connect")
    assert path.read_text() == ""
    logging.getLogger("httpx").warning("odd")
    assert "WARNING httpx odd" in path.read_text()


def test_old_files_are_few_and_private(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "MOST_BYTES", 300)
    log.start(str(folder))
    for number in range(60):
        logging.getLogger("workboard").info("line %d", number)
    names = sorted(os.listdir(folder))
    assert names == ["workboard.log", "workboard.log.1", "workboard.log.2"]
    assert {(folder / name).stat().st_mode & 0o777 for name in names} == {0o600}


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    log.start(str(tmp_path / "file" / "logs"))
    logging.getLogger("workboard").info("unheard")


def test_a_link_in_place_of_the_log_is_not_followed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    os.symlink(tmp_path / "elsewhere", folder / "workboard.log")
    log.start(str(folder))
    logging.getLogger("workboard").info("unheard")
    assert not (tmp_path / "elsewhere").exists()
