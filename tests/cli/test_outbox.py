"""``workboard outbox``: shows, sends again, sends in other words, and drops only what it prints."""

from __future__ import annotations

import shlex
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

LATER = "2026-11-24T10:52"


def base(desk: Desk) -> sqlite3.Connection:
    return sqlite3.connect(desk.folder / "data" / "workboard.db", isolation_level=None)


def refused(desk: Desk, text: str, *, doubtful: bool = False, public: bool = True) -> int:
    """A row the help desk turned down; ``doubtful``: after an answer that was lost. Its number."""
    assert desk("answer" if public else "note", "48213", text, "--hold", "60m").code == 0
    file = base(desk)
    seq, identifier = file.execute("SELECT seq, id FROM outbox WHERE state = 'pending' ORDER BY seq DESC").fetchone()
    file.execute("UPDATE outbox SET state = 'rejected', reason = 'too long', sendable_at = 0 WHERE seq = ?", (seq,))
    for before, after in [("inflight", "uncertain"), ("uncertain", "rejected")] if doubtful else []:
        file.execute(
            "INSERT INTO outbox_log (op, at, from_state, to_state) VALUES (?, 0, ?, ?)", (identifier, before, after)
        )
    file.close()
    return int(seq)


def last_message(desk: Desk) -> str:
    file = base(desk)
    (body,) = file.execute("SELECT body FROM message WHERE marker IS NOT NULL ORDER BY at DESC, id DESC").fetchone()
    file.close()
    return str(body)


def test_a_refused_text_is_shown_whole_with_its_reason(demo: Desk) -> None:
    seq = refused(demo, "It works again,\nplease try.")
    listed = demo("outbox").out
    assert "refused" in listed
    assert "It works again, (too long)" in listed
    assert "please try" not in listed
    whole = demo("outbox", "show", str(seq)).out
    assert "It works again,\nplease try." in whole
    assert "too long" in whole
    assert demo("status", "--json").json["attention"] == 1


def test_other_words_are_sent_in_its_place(demo: Desk) -> None:
    seq = refused(demo, "It wroks again")
    got = demo("outbox", "edit", str(seq), "It", "works", "again", "--json", now=LATER).json
    assert [(one["seq"], one["state"], one["text"]) for one in got] == [(seq, "sent", "It works again")]
    assert last_message(demo) == "It works again"
    assert demo("outbox").out == "Nothing waits.\n"
    dropped = [one for one in demo("outbox", "--all", "--json").json if one["state"] == "dropped"]
    assert [one["text"] for one in dropped] == ["It wroks again"]
    assert demo("outbox", "edit", dropped[0]["id"], "again").code == 4


def test_other_words_from_standard_input(demo: Desk, typed: Callable[[str], None]) -> None:
    seq = refused(demo, "Rebooted", public=False)
    typed("Rebooted twice\nsince Monday +10m\n")
    assert demo("outbox", "edit", str(seq), "-", now=LATER).code == 0
    assert last_message(demo) == "Rebooted twice\nsince Monday"


def test_what_may_have_arrived_asks_for_a_second_word(demo: Desk) -> None:
    seq = refused(demo, "It works again", doubtful=True)
    got = demo("outbox", "edit", str(seq), "It works again.")
    assert got.code == 4
    assert "may have arrived" in got.err
    assert "--force" in got.err
    assert demo("outbox", "--json").json[0]["text"] == "It works again"
    assert demo("outbox", "edit", str(seq), "It works again.", "--force", now=LATER).code == 0
    assert last_message(demo) == "It works again."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("edit",), 2),
        (("edit", "999", "x"), 2),
        (("drop", "1", "x"), 2),
        (("retry", "1", "x"), 2),
        (("edit", "{seq}"), 2),  # no terminal, no words
        (("edit", "{seq}", ""), 2),
    ],
)
def test_what_is_asked_wrongly_changes_nothing(demo: Desk, words: tuple[str, ...], code: int) -> None:
    seq = refused(demo, "It works again")
    assert demo("outbox", *(word.format(seq=seq) for word in words)).code == code
    (row,) = demo("outbox", "--json").json
    assert (row["seq"], row["state"], row["text"]) == (seq, "refused", "It works again")


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """An editor, and a terminal to run it on."""
    script = tmp_path / "an editor.py"
    script.write_text(f"import os, stat, sys\npath = sys.argv[-1]\nassert sys.argv[1] == '--wait'\n{program}")
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} --wait")
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)


def test_without_words_the_editor_has_the_former_ones(
    demo: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = refused(demo, "It wroks again")
    seen = tmp_path / "seen"
    editor(
        tmp_path, monkeypatch,
        f"open({str(seen)!r}, 'w').write(path + '\\n' + oct(stat.S_IMODE(os.stat(path).st_mode)))\n"
        "text = open(path).read()\nopen(path, 'w').write(text.replace('wroks', 'works'))",
    )  # fmt: skip
    assert demo("outbox", "edit", str(seq), now=LATER).code == 0
    assert last_message(demo) == "It works again"
    path, mode = seen.read_text().split("\n")
    assert mode == "0o600"
    assert not Path(path).exists()


@pytest.mark.parametrize("program", ["pass", "sys.exit(1)"])
def test_an_editor_that_changes_nothing_or_fails_sends_nothing(
    demo: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    seq = refused(demo, "It works again")
    editor(tmp_path, monkeypatch, program)
    assert demo("outbox", "edit", str(seq)).code == 2
    assert demo("outbox", "--json").json[0]["seq"] == seq


def test_dropping_prints_what_is_dropped_and_what_goes_without_it(demo: Desk) -> None:
    assert demo("finish", "--tell", "--result", "It works again,\nplease try.", "--hold", "60m").code == 0
    rows = demo("outbox", "--json").json
    assert rows[0]["verb"] == "answer"
    file = base(demo)
    file.execute("UPDATE outbox SET state = 'rejected', sendable_at = 0 WHERE verb = 'answer'")
    file.close()
    behind = demo("outbox", "--json").json[1]
    assert behind["reason"] == f"waits for row {rows[0]['seq']}, which goes first"
    got = demo("outbox", "drop", str(rows[0]["seq"]))
    assert "It works again,\nplease try." in got.out
    assert f"workboard outbox drop {behind['seq']} stops it" in got.out
    assert demo("outbox", "drop", str(rows[0]["seq"])).code == 4


def test_a_note_from_here_leaves_the_boards_half_typed_one_alone(demo: Desk) -> None:
    file = base(demo)
    file.execute("INSERT INTO draft VALUES ('demo:ticket:48213', 'note', 'half a word', 0, 0, 0, 0, NULL)")
    assert demo("note", "48213", "from the command line").code == 0
    assert file.execute("SELECT body FROM draft").fetchall() == [("half a word",)]
    file.close()


def test_what_a_board_promised_and_did_not_live_to_send_is_not_sent_from_here(demo: Desk) -> None:
    assert demo("answer", "48190", "Dear Tom", "--hold", "60m").code == 0
    file = base(demo)
    file.execute(
        "UPDATE outbox SET sendable_at = ?, next_at = 1 WHERE verb = 'answer' AND state = 'pending'", (1 << 60,)
    )
    assert demo("sync").code == 0
    assert demo("outbox", "--json").json[0]["state"] == "waiting"
    assert demo("note", "48213", "x").code == 0
    assert demo("outbox", "--json").json == []
    assert file.execute("SELECT body, promote_at FROM draft WHERE kind = 'answer'").fetchall() == [("Dear Tom", None)]
    assert "48190" in [one["ticket"]["number"] for one in demo("replies", "--json").json]
    file.close()
