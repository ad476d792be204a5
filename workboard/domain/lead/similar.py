"""Which subjects come again and again: titles that say the same in a slightly other way. Pure, and in any language.

Words, not meanings: numbers, short words and reply marks are dropped, the rest is compared as a set. A title joins
the largest group with which it shares most of its words.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

ALIKE: Final = 0.6
"""shared words ÷ all words of both, from which on two titles are the same subject"""
LEAST: Final = 3
"""tickets that make *again and again*"""
MOST_TITLES: Final = 2000

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_REPLY: Final = re.compile(r"^\s*(?:(?:re|aw|fw|fwd|wg|sv|tr)\s*:\s*)+", re.IGNORECASE)


class Titled(NamedTuple):
    """Tickets of one title: how many, from which companies."""

    title: str
    tickets: int
    companies: frozenset[str] = frozenset()
    article: bool = False
    """somebody marked a note on one of them as the solution"""


class Repeat(NamedTuple):
    title: str
    """of the most frequent one among them"""
    tickets: int
    clients: int
    article: bool = False


def words(title: str) -> frozenset[str]:
    """What a title is compared by; one without such words is alike to none but itself."""
    bare = _REPLY.sub("", title)
    return frozenset(word.casefold() for word in _WORD.findall(bare)) or frozenset({bare.strip()})


def repeats(titled: Iterable[Titled], least: int = LEAST) -> list[Repeat]:
    """Groups of at least so many tickets, most first."""
    order = sorted(titled, key=lambda one: (-one.tickets, one.title))[:MOST_TITLES]
    groups: list[list[Titled]] = []
    of_words: list[frozenset[str]] = []
    with_word: dict[str, list[int]] = {}
    for one in order:
        mine = words(one.title)
        at = _group(mine, of_words, with_word)
        if at is None:
            at = len(groups)
            groups.append([])
            of_words.append(mine)
            for word in mine:
                with_word.setdefault(word, []).append(at)
        groups[at].append(one)
    found = [_repeat(group) for group in groups]
    return sorted((one for one in found if one.tickets >= least), key=lambda one: (-one.tickets, one.title))


def _group(mine: frozenset[str], of_words: list[frozenset[str]], with_word: dict[str, list[int]]) -> int | None:
    """The group it is most alike; the first, and so the largest, of several."""
    shared: dict[int, int] = {}
    for word in mine:
        for at in with_word.get(word, ()):
            shared[at] = shared.get(at, 0) + 1
    alike = [(both / (len(mine) + len(of_words[at]) - both), -at) for at, both in shared.items()]
    likeness, at = max(alike, default=(0.0, 0))
    return -at if likeness >= ALIKE else None


def _repeat(group: list[Titled]) -> Repeat:
    companies = frozenset[str]().union(*(one.companies for one in group))
    return Repeat(group[0].title, sum(one.tickets for one in group), len(companies), any(one.article for one in group))
