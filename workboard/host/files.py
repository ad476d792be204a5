"""Small files read whole and written so that they are there whole or not at all."""

from __future__ import annotations

import os

from workboard.domain.errors import SettingsError
from workboard.host.paths import plain_path

MOST_BYTES = 1_000_000


def read_text(path: str) -> str | None:
    """The UTF-8 text of a file, ``None`` when there is none; ``SettingsError`` when it cannot be read."""
    try:
        with open(path, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise SettingsError(f"{plain_path(path)} is too large to be a settings file")
        return raw.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise SettingsError(f"{plain_path(path)} is not UTF-8 text; save it as such") from None
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise SettingsError(f"{plain_path(path)} cannot be read ({why})") from None


def write_new(path: str, raw: bytes) -> None:
    """A new file of mode 0600, on disk before this returns; ``FileExistsError`` when there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def replace(path: str, raw: bytes) -> None:
    """Put a file of mode 0600 in place of ``path`` in one step. A link stays, what it points at is replaced."""
    target = os.path.realpath(path)
    temporary = f"{target}.{os.getpid()}.new"
    if os.path.lexists(temporary):
        os.unlink(temporary)
    try:
        write_new(temporary, raw)
        os.replace(temporary, target)
    except OSError:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise


def keep_copy(path: str) -> str:
    """A copy beside the file, ``.bak-1`` or the next free number; returns its path."""
    with open(path, "rb") as file:
        raw = file.read()
    number = 1
    while True:
        copy = f"{path}.bak-{number}"
        try:
            write_new(copy, raw)
        except FileExistsError:
            number += 1
        else:
            return copy
