"""The pictures: one of each scene, the same bytes each time, and the first one as true as the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pictures import THEMES, file_name, page, sizes, taken
from tests.docs.scenes import SCENES, Scene

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def scene(name: str) -> Scene:
    return next(one for one in SCENES if one.name == name)


def words(drawn: str) -> list[str]:
    return re.findall(r">([^<>\n]+)</text>", drawn)


def test_every_scene_has_its_pictures_and_no_other_is_there() -> None:
    wanted = {file_name(one, theme, size) for one in SCENES for theme in THEMES for size in sizes(one)}
    assert {path.name for path in PICTURES.glob("*.svg")} == wanted, "make pictures"
    assert len({one.name for one in SCENES}) == len(SCENES)


def test_the_page_of_the_pictures_is_up_to_date() -> None:
    assert (PICTURES / "README.md").read_text("utf-8") == page(), "make pictures"


async def test_the_readmes_picture_shows_what_the_program_shows() -> None:
    drawn = await taken(scene("board"), "dusk", (80, 24))
    assert words((PICTURES / "board-80x24-dusk.svg").read_text("utf-8")) == words(drawn), "make pictures"


@pytest.mark.parametrize("name", ["outbox", "ticket-number"])
async def test_a_picture_is_the_same_each_time(name: str) -> None:
    first, second = [await taken(scene(name), "paper", (80, 24)) for _ in range(2)]
    assert first == second
    assert "http" not in first.replace('xmlns="http://www.w3.org/2000/svg"', ""), "nothing is loaded from anywhere"
