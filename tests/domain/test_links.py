"""Whose page an address is, also where a browser would read it differently."""

from __future__ import annotations

import pytest

from tests.corpus.hostile import HOSTILE
from workboard.domain.links import origin, page_host

BASE = "https://rt.example.org/rt"


@pytest.mark.parametrize("url", [
    "https://rt.example.org/Ticket/Display.html?id=7",
    "HTTPS://RT.Example.org:443/",
    "https://rt.example.org",
])  # fmt: skip
def test_a_page_of_ours(url: str) -> None:
    assert page_host(url, BASE) == "rt.example.org"


@pytest.mark.parametrize("url", [
    "https://rt.example.org.evil.example/Ticket",
    "https://evil.example/?https://rt.example.org/",
    "http://rt.example.org/Ticket",
    "https://rt.example.org:8443/",
    "https://rt.example.org@evil.example/",
    "https://evil.example\\@rt.example.org/",
    "https://rt.example.org\\.evil.example/",
    "https://dana:secret@rt.example.org/",
    "https://rt.example.org /x",
    "https://rt.example.org/a b",
    "https:///rt.example.org/",
    "https://rt.example.org:port/",
    "javascript:alert(1)//rt.example.org",
    "file:///etc/passwd",
    "ftp://rt.example.org/",
    "//rt.example.org/",
    "rt.example.org",
    "",
    "https://rt.example.org/\u202egnp",
    "https://rt.ex\u0430mple.org/",
    "https://[::1/",
])  # fmt: skip
def test_any_other_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        page_host(url, BASE)


def test_hosts_are_told_in_punycode() -> None:
    assert origin("https://b\u00fccher.example/")[1] == "xn--bcher-kva.example"
    assert page_host("https://b\u00fccher.example/x", "https://xn--bcher-kva.example") == "xn--bcher-kva.example"


def test_ac36_nothing_hostile_is_a_page_of_ours() -> None:
    for text in HOSTILE:
        with pytest.raises(ValueError):
            page_host(text, BASE)
