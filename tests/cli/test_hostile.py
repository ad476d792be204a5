"""Whatever a ticket holds, no terminal sees a control character of it: each command on a desk that is all hostile."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Desk
from tests.corpus.desk import fill
from tests.corpus.hostile import HOSTILE, storable
from tests.support.visible import hidden
from workboard.cli.commands import SUMMARY

SHORT = [text for text in HOSTILE if len(text) < 5_000]
READING = (
    ("next",), ("replies",), ("plan",), ("progress", "--team"), ("status",), ("status", "--porcelain"), ("why", "51"),
    ("outbox",), ("outbox", "--all"), ("outbox", "show", "2"), ("doctor",),
)  # fmt: skip
JSON = (
    ("next",), ("replies",), ("plan",), ("progress",), ("status",), ("why", "51"), ("outbox",), ("doctor",),
)  # fmt: skip


def harmless(text: str) -> bool:
    """Nothing a terminal would obey or hide but the newline and (porcelain) the tab."""
    return not hidden(text, allowed="\n\t")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spoilt")
    fill(folder, HOSTILE)
    return folder


@pytest.fixture
def desk(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(spoilt, capsys)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_a_command_prints(desk: Desk, words: tuple[str, ...]) -> None:
    got = desk(*words)
    assert harmless(got.out)
    assert harmless(got.err)
    assert got.code in (0, 1, 4)
    assert got.out


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_json_holds_everything_and_shows_nothing(desk: Desk, words: tuple[str, ...]) -> None:
    got = desk(*words, "--json")
    assert not hidden(got.out, allowed="\n")
    assert json.loads(got.out) is not None


def test_the_replies_show_the_whole_corpus(desk: Desk) -> None:
    assert desk("replies").out.count("\n") > 100
    assert len(json.loads(desk("replies", "--json").out)) > 100


def test_what_is_written_is_told_back_clean(empty: Desk) -> None:
    empty("ticket", "new", "--name", "Ruth", "--problem", "First")
    for text in (one for one in SHORT[::12] if one.strip() and not one.startswith("-") and "\0" not in one):
        for words in (("note", "1001", f"{text} x +5m"), ("answer", "1001", f"{text} x")):
            got = empty(*words)
            assert harmless(got.out + got.err), ascii(text)
            assert got.code in (0, 2), ascii((text, got.err))
    got = empty("ticket", "new", "--name", "Ruth\x1b[2J\u202e", "--problem", "\x1b]0;x\x07y")
    assert harmless(got.out)
    assert got.code == 0


def test_an_import_keeps_and_tells_all_of_it(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(["Number", "Title", "Company", "Contact", "Description", "Next step"])
        for at, text in enumerate(SHORT):
            writer.writerow([str(at + 1), text + " x", text, text, text, text])
        writer.writerow(["\x1b[31m9999", "", "\x9b", "", "", ""])
    got = empty("import", str(path))
    assert harmless(got.out + got.err)
    for words in (("next",), ("plan",), ("status",), ("start",), ("finish",)):
        assert harmless(empty(*words).out), words


def test_hostile_words_on_the_command_line(demo: Desk) -> None:
    for text in (one for one in SHORT if "\0" not in one and not one.startswith("-") and one not in SUMMARY):
        for words in ((text,), ("why", text), ("next", f"--{text}"), ("outbox", "show", text)):
            if text.strip():
                got = demo(*words)
                assert harmless(got.err), ascii(words)
                assert got.code in (1, 2), ascii(words)


def test_hostile_words_in_the_settings(empty: Desk) -> None:
    for text in SHORT[::4]:
        empty.folder.mkdir(exist_ok=True)
        (empty.folder / "config.toml").write_text(f"schema = 1\n[me]\nname = {json.dumps(storable(text))}\n", "utf-8")
        for words in (("status",), ("doctor",)):
            got = empty(*words)
            assert harmless(got.out + got.err), ascii(text)


def test_the_demos_odd_tickets(demo: Desk) -> None:
    for words in (("plan",), ("replies",), ("progress", "--team"), ("outbox", "--all")):
        assert harmless(demo(*words).out)


def test_the_corpus_is_no_command() -> None:
    assert not set(SHORT) & set(SUMMARY)
