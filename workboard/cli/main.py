"""The command line: find the command, load only that one, and turn every ending into an exit code.

0 done · 1 nothing to show, or a check found something · 2 usage or settings · 3 the remote · 4 a person has to
look · 130 Ctrl+C. An error is one line on stderr.
"""

from __future__ import annotations

import os
import sys

from workboard.domain.errors import UsageError, WorkboardError

TYPE_CHECKING = False  # typing itself is half of what --version takes
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

VALUED = frozenset({"--config", "--data-dir", "--now"})
"""flags that may stand before the command and take a value"""
WITHOUT_JSON = frozenset({"board", "demo", "completions"})
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        sys.stdout.flush()
    except WorkboardError as error:
        complain(str(error))
        return error.exit_code
    except SystemExit as done:  # argparse after --help
        return int(done.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:  # noqa: BLE001 (the last resort: one line and a file instead of a traceback)
        from workboard.cli.crash import report

        return report(error, words)
    return code


def complain(message: str) -> None:
    """One clean line on stderr."""
    from workboard.domain.text import safe

    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    print(f"workboard: {safe(message)}".encode(encoding, "replace").decode(encoding), file=sys.stderr)


def _nobody_reads() -> int:
    """The reader of our output left (``| head``): nothing more to say, not even at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return 0
    return 0


def _run(words: list[str]) -> int:
    at = command_at(words)
    if at is None and {"-h", "--help"} & set(words):
        return _help()
    if at is None and "--version" in words:
        from workboard import __version__

        print(f"workboard {__version__}")
        return 0
    if at is None:
        return _call("board", words)
    name, rest = words[at], words[:at] + words[at + 1 :]
    if name == "help":
        return _run([*rest, "--help"])
    return _call(name, rest)


def command_at(words: list[str]) -> int | None:
    """Where the command stands: the first word that is neither a flag nor a flag's value."""
    at = 0
    while at < len(words):
        if words[at] in VALUED:
            at += 1
        elif not words[at].startswith("-"):
            return at
        at += 1
    return None


def _call(name: str, rest: list[str]) -> int:
    from importlib import import_module

    from workboard.cli.commands import SUMMARY, module

    if name not in SUMMARY:
        raise UsageError(_unknown(name))
    command = import_module(module(name))
    args = _plain(rest, getattr(command, "PLAIN", None))
    if args is None:
        from workboard.cli.parser import parser_of

        args = parser_of(name, command, json=name not in WITHOUT_JSON).parse_intermixed_args(rest)
    code: int = command.run(args)
    return code


def _plain(words: list[str], flags: Sequence[str] | None) -> Any:
    """Nothing but switches and the flags everybody has: read without argparse, which costs as much as the
    interpreter's start. ``None``: let argparse look (and complain)."""
    if flags is None:
        return None
    args: dict[str, Any] = {"config": None, "data_dir": None, "now": None, **dict.fromkeys(flags, False)}
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if name in VALUED:
            given = value if equals else next(left, "")
            if not given or given.startswith("-"):
                return None
            args[name[2:].replace("-", "_")] = given
        elif word[:2] == "--" and word[2:] in flags:
            args[word[2:]] = True
        else:
            return None
    from types import SimpleNamespace

    return SimpleNamespace(**args)


def _unknown(name: str) -> str:
    from workboard.cli.commands import SUMMARY
    from workboard.settings.values import nearest, shown

    close = nearest(name, SUMMARY)
    hint = f"did you mean workboard {close}?" if close else "workboard --help lists the commands"
    return f"there is no command {shown(name)}; {hint}"


def _help() -> int:
    from workboard.cli.commands import GROUPS

    print("usage: workboard [command] [--json] [--config PATH] [--data-dir PATH] [--now ISO]\n")
    print("The next piece of work, the clients who answered, and the progress. Alone: the board.")
    for title, group in GROUPS:
        print(f"\n{title}")
        for name, line in group.items():
            print(f"  {name:<10} {line}")
    print("\nexample:\n  workboard next --json\n\nworkboard COMMAND --help explains one of them.")
    return 0
