"""``make pictures``: every scene as SVG in two themes and two sizes, and a page with all of them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.docs.scenes import SCENES, Scene, opened
from tests.ui.eyes import running
from workboard.ui.app import WorkboardApp
from workboard.ui.pictures import picture

THEMES = ("dusk", "paper")
SIZES = ((80, 24), (120, 40))
Size = tuple[int, int]


async def taken(scene: Scene, theme: str, size: Size) -> str:
    """The picture: a desk of its own, the keys, and whatever happens meanwhile."""
    with tempfile.TemporaryDirectory() as folder, await opened(scene, Path(folder), theme) as bench:
        app = WorkboardApp(bench.desk)
        async with running(app, size) as pilot:
            await pilot.pause()
            for key in scene.keys:
                await pilot.press(key)
                await pilot.pause()
            await scene.meanwhile(bench)
            await pilot.pause()
            return picture(app)


def sizes(scene: Scene) -> tuple[Size, ...]:
    return (*SIZES, *scene.more)


def file_name(scene: Scene, theme: str, size: Size) -> str:
    return f"{scene.name}-{size[0]}x{size[1]}-{theme}.svg"


def page() -> str:
    """``docs/pictures/README.md``."""
    parts = ["# Pictures", "", "Made by `make pictures` from the program itself, in two themes and two sizes or more."]
    for scene in SCENES:
        names = [(theme, size, file_name(scene, theme, size)) for theme in THEMES for size in sizes(scene)]
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
            for size in sizes(scene):
                drawn[file_name(scene, theme, size)] = asyncio.run(taken(scene, theme, size))
                print(file_name(scene, theme, size), flush=True)
    for old in target.glob("*.svg"):
        if old.name not in drawn:
            old.unlink()
    for name, text in drawn.items():
        (target / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
