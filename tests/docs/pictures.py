"""``make pictures``: the board as SVG in both themes and two sizes, and the sheets, on the demo's first morning."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from workboard.backends import registry
from workboard.bootstrap import Options, Session, join
from workboard.host.paths import Places
from workboard.settings.config import AccountSettings, Config, TimeSettings, UiSettings
from workboard.ui.app import WorkboardApp
from workboard.ui.pictures import take

NOW = "2026-11-24T10:42"
THEMES = ("dusk", "paper")
SIZES = ((80, 24), (120, 40))


class Scene(NamedTuple):
    """A picture's name and the keys that lead to it."""

    name: str
    keys: tuple[str, ...] = ()


NOTE = "First sync done. Send and receive both fine."
SCENES = (
    Scene("board"),
    Scene("running", ("enter",)),
    Scene("note", ("n", *NOTE.replace(" ", "_"), "enter", *"+20m_>Call_Ruth_before_11:30")),
    Scene("replies", ("r",)),
    Scene("skip", ("s",)),
    Scene("finish", ("f",)),
    Scene("why", ("w",)),
    Scene("keys", ("question_mark",)),
)
_NAMES = {"_": "space", ".": "full_stop", "+": "plus", ">": "greater_than_sign", ":": "colon"}


def session(folder: Path, theme: str) -> Session:
    """The demo, its clock standing at the first instant."""
    from workboard.host.clock import instant

    kind = registry.kind("demo")
    zone = kind.zone or "UTC"
    account = AccountSettings(backend="demo", name="demo", base_at=instant(NOW, zone))
    config = Config(time=TimeSettings(zone), account=account, ui=UiSettings(theme))
    places = Places(str(folder / "config.toml"), str(folder / "data"))
    return join(places, config, Options(now=NOW, environ={"TZ": zone}))


def main(target: Path) -> None:
    """All scenes in all themes and sizes; the plain board's name has no scene in it."""
    target.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        for columns, lines in SIZES:
            for scene in SCENES:
                path = target / f"{scene.name}-{columns}x{lines}-{theme}.svg"
                _picture(path, theme, (columns, lines), scene)
                print(path)


def _picture(path: Path, theme: str, size: tuple[int, int], scene: Scene) -> None:
    keys = tuple(_NAMES.get(key, key) for key in scene.keys)
    with tempfile.TemporaryDirectory() as folder, closing(session(Path(folder), theme)) as opened:
        asyncio.run(take(lambda: WorkboardApp(opened.desk), path, size, keys))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
