"""``workboard keys``: every key of every screen and sheet, as the commands declare them; also reads keys.toml."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from workboard.cli import out
from workboard.cli.findings import report
from workboard.domain.errors import SettingsError
from workboard.domain.finding import Finding
from workboard.host.files import read_text
from workboard.host.paths import places
from workboard.settings.keymap import Bound, Keymap, read
from workboard.ui import dialogs, screens
from workboard.ui.commands import Command, Commanded, declared_by, screen_name

ABOUT = (
    "Every key of every screen. --check reads keys.toml beside the settings: a table for each screen (or everywhere),\n"
    'in it a command and its key, for instance note = "m"; exit code 1 when something in it cannot hold.'
)
EXAMPLE = "workboard keys --check"
FILE = "keys.toml"


class Section(NamedTuple):
    """One screen or sheet: the name a file calls it by, the one people read, and its commands."""

    name: str
    title: str
    sheet: bool
    commands: tuple[Command, ...]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="look for mistakes in keys.toml")


def run(args: Namespace) -> int:
    if args.check:
        return report(_check(args), "The keys are in order.", json=args.json)
    found = sections()
    if args.json:
        out.json_line([_shape(one, command) for one in found for command in one.commands])
        return 0
    for at, one in enumerate(found):
        if at:
            out.line()
        out.line(one.title)
        out.table([(command.all_shown, command.id, command.help) for command in one.commands], "  ")
    return 0


def sections() -> list[Section]:
    """The board, the other screens, then the sheets; each found by its class, so none can be forgotten."""
    found = [*_sections(screens.__name__, list(screens.__path__), False)]
    found += _sections(dialogs.__name__, list(dialogs.__path__), True)
    return sorted(found, key=lambda one: (one.sheet, one.name != "board", one.title))


def built_in() -> list[Bound]:
    """The keys a file may change: those of the screens. A sheet has a text in it, and keeps its own."""
    return [
        Bound(one.name, command.id, tuple(command.key.split(",")))
        for one in sections()
        for command in one.commands
        if not one.sheet
    ]


def own_keys(config_file: str) -> tuple[Keymap, tuple[Finding, ...]] | None:
    """What the file beside the settings changes, and what is wrong in it; ``None`` without such a file."""
    try:
        text = read_text(os.path.join(os.path.dirname(config_file), FILE))
    except SettingsError as error:
        return Keymap(), (Finding("not-toml", str(error), "put the file right"),)
    return None if text is None else read(text, FILE, built_in())


def _sections(package: str, path: list[str], sheet: bool) -> Iterator[Section]:
    kinds = [kind for module in iter_modules(path) for kind in _commanded(f"{package}.{module.name}")]
    for kind in kinds:
        base = any(kind is not other and issubclass(other, kind) for other in kinds)
        if "kind" in vars(kind) or not base:  # a base is no screen itself, unless it has a draft of its own
            name = screen_name(kind)
            title = "The board" if name == "board" else name.replace("_", " ").capitalize()
            found = tuple(declared_by(kind))
            writes = all(one.id != "keys" for one in found)  # a screen with a text in it is like a sheet
            yield Section(name, title, sheet or writes, found)


def _commanded(module: str) -> Iterator[type]:
    for one in vars(import_module(module)).values():
        if isinstance(one, type) and issubclass(one, Commanded) and one.__module__ == module:
            yield one


def _shape(one: Section, command: Command) -> dict[str, object]:
    return {
        "screen": one.name,
        "sheet": one.sheet,
        "command": command.id,
        "keys": command.key.split(","),
        "shown": command.all_shown,
        "help": command.help,
    }


def _check(args: Namespace) -> tuple[Finding, ...]:
    found = own_keys(places(args.config, args.data_dir, os.environ).config_file)
    return () if found is None else found[1]
