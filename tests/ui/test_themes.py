"""Themes are strict data, readable, and a technician may have some of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.board.bench import Bench
from tests.support.until import until
from tests.ui.eyes import Eyes, opened, running, segments, shown, typed
from workboard.domain.errors import SettingsError
from workboard.ui import themes
from workboard.ui.app import WorkboardApp
from workboard.ui.machine import Machine
from workboard.ui.widgets.lines import Lines

GOOD = {"name": "mine", "dark": True, "roles": dict.fromkeys(themes.ROLES, "#101010")}
WORDS = ("text", "bright", "dim", "accent", "warm", "alert", "key")
LEAST = {"dusk": 4.9, "paper": 4.9, "night": 7.0, "noon": 7.0}
"""What the comment at the top of each file promises."""


def luminance(colour: str) -> float:
    """WCAG 2.1, written down a second time, away from the program's own."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", themes.names())
def test_ac34_every_role_that_carries_words_can_be_read_on_both_grounds(name: str) -> None:
    roles = themes.load(name).variables
    for ground in ("base", "card"):
        for role in WORDS:
            found = contrast(roles[f"role-{ground}"], roles[f"role-{role}"])
            assert found >= max(4.5, LEAST[name]), (name, ground, role, found)
    assert themes.pale(themes.load(name)) == []


@pytest.mark.parametrize("name", themes.names())
def test_ac34_what_is_marked_in_a_field_can_be_read(name: str) -> None:
    variables = themes.load(name).variables
    for what in ("input-selection", "block-cursor", "input-cursor"):
        assert contrast(variables[f"{what}-background"], variables[f"{what}-foreground"]) >= 4.5, what


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_is_measured_as_the_standard_says(one: int, other: int) -> None:
    first, second = f"#{one:06x}", f"#{other:06X}"
    assert themes.contrast(first, second) == pytest.approx(contrast(first, second))
    assert 1 <= themes.contrast(first, second) <= 21.0001


def test_there_are_a_dark_and_a_light_one_and_both_with_more_contrast() -> None:
    assert {name: themes.load(name).dark for name in themes.names()} == {
        "dusk": True, "paper": False, "night": True, "noon": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": 3}, "needs name"),
        ({"name": "theirs"}, "as the file is called"),
        ({"dark": "yes"}, "needs dark = true or false"),
        ({"run": "rm"}, "run"),
        ({"roles": {}}, "has no base, card"),
        ({"roles": 4}, "needs a table [roles]"),
        ({"roles": {**GOOD["roles"], "acent": "#000000"}}, 'did you mean "accent"?'),  # type: ignore[dict-item]
        ({"roles": {**GOOD["roles"], "text": "red"}}, "colour like"),  # type: ignore[dict-item]
        ({"roles": {**GOOD["roles"], "text": "#12345g"}}, "colour like"),  # type: ignore[dict-item]
        ({"roles": {**GOOD["roles"], "text": "#000000; }"}}, "colour like"),  # type: ignore[dict-item]
        ({"roles": {**GOOD["roles"], "text": ["#000000"]}}, "colour like"),  # type: ignore[dict-item]
    ],
)
def test_anything_else_is_refused_in_one_line(change: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError) as error:
        themes.theme_of({**GOOD, **change}, themes.Written("mine.toml"))
    assert "\n" not in str(error.value)
    assert "mine.toml" in str(error.value)
    assert told in str(error.value)


def own(folder: Path, name: str, change: tuple[str, str] = ("", "")) -> Path:
    """A copy of dusk under a name of its own, in a folder of one's own."""
    text = (themes.folder() / "dusk.toml").read_text("utf-8").replace('"dusk"', f'"{name}"')
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text.replace(*change), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("accent =", "acent ="), 'mine.toml line 11: unknown key "acent" in [roles]; did you mean "accent"?'),
        (("#e0b072", "#e0b07"), 'mine.toml line 12: [roles] warm: must be a colour like "#1b1f26"'),
        (("dark = true", "dark = true true"), "mine.toml line 3: not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as error:
        themes.load("mine", own(tmp_path / "themes", "mine", change))
    assert str(error.value).startswith(told)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * (themes.LARGEST + 1)])
def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "mine.toml").write_bytes(data)
    with pytest.raises(SettingsError, match=r"^mine\.toml: "):
        themes.load("mine", tmp_path)


def test_an_own_theme_goes_before_a_shipped_one(tmp_path: Path) -> None:
    folder = own(tmp_path / "themes", "dusk", ("#14171c", "#010203"))
    assert themes.load("dusk", folder).variables["role-base"] == "#010203"
    assert themes.load("dusk").variables["role-base"] == "#14171c"
    assert themes.names(folder) == themes.names()


def test_an_unknown_theme_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match="known: dusk, night, noon, paper"):
        themes.load("../../etc/passwd")
    with pytest.raises(SettingsError, match='did you mean "paper"'):
        themes.load("papper")


# -- on the board ---------------------------------------------------------------------------------------------


def wish(demo: Bench, theme: str) -> None:
    config = demo.desk.config
    demo.desk = demo.desk._replace(config=config._replace(ui=config.ui._replace(theme=theme)))


async def test_an_unknown_theme_in_the_settings_is_said_on_the_board(demo: Bench) -> None:
    wish(demo, "dsk")
    async with opened(demo) as pilot:
        await until(lambda: "there is no theme" in shown(pilot))
        assert 'did you mean "dusk"?' in shown(pilot)
        assert "Rebuild the Outlook profile" in shown(pilot)


async def test_a_broken_theme_of_ones_own_leaves_the_board_readable(demo: Bench, tmp_path: Path) -> None:
    wish(demo, "mine")
    folder = own(tmp_path / "themes", "mine", ("accent =", "acent ="))
    app = WorkboardApp(demo.desk, machine=Machine(themes=folder))
    async with running(app) as pilot:
        await until(lambda: "mine.toml line 11" in shown(pilot))
        assert app.theme == "dusk"


async def test_a_theme_of_ones_own_is_worn(demo: Bench, tmp_path: Path) -> None:
    wish(demo, "mine")
    app = WorkboardApp(demo.desk, machine=Machine(themes=own(tmp_path / "themes", "mine", ("#14171c", "#010203"))))
    async with running(app) as pilot:
        await pilot.pause()
        first = segments(pilot)[1][0].style
        assert first is not None
        assert first.bgcolor is not None
        assert first.bgcolor.name == "#010203"


async def chosen(pilot: Eyes, words: str) -> None:
    """From the palette."""
    await pilot.press("ctrl+p")
    await pilot.pause()
    await typed(pilot, words)
    await until(lambda: words in shown(pilot).split("\n", 4)[4])
    await pilot.press("enter")


async def test_the_palette_wears_a_theme_and_keeps_it_when_asked(demo: Bench) -> None:
    kept: list[str] = []
    async with running(WorkboardApp(demo.desk, machine=Machine(keep_theme=kept.append))) as pilot:
        await pilot.pause()
        before = pilot.app.screen.query_one(Lines).get_component_rich_style("lines--bright")
        await chosen(pilot, "theme paper")
        await until(lambda: "Theme paper. To have it next time too: Ctrl+P, keep this theme." in shown(pilot))
        assert pilot.app.theme == "paper"
        assert pilot.app.screen.query_one(Lines).get_component_rich_style("lines--bright") != before
        assert kept == []
        await chosen(pilot, "keep this theme")
        await until(lambda: "Theme paper is kept." in shown(pilot))
        assert kept == ["paper"]
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert "keep this theme" not in shown(pilot), "there is nothing to keep any more"


async def test_a_theme_that_cannot_be_kept_holds_and_that_is_said(demo: Bench) -> None:
    async with opened(demo) as pilot:
        await chosen(pilot, "theme paper")
        await until(lambda: "Theme paper." in shown(pilot))
        await chosen(pilot, "keep this theme")
        await until(lambda: "There are no settings here to keep a theme in" in shown(pilot))
        assert pilot.app.theme == "paper"
