"""Themes are strict data, and readable."""

from __future__ import annotations

import pytest

from tests.board.bench import Bench
from tests.ui.eyes import opened, shown
from workboard.domain.errors import SettingsError
from workboard.ui import themes

GOOD = {"name": "mine", "dark": True, "roles": dict.fromkeys(themes.ROLES, "#101010")}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", themes.names())
def test_every_role_that_carries_words_can_be_read_on_both_grounds(name: str) -> None:
    roles = themes.load(name).variables
    for ground in ("base", "card"):
        for role in ("text", "bright", "dim", "accent", "warm", "alert", "key"):
            dark, light = sorted((luminance(roles[f"role-{ground}"]), luminance(roles[f"role-{role}"])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground, role)


def test_dusk_and_paper_are_there() -> None:
    assert {"dusk", "paper"} <= set(themes.names())
    assert themes.load("dusk").dark
    assert not themes.load("paper").dark


@pytest.mark.parametrize(
    "change",
    [
        {"name": 3},
        {"dark": "yes"},
        {"run": "rm"},
        {"roles": {}},
        {"roles": {**GOOD["roles"], "shadow": "#000000"}},  # type: ignore[dict-item]
        {"roles": {**GOOD["roles"], "text": "red"}},  # type: ignore[dict-item]
        {"roles": {**GOOD["roles"], "text": "#12345g"}},  # type: ignore[dict-item]
        {"roles": {**GOOD["roles"], "text": "#000000; }"}},  # type: ignore[dict-item]
    ],
)
def test_anything_else_is_refused_in_one_line(change: dict[str, object]) -> None:
    with pytest.raises(SettingsError) as error:
        themes.theme_of({**GOOD, **change}, "mine.toml")
    assert "\n" not in str(error.value)
    assert "mine.toml" in str(error.value)


def test_an_unknown_theme_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match="dusk, paper"):
        themes.load("../../etc/passwd")


async def test_an_unknown_theme_in_the_settings_is_said_on_the_board(demo: Bench) -> None:
    config = demo.desk.config
    demo.desk = demo.desk._replace(config=config._replace(ui=config.ui._replace(theme="dsk")))
    async with opened(demo) as pilot:
        await pilot.pause()
        assert "dusk, paper" in shown(pilot)
        assert "Rebuild the Outlook profile" in shown(pilot)
