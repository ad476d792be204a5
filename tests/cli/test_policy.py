"""The company's rules: checked, and two tickets held against each other."""

from __future__ import annotations

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
    for first, second in pairwise(day):
        why = demo("why", first, "--json").json
        if why["before"] == second:
            assert demo("policy", "explain", first, second, "--json").json["rule"] == why["rule"]


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
    assert demo("policy", "check", str(path), "--json").json == {"ok": True, "findings": []}


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
