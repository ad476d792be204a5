"""Is a mail just a *thank you*? Only a mark for the technician's eye: nothing is ever closed on it."""

from __future__ import annotations

import re

from workboard.domain.text import unquoted

MOST_WORDS = 12

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_QUESTIONS = frozenset("?？؟")  # a question in any script wants an answer


def is_courtesy(text: str, words: tuple[str, ...]) -> bool:
    """Whether a client's mail is short, asks nothing, and has one of ``words`` (whole, in any case) in it.

    Counted are the newest words only, at most ``MOST_WORDS`` of them. A phrase may stand among ``words``.
    Takes cleaned text.
    """
    newest = unquoted(text).casefold()
    if not _QUESTIONS.isdisjoint(newest) or len(_WORD.findall(newest)) > MOST_WORDS:
        return False
    return any(_has(newest, word.casefold()) for word in words if word.strip())


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text) is not None
