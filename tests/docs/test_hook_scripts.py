"""The scripts under docs/hooks, run as a hook is; each tool they call is replaced by one that writes down its words."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.docs.generate import DOCS
from workboard.domain.event import Moment, What
from workboard.domain.hooked import value_of
from workboard.host.hooks import run_hook

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")

AT = 1_795_516_920_000
UNTIL = AT + 45 * 60_000
REAL = ("sh", "sed", "head", "date", "cat", "grep", "printf")
"""what any machine has"""
FAKE = """#!/bin/sh
{ printf '%s' "${0##*/}"; for word in "$@"; do printf '\\037%s' "$word"; done; printf '\\036'; } >> "$HOME/called"
case "${0##*/}" in curl) cat >> "$HOME/stdin"; printf '{"ok": true}' ;; esac
"""
EVENTS: dict[What, Moment] = {
    "on_focus_start": Moment("on_focus_start", AT, "48213", 'Say "left": 7', UNTIL, 45, rule="focus.block"),
    "on_interrupted": Moment("on_interrupted", AT, "48213", "x", UNTIL, source="phone"),
    "on_back": Moment("on_back", UNTIL - 20 * 60_000, "48213", "x", UNTIL, 6, source="phone"),
    "on_focus_end": Moment("on_focus_end", UNTIL, "48213", "x", minutes=45, rule="focus.block"),
}
BACK_LATE = Moment("on_back", UNTIL, "48213", "x", minutes=50, source="phone")


class Room:
    """A home and a PATH with nothing on it but what was put there."""

    def __init__(self, folder: Path) -> None:
        self.home, self.tools = folder / "home", folder / "bin"
        self.home.mkdir()
        self.tools.mkdir()
        for name in REAL:
            program = shutil.which(name)
            if program is not None:
                (self.tools / name).symlink_to(program)

    def has(self, *names: str) -> Room:
        for name in names:
            (self.tools / name).write_text(FAKE)
            (self.tools / name).chmod(0o755)
        return self

    def run(self, script: str, moment: Moment, *words: str, **environ: str) -> str | None:
        """What workboard would say of it."""
        (self.home / "called").unlink(missing_ok=True)
        (self.home / "stdin").unlink(missing_ok=True)
        argv = [shutil.which("sh") or "sh", str(DOCS / "hooks" / script), *words]
        own = {"PATH": str(self.tools), "HOME": str(self.home), "TZ": "UTC", **environ}
        return run_hook(moment.what, argv, value_of(moment), own)

    @property
    def called(self) -> list[list[str]]:
        """Each call, the tool first."""
        path = self.home / "called"
        return [one.split("\x1f") for one in path.read_text().split("\x1e")[:-1]] if path.exists() else []

    @property
    def stdin(self) -> str:
        return (self.home / "stdin").read_text()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_tmux_names_the_window_and_gives_it_back(room: Room) -> None:
    room.has("tmux")
    said: list[str] = []
    for moment in EVENTS.values():
        assert room.run("tmux.sh", moment, TMUX="/tmp/tmux,1,0", TMUX_PANE="%3") is None
        said.append(room.called[0][4])
        last = ["tmux", "rename-window", "-t", "%3", said[-1]] if said[-1] else room.called[1]
        assert room.called[1] == last
        assert room.called[2] == ["tmux", "refresh-client", "-S"]
    assert said == ["focus 45 min", "away", "focus 20 min", ""]
    assert room.called[1] == ["tmux", "set-option", "-w", "-t", "%3", "automatic-rename", "on"]
    assert room.run("tmux.sh", EVENTS["on_focus_start"]) is None
    assert [one[1] for one in room.called] == ["set-option", "refresh-client"], "no pane, no window"


@pytest.mark.parametrize(
    ("tool", "on", "off"),
    [
        (
            "gsettings",
            ["set", "org.gnome.desktop.notifications", "show-banners", "false"],
            ["set", "org.gnome.desktop.notifications", "show-banners", "true"],
        ),
        ("shortcuts", ["run", "Focus on"], ["run", "Focus off"]),
        (
            "kwriteconfig6",
            ["--notify", "--file", "plasmanotifyrc", "--group", "DoNotDisturb", "--key", "Until", "2026,11,24,11,27,0"],
            ["--notify", "--file", "plasmanotifyrc", "--group", "DoNotDisturb", "--key", "Until", "--delete"],
        ),
    ],
)
def test_the_desktop_keeps_quiet_and_speaks_again(room: Room, tool: str, on: list[str], off: list[str]) -> None:
    room.has(tool)
    assert room.run("do-not-disturb.sh", EVENTS["on_focus_start"]) is None
    assert room.called == [[tool, *on]]
    assert room.run("do-not-disturb.sh", EVENTS["on_focus_end"]) is None
    assert room.called == [[tool, *off]]
    assert room.run("do-not-disturb.sh", EVENTS["on_back"]) is None
    assert room.called == []


def test_a_desktop_nobody_knows_is_said(room: Room) -> None:
    assert room.run("do-not-disturb.sh", EVENTS["on_focus_start"]) == "hook on_focus_start ended with 1"


def test_slack_status_and_snooze(room: Room) -> None:
    room.has("curl")
    calls: Mapping[What, list[str]] = {
        "on_focus_start": ["users.profile.set", "dnd.setSnooze"],
        "on_interrupted": ["users.profile.set"],
        "on_back": ["users.profile.set", "dnd.setSnooze"],
        "on_focus_end": ["users.profile.set", "dnd.endSnooze"],
    }
    words = {"on_focus_start": "In focus", "on_interrupted": "On a call", "on_back": "In focus", "on_focus_end": ""}
    for name, moment in EVENTS.items():
        assert room.run("slack.sh", moment, "printf", "xoxp-1\nmore\n") is None
        assert [one[-1] for one in room.called] == [f"https://slack.com/api/{method}" for method in calls[name]]
        assert room.stdin.count('header = "Authorization: Bearer xoxp-1"\n') == len(calls[name])
        assert f'\\"status_text\\":\\"{words[name]}\\"' in room.stdin
        assert not any("xoxp" in word for one in room.called for word in one), "no token among the arguments"
    assert room.run("slack.sh", EVENTS["on_back"], "printf", "t") is None
    assert 'data-urlencode = "num_minutes=20"' in room.stdin
    assert room.run("slack.sh", BACK_LATE, "printf", "t") is None
    assert room.called[-1][-1].endswith("dnd.endSnooze")


def test_slack_that_says_no_is_trouble(room: Room) -> None:
    (room.tools / "curl").write_text('#!/bin/sh\ncat > /dev/null\nprintf \'{"ok": false, "error": "invalid_auth"}\'\n')
    (room.tools / "curl").chmod(0o755)
    assert room.run("slack.sh", EVENTS["on_focus_start"], "printf", "t") == "hook on_focus_start ended with 1"


def test_teams_presence(room: Room) -> None:
    room.has("curl")
    wanted: Mapping[What, tuple[str, dict[str, str]]] = {
        "on_focus_start": ("setUserPreferredPresence", preferred("DoNotDisturb", 45)),
        "on_interrupted": ("setUserPreferredPresence", preferred("Busy", 30)),
        "on_back": ("setUserPreferredPresence", preferred("DoNotDisturb", 20)),
        "on_focus_end": ("clearUserPreferredPresence", {}),
    }
    for name, moment in EVENTS.items():
        assert room.run("teams.sh", moment, "printf", "ey.J0\n") is None
        (call,) = room.called
        method, body = wanted[name]
        assert call[-1] == f"https://graph.microsoft.com/v1.0/me/presence/{method}"
        assert json.loads(call[call.index("--data") + 1]) == body
        assert room.stdin == 'header = "Authorization: Bearer ey.J0"\n'
        assert not any("ey.J0" in word for word in call)
    assert room.run("teams.sh", BACK_LATE, "printf", "t") is None
    assert room.called[0][-1].endswith("clearUserPreferredPresence")


def preferred(word: str, minutes: int) -> dict[str, str]:
    return {"availability": word, "activity": word, "expirationDuration": f"PT{minutes}M"}


def test_every_script_is_on_the_page_and_may_be_run() -> None:
    page = (DOCS / "hooks.md").read_text()
    scripts = sorted((DOCS / "hooks").iterdir())
    assert len(scripts) >= 4
    for one in scripts:
        assert f"](hooks/{one.name})" in page
        assert one.stat().st_mode & 0o100
