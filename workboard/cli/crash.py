"""The last resort: what nobody expected becomes one line and a file, without a single local variable."""

from __future__ import annotations

import os
import sys

from workboard.cli.main import VALUED, complain
from workboard.domain.errors import NeedsPerson, UsageError, WorkboardError

TYPE_CHECKING = False  # typing itself would cost more than all of this
if TYPE_CHECKING:
    from threading import ExceptHookArgs

MOST_FILES = 20
"""A loop that fails again and again must not fill the disk."""


def report(error: BaseException, words: list[str]) -> int:
    """Exit code 4, after one line that names the file; 2 where the command line itself is to blame."""
    if isinstance(error, UnicodeEncodeError) and any(map(_no_text, words)):
        complain("the command line holds bytes that are no text; check the encoding of this terminal (LANG)")
        return UsageError.exit_code
    if type(error).__module__ == "sqlite3":
        complain(f"the database cannot be used ({error}); see that the disk has room, then run workboard doctor")
    elif isinstance(error, OSError):
        what = (error.strerror or type(error).__name__).lower()
        complain(f"{error.filename or 'this machine'}: {what}; put that right and try again")
    else:
        _told(error, words)
    return NeedsPerson.exit_code


def _no_text(word: str) -> bool:
    """Python carries bytes it cannot decode as lone surrogates."""
    return any("\ud800" <= char <= "\udfff" for char in word)


def watch(words: list[str]) -> None:
    """The same for what fails in a thread, or where Python cannot raise it."""
    import threading

    def in_thread(args: ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            _told(args.exc_value, words)

    def unraisable(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            _told(args.exc_value, words)

    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def _told(error: BaseException, words: list[str]) -> None:
    path = _written(error, words)
    told = f"what is known stands in {path}" if path else "and the report could not be written"
    complain(f"something unexpected happened ({type(error).__name__}); {told}")


def _written(error: BaseException, words: list[str]) -> str | None:
    """A file of mode 0600 in the data folder's ``logs``: the trace by file and line, secrets taken out."""
    from workboard.domain.text import safe_block
    from workboard.host.files import write_new
    from workboard.host.paths import places

    try:
        folder = places(None, _value(words, "--data-dir"), os.environ).log_dir
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = _free(folder)
        write_new(path, safe_block(_trace(error)).encode("utf-8", "replace"))
        _forget_old(folder)
    except (OSError, WorkboardError):
        return None
    return path


def _trace(error: BaseException) -> str:
    """File, line and message of every step. The secret of the environment may not have been looked for yet."""
    from traceback import format_exception

    from workboard.host.log import hide, redacted
    from workboard.host.secret import Secret

    hide(Secret(os.environ.get("WORKBOARD_TOKEN", "").strip()))
    return redacted(f"workboard on Python {sys.version.split()[0]}\n{''.join(format_exception(error))}")


def _free(folder: str) -> str:
    from workboard.host.clock import Clock

    at = Clock().now()
    while os.path.lexists(path := os.path.join(folder, f"crash-{at}.txt")):
        at += 1
    return path


def _forget_old(folder: str) -> None:
    names = sorted(name for name in os.listdir(folder) if name.startswith("crash-"))
    for name in names[:-MOST_FILES]:
        os.unlink(os.path.join(folder, name))


def _value(words: list[str], flag: str) -> str | None:
    """A flag's value, read by hand: parsing may be what failed."""
    assert flag in VALUED
    for at, word in enumerate(words):
        if word == flag and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(flag + "="):
            return word.partition("=")[2]
    return None
