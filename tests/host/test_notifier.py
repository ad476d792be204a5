"""A notification is told in the way the terminal or the desktop knows, and no text in it can be anything but text."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.corpus.hostile import HOSTILE
from workboard.domain.text import clean
from workboard.host.notifier import TEXT, TITLE, Notifier, Way, argv_for, bytes_for, way

DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus", "DISPLAY": ":0"}
SENDS = "/usr/bin/notify-send"


def nothing(name: str) -> None:
    return None


def everything(name: str) -> str:
    return f"/usr/bin/{name}"


@pytest.mark.parametrize(
    ("environ", "kind"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "osc9"),
        ({"LC_TERMINAL": "iTerm2", "ITERM_SESSION_ID": "w0"}, "osc9"),
        ({"TERM_PROGRAM": "WezTerm"}, "osc777"),
        ({"WEZTERM_PANE": "0"}, "osc777"),
        ({"TERM_PROGRAM": "ghostty"}, "osc777"),
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"}, "osc99"),
        ({"TERM": "xterm-kitty"}, "osc99"),
        ({"TERM": "foot-extra"}, "osc777"),
        ({"TERM": "rxvt-unicode-256color"}, "osc777"),
        ({"TERM": "xterm-256color"}, "none"),
        ({"TERM_PROGRAM": "vscode", "TERM": "xterm-256color"}, "none"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "none"),
        ({}, "none"),
    ],
)
def test_a_terminal_is_known_by_its_traces(environ: dict[str, str], kind: str) -> None:
    assert way(environ, nothing, lambda: False) == Way(kind)  # type: ignore[arg-type]


def test_inside_tmux_only_where_it_hands_on() -> None:
    kitty = {"KITTY_WINDOW_ID": "1", "TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"}
    assert way(kitty, nothing, lambda: True) == Way("osc99", tmux=True)
    assert way(kitty, nothing, lambda: False) == Way("none")
    assert way(kitty | DESKTOP, everything, lambda: False).kind == "program"
    assert way(kitty | {"STY": "1.pts"}, nothing, lambda: True) == Way("none"), "screen swallows it"


def test_the_desktops_own_where_there_is_one_and_a_person_before_it() -> None:
    assert way(DESKTOP, everything, lambda: False) == Way("program", argv=(SENDS, "--app-name=workboard", "--"))
    assert way(DESKTOP, nothing, lambda: False) == Way("none")
    assert way(DESKTOP | {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, everything, lambda: False) == Way("none")
    assert way({"DBUS_SESSION_BUS_ADDRESS": "x"}, everything, lambda: False) == Way("none"), "no screen"
    mac = way({"TERM_PROGRAM": "Apple_Terminal"}, everything, lambda: False)
    assert (mac.argv[0], mac.argv[1::2]) == ("/usr/bin/osascript", ("-e", "-e", "-e"))
    assert way({"TERM_PROGRAM": "iTerm.app"} | DESKTOP, everything, lambda: False).kind == "osc9", "the terminal first"


def test_the_bytes_of_each() -> None:
    told = ("At 14:00, fixed", "Alder; Pine")
    assert bytes_for(Way("osc9"), *told) == "\x1b]9;workboard: At 14:00, fixed · Alder; Pine\x07".encode()
    assert bytes_for(Way("osc777"), *told) == b"\x1b]777;notify;At 14:00, fixed;Alder, Pine\x1b\\"
    title, body = (base64.b64encode(one.encode()).decode() for one in told)
    assert bytes_for(Way("osc99"), *told).decode() == (
        f"\x1b]99;i=workboard:d=0:e=1:p=title;{title}\x1b\\\x1b]99;i=workboard:d=1:e=1:p=body;{body}\x1b\\"
    )
    assert bytes_for(Way("osc777", tmux=True), "P1", "x") == b"\x1bPtmux;\x1b\x1b]777;notify;P1;x\x1b\x1b\\\x1b\\"
    assert bytes_for(Way("none"), *told) == bytes_for(Way("program", argv=(SENDS,)), *told) == b""


ONE = {
    "osc9": re.compile(r"\x1b\]9;workboard: ([^\x00-\x1f\x7f-\x9f]*)\x07"),
    "osc777": re.compile(r"\x1b\]777;notify;([^;\x00-\x1f\x7f-\x9f]+);([^;\x00-\x1f\x7f-\x9f]+)\x1b\\"),
    "osc99": re.compile(
        r"\x1b\]99;i=workboard:d=0:e=1:p=title;([\w+/=]+)\x1b\\"
        r"\x1b\]99;i=workboard:d=1:e=1:p=body;([\w+/=]+)\x1b\\"
    ),
}  # fmt: skip


def is_clean(text: str) -> bool:
    return clean(text) == text and not set(text) & {"\n", "\t", "\x1b"}


@pytest.mark.parametrize("kind", ONE)
def test_no_text_ends_its_sequence_or_begins_another(kind: str) -> None:
    for text in (*HOSTILE, "", "\x1b\\", "\x07", "a;b;c"):
        said = bytes_for(Way(kind), text, text).decode()  # type: ignore[arg-type]
        found = ONE[kind].fullmatch(said)
        assert found, repr(said)
        if kind == "osc99":
            found_title, found_text = (base64.b64decode(part).decode() for part in found.groups())
            assert is_clean(found_title)
            assert is_clean(found_text)
            assert len(found_title) <= TITLE
            assert len(found_text) <= TEXT
        assert len(said) < 4096


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_flag_or_markup_for_the_desktops_program(text: str) -> None:
    argv = argv_for(Way("program", argv=(SENDS, "--app-name=workboard", "--")), text, text)
    assert argv[:3] == (SENDS, "--app-name=workboard", "--")
    assert len(argv) == 5
    assert all(one and is_clean(one) for one in argv)
    assert "<" not in argv[4]
    assert not re.search(r"&(?!amp;|lt;|gt;)", argv[4])


def test_tell_gives_the_terminal_its_bytes_and_starts_the_program_otherwise() -> None:
    ran: list[Sequence[str]] = []
    assert Notifier({"TERM": "foot"}, nothing, ran.append).tell("P1", "x").startswith(b"\x1b]777;")
    assert ran == []
    assert Notifier(DESKTOP, everything, ran.append).tell("P1", "x") == b""
    assert ran == [(SENDS, "--app-name=workboard", "--", "P1", "x")]
    assert Notifier({}, nothing, ran.append).tell("P1", "x") == b""
    assert len(ran) == 1


def fake(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
@pytest.mark.parametrize(("allows", "told"), [("on", True), ("all", True), ("off", False)])
def test_tmux_is_asked_whether_it_hands_on(tmp_path: Path, allows: str, told: bool) -> None:
    fake(tmp_path, "tmux", f'[ "$*" = "show-options -gv allow-passthrough" ] && echo {allows}')
    environ = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TMUX": "/tmp/x,1,0", "WEZTERM_PANE": "0"}
    assert Notifier(environ).tell("P1", "x").startswith(b"\x1bPtmux;") == told


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_the_program_gets_the_words_and_no_secret(tmp_path: Path) -> None:
    fake(tmp_path, "notify-send", f'printf "%s\\n" "$@" > {tmp_path}/said; env > {tmp_path}/env')
    environ = DESKTOP | {"PATH": f"{tmp_path}:/usr/bin:/bin", "WORKBOARD_TOKEN": "hunter2"}
    assert Notifier(environ).tell("P1 for you #7", "Alder & Pine") == b""
    said = (tmp_path / "said").read_text().splitlines()
    assert said == ["--app-name=workboard", "--", "P1 for you #7", "Alder &amp; Pine"]
    assert "hunter2" not in (tmp_path / "env").read_text()
