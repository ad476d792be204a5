"""The user's own programs, told what happened: JSON on their input, and a report back only when they fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from workboard.host.programs import LIMIT_S, run

PASSED_ON: Final = frozenset(
    {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR"}
    | {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SYSTEMROOT", "PATHEXT", "TEMP", "USERPROFILE"}
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
