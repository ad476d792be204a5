"""A paste is words: whatever stands in it and however it is cut into readings, no key comes out of it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from tests.corpus.hostile import HOSTILE
from workboard.domain.text import clean
from workboard.ui.pasted import BEGIN, END, Parser

KEYS = "\x1b[A\x1bOPq"
"""arrow up, F1 and a letter"""


def read(parts: list[str]) -> Iterator[Message]:
    parser = Parser()
    for part in parts:
        yield from parser.feed(part)
    yield from parser.feed("")


def said(parts: list[str]) -> list[str]:
    """Keys by their names, and pastes."""
    return [one.key if isinstance(one, Key) else one.text for one in read(parts) if isinstance(one, Key | Paste)]


def as_words(text: str) -> str:
    return text.replace("\x1b", clean("\x1b")).replace("\0", "")


def test_no_text_of_the_corpus_presses_a_key() -> None:
    for text in HOSTILE:
        words = text[:400].replace(END, "")
        assert said([f"{BEGIN}{words}{END}", KEYS]) == [as_words(words), "up", "f1", "q"]


ANY = st.lists(st.sampled_from(["\x1b", "[", "2", "0", "1", "~", "q", BEGIN, BEGIN[:-1], "\x1b[A", "words"])).map(
    "".join
)


@given(ANY.filter(lambda text: END not in text + END[:-1]), st.lists(st.integers(1, 9), max_size=30))
def test_however_it_is_cut(text: str, sizes: list[int]) -> None:
    whole, parts = f"{KEYS}{BEGIN}{text}!{END}{KEYS}", []
    for size in sizes:
        parts.append(whole[:size])
        whole = whole[size:]
    parts = [part for part in (*parts, whole) if part]
    assert said(parts) == ["up", "f1", "q", as_words(f"{text}!"), "up", "f1", "q"]


def test_without_it_a_paste_would_close_a_sheet() -> None:
    """What Textual makes of the same: the day this fails, ``pasted.py`` may go."""
    from textual._xterm_parser import XTermParser

    told = [one for one in XTermParser().feed(f"{BEGIN}a\x1b\x1b[zq{END}") if isinstance(one, Key)]
    assert [one.key for one in told][:1] == ["escape"]
