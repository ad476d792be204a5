"""How a check tells what it found: JSON, or two lines each; exit code 1 when there was something."""

from __future__ import annotations

from collections.abc import Sequence

from workboard.cli import out
from workboard.domain.finding import Finding


def report(found: Sequence[Finding], calm: str, *, json: bool, notes: Sequence[Finding] | None = None) -> int:
    """``calm`` is the line for people when nothing was found. ``notes`` are told too and count as nothing; ``None``:
    this check knows of no such thing."""
    if json:
        more = {} if notes is None else {"notes": [one._asdict() for one in notes]}
        out.json_line({"ok": not found, "findings": [one._asdict() for one in found], **more})
        return 1 if found else 0
    for one in found:
        out.line(one.what)
        out.line(f"-> {one.remedy}")
    if not found:
        out.line(calm)
    for one in notes or ():
        out.line(f"note: {one.what}; {one.remedy}")
    return 1 if found else 0
