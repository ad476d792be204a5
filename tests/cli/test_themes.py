"""The themes there are, and a file that is one's own."""

from __future__ import annotations

from tests.cli.conftest import Desk
from workboard.ui import themes


def mine(desk: Desk, change: tuple[str, str] = ("", "")) -> str:
    folder = desk.folder / "themes"
    folder.mkdir(parents=True, exist_ok=True)
    text = (themes.folder() / "paper.toml").read_text("utf-8").replace('"paper"', '"mine"')
    (folder / "mine.toml").write_text(text.replace(*change), "utf-8")
    return str(folder / "mine.toml")


def test_the_shipped_ones_are_listed_and_nothing_is_made(empty: Desk) -> None:
    told = empty("themes", "--json").json
    assert [one["name"] for one in told] == ["dusk", "night", "noon", "paper"]
    assert [one["name"] for one in told if one["chosen"]] == ["dusk"]
    assert "paper  light" in empty("themes").out
    assert not empty.folder.exists()


def test_an_own_one_is_listed_with_its_place(empty: Desk) -> None:
    path = mine(empty)
    assert f"mine   light · your own, {path}" in empty("themes").out
    assert {"name": "mine", "own": True, "chosen": False} in empty("themes", "--json").json


def test_a_sound_theme_is_said_to_be_sound(empty: Desk) -> None:
    got = empty("themes", "--check", mine(empty))
    assert (got.code, got.out) == (0, "The theme is in order.\n")


def test_a_mistake_is_found_with_its_line_and_the_name_that_was_meant(empty: Desk) -> None:
    got = empty("themes", "--check", mine(empty, ("bright =", "brigt =")), "--json")
    assert got.code == 1
    (one,) = got.json["findings"]
    assert one["what"] == 'mine.toml line 9: unknown key "brigt" in [roles]; did you mean "bright"?'


def test_what_is_hard_to_read_is_measured(empty: Desk) -> None:
    got = empty("themes", "--check", mine(empty, ("#656a72", "#b0b4ba")))
    assert got.code == 1
    assert "dim is hard to read on base: 1.9 : 1" in got.out
    assert "dim is hard to read on card" in got.out


def test_a_file_that_is_not_there(empty: Desk) -> None:
    got = empty("themes", "--check", str(empty.folder / "none.toml"))
    assert got.code == 1
    assert "none.toml: cannot be read (no such file or directory)" in got.out
