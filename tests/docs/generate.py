"""``make docs``: the pages that are made from what the program declares. A test compares them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from tests.ui.key_budget import BUDGET, WORDS
from workboard.cli.commands import GROUPS
from workboard.cli.keys import sections
from workboard.cli.main import main as command_line
from workboard.settings.document import document as settings
from workboard.ui.commands import key_name

DOCS = Path(__file__).parents[2] / "docs"


def keys() -> str:
    """Every key of every screen and sheet, from the declarations: the table ``workboard keys`` prints."""
    parts = ["# Keys", "", "Made from the commands themselves by `make docs`. On the board, `?` lists what is possible"]
    parts += ["now and says why something is not. `workboard keys` prints the same; the middle column is the name that"]
    parts += ["`keys.toml` has for a command.", ""]
    found = sections()
    for one in (section for section in found if not section.sheet):
        rows = [f"| `{each.all_shown}` | {each.id} | {each.help} |" for each in one.commands]
        parts += [f"## {one.title}", "", "| key | command | what |", "|---|---|---|", *rows, ""]
    parts += ["## In a sheet", "", "| sheet | key | what |", "|---|---|---|"]
    parts += [
        f"| {one.title} | `{each.all_shown}` | {each.help} |" for one in found if one.sheet for each in one.commands
    ]
    return "\n".join([*parts, ""])


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


def key_budget() -> str:
    """What each thing costs in keys: the table whose keys a test presses."""
    parts = ["# How many keys", "", "Besides the words that are typed, from the board. `tests/ui/test_keys.py` presses"]
    parts += ["exactly these keys and looks at what comes of them; `make docs` makes this page of the same table.", ""]
    rows = [
        f"| {way.what} | {' '.join(key if key == WORDS else f'`{key_name(key)}`' for key in way.keys)} | {way.cost} |"
        f" {way.most} |"
        for way in BUDGET
    ]
    return "\n".join([*parts, "| what | keys | how many | at most |", "|---|---|---|---|", *rows, ""])


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings, "keys.md": keys, "cli.md": cli, "key-budget.md": key_budget,
}  # fmt: skip


def main() -> None:
    import os

    os.environ["COLUMNS"] = "100"  # argparse wraps its help at the terminal's width
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
