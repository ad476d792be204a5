"""The user's own editor on a text, in a file that nobody else can read and that is gone afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from workboard.domain.errors import UsageError
from workboard.domain.text import safe

MOST_BYTES: Final = 4_000_000
FALLBACKS: Final = ("sensible-editor", "nano", "vi")


def edit(text: str, environ: Mapping[str, str]) -> str:
    """What the editor made of ``text``; blocks until it ends, on the terminal it was started from.

    ``$VISUAL``, else ``$EDITOR`` (split as a shell would, run without one). ``UsageError`` where there is none, it
    cannot be started or it ends with an error: the text is then what it was."""
    import subprocess
    import tempfile

    argv = command(environ)
    folder = tempfile.mkdtemp(prefix="workboard-", dir=_runtime_dir(environ))
    path = os.path.join(folder, "note.txt")
    try:
        _write(path, text)
        try:
            ended = subprocess.run([*argv, path], check=False, env=dict(environ)).returncode
        except (OSError, ValueError) as error:
            raise UsageError(f"the editor {safe(argv[0])} cannot be started: set EDITOR to one that can") from error
        if ended != 0:
            raise UsageError(f"the editor ended with {ended}: the text is as it was")
        return _read(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # with what the editor left beside it


def command(environ: Mapping[str, str]) -> list[str]:
    """The editor's argv."""
    named = environ.get("VISUAL") or environ.get("EDITOR")
    if named:
        with suppress(ValueError):
            argv = shlex.split(named)
            if argv:
                return argv
        raise UsageError("EDITOR cannot be read as a command: put its quotes right")
    found = next((one for one in FALLBACKS if shutil.which(one, path=environ.get("PATH"))), None)
    if found is None:
        raise UsageError("there is no editor: set EDITOR to the one you use")
    return [found]


def _runtime_dir(environ: Mapping[str, str]) -> str | None:
    """In memory and mine alone, where the system has such a folder; else its temporary one."""
    folder = environ.get("XDG_RUNTIME_DIR", "")
    with suppress(OSError):
        found = os.stat(folder)
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077:
            return folder
    return None


def _write(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(text)


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError("the editor left no file behind: the text is as it was") from error
    if len(raw) > MOST_BYTES:
        raise UsageError("that is too long for a note: put it into a file on the ticket")
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n")
