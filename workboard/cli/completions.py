"""``workboard completions SHELL``: a script for the shell, made from the commands' own flags."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace
from collections.abc import Iterable
from importlib import import_module
from typing import Final, Literal

from workboard.board.offer import offer
from workboard.cli.commands import SUMMARY, module
from workboard.cli.common import reading
from workboard.cli.parser import parser_of
from workboard.cli.shells import TICKETS, Described, Flag, bash, fish, zsh

ABOUT = (
    "A completion script for the shell: put it where that shell looks for them. Ticket numbers are completed from\n"
    "what is stored here (completions tickets prints them: yours, and those whose clients wait)."
)
EXAMPLE = "workboard completions bash > ~/.local/share/bash-completion/completions/workboard"
PLAIN_NUMBER: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
"""a number with anything else in it is not offered: a shell would read more into it than a number"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=["bash", "zsh", "fish", TICKETS], metavar="SHELL", help="bash, zsh or fish")


def run(args: Namespace) -> int:
    if args.shell == TICKETS:
        return _tickets(args)
    script = {"bash": bash, "zsh": zsh, "fish": fish}[args.shell]
    print(script(described()), end="")
    return 0


def _tickets(args: Namespace) -> int:
    """One number a line, and nothing where nothing can be read: a shell shows no errors while one types."""
    with reading(args, quiet=True) as session:
        found = offer(session.desk)
    tickets = [found.current.ticket] if found.current else []
    tickets += [one.ticket for one in found.ranked]
    tickets += [one.ticket for one in (*found.later, *found.parked)]
    tickets += [one.ticket for one in found.waiting]
    for number in dict.fromkeys(one.number for one in tickets):
        if number and PLAIN_NUMBER.issuperset(number) and not number.startswith("-"):
            print(number)
    return 0


def described() -> list[Described]:
    """Every command, with what its parser declares."""
    return [_described(name, about) for name, about in SUMMARY.items()]


def _described(name: str, about: str) -> Described:
    from workboard.cli.main import WITHOUT_JSON

    actions = parser_of(name, import_module(module(name)), json=name not in WITHOUT_JSON)._actions
    flags = tuple(_flag(one, flag) for one in actions for flag in one.option_strings if flag.startswith("--"))
    places = [one for one in actions if not one.option_strings]
    words = tuple(word for one in places for word in _texts(one.choices))
    named = " ".join(str(one.metavar) for one in places)
    return Described(name, about, flags, words, "TICKET" in named or "A B" in named, "FILE" in named)


def _flag(one: Action, name: str) -> Flag:
    takes: Literal["nothing", "a file", "a word"] = "nothing"
    if one.nargs != 0:
        takes = "a file" if one.metavar in ("PATH", "FILE") else "a word"
    return Flag(name, one.help or "", takes, _texts(one.choices))


def _texts(choices: Iterable[object] | None) -> tuple[str, ...]:
    return tuple(str(one) for one in choices or ())
