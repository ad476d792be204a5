"""The verdict on what is outside: bounded, nothing both held and through, and more outside never tells of less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import HOUR, MINUTE, NOW
from workboard.domain.focus import (
    FIXED_LEAD_MS,
    FIXED_SOON,
    P1_MINE,
    Block,
    Outside,
    Verdict,
    block,
    digest,
    verdict,
)
from workboard.domain.rules import FocusRules, OrderRules, Policy, ReplyRules

NAMES = st.sampled_from([f"t{number}" for number in range(8)])
MOMENTS = st.integers(NOW - 2 * HOUR, NOW + 3 * HOUR)
PAIRS = st.frozensets(st.tuples(NAMES, MOMENTS), max_size=6)


@st.composite
def worlds(draw: st.DrawFn) -> Outside:
    """Emergencies are tickets of mine, as the desk counts them; a fixed time is one an activity."""
    mine = draw(st.frozensets(NAMES, max_size=6))
    urgent = draw(st.frozensets(st.sampled_from(sorted(mine)), max_size=4)) if mine else frozenset()
    fixed = draw(st.dictionaries(NAMES, MOMENTS, max_size=4))
    return Outside(draw(PAIRS), mine, urgent, frozenset(fixed.items()))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    through = draw(st.lists(st.sampled_from([P1_MINE, FIXED_SOON]), unique=True))
    focus = FocusRules(True, draw(st.integers(1, 600)), draw(st.integers(1, 600)), tuple(through))
    replies = ReplyRules(max_wait=draw(st.integers(1, 600)))
    return Policy(focus=focus, replies=replies, order=OrderRules(fixed_lead=draw(st.integers(0, 30))))


BOUNDS = {"focus.block", "focus.max_hold", "replies.max_wait", "order.fixed_lead"}
LENGTHS = st.one_of(st.none(), st.integers(1, 600))


@given(policies(), worlds(), LENGTHS)
def test_ac09_a_block_is_never_longer_than_any_of_its_bounds(
    policy: Policy, outside: Outside, length: int | None
) -> None:
    running = block(policy, NOW, outside, length)
    assert running.started_at == NOW < running.until_at
    assert running.rule in BOUNDS
    most = min(length or policy.focus.block, policy.focus.max_hold, policy.replies.max_wait)
    assert running.until_at <= NOW + most * MINUTE
    lead = policy.order.fixed_lead * MINUTE
    assert not any(NOW < at - lead < running.until_at for _, at in outside.fixed)


@given(policies(), worlds(), worlds(), MOMENTS)
def test_ac09_what_is_held_is_held_until_the_bound_and_not_a_moment_longer(
    policy: Policy, before: Outside, outside: Outside, now: int
) -> None:
    running = block(policy, NOW, before)
    assert verdict(policy, running, before, outside, now).over == (now >= running.until_at)


@given(policies(), worlds(), worlds(), MOMENTS)
def test_ac08_nothing_is_both_held_and_through(policy: Policy, before: Outside, outside: Outside, now: int) -> None:
    found = verdict(policy, block(policy, NOW, before), before, outside, now)
    assert len(set(found.through)) == len(found.through)
    through = {key.removeprefix("P1 ") for key in found.through if key.startswith("P1 ")}
    assert through <= outside.emergencies - before.emergencies
    assert found.assignments == len(outside.mine - before.mine - through)
    assert found.held == found.replies + found.assignments


@given(policies(), worlds(), MOMENTS)
def test_ac07_a_world_that_has_not_changed_holds_nothing(policy: Policy, before: Outside, now: int) -> None:
    found = verdict(policy, block(policy, NOW, before), before, before, now)
    assert (found.replies, found.assignments) == (0, 0)
    assert not any(key.startswith("P1 ") for key in found.through)
    assert digest(found) is None


@given(policies(), worlds(), worlds(), worlds(), MOMENTS)
def test_more_outside_never_tells_of_less(
    policy: Policy, before: Outside, outside: Outside, more: Outside, now: int
) -> None:
    running = block(policy, NOW, before)
    both = Outside(
        outside.replies | more.replies, outside.mine | more.mine, outside.emergencies | more.emergencies,
        outside.fixed | more.fixed,
    )  # fmt: skip
    less, found = (verdict(policy, running, before, world, now) for world in (outside, both))
    assert found.replies >= less.replies
    assert found.held + len(found.through) >= less.held + len(less.through)
    assert set(less.through) <= set(found.through)


@given(worlds(), PAIRS)
def test_ac15_a_client_who_writes_again_and_again_is_one_client(
    before: Outside, more: frozenset[tuple[str, int]]
) -> None:
    found = verdict(Policy(), block(Policy(), NOW, before), before, before._replace(replies=before.replies | more), NOW)
    assert found.replies == len({ticket for ticket, _ in more - before.replies})


@pytest.mark.parametrize("breakthrough", [(), (P1_MINE,), (FIXED_SOON,), (P1_MINE, FIXED_SOON)])
def test_ac08_only_what_the_policy_names_breaks_through(breakthrough: tuple[str, ...]) -> None:
    policy = Policy(focus=FocusRules(breakthrough=breakthrough))
    running = Block(NOW, NOW + 45 * MINUTE, "focus.block")
    outside = Outside(
        mine=frozenset({"hot"}), emergencies=frozenset({"hot"}), fixed=frozenset({("call", NOW + HOUR // 2)})
    )
    found = verdict(policy, running, Outside(), outside, NOW + 26 * MINUTE)
    keys = {P1_MINE: "P1 hot", FIXED_SOON: "fixed call"}
    assert found.through == tuple(keys[one] for one in (P1_MINE, FIXED_SOON) if one in breakthrough)
    assert found.assignments == (0 if P1_MINE in breakthrough else 1), "what may not break through is held"


def test_ac08_a_fixed_time_breaks_through_for_its_last_five_minutes_only() -> None:
    running, at = Block(NOW, NOW + 45 * MINUTE, "focus.block"), NOW + 20 * MINUTE
    outside = Outside(fixed=frozenset({("call", at)}))
    seen = {now: verdict(Policy(), running, Outside(), outside, now).through for now in range(NOW, at + MINUTE, MINUTE)}
    assert [now for now, through in seen.items() if through] == list(range(at - FIXED_LEAD_MS, at, MINUTE))


def test_a_fixed_time_that_was_near_when_the_block_began_is_known_and_ends_nothing() -> None:
    near = Outside(fixed=frozenset({("call", NOW + 4 * MINUTE)}))
    running = block(Policy(), NOW, near)
    assert running == Block(NOW, NOW + 45 * MINUTE, "focus.block")
    assert verdict(Policy(), running, near, near, NOW + MINUTE).through == ()


@pytest.mark.parametrize(
    ("replies", "assignments", "words"),
    [
        (0, 0, None),
        (1, 0, "Meanwhile: 1 client answered"),
        (500, 40, "Meanwhile: 500 clients answered, 40 tickets became yours"),
        (0, 1, "Meanwhile: 1 ticket became yours"),
    ],
)
def test_ac09_the_digest_is_one_line_however_much_it_is(replies: int, assignments: int, words: str | None) -> None:
    assert digest(Verdict(True, replies, assignments)) == words
