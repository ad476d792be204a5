"""Disks that fill up, fail, flip and cut, and processes killed while they migrate or restore: by the hundred.

The promises: whoever sits there sees a sentence with a remedy and never a traceback; no acknowledged note is lost; a
file is at one schema or the other. A flipped letter that SQLite cannot notice nobody can: it is counted, not hidden.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.damage import DAY, HERE, filled
from tests.store.make import NOW, enqueue
from tests.store.test_database import python
from tests.store.test_full_disk import fill_up, write_until_full
from tests.store.test_migrating import WRITE, schema_of
from workboard.cli.main import main
from workboard.domain.errors import NeedsPerson
from workboard.domain.intent import AddNote
from workboard.store import drafts, upkeep
from workboard.store.backup import copies, sound
from workboard.store.database import Database
from workboard.store.recovery import open_whole
from workboard.store.schema import VERSION

TICKET = "desk:ticket:101"
NUMBER = "48213"
AT = "2026-11-24T10:42"
ROWS = 20_000

MIGRATE = f"""
import sys
from workboard.store import connection, database, keeping, migrations, trouble
steps = (*migrations.ADDED, (
    "CREATE TABLE bigger (id INTEGER PRIMARY KEY, body TEXT NOT NULL, more TEXT) STRICT",
    "INSERT INTO bigger SELECT CAST(name AS INTEGER), value, 'x' FROM place WHERE name GLOB '[0-9]*'",
    "DELETE FROM place WHERE name GLOB '[0-9]*'",
))
for module in (trouble, connection, database, keeping, migrations):
    module.ADDED, module.VERSION = steps, {VERSION + 1}
print("begin", flush=True)
database.Database.open(sys.argv[1]).close()
print("end", flush=True)
"""
RESTORE = """
import sys
from workboard.store.recovery import open_whole
from workboard.store.restoring import Care
print("begin", flush=True)
open_whole(sys.argv[1], Care(lambda: int(sys.argv[2]))).close()
print("end", flush=True)
"""


@pytest.fixture(autouse=True)
def _no_folder_of_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "session").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "session"))
    for name in ("WORKBOARD_CONFIG", "WORKBOARD_DATA_DIR", "WORKBOARD_NOW"):
        monkeypatch.delenv(name, raising=False)


# -- full, failing, read-only -------------------------------------------------------------------------------


@pytest.mark.parametrize("pages", range(50))
def test_full_at_each_of_the_first_fifty_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    path = filled(tmp_path, notes=0)
    with monkeypatch.context() as patch:
        fill_up(patch, pages)
        database = Database.open(path)
        acknowledged, error = write_until_full(database)
        database.close()
    assert "make some, then do it again" in str(error)
    assert kept(path) == acknowledged + 1


def kept(path: str) -> int:
    """Notes and drafts after everything works again."""
    database = open_whole(path, HERE)
    try:
        numbers = [row[0] for row in database.read().all("SELECT body FROM note ORDER BY id")]
        assert [int(body.split()[0]) for body in numbers] == list(range(len(numbers)))
        return len(numbers) + drafts.count(database.read())
    finally:
        database.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    path = filled(small_disk, notes=0)
    ballast = small_disk / "ballast"
    for room in (0, 4096, 16384, 65536):
        database = open_whole(path, HERE)
        before = database.read().value("SELECT count(*) FROM note")
        _fill(ballast, small_disk, room)
        acknowledged, told = 0, None
        for number in range(200):
            try:
                enqueue(database, AddNote(TICKET, f"{before + number} " + "x" * 3000))
                acknowledged += 1
            except NeedsPerson as error:
                told = str(error)
                break
        assert told is not None
        assert re.search(r"no room left|fails", told), told
        assert "come back as a draft" in told
        database.close()
        ballast.unlink()
        assert kept(path) == before + acknowledged + 1
        database = open_whole(path, HERE)
        database.write(lambda tx: drafts.drop(tx, TICKET, "note"))
        database.close()


def _fill(ballast: Path, folder: Path, room: int) -> None:
    with open(ballast, "wb") as file:
        free = os.statvfs(folder)
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - room)))


FAILING = """
import resource, signal, sys
from tests.store.make import enqueue
from workboard.domain.errors import WorkboardError
from workboard.domain.intent import AddNote
from workboard.store.database import Database
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = Database.open(sys.argv[1])
database.write(lambda tx: None)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
for number in range(200):
    try:
        enqueue(database, AddNote("desk:ticket:101", f"{number} " + "x" * 3000))
    except WorkboardError as error:
        print(error)
        break
    print("ok", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
@pytest.mark.parametrize("limit", [0, 5_000, 33_000, 70_000, 150_000])
def test_a_disk_that_fails(tmp_path: Path, limit: int) -> None:
    """Every file is refused to grow beyond this: an I/O error in the middle of things."""
    path = filled(tmp_path, notes=0)
    out, err = python(FAILING, path, str(limit)).communicate()
    assert err == ""
    *saved, told = out.splitlines()
    assert set(saved) <= {"ok"}
    assert "fails" in told or "no room" in told
    assert kept(path) == len(saved) + ("come back as a draft" in told)


def without_privileges() -> list[str]:
    """What to put before a program so that file modes count, even for root."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everything, and setpriv is not here")
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


@pytest.mark.skipif(os.name == "nt", reason="other rights there")
@pytest.mark.parametrize("what", ["folder", "file", "both"])
def test_a_folder_or_file_that_may_not_be_written(demo_desk: Path, what: str) -> None:
    program = [*without_privileges(), sys.executable, "-m", "workboard"]
    if what != "folder":
        os.chmod(demo_desk / "data" / "workboard.db", 0o400)
    if what != "file":
        os.chmod(demo_desk / "data", 0o500)
    before = bodies(str(demo_desk / "data" / "workboard.db"))
    told = {}
    for words in (("next",), ("status",), ("note", NUMBER, "not written"), ("sync",), ("doctor",), ("backup",)):
        run = subprocess.run([*program, *words, *flags(demo_desk)], capture_output=True, text=True)
        told[words[0]] = (run.returncode, run.stderr)
        assert run.returncode in (0, 1, 2, 4), run
        assert "Traceback" not in run.stderr
        assert "unexpected" not in run.stderr, run
        assert run.stderr.count("\n") <= 2, "the error, and before it where words lie that could not be stored"
    print(what, told)
    os.chmod(demo_desk / "data", 0o700)
    os.chmod(demo_desk / "data" / "workboard.db", 0o600)
    assert [told[word][0] for word in ("next", "status", "note", "sync")] == [0, 0, 4, 4]
    assert bodies(str(demo_desk / "data" / "workboard.db")) == before


# -- flipped and cut ----------------------------------------------------------------------------------------


def flags(desk: Path) -> list[str]:
    return ["--config", str(desk / "config.toml"), "--data-dir", str(desk / "data"), "--now", AT]


@pytest.fixture(scope="module")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with a backup, and notes before and after it."""
    desk = tmp_path_factory.mktemp("disk") / "desk"
    desk.mkdir(mode=0o755)
    assert main(["init", "--backend", "demo", *flags(desk)]) == 0
    for number in range(5):
        assert main(["note", NUMBER, f"before {number}", *flags(desk)]) == 0
    upkeep.look_after(str(desk / "data" / "workboard.db"), NOW)
    for number in range(5):
        assert main(["note", NUMBER, f"after {number}", *flags(desk)]) == 0
    return desk


@pytest.fixture
def demo_desk(demo_made: Path, tmp_path: Path) -> Iterator[Path]:
    """In memory where that is possible: hundreds of desks wait for no disk."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else tmp_path
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(shutil.copytree(demo_made, Path(folder, "desk")))


WORDS = sorted(f"{when} {number}" for when in ("before", "after") for number in range(5))


def flipped(raw: bytearray, draw: random.Random) -> None:
    """1 to 4096 bytes in a row, each with some of its bits changed."""
    length = draw.choice((1, 1, 1, 2, 16, 256, 4096))
    start = draw.randrange(0, len(raw) - 1)
    for at in range(start, min(len(raw), start + length)):
        raw[at] ^= draw.randrange(1, 256)


@pytest.mark.parametrize("seed", range(500))
def test_flipped_anywhere(demo_desk: Path, capfd: pytest.CaptureFixture[str], seed: int) -> None:
    path = demo_desk / "data" / "workboard.db"
    raw = bytearray(path.read_bytes())
    flipped(raw, random.Random(seed))
    path.write_bytes(raw)
    used(demo_desk, capfd)


@pytest.mark.parametrize("part", range(200))
def test_cut_anywhere(demo_desk: Path, capfd: pytest.CaptureFixture[str], part: int) -> None:
    path = demo_desk / "data" / "workboard.db"
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * part // 200 + part % 7])
    used(demo_desk, capfd)


def used(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A day with this desk: questions, a note, a sync; then every note is looked for."""
    path = desk / "data" / "workboard.db"
    before = path.read_bytes()
    refused = False
    for words in (("status",), ("next",), ("replies",), ("note", NUMBER, "the last"), ("sync",), ("sync",), ("plan",)):
        code = main([*words, *flags(desk)])
        err = capfd.readouterr().err
        assert code in (0, 1, 2, 4), (words, code, err)
        assert "Traceback" not in err
        assert "unexpected" not in err, (words, err)
        refused = refused or "not a workboard database" in err or "newer workboard" in err
    if refused:
        assert path.read_bytes() == before, "what is taken for somebody else's is left alone"
        return
    there = bodies(str(path))
    assert len(there) >= 10, there
    assert len([one for one in there if one in WORDS]) >= 9, "at most the one flipped letter that nobody can notice"


def bodies(path: str) -> list[str]:
    one = sqlite3.connect(path)
    try:
        return [str(row[0]) for row in one.execute("SELECT body FROM note ORDER BY id")]
    finally:
        one.close()


# -- killed -------------------------------------------------------------------------------------------------


def killed(program: str, *arguments: str, after_ms: float) -> bool:
    """Start it, and end it without a word so long after it began; whether it was still at it."""
    run = python(program, *arguments)
    assert run.stdout is not None
    assert run.stdout.readline() == "begin\n"
    try:
        run.wait(after_ms / 1000)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
    out, _ = run.communicate()
    return "end" not in out


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_inside_a_migration(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    first = filled(tmp_path / "first")
    database = Database.open(first)
    rows = [(str(number), "x" * 40, 1) for number in range(ROWS)]
    database.write(lambda tx: tx.many("INSERT INTO place (name, value, at) VALUES (?, ?, ?)", rows))
    database.close()
    draw = random.Random(7)
    seen = {VERSION: 0, VERSION + 1: 0}
    interrupted = 0
    for turn in range(60):
        folder = tmp_path / f"turn{turn}"
        shutil.copytree(tmp_path / "first", folder)
        path = str(folder / "workboard.db")
        interrupted += killed(MIGRATE, path, after_ms=draw.uniform(0, 350))
        number = schema_of(path)
        seen[number] += 1
        one = sqlite3.connect(path)
        table = "place WHERE name GLOB '[0-9]*'" if number == VERSION else "bigger"
        assert one.execute(f"SELECT count(*) FROM {table}").fetchone() == (ROWS,)
        assert one.execute("SELECT count(*) FROM note").fetchone() == (3,)
        assert one.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        one.close()
        shutil.rmtree(folder)
    print(f"killed {interrupted} of 60; schema afterwards {seen}")
    assert interrupted > 5
    assert seen[VERSION] > 0


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_inside_a_restoration(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    first = filled(tmp_path / "first", notes=20)
    upkeep.look_after(first, NOW)
    database = Database.open(first)
    for number in range(20, 40):
        enqueue(database, AddNote(TICKET, f"note {number}"))
    database.close()
    Path(first).write_bytes(b"ruined" * 5000)
    wanted = [f"note {number}" for number in range(40)]
    draw = random.Random(11)
    interrupted = 0
    for turn in range(60):
        folder = tmp_path / f"turn{turn}"
        shutil.copytree(tmp_path / "first", folder)
        path = str(folder / "workboard.db")
        for again in range(3):
            interrupted += killed(RESTORE, path, str(NOW + DAY + again * 1000), after_ms=draw.uniform(0, 60))
        open_whole(path, HERE).close()
        assert bodies(path) == wanted
        assert sound(path, thorough=True)
        shutil.rmtree(folder)
    print(f"killed {interrupted} of 180")
    assert interrupted > 5


# -- several processes --------------------------------------------------------------------------------------


def test_three_write_while_one_makes_backups(tmp_path: Path) -> None:
    path = filled(tmp_path, notes=0)
    running = [python(WRITE, path, str(who), "500") for who in range(3)]
    taken = 0
    while any(one.poll() is None for one in running):
        upkeep.look_after(path, NOW + taken * 1000)
        taken += 1
    assert [one.communicate() for one in running] == [("", "")] * 3
    assert len(bodies(path)) == 1500
    assert taken > 1
    print(f"{taken} backups meanwhile, {len(copies(path))} kept")


def test_three_write_while_one_migrates(tmp_path: Path) -> None:
    """They all leave, with one and the same reason, and every note that was acknowledged is there."""
    path = filled(tmp_path, notes=0)
    program = WRITE.replace("database.write(lambda", "print(number, flush=True); database.write(lambda")
    running = [python(program, path, str(who), "100000") for who in range(3)]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "0\n"
    out, err = python(MIGRATE, path).communicate()
    assert (out, err) == ("begin\nend\n", "")
    begun = 0
    for one in running:
        assert one.stdout is not None
        assert one.stderr is not None
        with one:  # not ``communicate``: what came with the first line is in this reader's buffer
            told, failed = one.stdout.read(), one.stderr.read()
        assert "NewerDatabase: a newer workboard changed the database" in failed
        assert "locked" not in failed
        begun += len(told.split()) + 1
    assert begun - 3 <= len(bodies(path)) <= begun, "each left at most the one note it was told about"
