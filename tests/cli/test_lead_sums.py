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

COLLEAGUES: Final = ("marcus", "priya", "jonas", "aoife")
"""those of the demo who have a day like mine; I am Dana"""
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


def given_around(desk: Desk, *commands: str) -> None:
    """In the file: each row goes to the next colleague in turn. ``commands`` have a place for whom."""
    with closing(sqlite3.connect(desk.folder / "data" / "workboard.db")) as file, file:
        file.create_function("turned", 1, lambda one: _next(one))
        file.create_function("dealt", 1, lambda at: COLLEAGUES[at % len(COLLEAGUES)])
        for command in commands:
            assert file.execute(command).rowcount > 100, "it is about something"


def _next(one: str) -> str:
    return COLLEAGUES[(COLLEAGUES.index(one) + 1) % len(COLLEAGUES)]


AMONG: Final = f"IN {COLLEAGUES}"
OTHERS_DID_IT: Final = (
    f"UPDATE time_entry SET person_id = dealt(rowid) WHERE person_id {AMONG}",
    f"UPDATE done_event SET person_id = dealt(rowid) WHERE person_id {AMONG}",
)
"""dealt out anew, so that one has more of it by now and another less"""
OTHERS_PLANNED_IT: Final = (f"UPDATE activity SET owner_id = dealt(rowid) WHERE owner_id {AMONG}",)


def without_room(text: str) -> str:
    """Room is told by name, for whoever gives out work."""
    before, mark, rest = text.partition("\nROOM ")
    return before + rest.partition("\n\n")[2] if mark else text.partition(', "room": [')[0]


def said(desk: Desk, what: dict[str, tuple[str, ...]], read: Callable[[str], str] = str) -> dict[str, str]:
    found = {name: desk(*words) for name, words in what.items()}
    assert {one.code for one in found.values()} == {0}
    return {name: read(one.out) for name, one in found.items()}


def per_person(desk: Desk) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(desk.folder / "data" / "workboard.db")) as file:
        return file.execute("SELECT person_id, sum(minutes) FROM time_entry GROUP BY 1 ORDER BY 1").fetchall()


def test_ac26_who_of_the_team_worked_changes_no_figure_and_no_export(lead: Desk) -> None:
    before, minutes = said(lead, TOLD | EXPORTED), per_person(lead)
    given_around(lead, *OTHERS_DID_IT)
    assert per_person(lead) != minutes
    assert said(lead, TOLD | EXPORTED) == before


def test_ac26_whose_plan_it_was_changes_nothing_but_the_room_for_dispatch(lead: Desk) -> None:
    before, room = said(lead, TOLD, without_room), lead("lead", "--json").json["room"]
    given_around(lead, *OTHERS_PLANNED_IT)
    assert said(lead, TOLD, without_room) == before
    assert lead("lead", "--json").json["room"] != room
    assert all("ROOM" not in one and '"room"' not in one for one in before.values())


def test_ac26_whose_sums_of_a_day_they_are_changes_nothing(lead: Desk) -> None:
    with closing(sqlite3.connect(lead.folder / "data" / "workboard.db")) as file, file:
        file.create_function("turned", 1, _next)
        before = said(lead, TOLD)
        changed = file.execute(
            f"UPDATE message SET author_id = turned(author_id) WHERE body LIKE 'Workboard sums%' AND author_id {AMONG}"
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
