"""Settings read once are remembered, and never believed for another text."""

import os
import stat
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

from workboard import __version__
from workboard.domain.errors import SettingsError
from workboard.domain.rules import Policy
from workboard.host import remembered
from workboard.host.config import load, load_policy
from workboard.host.paths import Places
from workboard.host.remembered import Memory
from workboard.settings import read
from workboard.settings.config import Config, MeSettings

TEXT = 'schema = 1\n[me]\nname = "Ruth"\n'
RUTH = Config(me=MeSettings(name="Ruth"))


class Reader:
    """Counts how often the text was really read."""

    def __init__(self, value: Config = RUTH) -> None:
        self.value = value
        self.times = 0

    def __call__(self) -> Config:
        self.times += 1
        return self.value


def ask(folder: Path, text: str = TEXT, *, keeps: bool = True, built_in: object = Config()) -> tuple[Config, int]:
    """What is answered, and how often the text was read for it."""
    reader = Reader()
    return Memory(str(folder), keeps).made_of(text, "config", built_in, reader), reader.times


def test_the_same_text_is_read_once(tmp_path: Path) -> None:
    assert ask(tmp_path) == (RUTH, 1)
    assert ask(tmp_path) == (RUTH, 0)
    assert stat.S_IMODE(os.stat(tmp_path / "config.known").st_mode) == 0o600


@pytest.mark.parametrize("text", [TEXT + "\n", TEXT[:-1], "", TEXT.replace("Ruth", "Rita"), "\n" + TEXT])
def test_another_text_is_read_anew(tmp_path: Path, text: str) -> None:
    ask(tmp_path)
    assert ask(tmp_path, text)[1] == 1


def test_a_question_writes_nothing(tmp_path: Path) -> None:
    assert ask(tmp_path, keeps=False) == (RUTH, 1)
    assert not list(tmp_path.iterdir())
    assert ask(tmp_path / "none yet") == (RUTH, 1)


def test_another_workboard_or_other_defaults_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(tmp_path)
    assert ask(tmp_path, built_in=Config(policy_file="rules.toml"))[1] == 1
    ask(tmp_path)
    monkeypatch.setattr(remembered, "__version__", __version__ + ".1")
    assert ask(tmp_path)[1] == 1


def test_a_damaged_memory_is_no_memory(tmp_path: Path) -> None:
    """Whatever byte is missing or another: what is answered is right."""
    ask(tmp_path)
    known = tmp_path / "config.known"
    whole = known.read_bytes()
    for at in range(0, len(whole), 7):
        known.write_bytes(whole[:at])
        assert ask(tmp_path, keeps=False) == (RUTH, 1)
        known.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert ask(tmp_path, keeps=False) == (RUTH, 1)
    for damaged in (whole + b"\n", b"\xff" + whole, b"x" * 2_000_000):
        known.write_bytes(damaged)
        assert ask(tmp_path, keeps=False) == (RUTH, 1)
    known.unlink()
    known.mkdir()
    assert ask(tmp_path) == (RUTH, 1)


@pytest.mark.skipif(os.name == "nt", reason="other rights there")
def test_a_folder_others_may_write_remembers_nothing(tmp_path: Path) -> None:
    """Others could put hooks of theirs there, under the very words of mine."""
    ask(tmp_path)
    tmp_path.chmod(0o777)
    assert ask(tmp_path) == (RUTH, 1)
    (tmp_path / "config.known").unlink()
    ask(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="other rights there")
def test_only_a_plain_file_of_mine_is_believed(tmp_path: Path) -> None:
    """Neither a link, which is not followed to what it points at, nor a pipe, which would be waited for."""
    ask(tmp_path)
    known, elsewhere = tmp_path / "config.known", tmp_path / "letter"
    known.chmod(0o622)
    assert ask(tmp_path, keeps=False) == (RUTH, 1)
    known.rename(elsewhere)
    known.symlink_to(elsewhere)
    assert ask(tmp_path, keeps=False) == (RUTH, 1)
    elsewhere.write_text("precious")
    assert ask(tmp_path) == (RUTH, 1)
    assert elsewhere.read_text() == "precious"
    known.unlink()
    os.mkfifo(known)
    assert ask(tmp_path) == (RUTH, 1)
    assert ask(tmp_path) == (RUTH, 0)


def test_what_would_not_come_back_is_not_kept(tmp_path: Path) -> None:
    odd = RUTH._replace(hooks=RUTH.hooks._replace(on_back=["a list"]))  # type: ignore[arg-type]
    assert Memory(str(tmp_path), True).made_of(TEXT, "config", Config(), Reader(odd)) is odd
    assert not list(tmp_path.iterdir())


def places(folder: Path, policy: str = 'schema = 1\n[focus]\nblock = "30m"\n') -> Places:
    (folder / "config.toml").write_text(TEXT)
    (folder / "config.toml").chmod(0o600)
    (folder / "policy.toml").write_text(policy)
    return Places(str(folder / "config.toml"), str(folder))


def test_config_and_policy_are_told_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where, memory = places(tmp_path), Memory(str(tmp_path), True)
    config = load(where, {}, memory)
    policy = load_policy(config, where, None, memory)
    assert policy.policy.focus.block == 30

    def not_again(*_: object) -> None:
        pytest.fail("read again")

    monkeypatch.setattr(read, "config_of", not_again)
    monkeypatch.setattr(read, "policy_of", not_again)
    assert load(where, {}, memory) == config
    assert load_policy(config, where, None, memory) == policy


def test_the_zone_of_the_shifts_is_never_another_ones(tmp_path: Path) -> None:
    where, memory = places(tmp_path), Memory(str(tmp_path), True)
    for zone in ("Europe/London", "UTC", "Europe/London"):
        config = Config(time=Config().time._replace(zone=zone))
        assert load_policy(config, where, None, memory).policy.shift("day").zone == zone


def test_a_file_others_may_write_names_no_programs_from_memory_either(tmp_path: Path) -> None:
    where, memory = places(tmp_path), Memory(str(tmp_path), True)
    (tmp_path / "config.toml").write_text(TEXT + '[hooks]\non_back = ["play"]\n')
    assert load(where, {}, memory).hooks.on_back == ("play",)
    (tmp_path / "config.toml").chmod(0o622)
    assert load(where, {}, memory).hooks.on_back == ()


def _knows_utc_alone(name: str) -> object:
    if name != "UTC":
        raise ZoneInfoNotFoundError(name)
    return UTC


@pytest.mark.parametrize("file", ["config", "policy"])
def test_a_zone_that_another_machine_knew_is_none_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    """One data folder, and machines with other lists of zones: told as on the day it was written."""
    where, memory = places(tmp_path, 'schema = 1\n[shifts.late]\nzone = "Asia/Tokyo"\n'), Memory(str(tmp_path), True)
    if file == "config":
        (tmp_path / "config.toml").write_text(TEXT + '[time]\nzone = "Asia/Tokyo"\n')
    assert load_policy(load(where, {}, memory), where, None, memory).warning is None
    monkeypatch.setattr("zoneinfo.ZoneInfo", _knows_utc_alone)
    if file == "config":
        with pytest.raises(SettingsError, match="not a time zone"):
            load(where, {}, memory)
    else:
        assert "not a time zone" in (load_policy(Config(), where, None, memory).warning or "")


def test_a_wrong_file_is_wrong_every_time(tmp_path: Path) -> None:
    where, memory = places(tmp_path, policy="nonsense"), Memory(str(tmp_path), True)
    (tmp_path / "config.toml").write_text("nonsense")
    for _ in range(2):
        with pytest.raises(SettingsError):
            load(where, {}, memory)
        assert load_policy(Config(), where, None, memory).warning is not None
    assert load_policy(Config(), where, "schema = 1", memory).policy == Policy()
