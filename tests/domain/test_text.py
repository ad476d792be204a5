"""What is kept, what is shown, and how wide it is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.corpus.hostile import HOSTILE
from tests.support.visible import APART, NEVER, everything, hidden
from workboard.domain.spans import points
from workboard.domain.text import (
    MAX_MARKS,
    NEVER_SHOWN,
    REPLACEMENT,
    cell_width,
    clean,
    excerpt,
    first_line,
    fit,
    safe,
    safe_block,
    unquoted,
    wrap,
)

LIVELY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("a \n\t\r>-\x1b\x9b\u0301\u200d\u200b\ufe0f\u2764#\U0001f468\U0001f3fd\u6f22\u202e\ud800"),
    )
)


class TestClean:
    def test_the_corpus_is_large_enough(self) -> None:
        assert len(HOSTILE) == len(set(HOSTILE)) >= 300

    @pytest.mark.parametrize("number", range(len(HOSTILE)))
    def test_hostile_text_is_harmless(self, number: int) -> None:
        text = HOSTILE[number]
        assert not hidden(clean(text), allowed="\n\t")
        assert not hidden(safe(text))
        assert not hidden(safe_block(text), allowed="\n")
        clean(text).encode()

    def test_every_character_of_unicode(self) -> None:
        """It is kept, or something harmless stands in its place."""
        for chars in everything():
            for char, kept in zip(chars, clean(APART.join(chars)).split(APART), strict=True):
                if char in NEVER:
                    assert kept in ("", REPLACEMENT, "\n", "\t"), hex(ord(char))
                else:
                    assert kept == char or char == "\ufe0f", hex(ord(char))

    def test_what_is_never_shown_is_what_cleaning_takes(self) -> None:
        spans = {chr(point) for point in points(NEVER_SHOWN)}
        assert spans == NEVER

    @given(LIVELY)
    def test_twice_is_once(self, text: str) -> None:
        assert clean(clean(text)) == clean(text)
        assert safe(safe(text)) == safe(text)
        assert safe(safe(text, True), True) == safe(text, True)
        assert safe_block(safe_block(text)) == safe_block(text)
        assert safe(clean(text)) == safe(text)

    @given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x10FF)))
    def test_ordinary_text_is_untouched(self, text: str) -> None:
        assert clean(text) == text

    def test_newlines_become_one_kind(self) -> None:
        assert clean("a\r\nb\rc\x85d\u2028e\u2029f\ng") == "a\nb\nc\nd\ne\nf\ng"

    def test_controls_are_seen_not_obeyed(self) -> None:
        assert clean("\x1b]52;c;QQ==\x07\x9b31m\x7f\x00") == "\ufffd]52;c;QQ==\ufffd\ufffd31m\ufffd\ufffd"
        assert clean("a\tb") == "a\tb"
        assert clean("\ud83d") == "\ufffd"

    def test_invisible_characters_are_gone(self) -> None:
        assert clean("abc\u202etxt.exe\u200b\u2066\ufeff\u00ad\U000e0041") == "abctxt.exe"
        assert clean("\U0001f468\u200d\U0001f469") == "\U0001f468\U0001f469"

    def test_the_emoji_style_stays_where_it_means_something(self) -> None:
        assert clean("\u2764\ufe0f ok 1\ufe0f\u20e3") == "\u2764\ufe0f ok 1\ufe0f\u20e3"
        assert clean("a\ufe0f\ufe0f \u2764\ufe0f\ufe0f \ufe0f") == "a \u2764\ufe0f "

    def test_marks_are_kept_but_not_stacked(self) -> None:
        assert clean("n\u0303a\u0308") == "n\u0303a\u0308"
        assert clean("a" + "\u0301" * 100 + "b") == "a" + "\u0301" * MAX_MARKS + "b"
        assert clean("\u0e2a" + "\u0e47" * 20) == "\u0e2a" + "\u0e47" * MAX_MARKS

    @given(st.integers(0, 30), st.integers(0, 30))
    def test_a_long_row_of_marks_is_found_anywhere(self, before: int, marks: int) -> None:
        text = "\u00e4" * before + "\u0308" * marks + "z"
        assert clean(text).count("\u0308") == min(marks, MAX_MARKS)

    def test_the_limit_counts_characters(self) -> None:
        assert clean("abcdef", 3) == "abc"
        assert clean("a\u200bb\u200bc", 2) == "ab"
        assert clean("abc", 0) == clean("abc", -1) == ""

    def test_importing_it_loads_next_to_nothing(self) -> None:
        script = (
            "import sys; before = set(sys.modules)\n"
            "import workboard.domain.text\n"
            "print(*sorted(set(sys.modules) - before))"
        )
        loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        assert set(loaded.split()) <= {
            "__future__", "unicodedata", "workboard", "workboard.domain", "workboard.domain.text",
            "workboard.domain.columns", "workboard.domain.quoted", "workboard.domain.spans",
        }  # fmt: skip


class TestSafe:
    def test_one_line(self) -> None:
        assert safe("a\r\n\r\n\tb\n") == "a b"
        assert safe("\n") == ""

    def test_ascii_shows_a_question_mark(self) -> None:
        assert safe("a\x1b[31m", ascii_only=True) == "a?[31m"
        assert safe_block("a\x1b\nb", ascii_only=True) == "a?\nb"

    def test_block_keeps_lines_and_spreads_tabs(self) -> None:
        assert safe_block("a\tb\r\n\tc") == "a   b\n    c"


class TestExcerpt:
    def test_first_line(self) -> None:
        assert first_line("\n  \n  printer on fire  \nhelp") == "printer on fire"
        assert first_line(" \n ") == first_line("") == ""

    def test_reply_above_the_quote(self) -> None:
        mail = "Works now,\nthank you!\n\nOn Mon Jan 05 10:11:12 2026, tom wrote:\n> Try again\n>> no\n"
        assert unquoted(mail) == "Works now,\nthank you!"
        assert excerpt(mail) == "Works now, thank you!"

    def test_reply_below_and_between_the_quote(self) -> None:
        mail = "On 5 Jan 2026, at 10:11, Tom wrote:\n> Which printer?\nThe blue one\n > Since when?\nMonday"
        assert unquoted(mail) == "The blue one\nMonday"

    def test_folded_introduction(self) -> None:
        mail = "Yes\n\nOn Mon, 5 Jan 2026 at 10:11, Tom Ito <tom.ito@example.net\n> wrote:\n> hello"
        assert unquoted(mail) == "Yes"

    @pytest.mark.parametrize(
        "line",
        [
            "Am 05.01.2026 um 10:11 schrieb Tom Ito <tom@example.net>:",
            "Le 5 janv. 2026 à 10:11, Tom Ito a écrit :",
            "El 5 ene 2026, a las 10:11, Tom Ito escribió:",
        ],
    )
    def test_other_languages(self, line: str) -> None:
        assert unquoted(f"Ok\n{line}\n> x") == "Ok"

    def test_words_that_only_look_like_an_introduction_stay(self) -> None:
        assert unquoted("On Monday the vendor wrote:\nnothing") == "On Monday the vendor wrote:\nnothing"
        assert unquoted("On 3 machines it fails") == "On 3 machines it fails"

    def test_signature_and_outlook(self) -> None:
        assert unquoted("Hello\n-- \nTom Ito\n+44 20 1234") == "Hello"
        assert unquoted("Hello\n--\nTom") == "Hello"
        assert unquoted("Hello\n-----Original Message-----\nFrom: me\nold") == "Hello"
        assert unquoted(f"Hello\n{'_' * 32}\nFrom: me\nold") == "Hello"
        assert unquoted("a -- b\n--verbose") == "a -- b\n--verbose"

    def test_kept_lines_are_untouched(self) -> None:
        assert unquoted("\n  a  b\n\n\tc \n> q\n") == "  a  b\n\n\tc "

    def test_all_quoted(self) -> None:
        assert excerpt("> a\n> b") == unquoted("> a\n> b") == ""

    @given(LIVELY, st.integers(1, 200))
    @example("x" * 121, 120)
    def test_limit(self, text: str, limit: int) -> None:
        cut = excerpt(text, limit)
        assert len(cut) <= limit
        assert cut == " ".join(cut.split())

    def test_cut_shows(self) -> None:
        assert excerpt("one two three", 8) == "one two…"
        assert excerpt("one two", 7) == "one two"


ORDINARY = (
    "", "plain words, 100 %", "time 20 min · next step: Call Ruth …", "┌─ reads as ─┐│└┘ █▓░ ▶ ●○ ✓ ✗ → ← ▲ ▼",
    "Größe naïve façade Ærø Łódź İstanbul", "n\u0303 e\u0301 A\u030a\u0323", "Привет Ελλάδα",
    "漢字テスト ｆｕｌｌ ｶﾞ 。、", "한국어 \u1112\u1161\u11ab", "हिन्दी தமிழ் สวัสดี ខ្មែរ", "שלום مرحبا",
    "☎ ☁ ★ ♥ ⚠ ⚠\ufe0f \u2764\ufe0f 1\ufe0f\u20e3 ©\ufe0f", "😀 🎉 🖨\ufe0f 🖥\ufe0f ⌨\ufe0f ✅ ❌ ⏰ ⌛",
    "👍🏽 👩🏽\u200d💻 👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈", "🇩🇪 🇫🇷 🇩", "\U0001fae8 \U0001fae9 \U0001f6dc",
    "☰ ䷀ 𝌆", "\u2800⠿ ⏏ ①②", "a\ufe0fb \ufe0f x\u200d", "\u200da b", "\U0001f468\u200d", "x\u0308\ufe0f",
    "1\u0308\ufe0f",
)  # fmt: skip


class TestColumns:
    @pytest.mark.parametrize("text", ORDINARY)
    def test_ordinary_text_is_as_wide_as_rich_says(self, text: str) -> None:
        assert cell_width(text) == cell_len(text)

    @pytest.mark.parametrize("number", range(len(HOSTILE)))
    def test_and_so_is_hostile_text_once_it_is_safe(self, number: int) -> None:
        shown = safe(HOSTILE[number])
        assert cell_width(shown) == cell_len(shown)

    def test_every_character_that_may_be_shown(self) -> None:
        """Also those that nobody had given away when this Python was made."""
        for chars in everything(16, thin=True):
            text = APART.join(char for char in chars if char not in NEVER)
            assert cell_width(text) == cell_len(text), ascii(text)

    def test_every_character_with_the_emoji_style(self) -> None:
        chars = (chr(code) for code in range(0x20, 0x20000))
        styled = (f"{char}\ufe0f" for char in chars if char not in NEVER)
        assert [ascii(text) for text in styled if cell_width(text) != cell_len(text)] == []

    @given(LIVELY)
    def test_any_safe_line(self, text: str) -> None:
        shown = safe(text)
        assert cell_width(shown) == cell_len(shown)

    def test_fit(self) -> None:
        assert fit("short", 5) == "short"
        assert fit("a longer line", 8) == "a longe…"
        assert fit("a longer line", 3) == "a…"
        assert fit("漢字漢字", 5) == "漢字…"
        assert fit("漢字漢字", 4) == "漢…"
        assert fit("words", 4, "...") == "w..."
        assert fit("words", 2, "...") == "wo"
        assert fit("words", 0) == fit("words", -3) == ""
        assert fit("n\u0303n\u0303n\u0303", 2) == "n\u0303…"

    @given(LIVELY, st.integers(0, 40), st.sampled_from(["…", "...", ""]))
    def test_fit_fits(self, text: str, width: int, ellipsis: str) -> None:
        line = safe(text)
        cut = fit(line, width, ellipsis)
        assert cell_width(cut) <= width
        assert cut == line or cell_width(line) > width

    def test_wrap(self) -> None:
        text = "Make a fresh profile, test send and receive"
        assert wrap(text, 20, 9) == ["Make a fresh", "profile, test send", "and receive"]
        assert wrap(text, 20, 2) == ["Make a fresh", "profile, test send…"]
        assert wrap(text, 18, 2) == ["Make a fresh", "profile, test sen…"]
        assert wrap(text, 18, 2, "...") == ["Make a fresh", "profile, test s..."]
        assert wrap("a\n\n  b  c\n", 9, 9) == ["a", "", "b c"]
        assert wrap("漢字漢字 ab", 5, 9) == ["漢字", "漢字", "ab"]
        assert wrap("abcdefgh", 3, 2) == ["abc", "de…"]
        assert wrap("", 9, 9) == wrap("  \n", 9, 9) == wrap("x", 9, 0) == wrap("x", 1, 9) == []

    @given(LIVELY, st.integers(2, 30), st.integers(1, 6))
    def test_wrap_fits_and_loses_nothing(self, text: str, width: int, limit: int) -> None:
        block = safe_block(text)
        lines = wrap(block, width, limit)
        assert len(lines) <= limit
        assert all(cell_width(line) <= width for line in lines)
        whole = "".join(wrap(block, width, 10_000))
        assert "".join(whole.split()) == "".join(block.split())

    def test_a_megabyte_costs_no_more_than_its_first_lines(self) -> None:
        assert wrap("漢" * 1_000_000, 10, 2) == ["漢" * 5, "漢" * 4 + "…"]
        assert wrap("word " * 200_000, 9, 1) == ["word wor…"]
        assert wrap("x\n" * 500_000, 9, 2) == ["x", "x…"]
        assert fit("漢" * 1_000_000, 5) == "漢漢…"
