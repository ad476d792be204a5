"""Wishes as values: what the outbox stores comes back as it was."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from workboard.domain.intent import (
    VERBS,
    AddNote,
    Answer,
    Assign,
    Claim,
    CompleteActivity,
    Dismiss,
    Intent,
    OpenTicket,
    Schedule,
    SetCategory,
    revive,
    verb,
)

ONE_OF_EACH: list[Intent] = [
    AddNote("rt:ticket:7", "Safe mode opens.\nNext step: Call Ruth", 20, solution=True),
    Answer("rt:ticket:7", "It works again – please try.", 5, then=None),
    Answer("rt:ticket:7", "Which printer?"),
    SetCategory("rt:ticket:7", "waiting_other", "open"),
    Dismiss("rt:ticket:7", "mail-reply"),
    CompleteActivity("rt:ticket:7", "rt:reminder:51"),
    Claim("rt:ticket:7"),
    Assign("rt:ticket:7", "ben", "ana"),
    Schedule("rt:ticket:7", "Swap the router", 1_795_528_800_000, 45, fixed=True),
    OpenTicket(
        "rt:ticket:new-01J", "No mail", "No mail since Monday", "Ruth", "ruth@alder.example", True, "site", True
    ),
]


def test_every_kind_of_wish_has_a_word_of_its_own() -> None:
    assert set(VERBS.values()) == set(get_args(Intent))
    assert len(VERBS) == len(get_args(Intent))
    assert {type(one) for one in ONE_OF_EACH} == set(VERBS.values())


@pytest.mark.parametrize("wish", ONE_OF_EACH)
def test_a_wish_survives_being_written_down(wish: Intent) -> None:
    stored = json.loads(json.dumps(wish._asdict()))
    again = revive(verb(wish), stored)
    assert again == wish
    assert type(again) is type(wish)


@pytest.mark.parametrize("wish", ONE_OF_EACH)
def test_a_wish_names_its_ticket_first(wish: Intent) -> None:
    assert wish[0] == wish.ticket_id


def test_wishes_of_two_kinds_do_not_mix() -> None:
    assert [verb(one) for one in ONE_OF_EACH] == [
        "note", "answer", "answer", "status", "dismiss", "complete", "claim", "assign", "schedule", "open",
    ]  # fmt: skip


def test_a_word_nobody_knows_and_a_field_too_many_are_refused() -> None:
    with pytest.raises(KeyError):
        revive("teleport", {"ticket_id": "rt:ticket:7"})
    with pytest.raises(TypeError):
        revive("claim", {"ticket_id": "rt:ticket:7", "colour": "red"})


def test_an_answer_asks_for_the_ticket_to_wait_for_the_client_unless_told_otherwise() -> None:
    assert Answer("rt:ticket:7", "x").then == "waiting_client"
    assert AddNote("rt:ticket:7", "x").minutes == 0, "no time is made up"
    assert OpenTicket("i", "t", "b", "Ruth").mine is False
    assert Assign("rt:ticket:7", "ben").base == "", "what is nobody's"
