"""The pages that are made from the program are as the program is now; every page that is named is there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.docs.generate import DOCS, PAGES
from workboard.backends.registry import names

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "cli.md" and sys.version_info[:2] != (3, 11):
        pytest.skip("argparse words its help differently in each Python")
    monkeypatch.setenv("COLUMNS", "100")
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), f"docs/{name} is old: make docs"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(f"docs/{one.name}" for one in DOCS.glob("*.md"))])
def test_every_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert ((ROOT / page).parent / link).exists(), link


@pytest.mark.parametrize("backend", names())
def test_every_backend_has_its_page(backend: str) -> None:
    assert (DOCS / "backends" / f"{backend}.md").exists()


def test_the_readmes_two_commands_are_chores_of_the_makefile() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for chore in ("demo", "test"):
        assert f"make {chore}\n" in readme
        assert re.search(rf"^{chore}: ", makefile, re.M)
