"""Several processes on one data folder: a board, pens, a watching sync, and what can be said of them from outside."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from tests.desk.process import Process
from tests.ui.terminal import Terminal
from workboard.store.database import Database

ANA: Final = f"1-20-{20:032x}"
PROGRAM: Final = "tests.support.unspared"
TICKETS: Final = ("1", "2", "3", "4")
LOCKED: Final = re.compile(rb"lock|busy", re.IGNORECASE)


class Board(Terminal):
    """The board, with as many calls as it likes."""

    module = PROGRAM


class Written(NamedTuple):
    """What a pen tells when it is done; see ``tests.support.pen``."""

    said: list[tuple[str, str]]
    complaints: str
    commits_ms: list[float]
    loose_checkpoints: int


class Pen:
    """A pen at work."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @property
    def writing(self) -> bool:
        return self._process.poll() is None

    def result(self) -> Written:
        out, err = self._process.communicate(timeout=300)
        assert self._process.returncode == 0, err
        told = json.loads(out)
        said = [(ticket, text) for ticket, text in told.pop("said")]
        return Written(said=said, **told)


class Place:
    """A data folder in front of a desk that is a process of its own."""

    def __init__(self, folder: Path, desk: Process) -> None:
        self.folder = folder
        self.desk = desk
        (folder / "config.toml").write_text(
            f'[account]\nbackend = "request_tracker"\nname = "desk"\nurl = "{desk.url}"\nqueue = "Service Desk"\n'
            'settle = "1s"\nsettle_public = "1s"\n\n[time]\nzone = "UTC"\n'
        )
        (folder / "config.toml").chmod(0o600)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "workboard.db"

    @property
    def environ(self) -> Mapping[str, str]:
        return {
            **os.environ, "WORKBOARD_TOKEN": ANA, "HOME": str(self.folder),
            "WORKBOARD_CONFIG": str(self.folder / "config.toml"), "WORKBOARD_DATA_DIR": str(self.folder / "data"),
        }  # fmt: skip

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command as a process of its own; it has to go well and say nothing on stderr."""
        argv = [sys.executable, "-m", PROGRAM, *words]
        done = subprocess.run(argv, env=self.environ, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done
        return done

    def start(self, *words: str, out: IO[bytes]) -> subprocess.Popen[bytes]:
        argv = [sys.executable, "-m", PROGRAM, *words]
        return subprocess.Popen(argv, env=self.environ, stdout=out, stderr=out)

    def board(self) -> Board:
        return Board(self.folder, WORKBOARD_TOKEN=ANA, HOME=str(self.folder))

    def pen(self, serial: str, count: int) -> Pen:
        argv = [sys.executable, "-m", "tests.support.pen", serial, str(count), *TICKETS]
        return Pen(subprocess.Popen(argv, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def value(self, sql: str, *parameters: object) -> object:
        with closing(Database.open(str(self.database))) as database:
            return database.read().value(sql, parameters)

    def has(self, text: str) -> bool:
        return bool(self.value("SELECT count(*) FROM note WHERE body = ?", text))

    def all_sent(self) -> bool:
        return not self.value("SELECT count(*) FROM outbox WHERE state != 'done'")

    def current(self) -> str:
        """The number of the ticket that is next."""
        return str(json.loads(self.run("next", "--json").stdout)["activity"]["ticket"]["number"])

    def holder(self) -> int | None:
        """The process that holds ``sync.lock``."""
        lock = self.folder / "data" / "sync.lock"
        if not lock.exists():
            return None
        there = re.compile(rf"FLOCK\s+ADVISORY\s+WRITE\s+(\d+)\s+\S+:{lock.stat().st_ino}\s", re.MULTILINE)
        found = there.search(Path("/proc/locks").read_text())
        return int(found[1]) if found else None

    def arrived(self) -> list[tuple[str, str]]:
        """(ticket, text) of our notes in the order in which the desk took them."""
        with closing(Database.open(str(self.database))) as database:
            rows = database.read().all("SELECT o.marker, n.body FROM outbox o JOIN note n ON n.id = o.id")
        texts = {str(marker): str(body) for marker, body in rows}
        return [(str(one.ticket), texts[one.mark]) for one in self.desk.marks() if one.mark in texts]

    def logs(self) -> bytes:
        return b"".join(path.read_bytes() for path in (self.folder / "data" / "logs").glob("*"))


def wrongs(said: list[tuple[str, str]], arrived: list[tuple[str, str]]) -> dict[str, object]:
    """What is lost, what is there twice, what nobody wrote; ``said`` is one writer's, in order. Empty: all is well."""
    ours = [one for one in arrived if one in set(said)]
    found = {
        "lost": sorted(set(said) - set(ours)),
        "doubled": sorted(one for one, times in Counter(ours).items() if times > 1),
        "disordered": [
            ticket
            for ticket in TICKETS
            if [one for one in ours if one[0] == ticket] != [one for one in said if one[0] == ticket]
        ],
    }
    return {name: value for name, value in found.items() if value}


class Wal:
    """The greatest size that the write-ahead log had, looked at often."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.most = 0

    def _look(self, over: threading.Event) -> None:
        while not over.wait(0.02):
            if self._path.exists():
                self.most = max(self.most, self._path.stat().st_size)


@contextmanager
def watched_wal(database: Path) -> Iterator[Wal]:
    over, wal = threading.Event(), Wal(Path(f"{database}-wal"))
    watcher = threading.Thread(target=wal._look, args=(over,))
    watcher.start()
    try:
        yield wal
    finally:
        over.set()
        watcher.join()


def p99(values: list[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]
