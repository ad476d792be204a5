"""Whatever a ticket holds, no terminal sees a control character of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from unicodedata import category

from tests.cli.conftest import Desk
from tests.corpus.hostile import HOSTILE


def harmless(text: str) -> bool:
    """No control, format, surrogate or separator character but the newline and (porcelain) the tab."""
    return all(char in "\n\t" or category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)


def test_every_command_prints_clean_text(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(["Number", "Title", "Company", "Contact", "Description", "Next step"])
        for at, text in enumerate(one for one in HOSTILE if len(one) < 5_000):
            writer.writerow([str(at + 1), text + " x", text, text, text, text])
    empty("import", str(path))
    for words in (("next",), ("plan",), ("status",), ("status", "--porcelain"), ("why", "3"), ("replies",)):
        got = empty(*words)
        assert harmless(got.out), words
        assert got.code in (0, 1)
    for words in (("next", "--json"), ("plan", "--json")):
        out = empty(*words).out
        assert harmless(out)
        json.loads(out)
    assert harmless(empty("start").out)
    assert harmless(empty("note", "3", "back\x1b[2J +5m").out)


def test_hostile_words_on_the_command_line(demo: Desk) -> None:
    for text in HOSTILE[:80]:
        if "\0" in text or text.startswith("-"):
            continue
        for words in ((text,), ("why", text), ("next", f"--{text}"), ("outbox", "show", text)):
            demo.capsys.readouterr()
            got = demo(*words)
            assert harmless(got.err), words
            assert got.code in (1, 2)


def test_the_demos_odd_tickets(demo: Desk) -> None:
    for words in (("plan",), ("replies",), ("progress", "--team"), ("outbox", "--all")):
        assert harmless(demo(*words).out)
