"""What is pasted are words, whatever is in them: no escape in a clipboard presses a key.

Textual reads on inside a paste and takes an Escape in it for the key, or for the beginning of one; what follows would
close a sheet and be commands for the screen beneath. Most terminals take such characters out, some do not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

from workboard.domain.text import clean

BEGIN: Final = "\x1b[200~"
END: Final = "\x1b[201~"
ESCAPE: Final = "\x1b"
_DRIVERS: Final = ("textual.drivers.linux_driver", "textual.drivers.win32")


class Paste:
    """Follows the characters of a terminal from one reading to the next; a mark may lie across two of them."""

    def __init__(self) -> None:
        self._inside = False
        self._seen = ""
        """the last characters outside of a paste"""
        self._held = ""
        """what inside of one may be the beginning of its end"""

    def cleaned(self, data: str) -> str:
        """The same without an Escape inside of a paste; empty while what there is may become the end of one."""
        parts: list[str] = []
        while data:
            part, data = self._words(data) if self._inside else self._keys(data)
            parts.append(part)
        return "".join(parts)

    def _keys(self, data: str) -> tuple[str, str]:
        """Up to the beginning of a paste, and the rest."""
        known = len(self._seen)
        at = (self._seen + data).find(BEGIN)
        if at < 0:
            self._seen = (self._seen + data)[1 - len(BEGIN) :]
            return data, ""
        self._inside, self._seen = True, ""
        end = at + len(BEGIN) - known
        return data[:end], data[end:]

    def _words(self, data: str) -> tuple[str, str]:
        """Up to the end of the paste, and the rest."""
        data, self._held = self._held + data, ""
        words, end, rest = data.partition(END)
        if end:
            self._inside = False
        else:
            self._held = next((END[:size] for size in range(len(END) - 1, 0, -1) if data.endswith(END[:size])), "")
            words = words[: len(words) - len(self._held)]
        return words.replace(ESCAPE, clean(ESCAPE)) + end, rest


class Parser(XTermParser):
    """Textual's own behind ``Paste``."""

    def __init__(self, debug: bool = False) -> None:
        self._paste = Paste()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Nothing at all is Textual's word for the end of the terminal, and stays that."""
        cleaned = self._paste.cleaned(data)
        return super().feed(cleaned) if cleaned or not data else ()


def heeded(driver: type[Driver]) -> type[Driver]:
    """The driver, which from now on reads through ``Parser``."""
    for name in _DRIVERS:
        if name in sys.modules:
            sys.modules[name].XTermParser = Parser  # type: ignore[attr-defined]
    return driver
