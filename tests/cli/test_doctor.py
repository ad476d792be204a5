"""``workboard doctor`` finds what is wrong with the files, names the remedy, and the remedy helps."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from workboard.store.backup import copies
from workboard.store.spool import Spool, spool_of


def path_of(desk: Desk) -> str:
    return str(desk.folder / "data" / "workboard.db")


def codes(desk: Desk, kind: str = "findings") -> list[str]:
    return [one["code"] for one in desk("doctor", "--json").json[kind]]


def test_a_sound_desk_has_notes_at_most(demo: Desk) -> None:
    got = demo("doctor")
    assert got.code == 0
    assert got.out.startswith("Everything is in order.")


def test_an_old_sqlite_is_a_note_and_no_finding(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert "sqlite" in codes(demo, "notes")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert "sqlite" not in codes(demo, "notes")


def test_a_missing_backup_is_a_note_until_there_is_one(demo: Desk) -> None:
    assert "backup" in codes(demo, "notes")
    assert demo("backup").code == 0
    assert "backup" not in codes(demo, "notes")
    (newest,) = copies(path_of(demo))
    folder = demo.folder / "data" / "backups"
    os.rename(folder / newest.name, folder / "workboard-20200101T000000Z-v2.db")
    assert "2020-01-01" in demo("doctor").out


def test_damage_is_found_and_the_remedy_works(demo: Desk) -> None:
    assert demo("note", "48213", "before the damage").code == 0
    assert demo("backup").code == 0
    with open(path_of(demo), "rb+") as file:
        file.seek(6 * 4096)
        file.write(bytes(4096))
    got = demo("doctor", "--json")
    assert got.code == 1
    (found,) = [one for one in got.json["findings"] if one["code"] in ("database", "DamagedDatabase")]
    assert "then open one" in found["remedy"] + found["what"]
    assert "is in its place" in demo("sync").err
    assert codes(demo) == []
    assert "damaged" in codes(demo, "notes")


def test_a_database_that_is_gone_is_told_and_comes_back(demo: Desk) -> None:
    assert demo("note", "48213", "before it was deleted").code == 0
    assert demo("backup").code == 0
    os.unlink(path_of(demo))
    for words in (("next",), ("status",), ("backup",)):
        got = demo(*words)
        assert got.code == 4
        assert "is gone: open workboard, it restores the backup" in got.err
    assert codes(demo) == ["DamagedDatabase"]
    assert "was not there: the backup of" in demo("sync").err
    assert demo("next").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a folder there says nothing about its files")
def test_a_folder_one_may_not_write_is_no_damage(demo: Desk) -> None:
    """Asked by somebody whom the modes of files bind, as they do not bind root."""
    bound = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if bound and shutil.which(bound[0]) is None:
        pytest.skip("root may write everything, and setpriv is not here")
    asked = [*bound, sys.executable, "-m", "workboard", "doctor", *demo.places]
    data = demo.folder / "data"
    try:
        os.chmod(data, 0o500)
        told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    finally:
        os.chmod(data, 0o700)
    assert "cannot be written" in told
    assert "does not pass" not in told
    assert codes(demo) == []


def test_acts_the_database_lacks_are_found(demo: Desk) -> None:
    assert demo("note", "48213", "kept twice").code == 0
    spool = spool_of(path_of(demo))
    (line, *_) = [one for one in spool.read().lines if "verb" in one]
    spool.append([{**line, "id": "01JD0000000000000000000000", "marker": "wb:000000000000"}])
    assert codes(demo) == ["spool"]
    assert "came back" in demo("sync").err
    assert codes(demo) == []


def test_words_that_could_not_be_stored_are_found(demo: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    place = Spool(str(demo.folder / "data" / "unsaved.jsonl"))
    place.append(
        [{"ticket_id": "demo:ticket:48213", "kind": "note", "body": "x", "text": "x", "public": False, "saved_at": 1}]
    )
    assert codes(demo) == ["unsaved"]
    assert "now a draft" in demo("sync").err
    assert codes(demo) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_files_others_may_read_are_found(demo: Desk) -> None:
    os.chmod(path_of(demo), 0o644)
    os.chmod(demo.folder / "data", 0o755)
    got = demo("doctor", "--json").json["findings"]
    assert [one["code"] for one in got] == ["modes"]
    assert got[0]["remedy"].startswith("chmod go-rwx ")
    os.system(got[0]["remedy"])
    assert codes(demo) == []


def test_a_theme_there_is_not_is_found(demo: Desk) -> None:
    config = demo.folder / "config.toml"
    config.write_text(config.read_text() + '\n[ui]\ntheme = "plaid"\n')
    assert codes(demo) == ["theme"]


def test_the_journal_follows_the_settings(demo: Desk) -> None:
    config = demo.folder / "config.toml"
    before = config.read_text()
    config.write_text(before + '\n[db]\njournal = "rollback"\n')
    assert demo("note", "48213", "on a network drive").code == 0
    assert journal_of(demo) == "delete"
    assert demo("next").code == 0
    assert journal_of(demo) == "delete"
    config.write_text(before)
    assert demo("note", "48213", "at home again").code == 0
    assert journal_of(demo) == "wal"


def journal_of(desk: Desk) -> str:
    one = sqlite3.connect(path_of(desk))
    try:
        (mode,) = one.execute("PRAGMA journal_mode").fetchone()
        return str(mode)
    finally:
        one.close()
