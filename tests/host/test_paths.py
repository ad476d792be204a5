"""Where the files are, and that nobody else can put others in their place."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from workboard.domain.errors import SettingsError
from workboard.host.paths import Places, places, prepare


def at(tmp_path: Path) -> Places:
    return Places(str(tmp_path / "config.toml"), str(tmp_path / "data"))


def test_flags_go_before_the_environment_and_that_before_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/x/config")
    monkeypatch.setenv("XDG_DATA_HOME", "/x/data")
    environ = {"WORKBOARD_CONFIG": "/e/c.toml", "WORKBOARD_DATA_DIR": "/e/data"}
    assert places("/f/c.toml", "/f/data", environ) == Places("/f/c.toml", "/f/data")
    assert places(None, None, environ) == Places("/e/c.toml", "/e/data")
    assert places("/f/c.toml", None, environ) == Places("/f/c.toml", "/e/data")
    system = places(None, None, {})
    assert os.path.basename(system.config_file) == "config.toml"
    assert all("workboard" in path for path in system)


@pytest.mark.parametrize("home", ["/home/dana", "/home/dana/", "/", None])
@pytest.mark.parametrize("base", [None, "", "here", "/x/base", "/x/base/"])
def test_the_short_way_to_the_systems_folders_is_the_general_one(
    monkeypatch: pytest.MonkeyPatch, home: str | None, base: str | None
) -> None:
    for name, value in (("HOME", home), ("XDG_CONFIG_HOME", base), ("XDG_DATA_HOME", base)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    config, data = (platformdirs.user_config_dir, platformdirs.user_data_dir)
    general = Places(f"{config('workboard', appauthor=False)}/config.toml", data("workboard", appauthor=False))
    assert places(None, None, {}) == Places(*map(os.path.abspath, general))


def test_paths_become_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/dana")
    assert places("c.toml", "~/board", {}) == Places(str(tmp_path / "c.toml"), "/home/dana/board")
    with pytest.raises(SettingsError, match="NUL"):
        places("a\0b", "/x", {})


def test_the_data_folder_is_made_for_me_alone(tmp_path: Path) -> None:
    here = at(tmp_path)
    prepare(here)
    assert os.stat(here.data_dir).st_mode & 0o777 == 0o700
    assert here.database_file == os.path.join(here.data_dir, "workboard.db")
    prepare(here)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    here = at(tmp_path)
    prepare(here)
    os.chmod(here.data_dir, mode)
    with pytest.raises(SettingsError, match="run: chmod go-w"):
        prepare(here)


def test_a_database_others_may_write_is_refused(tmp_path: Path) -> None:
    here = at(tmp_path)
    prepare(here)
    Path(here.database_file).touch()
    os.chmod(here.database_file, 0o666)
    with pytest.raises(SettingsError, match="others may write the database"):
        prepare(here)


def test_a_linked_database_is_refused_even_if_it_leads_nowhere(tmp_path: Path) -> None:
    here = at(tmp_path)
    prepare(here)
    os.symlink(tmp_path / "elsewhere.db", here.database_file)
    with pytest.raises(SettingsError, match="is a link"):
        prepare(here)


def test_somebody_elses_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = at(tmp_path)
    prepare(here)
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    with pytest.raises(SettingsError, match="belongs to somebody else"):
        prepare(here)


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(SettingsError, match="is a file"):
        prepare(at(tmp_path))
    with pytest.raises(SettingsError, match="cannot be used"):
        prepare(Places("/x", str(tmp_path / "data" / "below")))
