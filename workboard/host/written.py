"""A file written piece by piece, 0600, there whole or not at all; one that exists is kept unless told otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from workboard.domain.errors import UsageError
from workboard.host.paths import plain_path


def write_pieces(path: str, pieces: Iterable[bytes], *, force: bool) -> int:
    """How many bytes. ``UsageError`` when the file exists and ``force`` is not set, or cannot be written."""
    target = os.path.abspath(os.path.expanduser(path))
    if os.path.lexists(target) and not force:
        raise UsageError(f"{plain_path(path)} exists; --force replaces it")
    temporary = f"{target}.{os.getpid()}.new"
    try:
        size = _write(temporary, pieces)
        if force:
            os.replace(temporary, target)
        else:
            _place_beside_nothing(temporary, target)
    except FileExistsError:
        raise UsageError(f"{plain_path(path)} exists; --force replaces it") from None
    except OSError as error:
        why = (error.strerror or "no access").lower()
        raise UsageError(f"{plain_path(path)} cannot be written ({why}); name another file") from None
    finally:
        with suppress(OSError):
            os.unlink(temporary)
    return size


def _write(path: str, pieces: Iterable[bytes]) -> int:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        size = sum(file.write(piece) for piece in pieces)
        file.flush()
        os.fsync(file.fileno())
    return size


def _place_beside_nothing(temporary: str, target: str) -> None:
    """Under its name, unless somebody else took it meanwhile; ``FileExistsError`` then."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.replace(temporary, target)
