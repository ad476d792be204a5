"""A ticket's page, without a browser."""

from __future__ import annotations

import sqlite3

import pytest

from tests.cli.conftest import Desk
from workboard.host import browser

URL = "https://rt.example.org/Ticket/Display.html?id=1001"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that a browser would have got."""
    got: list[str] = []

    def show(url: str) -> bool:
        got.append(url)
        return len(got) < 3

    monkeypatch.setattr(browser, "show", show)
    return got


def desk_with_page(desk: Desk, url: str | None) -> str:
    """A help desk's address in the settings, and a ticket with a link."""
    number = desk("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "Outlook hangs", "--json").json
    with sqlite3.connect(desk.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE ticket SET url = ?", (url,))
    database.close()
    (desk.folder / "config.toml").write_text('[account]\nurl = "https://rt.example.org"\n')
    return str(number["ticket"]["number"])


def test_the_host_is_printed_and_the_page_opened(empty: Desk, shown: list[str]) -> None:
    number = desk_with_page(empty, URL)
    assert empty("open", number).out == "rt.example.org\n"
    told = empty("open", number, "--json").json
    assert (told["url"], told["host"], told["opened"]) == (URL, "rt.example.org", True)
    assert shown == [URL, URL]
    got = empty("open", number)
    assert (got.code, got.out) == (1, f"rt.example.org\nThere is no browser here: {URL}\n")


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "file:///etc/passwd", "https://evil.example\\@rt.example.org/"]
)
def test_a_link_that_leads_elsewhere_is_not_opened(empty: Desk, shown: list[str], url: str) -> None:
    got = empty("open", desk_with_page(empty, url))
    assert got.code == 4
    assert "is not opened" in got.err
    assert shown == []


def test_a_desk_without_pages_says_so(demo: Desk, shown: list[str]) -> None:
    got = demo("open", "48213")
    assert (got.code, shown) == (1, [])
    assert "has no page" in got.err
    assert demo("open", "99999").code == 2
