"""One line is a note: its words, its time and its next step, the same on the board and on the command line."""

from __future__ import annotations

from tests.cli.conftest import Desk


def test_ac21_a_note_line_goes_round_through_the_command_line(demo: Desk) -> None:
    said = demo("note", "48213", "First sync done +20m >Call Ruth", "--json")
    assert said.code == 0
    assert said.json["ticket"]["number"] == "48213"
    assert (said.json["text"], said.json["minutes"], said.json["next_step"]) == ("First sync done", 20, "Call Ruth")
    assert said.json["visibility"] == "internal"
    shown = demo("next", "--json").json["activity"]
    assert shown["next_step"] == "Call Ruth"
