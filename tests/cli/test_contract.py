"""The JSON that scripts rely on: the keys of every shape, and the exit codes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NOW, Desk
from workboard.cli.main import main

T = {
    "id", "number", "title", "company", "contact", "priority", "urgent", "status", "category", "created_at", "due_at",
    "url",
}  # fmt: skip
A = {
    "id", "state", "title", "next_step", "derived", "fixed", "scheduled_start", "estimate_minutes", "window_until",
    "why", "ticket",
}  # fmt: skip
NOTE = {"ticket", "text", "minutes", "next_step", "visibility", "solution", "state"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def check_ticket(ticket: dict[str, Any]) -> None:
    assert set(ticket) == T
    assert ticket["priority"] in (1, 2, 3, 4)
    assert not str(ticket["number"]).startswith("#")
    assert INSTANT.fullmatch(ticket["created_at"])
    assert "" not in ticket.values()


def check_activity(activity: dict[str, Any]) -> None:
    assert set(activity) == A
    assert activity["state"] in ("planned", "running", "parked", "skipped", "finished")
    check_ticket(activity["ticket"])


def test_next(demo: Desk) -> None:
    got = demo("next", "--json")
    assert got.code == 0
    assert set(got.json) == {"activity", "then", "planned"}
    check_activity(got.json["activity"])
    assert set(got.json["then"]) == {"fixed_at", "company", "minutes"}
    assert got.json["then"]["fixed_at"] == "2026-11-24T14:00:00Z"
    assert got.json["planned"] >= 5


def test_replies_longest_wait_first(demo: Desk) -> None:
    got = demo("replies", "--json").json
    assert len(got) == 4
    for one in got:
        assert set(one) == {"ticket", "from", "waiting_since", "waiting_minutes", "excerpt", "courtesy"}
        check_ticket(one["ticket"])
        assert INSTANT.fullmatch(one["waiting_since"])
    waits = [one["waiting_minutes"] for one in got]
    assert waits == sorted(waits, reverse=True)
    assert [one["courtesy"] for one in got].count(True) == 1


def test_progress(demo: Desk) -> None:
    got = demo("progress", "--json").json
    assert set(got) == {"me", "team", "teams"}
    assert set(got["me"]) == set(got["team"]) == {"metric", "done", "target", "unit", "pace"}
    assert (got["me"]["metric"], got["me"]["unit"], got["team"]["unit"]) == ("worked", "minutes", "count")


def test_plan_is_next_and_what_comes_after(demo: Desk) -> None:
    shown = demo("next", "--json").json
    day = demo("plan", "--json").json
    assert day[0] == shown["activity"]
    assert len(day) == shown["planned"] + 1
    for one in day:
        check_activity(one)
        assert one["why"]


def test_why_agrees_with_plan(demo: Desk) -> None:
    day = demo("plan", "--json").json
    number = day[1]["ticket"]["number"]
    got = demo("why", f"#{number}", "--json").json
    assert set(got) == {"ticket", "band", "climbed", "rule", "why", "before", "given"}
    assert got["before"] == day[2]["ticket"]["number"]
    assert got["why"] == day[1]["why"]
    assert len(got["why"]) <= 80
    assert demo("why", day[1]["ticket"]["id"], "--json").json == got


@pytest.mark.parametrize(("verb", "flags", "state"), [
    ("start", (), "running"),
    ("finish", ("--result", "Works again", "--time", "15m"), "finished"),
    ("skip", ("--reason", "needs approval"), "skipped"),
    ("skip", ("--reason", "W"), "skipped"),
])  # fmt: skip
def test_acts_on_the_activity_shown(demo: Desk, verb: str, flags: tuple[str, ...], state: str) -> None:
    shown = demo("next", "--json").json["activity"]
    got = demo(verb, *flags, "--json").json
    assert set(got) == {"activity", "outbox"}
    check_activity(got["activity"])
    assert (got["activity"]["id"], got["activity"]["state"]) == (shown["id"], state)
    assert got["outbox"] in ("none", "sent")


def test_park_needs_running_work_and_takes_the_next_step(demo: Desk) -> None:
    assert demo("park").code == 4
    demo("start")
    got = demo("park", "--next", "Call Ruth again", "--json").json
    assert (got["activity"]["state"], got["activity"]["next_step"]) == ("parked", "Call Ruth again")
    assert got["outbox"] == "sent"


def test_an_activity_by_its_id(demo: Desk) -> None:
    other = demo("plan", "--json").json[2]["id"]
    assert demo("start", "--id", other, "--json").json["activity"]["id"] == other
    assert demo("next", "--json").json["activity"]["state"] == "running"
    assert demo("start", "--id", demo("plan", "--json").json[1]["id"]).code == 4  # one at a time
    assert demo("finish", "--id", other).code == 0
    assert demo("finish", "--id", other).code == 4  # finished already
    assert demo("start", "--id", "demo:nothing:1").code == 2


def test_note(demo: Desk) -> None:
    got = demo("note", "48213", "First sync done +20m >Call Ruth", "--json").json
    assert set(got) == NOTE
    check_ticket(got["ticket"])
    assert (got["text"], got["minutes"], got["next_step"]) == ("First sync done", 20, "Call Ruth")
    assert (got["visibility"], got["solution"], got["state"]) == ("internal", False, "sent")


def test_a_note_books_no_time_by_itself_and_flags_go_first(demo: Desk) -> None:
    demo("start")
    assert demo("note", "48213", "looking", "--json", now="2026-11-24T11:10").json["minutes"] == 0
    got = demo("note", "--time", "1h30", "48213", "words", "and", "more", "--next", "Ask Tom", "--json").json
    assert (got["text"], got["minutes"], got["next_step"]) == ("words and more", 90, "Ask Tom")


def test_a_note_that_is_held_waits(demo: Desk) -> None:
    assert demo("note", "48213", "later", "--hold", "10s", "--json").json["state"] == "waiting"
    rows = demo("outbox", "--json").json
    assert set(rows[0]) == {"id", "seq", "verb", "ticket", "state", "attempts", "reason", "created_at", "text"}
    assert (rows[0]["state"], rows[0]["text"], rows[0]["ticket"]) == ("waiting", "later", "48213")
    assert demo("outbox", "show", str(rows[0]["seq"]), "--json").json == rows
    assert demo("status", "--json").json["waiting"] == 1
    assert "later" in demo("outbox", "drop", rows[0]["id"]).out
    assert demo("outbox", "--json").json == []


def test_answer_and_no_answer_leave_the_queue(demo: Desk) -> None:
    first, second = (one["ticket"]["number"] for one in demo("replies", "--json").json[:2])
    got = demo("answer", first, "It works again.", "--json").json
    assert set(got) == NOTE
    assert (got["visibility"], got["state"]) == ("public", "sent")
    got = demo("no-answer", second, "--json").json
    assert set(got) == NOTE
    assert got["text"] is None
    assert len(demo("replies", "--json").json) == 2
    assert demo("no-answer", second).code == 4


def test_ticket_new_prints_its_number(demo: Desk) -> None:
    got = demo("ticket", "new", "--name", "Ruth Osei", "--urgent", "--problem", "Printer smokes\nRoom 2", "--json").json
    assert set(got) == {"ticket", "state"}
    check_ticket(got["ticket"])
    assert got["state"] == "sent"
    assert (got["ticket"]["title"], got["ticket"]["urgent"]) == ("Printer smokes", True)
    assert got["ticket"]["company"], "known contacts bring their company"
    out = demo("ticket", "new", "--name", "Nobody Known", "--no-urgent", "--problem", "Mouse is dead").out
    assert re.fullmatch(r"#\d+", out.splitlines()[0])


def test_sync(demo: Desk) -> None:
    got = demo("sync", "--json").json
    assert set(got) == {"pulled", "sent", "waiting", "uncertain", "rejected", "conflicts"}
    assert set(got["pulled"]) == {"tickets", "activities", "messages", "left", "gone", "quarantined"}


def test_status(demo: Desk) -> None:
    got = demo("status", "--json").json
    assert set(got) == {
        "state", "ticket", "title", "replies", "longest_minutes", "waiting", "attention", "account", "synced_at",
    }  # fmt: skip
    assert (got["state"], got["replies"], got["account"]) == ("offered", 4, "ok")
    line = demo("status", "--porcelain").out
    fields = line.rstrip("\n").split("\t")
    assert len(fields) == 12
    assert fields[:4] == ["v1", "offered", got["ticket"], "2"]
    assert fields[5:7] == ["4", str(got["longest_minutes"])]
    demo("start")
    assert demo("status", "--json").json["state"] == "focus"
    assert demo("status").out.count("\n") == 1


def test_doctor(demo: Desk) -> None:
    got = demo("doctor", "--json")
    assert got.code == 0
    assert set(got.json) == {"ok", "findings", "notes"}
    assert (got.json["ok"], got.json["findings"]) == (True, [])
    (demo.folder / "config.toml").write_text("[me]\nnmae = 1\n")
    broken = demo("doctor", "--json")
    assert broken.code == 1
    assert not broken.json["ok"]
    assert set(broken.json["findings"][0]) == {"code", "what", "remedy"}


def test_init(empty: Desk) -> None:
    got = empty("init", "--backend", "demo", "--seed", "9", "--role", "lead", "--json").json
    assert set(got) == {"account", "backend", "me", "statuses", "config", "warnings"}
    assert set(got["me"]) == {"id", "name"}
    assert (got["account"], got["backend"], got["me"]["name"]) == ("demo", "demo", "Dana")
    assert all(isinstance(words, list) for words in got["statuses"].values())
    assert Path(got["config"]).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("words", "code"), [
    (("nxt",), 2),
    (("next", "--frobnicate"), 2),
    (("next", "--now", "yesterday"), 2),
    (("why", "99999"), 2),
    (("note", "48213"), 2),
    (("note",), 2),
    (("note", "48213", "x", "--time", "soon"), 2),
    (("note", "48213", "x", "--hold", "soon"), 2),
    (("note", "48213", "x", "--public", "--hold", "61m"), 2),
    (("skip",), 2),
    (("skip", "--reason", "no mood"), 2),
    (("ticket", "new", "--name", "Ruth"), 2),
    (("outbox", "drop"), 2),
    (("outbox", "retry", "999"), 2),
    (("init",), 2),
    (("init", "--backend", "demo"), 2),
    (("init", "--force", "--backend", "abacus"), 2),
    (("init", "--force", "--backend", "request_tracker"), 2),
    (("init", "--force", "--backend", "request_tracker", "--url", "http://rt.example.org"), 2),
    (("init", "--force", "--backend", "request_tracker", "--url", "https://127.0.0.1:1", "--json"), 3),
    (("login",), 2),
    (("import", "/nonexistent"), 2),
    (("demo",), 2),
    ((), 2),
])  # fmt: skip
def test_errors_are_one_line_with_a_code(demo: Desk, words: tuple[str, ...], code: int) -> None:
    before = (demo.folder / "config.toml").read_text()
    now = () if "--now" in words else ("--now", NOW)
    demo.capsys.readouterr()
    assert main([*words[:1], *demo.places, *words[1:], *now]) == code
    out, err = demo.capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert (demo.folder / "config.toml").read_text() == before


def test_nothing_to_show_is_code_one_and_still_json(empty: Desk) -> None:
    assert empty("next", "--json").json == {"activity": None, "then": None, "planned": 0}
    assert empty("next").code == empty("replies").code == empty("plan").code == 1
    assert empty("replies", "--json").json == empty("plan", "--json").json == []
    assert empty("status", "--json").json["state"] == "empty"
    assert empty("status", "--porcelain").out == "v1\tempty\t\t\t\t0\t\t0\t\t0\t0\t\n"
    assert empty("start").code == 1


def test_a_question_makes_no_file(empty: Desk) -> None:
    for words in (("next",), ("replies",), ("plan",), ("progress",), ("status",), ("doctor",), ("outbox",)):
        empty(*words)
    assert not empty.folder.exists()


def test_flags_may_stand_on_both_sides(demo: Desk) -> None:
    after = demo("next", "--json").out
    demo.capsys.readouterr()
    assert main([*demo.places, "--json", f"--now={NOW}", "next"]) == 0
    assert demo.capsys.readouterr().out == after


def test_same_seed_and_clock_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for name in ("one", "two"):
        desk = Desk(tmp_path / name, capsys)
        assert desk("init", "--backend", "demo", "--seed", "11").code == 0
        told.append([desk(*words, "--json").out for words in (("next",), ("plan",), ("replies",), ("progress",))])
    assert told[0] == told[1]


def test_help_has_an_example_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    from workboard.cli.commands import SUMMARY

    assert main(["--help"]) == 0
    listed = capsys.readouterr().out
    for name in SUMMARY:
        assert name in listed
        assert main([name, "--help"]) == 0
        text = capsys.readouterr().out
        assert f"example:\n  {'workboard' if name == 'board' else 'workboard ' + name}" in text or "| workboard" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("workboard ")


def test_text_from_standard_input(demo: Desk, typed: Any) -> None:
    typed("Log says:\n+5 users\nfixed it +10m\n")
    got = demo("note", "48213", "-", "--json").json
    assert (got["text"], got["minutes"]) == ("Log says:\n+5 users\nfixed it", 10)


def test_a_closed_pipe_is_quiet(demo: Desk) -> None:
    words = [sys.executable, "-m", "workboard", "plan", "--json", *demo.places, "--now", NOW]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 0


def test_the_unexpected_is_one_line_and_a_private_file(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from workboard.cli import next as command

    def fail(args: object) -> int:
        secret = "do not print me"  # a local: it must not be in the file
        raise RuntimeError(f"{len(secret)} is odd\x1b[2J")

    monkeypatch.setattr(command, "run", fail)
    got = demo("next")
    assert got.code == 4
    (file,) = (demo.folder / "data" / "logs").glob("crash-*.txt")
    assert str(file) in got.err
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text()
    assert "RuntimeError: 15 is odd" in text
    assert "\x1b" not in text


def test_ctrl_c_is_130(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from workboard.cli import next as command

    def stop(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run", stop)
    assert main(["next", *demo.places]) == 130


def test_a_broken_database_is_told_to_who_asks_and_restored_by_who_acts(demo: Desk) -> None:
    path = demo.folder / "data" / "workboard.db"
    spoilt = b"no database at all" * 100
    path.write_bytes(spoilt)
    for words in (("next",), ("status",), ("backup",)):
        assert demo(*words).code == 4
    assert demo("doctor").code == 1
    assert path.read_bytes() == spoilt
    got = demo("sync")
    assert got.code == 0
    assert "the database was damaged" in got.err
    assert demo("next").code == 0
