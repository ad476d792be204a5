"""``make docs``: the pages that are made from what the program declares. A test compares them."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from tests.ui.key_budget import BUDGET, WORDS
from workboard.backends.autotask import sends as autotask
from workboard.backends.kind import Sent
from workboard.backends.request_tracker import sends as request_tracker
from workboard.cli.commands import GROUPS
from workboard.cli.keys import sections
from workboard.cli.main import main as command_line
from workboard.domain.privacy import NEVER, NOT_EXPORTED, STAYS, WISHES
from workboard.domain.team_notes import DaySums, Times, compose_sums
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


SUMS = DaySums(
    "2026-11-24",
    (("phone", Times(4, 22)), ("walk-up", Times(1, 8))),
    ((9, Times(3, 12)), (10, Times(2, 18))),
    4, 5, 5, 6, 1, 0,
)  # fmt: skip
PRIVACY = """\
# What leaves this machine

Made by `make docs` from what the program declares; tests hold it against the recorded traffic of a day, field by field
(`tests/security/test_privacy.py`, `test_autotask_privacy.py`). `workboard privacy` prints the same for your own desk.
There is no server of ours, no telemetry, no update check: everything goes to your help desk, and nowhere else.
"""
OF_SUMS = """\
One note a day, written when the day is over, on the ticket that `[account] team_ticket` names; nothing where it names
none, or where the policy says `goal.share = "off"`. Internal, so no client reads it; whoever may read that ticket sees
that the note is yours. No names of clients, no words, no time of day but the hour. Byte for byte:
"""
HOW_TO_READ = """\
`4/22` is four times, 22 minutes together; *By hour* counts them by the hour in which they began, of your own zone; in
`4 of 5` blocks of focus nothing came in between; `5 of 6` clients were answered within the longest wait; articles are
notes marked `#kb`; *Wrong order* is how often the board's offer was skipped for that reason. The sources are
phone, walk-up, chat, mail, alert, self and none. The 1 is the version: a workboard that knows another one reads
nothing. The lead screen adds up the days on which at least `goal.min_group` people wrote one; else *too few*.

Goals are said on the same ticket, in one line each: `Workboard goal 1 team Service desk: 60 done per day`,
`Workboard goal 1 proposed: 5h planned per day`, `Workboard goal 1 accepted ana: 5h planned per day`.
"""
OF_LISTS = """\
Lists are asked for with a filter: `filter.status` is a condition on the field `status`. `IncludeFields` names the
fields to answer with, `MaxRecords` how many rows; neither holds anything of yours.
"""
OF_EXPORTS = """\
`workboard export` leaves colleagues' numbers out, as JSON and as CSV, whatever the role; `workboard backup` copies the
whole file for this machine. Not in an export, or blank in it:
"""


def privacy() -> str:
    """What leaves: the wishes, the requests, the note of sums; what stays, and what no export holds."""
    parts = [PRIVACY, "## What you do", "", "| on which act | what of it | who may read it |", "|---|---|---|"]
    parts += [f"| {one.when} | {', '.join(one.fields)} | {one.readers} |" for one in WISHES.values()]
    parts += ["", "## The sums of a day", "", OF_SUMS, "```text", compose_sums(SUMS), "```", "", HOW_TO_READ]
    parts += _requests("Request Tracker", request_tracker.SENDS, request_tracker.HEADERS)
    parts += _requests("Autotask", autotask.SENDS, autotask.HEADERS, OF_LISTS)
    parts += ["## What stays", ""]
    parts += [f"- {one}" for one in STAYS]
    parts += ["", f"Not even measured: {', '.join(NEVER)}.", "", "## What no export holds", "", OF_EXPORTS]
    return "\n".join([*parts, *(f"- {one}" for one in NOT_EXPORTED), ""])


def _requests(label: str, sends: tuple[Sent, ...], headers: tuple[str, ...], before: str = "") -> list[str]:
    parts = [f"## {label}, request by request", "", *([before] if before else [])]
    parts += ["| request | fields | what |", "|---|---|---|"]
    named = ((one, ", ".join((*one.body, *one.query)) or "–") for one in sends)
    parts += [f"| `{one.request}` | {fields} | {one.what} |" for one, fields in named]
    return [*parts, "", f"Headers: {', '.join(headers)}.", ""]


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings, "keys.md": keys, "cli.md": cli, "key-budget.md": key_budget,
    "privacy.md": privacy,
}  # fmt: skip


def main() -> None:
    import os

    os.environ["COLUMNS"] = "100"  # argparse wraps its help at the terminal's width
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
