"""``make docs``: the pages that are made from what the program declares. A test compares them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from workboard.cli.commands import GROUPS
from workboard.cli.main import main as command_line
from workboard.settings.document import document as settings
from workboard.ui.commands import Command, declared_by
from workboard.ui.screens.board import Board
from workboard.ui.screens.replies import Replies

DOCS = Path(__file__).parents[2] / "docs"


def keys() -> str:
    """Every key of every screen, from the declarations."""
    parts = ["# Keys", "", "Made from the commands themselves by `make docs`. On the board, `?` lists what is possible"]
    parts += ["now and says why something is not.", ""]
    for title, screen in (("The board", Board), ("Replies", Replies)):
        parts += [f"## {title}", "", "| key | what |", "|---|---|", *map(_key, declared_by(screen)), ""]
    parts += [
        "## In a sheet",
        "",
        "| key | what |",
        "|---|---|",
        "| `Ctrl+S` | save, or send to the client |",
        "| `Ctrl+T` | show to the client; the title then says to whom it goes |",
        "| `Ctrl+R` | in *finish*: the ticket is done, or stays open |",
        "| `Enter` | in *finish* and *park*: accept what is proposed |",
        "| `Esc` | close; what was typed is kept |",
        "",
    ]
    return "\n".join(parts)


def _key(one: Command) -> str:
    return f"| `{one.all_shown}` | {one.help} |"


def cli() -> str:
    """Every subcommand with the text its ``--help`` prints."""
    parts = ["# The command line", "", "Made from the commands' own help by `make docs`.", ""]
    parts += [
        "Exit codes: 0 done · 1 nothing to show, or a check found something · 2 wrong usage or settings · 3 the help"
    ]
    parts += [
        "desk refused or cannot be reached · 4 somebody has to look · 130 Ctrl+C. Errors are one line on stderr.",
        "",
    ]
    for title, group in GROUPS:
        parts += [f"## {title}", ""]
        for name in group:
            parts += [f"### {name}", "", "```text", _help(name), "```", ""]
    return "\n".join(parts)


def _help(name: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        command_line([name, "--help"])
    return out.getvalue().strip()


PAGES: dict[str, Callable[[], str]] = {"settings.md": settings, "keys.md": keys, "cli.md": cli}


def main() -> None:
    import os

    os.environ["COLUMNS"] = "100"  # argparse wraps its help at the terminal's width
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
