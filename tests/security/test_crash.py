"""When something fails that nobody expected, no local variable is told to anybody: not on the screen, not in a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.corpus.desk import flags
from tests.ui.terminal import Terminal
from workboard.cli.main import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and terminals of another kind")

CANARY = "k4n4ry-5f1b"
DOOR = "\nfrom workboard.cli.entry import run\nimport sys\nsys.exit(run())\n"
FAILS = """
def fails(*_, **__):
    secret = "".join(["k4n4ry", "-", "5f1b"])
    headers = {"Authorization": "token " + secret}
    raise RuntimeError("this was not expected")
"""
"""written so that the source line a trace quotes does not hold it"""
CASES = {
    "a command": "import workboard.cli.doctor as module\nmodule.run = fails",
    "a write": """
        import workboard.cli.doctor as module
        from workboard.cli.common import writing
        def run(args):
            session = writing(args)
            try:
                session.database.write(fails)
            finally:
                session.close()
        module.run = run
        """,
    "a thread": """
        import threading
        import workboard.cli.doctor as module
        def run(args):
            thread = threading.Thread(target=fails)
            thread.start()
            thread.join()
            return 0
        module.run = run
        """,
    "a finalizer": """
        import workboard.cli.doctor as module
        class Held:
            def __del__(self):
                fails()
        def run(args):
            Held()
            return 0
        module.run = run
        """,
    "a task nobody waits for": """
        import asyncio, gc
        import workboard.cli.doctor as module
        async def task():
            fails()
        async def work():
            lost = asyncio.create_task(task())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            del lost
            gc.collect()
        def run(args):
            asyncio.run(work())
            return 0
        module.run = run
        """,
    "a step of the sync": """
        import workboard.sync.engine as module
        module.Engine.sync = fails
        import workboard.cli.doctor as doctor, workboard.cli.sync as sync
        doctor.run = lambda args: sync.run(type("Args", (), {**vars(args), "watch": False})())
        """,
}


def everything_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())


def crash_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("crash-*.txt"))


@pytest.mark.parametrize("where", CASES)
def test_in(where: str, tmp_path: Path) -> None:
    program = FAILS + dedent(CASES[where]) + DOOR
    done = subprocess.run(
        [sys.executable, "-c", program, "doctor", *flags(tmp_path)], capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    assert CANARY not in told
    assert CANARY.encode() not in everything_in(tmp_path)
    if where == "a task nobody waits for":  # asyncio tells it by itself, without locals
        assert "this was not expected" in told
        return
    (file,) = crash_files(tmp_path)
    assert str(file) in done.stderr
    assert done.stderr.count("\n") == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    report = file.read_text()
    assert "RuntimeError: this was not expected" in report
    assert "in fails" in report


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    assert main(["ticket", "new", "--name", "Ruth", "--urgent", "--problem", "First", *flags(tmp_path)]) == 0
    return tmp_path


class Broken(Terminal):
    module = "broken_board"


def broken(folder: Path, patch: str) -> Broken:
    """The board, with something in it that fails."""
    (folder / "broken_board.py").write_text(f"{FAILS}{patch}{DOOR}")
    return Broken(folder, PYTHONPATH=str(folder))


def test_in_the_board(desk: Path) -> None:
    with broken(desk, "import workboard.ui.dialogs.why as module\nmodule.Why.__init__ = fails") as terminal:
        terminal.until(lambda: b"PROGRESS" in terminal.written, "the board")
        os.write(terminal.master, b"w")
        assert terminal.process.wait(timeout=20) == 4
        terminal.drain()
    assert CANARY.encode() not in terminal.written + everything_in(desk)
    (file,) = crash_files(desk)
    assert file.name.encode() in terminal.written
    assert file.stat().st_mode & 0o777 == 0o600


def test_behind_the_board(desk: Path) -> None:
    """The sync loop fails: the board stays, says so, and the log knows where."""
    with broken(desk, "import workboard.cli.board as module\nmodule.keep_in_step = fails") as terminal:
        terminal.until(lambda: b"Syncing has stopped" in terminal.written, "the word")
        log = desk / "data" / "logs" / "workboard.log"
        terminal.until(lambda: log.exists() and "RuntimeError" in log.read_text(), "the log")
    assert CANARY.encode() not in terminal.written + everything_in(desk)


def test_a_loop_that_fails_again_and_again_fills_no_disk(tmp_path: Path) -> None:
    from workboard.cli.crash import MOST_FILES, report

    words = ["doctor", *flags(tmp_path)]
    for number in range(MOST_FILES + 5):
        assert report(RuntimeError(str(number)), words) == 4
    files = crash_files(tmp_path)
    assert len(files) == MOST_FILES
    assert "RuntimeError: 24" in files[-1].read_text()


def test_a_secret_in_the_message_itself_is_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from workboard.cli.crash import report

    monkeypatch.setenv("WORKBOARD_TOKEN", CANARY)
    report(RuntimeError(f"token {CANARY} refused"), ["doctor", *flags(tmp_path)])
    (file,) = crash_files(tmp_path)
    assert CANARY not in file.read_text()
    assert "token ••• refused" in file.read_text()
