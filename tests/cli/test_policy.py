"""The company's rules: checked, and two tickets held against each other."""

from __future__ import annotations

import sqlite3
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

POLICY = """\
[[band]]
name = "P1"
when = { urgent = true }
[[band]]
name = "P2"
when = { urgent = true, impact = "site" }
[skip]
reasons = ["needs vendor", "no mood"]
"""


def test_ac04_explain_agrees_with_the_plan_on_every_pair(demo: Desk) -> None:
    day = [one["ticket"]["number"] for one in demo("plan", "--json").json if not one["fixed"]]
    assert len(day) > 6
    for first, second in combinations(day, 2):
        told = demo("policy", "explain", second, f"#{first}", "--json").json
        assert set(told) == {"rule", "why", "first", "second"}
        assert (told["first"]["number"], told["second"]["number"]) == (first, second)
        assert len(told["why"]) <= 80
    assert demo("policy", "explain", day[0], day[1]).out.startswith(f"#{day[0]} before #{day[1]}: ")


def test_ac04_explain_names_the_rule_that_why_names(demo: Desk) -> None:
    day = [one["ticket"]["number"] for one in demo("plan", "--json").json if not one["fixed"]]
    agreed = 0
    for first, second in pairwise(day):
        why = demo("why", first, "--json").json
        if why["before"] == second:
            assert demo("policy", "explain", first, second, "--json").json["rule"] == why["rule"]
            agreed += 1
    assert agreed > 5


@pytest.mark.parametrize("words", [("48213",), ("48213", "48213"), ("48213", "99999"), ("48213", "48190", "48077"), ()])
def test_explain_wants_two_tickets(demo: Desk, words: tuple[str, ...]) -> None:
    assert demo("policy", "explain", *words).code == 2


def test_explain_works_for_a_colleagues_ticket_and_refuses_a_closed_one(demo: Desk) -> None:
    assert demo("policy", "explain", "47874", "48213").code == 0
    got = demo("policy", "explain", "46936", "48213")
    assert (got.code, "is closed" in got.err) == (2, True)


def test_a_sound_policy(demo: Desk, tmp_path: Path) -> None:
    assert demo("policy", "check").out == "The policy is sound.\n"
    path = tmp_path / "p.toml"
    path.write_text("schema = 1\n[limits]\nparked = 2\n")
    assert demo("policy", "check", str(path), "--json").json == {"ok": True, "findings": [], "notes": []}


def findings(desk: Desk, text: str) -> list[tuple[str, str, str]]:
    """Of the policy in use."""
    (desk.folder / "policy.toml").write_text(text)
    got = desk("policy", "check", "--json")
    assert (got.code, got.json["ok"]) == ((1, False) if got.json["findings"] else (0, True))
    return [tuple(one.values()) for one in got.json["findings"]]


def test_an_unknown_key_has_its_line_and_the_nearest_name(demo: Desk) -> None:
    ((code, what, remedy),) = findings(demo, "[limits]\n\nparkd = 3\n")
    assert code == "policy"
    assert what == 'policy.toml line 3: unknown key "parkd" in [limits]'
    assert remedy.startswith('did you mean "park')
    ((_, what, _),) = findings(demo, "[limits\n")
    assert what.startswith("policy.toml line 1: not TOML")


def test_rules_that_never_decide(demo: Desk) -> None:
    found = findings(demo, POLICY)
    assert [one[0] for one in found] == ["unreachable", "unknown-reason"]
    assert found[0][1].startswith("policy.toml: [[band]] number 2 never decides: the [[band]] number 1 above it")
    assert "'no mood'" in found[1][1]
    shown = demo("policy", "check").out
    assert shown.count("->") == 2


def test_goals_that_nobody_counts_and_queues_that_nobody_pulls(demo: Desk) -> None:
    found = findings(demo, '[goal]\nme = "3h billable per week"\n[pull]\nqueues = ["Service Desk"]\n')
    assert [one[0] for one in found] == ["goal", "unused"]
    assert found[0][1] == "policy.toml: [goal] me: billable cannot be counted here"


def test_my_own_shift_must_be_in_it(demo: Desk) -> None:
    config = demo.folder / "config.toml"
    config.write_text(config.read_text() + '\n[me]\nshift = "night"\n' if "[me]" not in config.read_text() else "")
    ((code, what, _),) = findings(demo, "[shifts.late]\nhours = '14:00-22:00'\n")
    assert code == "shift"
    assert "'night'" in what


def test_a_file_that_is_not_there(demo: Desk, tmp_path: Path) -> None:
    got = demo("policy", "check", str(tmp_path / "none.toml"), "--json")
    assert got.code == 1
    assert "is not there" in got.json["findings"][0]["what"]
    assert demo("policy", "check", "a", "b").code == 2
    assert demo("policy", "explore").code == 2


@pytest.mark.parametrize("words", [
    ("next",), ("status",), ("progress",), ("goal",), ("why", "48213"), ("plan",), ("interrupted",),
    ("policy", "explain", "48213", "48190"), ("note", "48213", "Looked at it."),
])  # fmt: skip
def test_a_policy_that_cannot_be_used_is_told_once_and_beside_the_answer(demo: Desk, words: tuple[str, ...]) -> None:
    (demo.folder / "policy.toml").write_text('[goal]\nme = "9 done per day"\n')
    assert demo("note", "48213", "This policy is known from now on.").err == ""
    (demo.folder / "policy.toml").write_text('[goal]\n\ntem = "2 done per day"\n')
    told = demo(*words)
    assert told.err.startswith('workboard: policy.toml line 3: unknown key "tem" in [goal]; did you mean "team"?')
    assert told.err.endswith("; the last valid policy is used; workboard policy check says more\n")
    assert told.err.count("\n") == 1
    assert "policy.toml" not in told.out


@pytest.mark.parametrize("words", [
    ("next", "--json"), ("status", "--json"), ("status", "--porcelain"), ("focus", "status", "--json"),
    ("note", "48213", "Looked at it.", "--json"), ("doctor",), ("completions", "tickets"), ("policy", "check"),
])  # fmt: skip
def test_programs_and_status_bars_hear_nothing_of_it(demo: Desk, words: tuple[str, ...]) -> None:
    sound = demo(*words)
    (demo.folder / "policy.toml").write_text("[limits]\nparkd = 3\n")
    told = demo(*words)
    assert (told.err, sound.err) == ("", "")
    assert ("policy.toml" in told.out) == (words[0] in ("doctor", "policy")), "where it is what was asked"


def test_without_an_older_one_the_built_in_policy_is_used_and_said(demo: Desk) -> None:
    (demo.folder / "policy.toml").write_text("[limits]\nparkd = 3\n")
    assert "; the built-in policy is used; workboard policy check" in demo("next").err


# -- people ------------------------------------------------------------------------------------------------------

MISSPELT = """\
[teams."First line"]
members = ["dana", "markus"]
[teams.Projects]
members = ["priya", "jonas", "markus"]
[people.aiofe]
shift = "day"
"""


def notes(desk: Desk, text: str, *words: str) -> list[tuple[str, str, str]]:
    """They count as nothing."""
    (desk.folder / "policy.toml").write_text(text)
    got = desk(*(words or ("policy", "check")), "--json")
    assert (got.code, got.json["findings"]) == (0, [])
    return [tuple(one.values()) for one in got.json["notes"]]


def test_names_that_nobody_has_are_named_in_one_line(demo: Desk) -> None:
    ((code, what, remedy),) = notes(demo, MISSPELT)
    assert code == "unknown-people"
    assert what == 'policy.toml: nobody known here is called markus ([teams."First line"]), aiofe ([people.aiofe])'
    assert remedy.startswith("probably misspelt")
    told = demo("policy", "check")
    assert (told.code, told.out) == (0, f"The policy is sound.\nnote: {what}; {remedy}\n")
    assert (code, what, remedy) in notes(demo, MISSPELT, "doctor")
    assert notes(demo, MISSPELT.replace("markus", "marcus").replace("aiofe", "aoife")) == []
    assert "unknown-people" not in {one[0] for one in notes(demo, "[limits]\nparked = 2\n", "doctor")}


def test_many_of_them_are_one_line_all_the_same(demo: Desk) -> None:
    ((_, what, _),) = notes(demo, "[team]\nmembers = [" + ", ".join(f'"x{n}"' for n in range(40)) + "]\n")
    assert what.endswith("x4 ([team]), and 35 more")


def test_without_a_database_nobody_is_unknown(empty: Desk, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(MISSPELT)
    assert empty("policy", "check", str(path)).out == "The policy is sound.\n"
    assert not empty.folder.exists()


def test_nobody_is_unknown_before_the_help_desk_was_read_to_its_end(demo: Desk) -> None:
    with sqlite3.connect(demo.folder / "data" / "workboard.db") as database:
        database.execute("UPDATE account SET synced_at = NULL")
    database.close()
    assert notes(demo, MISSPELT) == []


def test_whoever_stands_twice_in_a_team_and_a_team_without_a_name_are_errors(demo: Desk) -> None:
    found = findings(demo, '[team]\nmembers = ["dana"]\n[teams.A]\nmembers = ["priya", "jonas", "priya", "priya"]\n')
    assert found == [("twice", "policy.toml: [teams.A] members: priya stands there twice", "remove one of them")]
    for blank in ("", " "):
        ((code, what, remedy),) = findings(demo, f'[goal]\n[teams."{blank}"]\nmembers = ["dana"]\n')
        assert (code, what) == ("policy", 'policy.toml line 2: [teams.""]: the name is empty')
        assert remedy == "write one, as in [teams.NAME]"


def test_teams_whose_difference_is_somebody_are_told(demo: Desk) -> None:
    text = """\
[teams.All]
members = ["dana", "marcus", "priya", "jonas", "aoife"]
[teams.Day]
members = ["dana", "marcus", "priya", "jonas"]
[teams.Projects]
members = ["dana", "marcus"]
"""
    ((code, what, remedy), (_, also, _)) = notes(demo, text)
    assert code == "near-teams"
    assert what.startswith("policy.toml: [teams.All] has everybody of [teams.Day] and 1 more: one sum less the")
    assert also.startswith("policy.toml: [teams.Day] has everybody of [teams.Projects] and 2 more")
    assert "share nobody" in remedy
    assert len(notes(demo, text + "[goal]\nmin_group = 4\n")) == 3, "three are too few where four are wanted"
