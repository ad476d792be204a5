"""AC-26 from the outside: who of the team did it changes nothing that a lead, or any export, is told. A figure of one
colleague, with a name or without, would be another one when somebody else had done the same work."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Final

import pytest

from tests.cli.conftest import Desk
from tests.cli.test_lead import lead, lead_folder

__all__ = ["lead", "lead_folder"]

COLLEAGUES: Final = ("marcus", "priya", "jonas", "aoife", "sam")
"""those of the demo; I am Dana"""
TOLD: Final = {
    "the lead's figures": ("lead",),
    "the same for programs": ("lead", "--json"),
    **{f"a week as {form}": ("report", "--week", "--format", form) for form in ("md", "html", "csv", "json")},
    "the goals": ("goal", "--json"),
    "what lies behind them": ("goal",),
    "progress": ("progress", "--team", "--json"),
    "what leaves": ("privacy", "--json"),
}
EXPORTED: Final = {
    "all that is stored": ("export", "--all"),
    "the tickets": ("export", "--format", "csv"),
}


def others_did_it(desk: Desk, table: str, whose: str) -> None:
    """Whatever a colleague did was another one: Jonas nine times of ten, so that he has more of it than anybody and
    everybody else next to nothing."""
    with closing(sqlite3.connect(desk.folder / "data" / "workboard.db")) as file, file:
        file.create_function("dealt", 1, lambda at: COLLEAGUES[at // 10 % len(COLLEAGUES)] if at % 10 == 0 else "jonas")
        changed = file.execute(f"UPDATE {table} SET {whose} = dealt(rowid) WHERE {whose} IN {COLLEAGUES}")
        assert changed.rowcount > 100, "it is about something"


def without_room(text: str) -> str:
    """Room is told by name, for whoever gives out work."""
    before, mark, rest = text.partition("\nROOM ")
    return before + rest.partition("\n\n")[2] if mark else text.partition(', "room": [')[0]


def said(desk: Desk, what: dict[str, tuple[str, ...]], read: Callable[[str], str] = str) -> dict[str, str]:
    found = {name: desk(*words) for name, words in what.items()}
    assert {one.code for one in found.values()} == {0}
    return {name: read(one.out) for name, one in found.items()}


def test_ac26_who_of_the_team_worked_changes_no_figure_and_no_export(lead: Desk) -> None:
    before = said(lead, TOLD | EXPORTED)
    for table in ("time_entry", "done_event"):
        others_did_it(lead, table, "person_id")
        assert said(lead, TOLD | EXPORTED) == before, table


def test_ac26_whose_plan_it_was_changes_nothing_but_the_room_for_dispatch(lead: Desk) -> None:
    before, room = said(lead, TOLD, without_room), lead("lead", "--json").json["room"]
    others_did_it(lead, "activity", "owner_id")
    assert said(lead, TOLD, without_room) == before
    assert lead("lead", "--json").json["room"] != room
    assert all("ROOM" not in one and '"room"' not in one for one in before.values())


def test_ac26_whose_sums_of_a_day_they_are_changes_nothing(lead: Desk) -> None:
    with closing(sqlite3.connect(lead.folder / "data" / "workboard.db")) as file, file:
        file.create_function("next", 1, dict(zip(COLLEAGUES, (*COLLEAGUES[1:], COLLEAGUES[0]), strict=True)).get)
        before = said(lead, TOLD)
        changed = file.execute(
            "UPDATE message SET author_id = next(author_id) WHERE body LIKE 'Workboard sums%' AND author_id <> 'dana'"
        )
        assert changed.rowcount == 40
    assert said(lead, TOLD) == before


@pytest.mark.parametrize("words", TOLD.values(), ids=list(TOLD))
def test_ac26_where_too_few_shared_nothing_of_their_interruptions_is_told(lead: Desk, words: tuple[str, ...]) -> None:
    """With the notes of two all of it is silent: no number of theirs can be found by taking mine from a sum."""
    with closing(sqlite3.connect(lead.folder / "data" / "workboard.db")) as file, file:
        file.execute("DELETE FROM message WHERE body LIKE 'Workboard sums%' AND author_id NOT IN ('dana', 'marcus')")
    silent = lead(*words).out
    with closing(sqlite3.connect(lead.folder / "data" / "workboard.db")) as file, file:
        changed = file.execute(
            "UPDATE message SET body = replace(body, '/', '7/') WHERE body LIKE 'Workboard sums%'"
            " AND author_id = 'marcus'"
        )
        assert changed.rowcount == 10
    assert lead(*words).out == silent
