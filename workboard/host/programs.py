"""Other people's programs: run without a shell, within a limit, and never in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workboard.domain.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # it costs half of a bare start, and most commands run nothing
    from subprocess import Popen

LIMIT_S = 10.0


class Ran(NamedTuple):
    """``trouble`` is half a sentence when the program did not end well; ``out`` what it printed."""

    out: bytes = b""
    trouble: str | None = None


def run(
    argv: Sequence[str],
    environ: Mapping[str, str],
    *,
    given: bytes = b"",
    limit_s: float = LIMIT_S,
    reads: bool = False,
) -> Ran:
    """Run it with ``given`` on its input. Its error output is thrown away, because it may hold a secret; its
    output too, unless it ``reads`` that. One that is read keeps the terminal (it may ask for a passphrase
    there); any other gets a session of its own, and what it started ends with it when time is up."""
    from subprocess import TimeoutExpired

    try:
        program = _started(argv, environ, reads)
    except (OSError, ValueError) as error:
        return Ran(trouble=f"cannot be started ({_why(error)})")
    with program:
        try:
            out, _ = program.communicate(given, timeout=limit_s)
        except TimeoutExpired:
            _end(program.pid, whole_session=not reads)
            return Ran(trouble=f"took longer than {limit_s:g} s")
    return Ran(out or b"") if program.returncode == 0 else Ran(trouble=f"ended with {program.returncode}")


def _started(argv: Sequence[str], environ: Mapping[str, str], reads: bool) -> Popen[bytes]:
    from subprocess import DEVNULL, PIPE, Popen

    return Popen(
        list(argv),
        env=dict(environ),
        stdin=PIPE,
        stdout=PIPE if reads else DEVNULL,
        stderr=DEVNULL,
        start_new_session=not reads,
    )


def _why(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    return (reason or "bad argument").lower()


def _end(pid: int, *, whole_session: bool) -> None:
    import os
    import signal
    from contextlib import suppress

    with suppress(ProcessLookupError, PermissionError):
        if whole_session and os.name != "nt":
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
