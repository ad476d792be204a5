"""The sentence for a caller, on the demo's morning and on a desk of one's own."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.board import bench as benches
from tests.cli.conftest import Desk
from tests.cli.test_hostile import harmless
from workboard.board.caller import of_ticket
from workboard.board.desk import ticket_named
from workboard.board.why import explain


def test_ac28_owner_next_step_when_due_by_from_what_is_stored_here(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("it asks nobody")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    got = demo("say", "48213")
    assert (got.code, got.out.count("\n")) == (0, 1)
    assert got.out == (
        "Dana has #48213; next step: Make a fresh profile and send a test mail with Ruth; planned for today at 10:30; "
        "due by 14:00.\n"
    )
    told = demo("say", "#48213", "--json").json
    assert set(told) == {"ticket", "text"}
    assert told["text"] == got.out.rstrip("\n")
    assert told["ticket"]["number"] == "48213"


def test_ac28_a_help_desk_that_cannot_be_reached_is_not_needed(empty: Desk) -> None:
    opened = empty("ticket", "new", "--name", "Ruth", "--no-urgent", "--problem", "x", "--mine", "--json").json
    (empty.folder / "config.toml").write_text(
        '[account]\nbackend = "request_tracker"\nname = "standalone"\nurl = "https://127.0.0.1:1"\n'
    )
    assert empty("say", opened["ticket"]["number"]).out.split(" has ")[1].startswith("#1001; ")


def test_ac28_no_other_word_of_an_internal_note(demo: Desk) -> None:
    demo("note", "48213", "Their admin password is hunter2; she is rude >Call Ruth back")
    said = demo("say", "48213").out
    assert "next step: Call Ruth back;" in said
    assert "hunter2" not in said
    assert "rude" not in said
    demo("note", "48213", "only internal words, no next step")
    assert "internal words" not in demo("say", "48213").out


def test_when_follows_what_is_done_with_it(demo: Desk) -> None:
    demo("start")
    assert "; being worked on now; " in demo("say", "48213").out
    demo("park")
    assert "; taken up again today at 11:12; " in demo("say", "48213").out
    assert "; planned for today at 10:30; " in demo("say", "48213", now="2026-11-24T11:30").out
    demo("finish", "--id", demo("plan", "--json", now="2026-11-24T11:30").json[0]["id"])


def test_waiting_answered_and_in_its_turn(demo: Desk) -> None:
    reply = demo("replies", "--json").json[0]["ticket"]["number"]
    assert "; answers go out today at 11:30; " in demo("say", reply).out
    assert "; answers go out today at 15:30; " in demo("say", reply, now="2026-11-24T11:31").out
    demo("answer", reply, "Please try tray 1.")
    assert "; it waits for the client's answer" in demo("say", reply).out
    last = demo("plan", "--json").json
    fixed = next(one["ticket"]["number"] for one in last if one["fixed"])
    assert "; fixed for today at 14:00; " in demo("say", fixed).out


def test_a_new_ticket_waits_for_its_turn_and_for_an_owner(demo: Desk) -> None:
    mine, none = (
        demo("ticket", "new", "--name", "Ruth Osei", "--no-urgent", "--problem", "Mouse", flag, "--json").json
        for flag in ("--mine", "--no-mine")
    )
    assert " others come before it; due by " in demo("say", mine["ticket"]["number"]).out
    said = demo("say", none["ticket"]["number"]).out
    assert " is with nobody yet; its next step is not decided yet; no time is set yet; due by " in said


def test_a_colleagues_ticket_and_a_closed_one(demo: Desk) -> None:
    for number in ("46936", "47874"):
        assert demo("say", number).code == 0
    assert demo("say", "46936").out == "#46936 is done; Marcus Bell had it.\n"


def test_a_policy_sentence_needs_no_ticket(demo: Desk) -> None:
    assert demo("say", "--policy").out.startswith("We answer messages at 09:00, 11:30 and 15:30, within 4 h")
    told = demo("say", "--policy", "--json").json
    assert told["ticket"] is None
    assert "(P2) should be done within 1 working day" in demo("say", "48213", "--policy").out
    assert demo("say", "48213", "--policy", "--json").json["ticket"]["number"] == "48213"
    assert demo("say").code == 2
    assert demo("say", "99999").code == 2


def test_every_ticket_of_the_demo_can_be_told(demo: Desk) -> None:
    numbers = demo("completions", "tickets").out.split()
    assert len(numbers) > 8
    for number in numbers:
        said = demo("say", number).out
        assert harmless(said)
        assert said.count("\n") == 1
        assert "due" in said or "target" in said


async def test_a_caller_and_whoever_asks_why_hear_the_same_time(tmp_path: Path) -> None:
    with await benches.demo(tmp_path) as bench:
        one = ticket_named(bench.desk, "48213")
        rows = dict(explain(bench.desk, "demo:scheduled:48213"))
        assert rows["Time"] == "planned for today at 10:30"
        assert rows["Time"] in of_ticket(bench.desk, one)
