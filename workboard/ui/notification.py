"""What may go to the terminal beside what is painted: a notification, and nothing else that a terminal obeys."""

from __future__ import annotations

import re
from typing import Final

_ONE: Final = r"\x1b\](?:9;workboard: |777;notify;|99;i=workboard:)[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)"
_TMUX: Final = re.compile(r"\x1bPtmux;((?:\x1b\x1b|[^\x1b])*)\x1b\\")


def notification(sent: bytes) -> str:
    """The same as text; empty for whatever is anything else, or more."""
    text = sent.decode("utf-8", "replace")
    through = _TMUX.fullmatch(text)
    plain = through[1].replace("\x1b\x1b", "\x1b") if through else text
    return text if re.fullmatch(f"(?:{_ONE}){{1,2}}", plain) else ""
