"""A goal that cannot be counted is no goal, and says so."""

from __future__ import annotations

from workboard.backends.kind import local_capabilities
from workboard.domain.capabilities import countable
from workboard.domain.rules import GoalRule, GoalRules


def test_a_goal_nobody_counts_is_left_out_with_a_word() -> None:
    goals = GoalRules(me=GoalRule("replies", 90), team=GoalRule("done", 60))
    kept, lines = countable(goals, local_capabilities("here"))
    assert kept == GoalRules(me=None, team=GoalRule("done", 60))
    assert lines == ("[goal] me: replies cannot be counted here, so there is no goal for it",)


def test_billable_needs_a_remote_that_tells() -> None:
    goals = GoalRules(me=GoalRule("billable", 300))
    here = local_capabilities("here")
    assert countable(goals, here)[0].me is None
    assert countable(goals, here._replace(billable=True)) == (goals, ())
