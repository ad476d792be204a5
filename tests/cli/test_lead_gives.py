"""*lead give* and *lead step --to*: a ticket for somebody else, from the command line."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from tests.cli.conftest import Desk

MARCUS_HAS_IT = "48206"


@pytest.fixture
def lead(demo: Desk) -> Desk:
    """The demo's desk, led by whoever sits there."""
    with (demo.folder / "config.toml").open("a") as config:
        config.write('\n[me]\nrole = "lead"\n')
    return demo


def test_a_step_and_whom_it_is_for(lead: Desk) -> None:
    told = lead("lead", "step", MARCUS_HAS_IT, "Call", "the", "vendor", "--to", "PRIYA")
    assert told.code == 0
    assert told.out.splitlines()[-2:] == ["Saved.", "For Priya Nair."]
    assert "Call the vendor" in lead("say", MARCUS_HAS_IT, "--json").json["text"]
    said = lead("say", MARCUS_HAS_IT).out
    assert "Priya Nair" in said
    assert "Marcus Bell" not in said


def test_the_ticket_alone_and_with_its_step_and_for_programs(lead: Desk) -> None:
    assert lead("lead", "give", MARCUS_HAS_IT, "sam", "oka").code == 0
    json = lead("lead", "give", MARCUS_HAS_IT, "aoife", "--next", "Order a disk", "--json").json
    assert (json["ticket"]["number"], json["state"], json["visibility"]) == (MARCUS_HAS_IT, "sent", "internal")
    assert "Order a disk" in lead("say", MARCUS_HAS_IT).out
    rows = [(one["verb"], one["text"], one["state"]) for one in lead("outbox", "--all", "--json").json]
    assert rows == [
        ("note", "Assigned: Sam Okafor", "sent"), ("assign", "give the ticket to Sam Okafor", "sent"),
        ("note", "Next step: Order a disk\nAssigned: Aoife Kelly", "sent"),
        ("assign", "give the ticket to Aoife Kelly", "sent"),
    ]  # fmt: skip


def test_what_i_give_away_is_not_next_any_more(lead: Desk) -> None:
    first = lead("plan", "--json").json[0]["ticket"]["number"]
    assert lead("lead", "give", first, "sam").code == 0
    assert lead("plan", "--json").json[0]["ticket"]["number"] != first


def test_why_says_who_gave_it_to_whom_as_the_board_does(demo: Desk) -> None:
    first = demo("plan", "--json").json[0]["ticket"]
    assert demo("why", first["number"], "--json").json["given"] is None
    assert "Given" not in demo("why", first["number"]).out
    at = 1_000 * int(datetime(2026, 11, 24, 10, 15, tzinfo=UTC).timestamp())
    with sqlite3.connect(demo.folder / "data" / "workboard.db") as database:
        database.execute(
            "INSERT INTO message (id, ticket_id, at, author_id, author_name, author, visibility, origin, body)"
            " VALUES ('demo:message:given', ?, ?, 'sam', 'Sam Okafor', 'staff', 'internal', 'note', 'Assigned: Dana')",
            (first["id"], at),
        )
    database.close()
    told = demo("why", first["number"])
    assert "  Given   to you by Sam Okafor, 10:15\n" in told.out
    given = {"at": "2026-11-24T10:15:00Z", "by": "Sam Okafor", "to": "Dana"}
    assert demo("why", first["number"], "--json").json["given"] == given


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("step", MARCUS_HAS_IT, "--to", "zed"), 2, "zed is not in the team; there are Aoife Kelly (aoife), Dana"),
        (("give", MARCUS_HAS_IT), 2, f"to whom? workboard lead give {MARCUS_HAS_IT} ben"),
        (("give", MARCUS_HAS_IT, "marcus"), 4, "Marcus Bell has #48206 already: write its next step"),
        (("give", "1", "sam"), 2, "no ticket 1 here"),
        (("give",), 2, "which ticket? workboard lead give 48213"),
        (("step", MARCUS_HAS_IT), 2, "what is the next step?"),
        (("up", MARCUS_HAS_IT, "why", "--to", "sam"), 2, "--to goes with step"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_what_to_do(
    lead: Desk, words: tuple[str, ...], code: int, told: str
) -> None:
    answer = lead("lead", *words)
    assert answer.code == code
    assert told in answer.err
    assert lead("outbox", "--all", "--json").json == []


def test_it_is_for_a_lead(demo: Desk) -> None:
    answer = demo("lead", "give", MARCUS_HAS_IT, "sam")
    assert answer.code == 2
    assert 'role = "lead"' in answer.err
