"""The user's own programs, told what happened: JSON on their input, and a report back only when they fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from workboard.host.programs import LIMIT_S, run

if TYPE_CHECKING:  # a sending desk has hooks, and no moments
    from workboard.domain.event import Changed

PASSED_ON: Final = frozenset(
    {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR"}
    | {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SYSTEMROOT", "PATHEXT", "TEMP", "USERPROFILE"}
    | {"TMUX", "TMUX_PANE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CURRENT_DESKTOP", "GNUPGHOME"}
)
"""the part of the environment a hook gets; above all not the secret"""


def run_hook(
    name: str, argv: Sequence[str], value: Any, environ: Mapping[str, str], limit_s: float = LIMIT_S
) -> str | None:
    """Run a hook and wait for it, at most ``limit_s``: call it in a thread. Never raises; the one line that
    comes back says what went wrong. An empty ``argv`` is no hook."""
    if not argv:
        return None
    import json

    own = {key: text for key, text in environ.items() if key in PASSED_ON} | {"WORKBOARD_HOOK": name}
    try:
        given = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        trouble = run(argv, own, given=given, limit_s=limit_s).trouble
    except Exception as error:  # noqa: BLE001 (a hook is never a reason to stop)
        trouble = f"could not be run ({type(error).__name__})"
    return f"hook {name} {trouble}" if trouble else None


class Hooks:
    """Runs hooks one after the other beside whatever else goes on, so that an end never overtakes its beginning.

    ``trouble`` hears the one line about a hook that went wrong, on the thread of the hooks."""

    def __init__(
        self, commands: Mapping[str, Sequence[str]], environ: Mapping[str, str], trouble: Callable[[str], None],
        limit_s: float = LIMIT_S,
    ) -> None:  # fmt: skip
        self._commands = {name: argv for name, argv in commands.items() if argv}
        self._environ = environ
        self._trouble = trouble
        self._limit_s = limit_s
        self._waiting: Any = None
        self._thread: Any = None

    def heard(self, changed: Changed) -> None:
        """For the database, which publishes what happened after the commit, in the process that made it happen."""
        from workboard.domain.event import Moment
        from workboard.domain.hooked import value_of

        for event in changed.events:
            if isinstance(event, Moment):
                self.tell(event.what, value_of(event))

    def tell(self, name: str, value: Mapping[str, object]) -> None:
        """It happened. Returns at once; nothing is done where nobody wants to know."""
        if name not in self._commands:
            return
        if self._thread is None:
            self._begin()
        self._waiting.put((name, value))

    def _begin(self) -> None:
        from queue import SimpleQueue
        from threading import Thread

        self._waiting = SimpleQueue()
        self._thread = Thread(target=self._run, daemon=True, name="workboard-hooks")
        self._thread.start()

    def _run(self) -> None:
        while (told := self._waiting.get()) is not None:
            name, value = told
            said = run_hook(name, self._commands[name], value, self._environ, self._limit_s)
            if said is not None:
                self._trouble(said)

    def close(self, wait_s: float | None = None) -> None:
        """Let what was told be done: as long as one may take, or ``wait_s``."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(self._limit_s + 1 if wait_s is None else wait_s)
            self._thread = None
