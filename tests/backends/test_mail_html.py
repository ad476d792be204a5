"""HTML mails as text: laid out for a reader, and never a word less than a plain reading finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import hostile
from workboard.backends import mail_html
from workboard.backends.mail_html import words_of

MAIL = """<html><head><style>p {color: red}</style><title>no</title></head><body>
<p>Hello Dana,</p><p>it hangs <b>again</b>:</p>
<table><tr><th>Machine</th><th>Disk</th></tr><tr><td>PC-7</td><td>98 %</td></tr></table>
<ul><li>rebooted</li><li>no change</li></ul>
<p>Log: <a href="https://files.example.org/a.log">a.log</a></p><script>alert(1)</script></body></html>"""


def test_tables_lists_and_links_stay_readable() -> None:
    text = words_of(MAIL)
    assert "Hello Dana,\n\nit hangs again:" in text
    assert "Machine  Disk\nPC-7     98 %" in text
    assert "* rebooted\n  * no change" in text
    assert "https://files.example.org/a.log" in text
    assert "alert" not in text
    assert "color" not in text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "deep words",  # deeper than the parser goes
        "<p>surrogate \ud800 here</p>",
        "<p>" + "word " * 40_000 + "</p>",  # too large to be laid out
        '<p style="padding-left:9999999em">far out</p>',
        "plain words without any mark-up",
        "<!DOCTYPE <<< words",
    ],
)
def test_no_word_is_lost(html: str) -> None:
    text = words_of(html)
    assert "word" in text or "far out" in text or "surrogate" in text
    assert len(text.split()) >= len(mail_html._plainly(html).split())
    assert max(len(line) - len(line.lstrip()) for line in text.split("\n")) <= mail_html.DEEPEST_MARGIN


@given(
    st.text() | st.lists(st.sampled_from(["<td>", "<p>", "</table>", "<table>", "&#27;", "<", "words "])).map("".join)
)
def test_any_mark_up_gives_text(html: str) -> None:
    words_of(html)


def test_hostile_strings_give_text() -> None:
    for one in hostile.HOSTILE:
        words_of(f"<p>{one[:2000]}</p>")
