"""The flags of a command: those everybody has, and its own."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from typing import NoReturn, Protocol

from workboard.domain.errors import UsageError
from workboard.domain.text import safe


class Command(Protocol):
    """What a subcommand's module offers."""

    ABOUT: str
    EXAMPLE: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


class Parser(ArgumentParser):
    """Says what is wrong in one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{safe(message)}; see {self.prog} --help")


def parser_of(name: str, command: Command, *, json: bool) -> Parser:
    """The flags everybody has, then the command's own."""
    parser = Parser(
        prog=f"workboard {name}",
        description=command.ABOUT,
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.arguments(parser)
    group = parser.add_argument_group("everywhere")
    if json:
        group.add_argument("--json", action="store_true", help="print JSON")
    group.add_argument("--config", metavar="PATH", help="the settings file (WORKBOARD_CONFIG)")
    group.add_argument("--data-dir", metavar="PATH", help="the data folder (WORKBOARD_DATA_DIR)")
    group.add_argument("--now", metavar="ISO", help="set the clock (WORKBOARD_NOW)")
    return parser
