"""Programs of one's own hear of focus and interruptions: once for each, in order, from whichever process it was."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Desk
from tests.support.until import until_now
from workboard.board import focus, quiet_lines, watch, work
from workboard.board.offer import current_id
from workboard.bootstrap.session import Options, Session, open_session

AT = 1_795_516_920_000
"""10:42"""
MINUTE = 60_000
NAMES = ("on_focus_start", "on_focus_end", "on_interrupted", "on_back", "on_breakthrough")
APPENDS = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + chr(10))"
KEYS = {"event", "at", "ticket", "title", "until", "left", "minutes", "source", "rule"}


class Ear:
    """A desk whose hooks write down what they are told."""

    def __init__(self, desk: Desk, script: str = APPENDS, mode: int = 0o600) -> None:
        self.desk = desk
        self.file = desk.folder / "told"
        self.config = desk.folder / "config.toml"
        argv = json.dumps([sys.executable, "-c", script, str(self.file)])
        desk.folder.mkdir(exist_ok=True)
        before = self.config.read_text() if self.config.exists() else 'schema = 1\n[time]\nzone = "UTC"\n'
        self.config.write_text(before + "\n[hooks]\n" + "\n".join(f"{name} = {argv}" for name in NAMES) + "\n")
        self.config.chmod(mode)

    @property
    def told(self) -> list[dict[str, Any]]:
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def events(self) -> list[str]:
        return [one["event"] for one in self.told]

    def session(self, now: str) -> Session:
        """Another process on the same folder, as a board has one."""
        places = str(self.config), str(self.desk.folder / "data")
        return open_session(Options(*places, now, environ={"PATH": ""}))


def test_each_is_told_once_and_in_order(demo: Desk) -> None:
    ear = Ear(demo)
    demo("start")
    demo("interrupted", "--source", "phone", "--who", "Tom Ito", now="2026-11-24T10:52")
    demo("back", now="2026-11-24T11:00")
    demo("finish", "--result", "Fixed for good", now="2026-11-24T11:10")
    assert ear.events == ["on_focus_start", "on_interrupted", "on_back", "on_focus_end"]
    begun, away, back, over = ear.told
    assert set(begun) == set(away) == KEYS
    assert begun == {
        "event": "on_focus_start", "at": "2026-11-24T10:42:00Z", "ticket": "48213",
        "title": "Rebuild the Outlook profile", "until": "2026-11-24T11:27:00Z", "left": 45, "minutes": 45,
        "source": None, "rule": "focus.block",
    }  # fmt: skip
    assert (away["source"], away["left"], away["ticket"]) == ("phone", 35, "48213")
    assert (back["minutes"], back["left"], back["source"]) == (8, 27, "phone")
    assert (over["minutes"], over["until"]) == (28, None)
    assert "Tom" not in ear.file.read_text()
    assert "Fixed" not in ear.file.read_text()


def test_a_refused_act_and_a_question_tell_nothing(demo: Desk) -> None:
    ear = Ear(demo)
    for words in (("focus", "start"), ("back",), ("focus", "stop"), ("focus",), ("status",), ("day-end",)):
        demo(*words)
    assert ear.told == []


def test_each_start_has_its_end(empty: Desk) -> None:
    ear = Ear(empty)
    empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Mail hangs", "--mine")
    empty("start")
    empty("focus", "start", "--for", "5m")
    empty("park")
    assert ear.events == ["on_focus_start", "on_focus_end"] * 2


def test_a_bound_that_nobody_saw_is_told_by_the_next_who_writes_and_only_once(demo: Desk) -> None:
    ear = Ear(demo)
    demo("start")
    for words in (("focus",), ("status",), ("next",)):
        demo(*words, now="2026-11-24T12:00")
    assert ear.events == ["on_focus_start"]
    demo("note", "48155", "Looked at it", now="2026-11-24T12:01")
    demo("finish", now="2026-11-24T12:02")
    assert ear.events == ["on_focus_start", "on_focus_end"]
    assert ear.told[1]["at"] == "2026-11-24T11:27:00Z"


def test_two_boards_tell_the_bound_once(demo: Desk) -> None:
    ear = Ear(demo)
    demo("start")
    before = "2026-11-24T11:20"
    boards = [ear.session(before), ear.session(before)]
    later = [one.desk._replace(now=lambda: AT + 46 * MINUTE) for one in boards]
    for desk in (*later, *later):
        asyncio.run(watch.notice(desk))
    for one in boards:
        one.close()
    assert ear.events == ["on_focus_start", "on_focus_end"]


def test_what_breaks_through_is_told_once(empty: Desk) -> None:
    ear = Ear(empty)
    empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Mail hangs", "--mine")
    empty("start")
    empty("ticket", "new", "--name", "Tom", "--urgent", "--impact", "site", "--problem", "Server down", "--mine")
    boards = [ear.session("2026-11-24T10:43"), ear.session("2026-11-24T10:43")]
    for one in (*boards, *boards):
        asyncio.run(watch.notice(one.desk))
    for one in boards:
        one.close()
    assert ear.events == ["on_focus_start", "on_breakthrough"]
    told = ear.told[1]
    assert (told["title"], told["rule"], told["left"]) == ("Server down", "P1 mine", 44)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of another kind")
@pytest.mark.parametrize(("mode", "called"), [(0o600, True), (0o620, False), (0o602, False)])
def test_a_file_that_others_may_write_runs_nothing(demo: Desk, mode: int, called: bool) -> None:
    ear = Ear(demo, mode=mode)
    demo("start")
    assert bool(ear.told) == called


def test_a_hook_that_fails_is_one_line_here_and_on_the_board(demo: Desk) -> None:
    ear = Ear(demo, "raise SystemExit(3)")
    got = demo("start")
    assert got.code == 0
    assert got.err == "workboard: hook on_focus_start ended with 3\n"
    session = ear.session("2026-11-24T10:44")
    reader = session.database.read()
    assert quiet_lines.line(session.desk, reader) == "hook on_focus_start ended with 3"
    later = session.desk._replace(now=lambda: AT + 20 * MINUTE)
    assert quiet_lines.line(later, reader) is None
    session.close()


def test_a_hook_runs_outside_of_every_transaction(demo: Desk, tmp_path: Path) -> None:
    """It may even write with workboard itself, and is heard of."""
    main = f"from workboard.cli.main import main; main(['note', '48155', 'From a hook', *{demo.places!r}])"
    script = f"import sys; sys.stdin.read(); {main}; open(sys.argv[1], 'a').write('{{\"event\": \"done\"}}' + chr(10))"
    ear = Ear(demo, script)
    assert demo("start").err == ""
    assert ear.events == ["done"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names")
def test_nobody_waits_for_a_slow_hook(demo: Desk, tmp_path: Path) -> None:
    """It is on its way while the keys go on; what was told is done before the process ends."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    ear = Ear(demo, f"open({str(gate)!r}).close(); {APPENDS}")
    session = ear.session("2026-11-24T10:42")

    async def start_and_stop() -> None:
        await work.start(session.desk, current_id(session.desk) or "")
        await focus.leave(session.desk)

    asyncio.run(start_and_stop())
    assert ear.told == []
    pen = os.open(gate, os.O_RDWR)  # whoever waits to read is let in
    until_now(lambda: ear.events == ["on_focus_start", "on_focus_end"])
    os.close(pen)
    session.close()
