"""One tone for what goes wrong. Errors are written as a terminal says them, ``workboard: no such row``: a small letter,
no full stop. On the board the same words are a sentence of their own."""

import re

from workboard.domain.typed import Final

_WORD: Final = re.compile(r"[a-z]+(?=[\s,;:'’?]|$)")
"""An ordinary first word; names of files and settings (``config.toml``, ``--at``) keep their letters."""
_ENDED: Final = (".", "!", "?", "…", ":")


def on_screen(words: str) -> str:
    """With a capital and a full stop; a line that begins with a ticket's number is a note and stays one."""
    words = words.strip()
    if not words or words.startswith("#"):
        return words
    if _WORD.match(words):
        words = words[0].upper() + words[1:]
    return words if words.endswith(_ENDED) else f"{words}."
