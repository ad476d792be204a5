"""``keys.toml``, read without a screen."""

from __future__ import annotations

import pytest
from textual.keys import _character_to_key

from workboard.domain.errors import SettingsError
from workboard.settings.keymap import Bound, Keymap, key_of, read

BUILT_IN = (
    Bound("board", "note", ("n",)),
    Bound("board", "why", ("w",)),
    Bound("board", "palette", ("ctrl+p",)),
    Bound("replies", "note", ("n",)),
    Bound("replies", "down", ("down", "j")),
    Bound("replies", "palette", ("ctrl+p",)),
)


def found(text: str) -> Keymap:
    keymap, wrong = read(text, "keys.toml", BUILT_IN)
    assert wrong == ()
    return keymap


def wrong(text: str) -> list[tuple[str, str, str]]:
    return [(one.code, one.what, one.remedy) for one in read(text, "keys.toml", BUILT_IN)[1]]


def test_without_a_word_the_built_in_keys_hold() -> None:
    assert found("").keys("board", "note") is None


def test_one_key_several_and_none() -> None:
    keymap = found('[board]\nnote = "m"\nwhy = ""\n[replies]\ndown = ["down", "Ctrl+N", "down"]\n')
    assert keymap.keys("board", "note") == ("m",)
    assert keymap.keys("board", "why") == ()
    assert keymap.keys("replies", "down") == ("down", "ctrl+n")
    assert keymap.keys("replies", "note") is None


def test_everywhere_is_for_all_screens_and_a_screen_goes_before_it() -> None:
    keymap = found('[everywhere]\nnote = "m"\n[board]\nnote = "o"\n')
    assert keymap.keys("board", "note") == ("o",)
    assert keymap.keys("replies", "note") == ("m",)


def test_keys_may_change_places() -> None:
    assert found('[board]\nnote = "w"\nwhy = "n"\n').keys("board", "why") == ("n",)


@pytest.mark.parametrize(("text", "code", "line", "remedy"), [
    ('[bord]\nnote = "m"\n', "unknown-screen", 1, 'did you mean "board"?'),
    ('[board]\n\nnoet = "m"\n', "unknown-command", 3, 'did you mean "note"?'),
    ('[everywhere]\nwhy = "m"\n', "unknown-command", 2, "known: note, palette"),
    ('note = "m"\n', "unknown-screen", 1, "known: board, everywhere, replies"),
    ('board = "m"\n', "unknown-screen", 1, 'write [board], then note = "m"'),
    ('[board]\nnote = "Hyper+M"\n', "not-a-key", 2, 'write keys as "m", "?" or "ctrl+k"'),
    ('[board]\nnote = "mm"\n', "not-a-key", 2, 'write keys as "m", "?" or "ctrl+k"'),
    ("[board]\nnote = 7\n", "not-a-key", 2, 'write keys as "m", "?" or "ctrl+k"'),
    ('[board]\nnote = ["m", 7]\n', "not-a-key", 2, 'write keys as "m", "?" or "ctrl+k"'),
    ('[board]\nnote = "ctrl+c"\n', "not-a-key", 2, 'write keys as "m", "?" or "ctrl+k"'),
    ('[board]\nnote = "ctrl+m"\n', "not-a-key", 2, 'write keys as "m", "?" or "ctrl+k"'),
    ('[board]\npalette = ""\n', "unreachable", 2, "give it a key"),
    ('[board]\nnote = "w"\n', "clash", 2, "choose another key for one of them"),
    ('[everywhere]\nnote = "ctrl+p"\n', "clash", 2, "choose another key for one of them"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, code: str, line: int, remedy: str) -> None:
    first, *_ = wrong(text)
    assert first[0] == code
    assert first[1].startswith(f"keys.toml line {line}: ")
    assert first[2] == remedy


def test_two_clashes_on_one_key_are_told_once_for_each_change() -> None:
    told = wrong('[board]\nnote = "x"\nwhy = "x"\n')
    assert [one[:2] for one in told] == [("clash", 'keys.toml line 3: [board] why: "x" is the key of note too')]


def test_every_mistake_is_told_and_the_rest_holds() -> None:
    text = '[board]\nnoet = "m"\nwhy = "m"\n[x]\n'
    assert [one[0] for one in wrong(text)] == ["unknown-command", "unknown-screen"]
    assert read(text, "keys.toml", BUILT_IN)[0].keys("board", "why") == ("m",)


def test_what_is_no_toml() -> None:
    ((code, what, _),) = wrong("[board\n")
    assert (code, what[:17]) == ("not-toml", "keys.toml line 1:")


@pytest.mark.parametrize("char", [chr(point) for point in range(33, 127)] + ["\u00e9", "\u00a3"])
def test_a_typed_key_has_textuals_name(char: str) -> None:
    assert key_of(char) == _character_to_key(char)


@pytest.mark.parametrize(("word", "key"), [
    ("Ctrl+K", "ctrl+k"), ("ctrl+shift+F5", "ctrl+shift+f5"), ("PgDn", "pagedown"), ("Esc", "escape"),
    ("Enter", "enter"), ("question_mark", "question_mark"),
    ("question_marc", None), ("slash", "slash"), ("ctrl+/", "ctrl+slash"), ("alt+x", "alt+x"),
    (" ", "space"), ("Space", "space"), ("ctrl++", None), ("ctrl+", None),
])  # fmt: skip
def test_keys_as_people_write_them(word: str, key: str | None) -> None:
    if key is None:
        with pytest.raises(SettingsError):
            key_of(word)
    else:
        assert key_of(word) == key
