"""The settings files on disk: absent, wrong, exposed, kept and written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workboard.domain.errors import SettingsError
from workboard.domain.rules import GoalRule
from workboard.host.config import load, load_policy, policy_path, save, warnings
from workboard.host.paths import Places
from workboard.settings.config import Config, MeSettings, TimeSettings
from workboard.settings.defaults import policy_in

LONDON = Config(time=TimeSettings("Europe/London"))
GOAL = '[goal]\nme = "5h worked per day"\n'


@pytest.fixture
def here(tmp_path: Path) -> Places:
    return Places(str(tmp_path / "conf" / "config.toml"), str(tmp_path / "data"))


def write(here: Places, text: str, name: str = "config.toml", mode: int = 0o600) -> Path:
    path = Path(here.config_file).parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_no_file_means_the_defaults_in_the_machines_zone(here: Places) -> None:
    assert load(here, {"TZ": "Asia/Tokyo"}) == Config(time=TimeSettings("Asia/Tokyo"))


def test_a_file_is_read_and_a_wrong_one_named(here: Places) -> None:
    write(here, '\ufeff[me]\r\nname = "Dana"\r\n')
    assert load(here).me.name == "Dana"
    write(here, '[me]\nnme = "Dana"\n')
    with pytest.raises(SettingsError, match=r"^config\.toml line 2: unknown key"):
        load(here)


def test_what_is_no_text_is_told_in_one_line(here: Places) -> None:
    write(here, "").write_bytes(b"\xff\xfe[me]")
    with pytest.raises(SettingsError, match="is not UTF-8"):
        load(here)
    with pytest.raises(SettingsError, match="cannot be read"):
        load(here._replace(config_file=str(Path(here.config_file).parent)))


def test_a_file_others_may_write_names_no_programs(here: Places) -> None:
    text = '[account.secret]\ncommand = ["pass"]\n[hooks]\non_client_note = ["true"]\n'
    write(here, text)
    assert load(here).hooks.on_client_note == ("true",)
    assert warnings(here) == ()
    write(here, text, mode=0o620)
    config = load(here)
    assert config.hooks.on_client_note == ()
    assert config.account.secret.command == ()
    (line,) = warnings(here)
    assert "chmod go-w" in line


def test_somebody_elses_file_names_no_programs(here: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(here, '[hooks]\non_client_note = ["true"]\n')
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
    else:
        somebody = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert load(here).hooks.on_client_note == ()
    assert "belongs to somebody else" in warnings(here)[0]


def test_without_a_policy_file_the_built_in_one_holds(here: Places) -> None:
    assert load_policy(LONDON, here, None) == (policy_in("Europe/London"), None, None)
    assert load_policy(LONDON, here, GOAL).text is None


def test_a_policy_is_found_beside_the_config(here: Places) -> None:
    write(here, GOAL, "policy.toml")
    policy, warning, text = load_policy(LONDON, here, None)
    assert policy.goal.me == GoalRule("worked", 300)
    assert (warning, text) == (None, GOAL)
    assert policy.shift("day").zone == "Europe/London"


def test_a_policy_may_be_elsewhere(here: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/dana")
    assert policy_path(LONDON._replace(policy_file="~/p.toml"), here) == "/home/dana/p.toml"
    assert policy_path(LONDON._replace(policy_file="/srv/p.toml"), here) == "/srv/p.toml"


def test_a_wrong_policy_changes_nothing_and_is_said(here: Places) -> None:
    write(here, "[gaol]\n", "policy.toml")
    policy, warning, text = load_policy(LONDON, here, GOAL)
    assert policy.goal.me == GoalRule("worked", 300)
    assert text == GOAL
    assert warning
    assert "policy.toml line 1: unknown table [gaol]" in warning
    assert "last valid policy" in warning


def test_a_wrong_policy_with_nothing_kept_leaves_the_built_in_one(here: Places) -> None:
    write(here, "[gaol]\n", "policy.toml")
    for kept in (None, "[also wrong"):
        policy, warning, text = load_policy(LONDON, here, kept)
        assert policy == policy_in("Europe/London")
        assert warning
        assert "built-in policy" in warning
        assert text is None


def test_a_shared_policy_that_cannot_be_reached_stays_in_force(here: Places) -> None:
    shared = LONDON._replace(policy_file="/nowhere/policy.toml")
    policy, warning, _ = load_policy(shared, here, GOAL)
    assert policy.goal.me == GoalRule("worked", 300)
    assert warning
    assert "/nowhere/policy.toml is not there" in warning


def test_my_shift_has_to_be_in_the_policy(here: Places) -> None:
    night = LONDON._replace(me=MeSettings(shift="night"))
    with pytest.raises(SettingsError, match='no shift "night"; it has: day'):
        load_policy(night, here, None)
    kept = '[shifts.night]\nhours = "22:00-06:00"\n'
    write(here, GOAL, "policy.toml")
    policy, warning, _ = load_policy(night, here, kept)
    assert policy.shift("night").from_minute == 22 * 60
    assert warning


def test_saving_makes_a_file_for_me_alone(here: Places) -> None:
    assert save(here, "schema = 1\n", force=False) is None
    path = Path(here.config_file)
    assert path.read_text() == "schema = 1\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["config.toml"]


def test_an_existing_config_needs_force_and_is_kept(here: Places) -> None:
    save(here, "schema = 1\n", force=False)
    with pytest.raises(SettingsError, match="--force"):
        save(here, "# two\n", force=False)
    first, second = save(here, "# two\n", force=True), save(here, "# three\n", force=True)
    assert first == here.config_file + ".bak-1"
    assert second == here.config_file + ".bak-2"
    assert [Path(p).read_text() for p in (first, second)] == ["schema = 1\n", "# two\n"]
    assert Path(here.config_file).read_text() == "# three\n"
    assert os.stat(first).st_mode & 0o777 == 0o600


def test_a_linked_config_stays_a_link(here: Places, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# old\n")
    os.makedirs(os.path.dirname(here.config_file))
    os.symlink(real, here.config_file)
    save(here, "# new\n", force=True)
    assert os.path.islink(here.config_file)
    assert real.read_text() == "# new\n"


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be written"):
        save(Places(str(tmp_path / "file" / "config.toml"), "/x"), "", force=False)
