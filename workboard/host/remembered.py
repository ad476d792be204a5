"""What was made of a settings file the last time, kept in the data folder under the very text it was made of.

To parse and check the settings takes a quarter of what a question takes, and they hardly ever change. Nothing depends
on it: a file that is not there, or not as it was written, is a file that is read anew.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from workboard import __version__
from workboard.domain.errors import SettingsError
from workboard.domain.typed import TYPE_CHECKING, Any, NamedTuple
from workboard.host.files import read_text, replace
from workboard.host.paths import mine, others_may_write
from workboard.settings.packed import packed, unpacked

if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

UNREADABLE = (OSError, ValueError, KeyError, StopIteration, RecursionError, SettingsError)


class Memory(NamedTuple):
    """``keeps``: this process may write there; a question reads only."""

    folder: str
    keeps: bool

    def made_of(self, text: str, name: str, built_in: object, read: Callable[[], T]) -> T:
        """What ``read`` makes of ``text``, from memory where that is known. ``built_in``: what an empty file means;
        it shows when another workboard means something else by the same words."""
        if not _mine_alone(self.folder, os.stat, stat.S_ISDIR):
            return read()
        path = os.path.join(self.folder, f"{name}.known")
        head = "\n".join((__version__, str(len(text)), text, *packed(built_in), ""))
        known: T | None = _recalled(path, head)
        if known is not None:
            return known
        found = read()
        if self.keeps:
            _keep(path, head, found)
        return found


def _mine_alone(path: str, look: Callable[[str], os.stat_result], is_one: Callable[[int], bool]) -> bool:
    """Whether nobody else can have put it there. Settings name programs, and this is asked before anything else has
    looked at the data folder."""
    try:
        found = look(path)
    except OSError:
        return False
    return is_one(found.st_mode) and mine(found) and not others_may_write(found)


def _recalled(path: str, head: str) -> Any:
    if not _mine_alone(path, os.lstat, stat.S_ISREG):
        return None
    try:
        known = read_text(path) or ""
        if not known.startswith(head):
            return None
        body = known[len(head) : (len(head) + len(known)) // 2]
        return unpacked(iter(body.split("\n"))) if known == head + body + body else None
    except UNREADABLE:
        return None


def _keep(path: str, head: str, value: object) -> None:
    """Only what comes back as it was; twice, so that a letter lost or changed by a disk shows."""
    try:
        lines = list(packed(value))
        body = "\n".join(lines)
        if unpacked(iter(lines)) == value:
            if os.path.islink(path):
                os.unlink(path)  # what it points at is somebody's
            replace(path, (head + body + body).encode())
    except UNREADABLE:
        return
