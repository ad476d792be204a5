"""Copying a word to the terminal's clipboard (OSC 52), and saying so truthfully."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.app import App

_WITHOUT = frozenset({"linux", "vt100", "vt102", "vt220", "dumb", "unknown", ""})
"""terminals that have no clipboard for programs, by TERM"""


def copy(app: App[None], words: str) -> str:
    """Copy the words; the line to say about it. Whether a terminal obeys cannot be asked, only known of some."""
    if not able(os.environ):
        return f"This terminal takes no text from programs: {words} has to be copied by hand."
    app.copy_to_clipboard(words)
    return f"{words} copied."


def able(environ: Mapping[str, str]) -> bool:
    """Whether the terminal may know OSC 52; Apple's Terminal does not."""
    return environ.get("TERM", "") not in _WITHOUT and environ.get("TERM_PROGRAM") != "Apple_Terminal"
