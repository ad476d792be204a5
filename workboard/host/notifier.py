"""A word to the desktop: through the terminal where that knows how, else by the desktop's own program.

A terminal is named by the traces it leaves in the environment. What goes out is plain text of a bounded length; no
byte of it can end the sequence it stands in.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence

from workboard.domain.text import REPLACEMENT, safe
from workboard.domain.typed import Final, Literal, NamedTuple
from workboard.host.hooks import PASSED_ON

Kind = Literal["osc9", "osc777", "osc99", "program", "none"]
TITLE: Final = 60
TEXT: Final = 160
"""characters"""
WAIT_S: Final = 10.0

OSC, ST, BEL = "\x1b]", "\x1b\\", "\x07"
_BY_NAME: Final[dict[str, Kind]] = {
    "iterm.app": "osc9", "wezterm": "osc777", "ghostty": "osc777", "warpterminal": "osc777", "rio": "osc777",
}  # fmt: skip
"""by ``TERM_PROGRAM`` (or ``LC_TERMINAL``, which ssh passes on), in small letters"""
_BY_TRACE: Final[tuple[tuple[str, Kind], ...]] = (
    ("KITTY_WINDOW_ID", "osc99"), ("WEZTERM_PANE", "osc777"), ("GHOSTTY_RESOURCES_DIR", "osc777"),
    ("ITERM_SESSION_ID", "osc9"),
)  # fmt: skip
_BY_TERM: Final[tuple[tuple[str, Kind], ...]] = (
    ("xterm-kitty", "osc99"), ("foot", "osc777"), ("xterm-ghostty", "osc777"), ("wezterm", "osc777"),
    ("rxvt-unicode", "osc777"),
)  # fmt: skip
_OSASCRIPT: Final = (
    "on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run",
)  # fmt: skip

Which = Callable[[str], str | None]
"""where a program is, as ``shutil.which``"""
Allowed = Callable[[], bool]
"""whether tmux hands on what is meant for the terminal around it"""


class Way(NamedTuple):
    """How to tell. ``tmux``: through it, to the terminal around it. ``argv``: the program, its text to be added."""

    kind: Kind
    tmux: bool = False
    argv: tuple[str, ...] = ()


def way(environ: Mapping[str, str], which: Which, allowed: Allowed) -> Way:
    """The terminal's own way first: it also works from afar."""
    kind = _of_terminal(environ)
    if kind != "none" and "STY" not in environ:  # GNU screen swallows it
        if "TMUX" not in environ:
            return Way(kind)
        if allowed():
            return Way(kind, tmux=True)
    argv = _of_desktop(environ, which)
    return Way("program", argv=argv) if argv else Way("none")


def _of_terminal(environ: Mapping[str, str]) -> Kind:
    for name in ("TERM_PROGRAM", "LC_TERMINAL"):
        kind = _BY_NAME.get(environ.get(name, "").lower())
        if kind is not None:
            return kind
    for trace, kind in _BY_TRACE:
        if environ.get(trace):
            return kind
    term = environ.get("TERM", "")
    return next((kind for beginning, kind in _BY_TERM if term.startswith(beginning)), "none")


def _of_desktop(environ: Mapping[str, str], which: Which) -> tuple[str, ...]:
    """Not over ssh: the desktop there is nobody's."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return ()
    session = environ.get("DBUS_SESSION_BUS_ADDRESS") and (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    program = which("notify-send") if session else None
    if program is not None:
        return (program, "--app-name=workboard", "--")
    script = which("osascript") if environ.get("TERM_PROGRAM") == "Apple_Terminal" else None
    return () if script is None else (script, *(part for line in _OSASCRIPT for part in ("-e", line)))


def bytes_for(to: Way, title: str, text: str) -> bytes:
    """What to write to the terminal; nothing where it is not told by the terminal."""
    title, text = _short(title, TITLE), _short(text, TEXT)
    if to.kind == "osc9":
        said = f"{OSC}9;workboard: {title} · {text}{BEL}"  # never a digit first: that would be another command
    elif to.kind == "osc777":
        said = f"{OSC}777;notify;{title.replace(';', ',')};{text.replace(';', ',')}{ST}"
    elif to.kind == "osc99":
        said = f"{OSC}99;i=workboard:d=0:e=1:p=title;{_coded(title)}{ST}"
        said += f"{OSC}99;i=workboard:d=1:e=1:p=body;{_coded(text)}{ST}"
    else:
        return b""
    return (_through_tmux(said) if to.tmux else said).encode("utf-8", "replace")


def argv_for(to: Way, title: str, text: str) -> tuple[str, ...]:
    """The program to run; nothing where it is not told by one. Its words are words, never markup and never flags."""
    if to.kind != "program":
        return ()
    title, text = _short(title, TITLE), _short(text, TEXT)
    if "notify-send" in to.argv[0]:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (*to.argv, title, text)


def _short(text: str, most: int) -> str:
    """One clean line, with something in it."""
    line = safe(text).replace(REPLACEMENT, "?")
    return (line if len(line) <= most else line[: most - 1] + "…") or "·"


def _coded(text: str) -> str:
    return b64encode(text.encode("utf-8", "replace")).decode("ascii")


def _through_tmux(said: str) -> str:
    return "\x1bPtmux;" + said.replace("\x1b", "\x1b\x1b") + ST


class Notifier:
    """``tell`` for the board: what the terminal is to be sent, and the desktop's program started where there is one."""

    def __init__(
        self, environ: Mapping[str, str], which: Which | None = None, run: Callable[[Sequence[str]], None] | None = None
    ) -> None:
        self._environ = environ
        self._own = {name: value for name, value in environ.items() if name in PASSED_ON}
        """what a program gets of it"""
        self._which = which
        self._run = run or self._start
        self._way: Way | None = None

    def tell(self, title: str, text: str) -> bytes:
        """Waits for tmux the first time, and for the desktop's program: call it in a thread."""
        if self._way is None:
            self._way = way(self._environ, self._which or _which(self._environ), self._tmux_allows)
        argv = argv_for(self._way, title, text)
        if argv:
            self._run(argv)
        return bytes_for(self._way, title, text)

    def _start(self, argv: Sequence[str]) -> None:
        from workboard.host.programs import run

        run(argv, self._own, limit_s=WAIT_S)

    def _tmux_allows(self) -> bool:
        from workboard.host.programs import run

        argv = ("tmux", "show-options", "-gv", "allow-passthrough")
        return run(argv, self._own, limit_s=2.0, reads=True).out.strip() in (b"on", b"all")


def _which(environ: Mapping[str, str]) -> Which:
    from shutil import which

    return lambda name: which(name, path=environ.get("PATH"))
