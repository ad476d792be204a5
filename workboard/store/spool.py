"""Lines beside the database for what a person said, so that it outlives the file itself.

``spool.jsonl`` holds every wish since the newest backup and what became of it; it is read only when the database
had to be restored. ``unsaved.jsonl`` holds words that could not be stored at all; they come back as drafts. A line
is a checksum and a JSON object, so that a torn or spoilt one is known for what it is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from zlib import crc32

from workboard.domain.typed import Any, Final, NamedTuple
from workboard.store.lock import held

Line = dict[str, Any]
SPOOL: Final = "spool.jsonl"
UNSAVED: Final = "unsaved.jsonl"
TAIL_BYTES: Final = 65_536
_PLAIN: Final = os.O_CREAT | sum(getattr(os, flag, 0) for flag in ("O_CLOEXEC", "O_NOFOLLOW", "O_BINARY"))


class Found(NamedTuple):
    """What stands in a file: sound lines in their order, and whatever else does."""

    lines: tuple[Line, ...] = ()
    spoilt: tuple[bytes, ...] = ()


class Spool:
    """One file of lines, 0600, shared by processes."""

    def __init__(self, path: str) -> None:
        self.path = path

    def append(self, lines: Iterable[Line]) -> None:
        """On the disk when this returns; ``OSError`` when they are not."""
        raw = b"".join(map(packed, lines))
        with self._alone():
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | _PLAIN, 0o600)
            try:
                _only_ours(file)
                size = os.fstat(file).st_size
                # after a line that a crash tore, the next one begins anew
                torn = size > 0 and os.pread(file, 1, size - 1) != b"\n" if hasattr(os, "pread") else True
                _write_all(file, b"\n" + raw if torn else raw)
                os.fsync(file)
            finally:
                os.close(file)
            if not size:
                sync_folder(self.path)

    def read(self) -> Found:
        """Everything; nothing where there is no file. ``OSError`` where there is one that cannot be read."""
        try:
            file = os.open(self.path, os.O_RDONLY | _PLAIN & ~os.O_CREAT)
        except FileNotFoundError:
            return Found()
        with open(file, "rb") as raw:
            _only_ours(file)
            return unpacked(raw.read())

    def tail(self) -> tuple[Line, ...]:
        """The newest lines, at least one where there is any sound one among the last bytes."""
        try:
            file = os.open(self.path, os.O_RDONLY | _PLAIN & ~os.O_CREAT)
        except FileNotFoundError:
            return ()
        with open(file, "rb") as raw:
            raw.seek(max(0, os.fstat(file).st_size - TAIL_BYTES))
            return unpacked(raw.read()).lines

    def rewrite(self, change: Callable[[tuple[Line, ...]], Iterable[Line]]) -> None:
        """Put ``change(lines)`` in their place in one step; nobody appends meanwhile. What is spoilt is kept in
        ``….spoilt``."""
        with self._alone():
            found = self.read()
            raw = b"".join(map(packed, change(found.lines)))
            if found.spoilt:
                _put(self.path + ".spoilt", b"\n".join((*found.spoilt, b"")), os.O_APPEND)
            if raw:
                _put(self.path + ".new", raw, os.O_TRUNC)
                os.replace(self.path + ".new", self.path)
            elif os.path.lexists(self.path):
                os.unlink(self.path)
            sync_folder(self.path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with held(self.path.removesuffix(".jsonl") + ".lock"):
            yield


def spool_of(database: str) -> Spool:
    return Spool(os.path.join(os.path.dirname(database), SPOOL))


def unsaved_of(database: str) -> tuple[Spool, ...]:
    """Where words may lie that the database would not take: beside it, else in a folder of this session, else in
    the one for temporary files."""
    name = f"workboard-{crc32(database.encode('utf-8', 'replace')):08x}.jsonl"
    folders = (os.environ.get(variable) or "" for variable in ("XDG_RUNTIME_DIR", "TMPDIR", "TEMP"))
    others = (os.path.join(folder, name) for folder in (*folders, os.path.join(os.sep, "tmp")) if os.path.isabs(folder))
    return (Spool(os.path.join(os.path.dirname(database), UNSAVED)), *map(Spool, dict.fromkeys(others)))


def packed(line: Line) -> bytes:
    """The line as it stands in the file."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return b"%08x %b\n" % (crc32(text), text)


def unpacked(raw: bytes) -> Found:
    """A last line without its end is one a crash tore: nobody was told that it is kept."""
    rows = raw.split(b"\n")[:-1]
    lines, spoilt = [], []
    for row in filter(None, rows):
        line = _line(row)
        if line is None:
            spoilt.append(row)
        else:
            lines.append(line)
    return Found(tuple(lines), tuple(spoilt))


def _line(row: bytes) -> Line | None:
    check, _, text = row.partition(b" ")
    if check != b"%08x" % crc32(text):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _only_ours(file: int) -> None:
    """In a folder for all, a file of this name may be somebody else's."""
    found = os.fstat(file)
    if os.name != "nt" and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise PermissionError("not a file of mine alone")


def _put(path: str, raw: bytes, how: int) -> None:
    file = os.open(path, os.O_WRONLY | how | _PLAIN, 0o600)
    try:
        _write_all(file, raw)
        os.fsync(file)
    finally:
        os.close(file)


def _write_all(file: int, raw: bytes) -> None:
    """A disk that fills up takes a part and says so only when asked for the rest."""
    while raw:
        raw = raw[os.write(file, raw) :]


def sync_folder(path: str) -> None:
    """Make a new name last, where the system can."""
    if os.name == "nt":
        return
    folder = os.open(os.path.dirname(path) or ".", os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
