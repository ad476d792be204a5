"""``workboard themes``: the colours there are, and one's own looked at before they are worn."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from workboard.cli import out
from workboard.cli.findings import report
from workboard.domain.errors import SettingsError
from workboard.domain.finding import Finding
from workboard.host import config as settings
from workboard.host.paths import places, plain_path
from workboard.ui import themes

ABOUT = (
    "The themes there are: those that come with workboard, and your own in the folder themes beside config.toml (copy\n"
    'one, change its name and its ten colours). [ui] theme = "paper" in config.toml chooses one; on the board, Ctrl+P\n'
    "and theme try them. --check reads a file as strictly as the board does, and measures what is hard to read."
)
EXAMPLE = "workboard themes --check mine.toml"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", metavar="FILE", help="look for mistakes in a theme")


def run(args: Namespace) -> int:
    if args.check:
        return report(list(_check(Path(args.check).expanduser())), "The theme is in order.", json=args.json)
    where = places(args.config, args.data_dir, os.environ)
    own = Path(where.config_file).parent / "themes"
    found, chosen = themes.found(own), settings.load(where).ui.theme
    if args.json:
        out.json_line([{"name": one.name, "own": one.own, "chosen": one.name == chosen} for one in found])
        return 0
    out.table([(one.name, _about(one, chosen)) for one in found])
    return 0


def _about(one: themes.Found, chosen: str) -> str:
    try:
        kind = "dark" if themes.read(one.path).dark else "light"
    except SettingsError as error:
        kind = str(error)
    parts = (kind, f"your own, {plain_path(str(one.path))}" if one.own else "", "chosen" if one.name == chosen else "")
    return " · ".join(part for part in parts if part)


def _check(path: Path) -> Iterator[Finding]:
    try:
        theme = themes.read(path)
    except SettingsError as error:
        yield Finding("theme", str(error), "put the file right")
        return
    for role, ground, contrast in themes.pale(theme):
        what = f"{role} is hard to read on {ground}: {contrast:.1f} : 1"
        yield Finding("contrast", what, f"{themes.READABLE} : 1 is the least: move the two colours apart")
