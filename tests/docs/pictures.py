"""``make pictures``: every scene as SVG in two themes and two sizes, and a page with all of them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from tests.docs.scenes import SCENES, Scene, opened
from workboard.ui.app import WorkboardApp
from workboard.ui.pictures import picture

THEMES = ("dusk", "paper")
SIZES = ((80, 24), (120, 40))
STILL_S = 0.25
"""Seconds in which nothing moves before a picture is taken."""
Size = tuple[int, int]


async def taken(scene: Scene, theme: str, size: Size) -> str:
    """The picture: a desk of its own, the keys, and whatever happens meanwhile."""
    with tempfile.TemporaryDirectory() as folder, await opened(scene, Path(folder), theme) as bench:
        app = WorkboardApp(bench.desk)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in scene.keys:
                await pilot.press(key)
                await pilot.pause()
            await scene.meanwhile(bench)
            return await _settled(pilot)


async def _settled(pilot: Pilot[None]) -> str:
    """The picture once two looks in a row see the same."""
    app = pilot.app
    assert isinstance(app, WorkboardApp)
    before = ""
    while before != (now := picture(app)):
        before = now
        await pilot.pause(STILL_S)
    return now


def file_name(scene: Scene, theme: str, size: Size) -> str:
    return f"{scene.name}-{size[0]}x{size[1]}-{theme}.svg"


def page() -> str:
    """``docs/pictures/README.md``."""
    parts = ["# Pictures", "", "Made by `make pictures` from the program itself, in two themes and two sizes."]
    for scene in SCENES:
        names = [(theme, size, file_name(scene, theme, size)) for theme in THEMES for size in SIZES]
        links = [f"[{theme} {size[0]}×{size[1]}]({name})" for theme, size, name in names]
        parts += [
            "",
            f"## {scene.name.replace('-', ' ').capitalize()}",
            "",
            f"{scene.about[:1].upper()}{scene.about[1:]}.",
        ]
        parts += ["", f"![{scene.about}]({file_name(scene, THEMES[0], SIZES[0])})", "", " · ".join(links)]
    return "\n".join([*parts, ""])


def main(target: Path) -> None:
    """All of them; what is there and no scene's any more goes."""
    target.mkdir(parents=True, exist_ok=True)
    drawn = {"README.md": page()}
    for scene in SCENES:
        for theme in THEMES:
            for size in SIZES:
                drawn[file_name(scene, theme, size)] = asyncio.run(taken(scene, theme, size))
                print(file_name(scene, theme, size), flush=True)
    for old in target.glob("*.svg"):
        if old.name not in drawn:
            old.unlink()
    for name, text in drawn.items():
        (target / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
