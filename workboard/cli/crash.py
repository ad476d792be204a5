"""The last resort: what nobody expected becomes one line and a file, without a single local variable."""

from __future__ import annotations

import os
import sys

from workboard.cli.main import VALUED, complain
from workboard.domain.errors import NeedsPerson, WorkboardError


def report(error: Exception, words: list[str]) -> int:
    """Exit code 4, after one line that names the file."""
    if type(error).__module__ == "sqlite3":
        complain(f"the database cannot be used ({error}); see that the disk has room, then run workboard doctor")
    elif isinstance(error, OSError):
        what = (error.strerror or type(error).__name__).lower()
        complain(f"{error.filename or 'this machine'}: {what}; put that right and try again")
    else:
        path = _written(error, words)
        told = f"what is known stands in {path}" if path else "and the report could not be written"
        complain(f"something unexpected happened ({type(error).__name__}); {told}")
    return NeedsPerson.exit_code


def _written(error: Exception, words: list[str]) -> str | None:
    """A file of mode 0600 in the data folder's ``logs``: the trace by file and line, secrets taken out."""
    from traceback import format_exception

    from workboard.domain.text import safe_block
    from workboard.host.clock import Clock
    from workboard.host.files import write_new
    from workboard.host.log import redacted
    from workboard.host.paths import places

    try:
        folder = places(None, _value(words, "--data-dir"), os.environ).log_dir
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = os.path.join(folder, f"crash-{Clock().now()}.txt")
        text = f"workboard on Python {sys.version.split()[0]}\n{''.join(format_exception(error))}"
        write_new(path, safe_block(redacted(text)).encode("utf-8", "replace"))
    except (OSError, WorkboardError):
        return None
    return path


def _value(words: list[str], flag: str) -> str | None:
    """A flag's value, read by hand: parsing may be what failed."""
    assert flag in VALUED
    for at, word in enumerate(words):
        if word == flag and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(flag + "="):
            return word.partition("=")[2]
    return None
