"""When a pause is proposed."""

from __future__ import annotations

from tests.domain.build import MINUTE, NOW
from workboard.domain.breathe import Past, due
from workboard.domain.rules import BreatheRules, Policy

ON = BreatheRules(offer=True)


def ago(*minutes: int) -> tuple[int, ...]:
    return tuple(NOW - one * MINUTE for one in minutes)


def test_off_unless_the_policy_wants_it() -> None:
    assert not Policy().breathe.offer
    assert not due(BreatheRules(), Past(ago(1, 2, 3), ago(1)), NOW)


def test_after_a_p1_for_ten_minutes() -> None:
    assert due(ON, Past(emergencies=ago(9)), NOW)
    assert not due(ON, Past(emergencies=ago(10)), NOW)


def test_after_three_interruptions_in_an_hour() -> None:
    assert due(ON, Past(ago(59, 30, 1)), NOW)
    assert not due(ON, Past(ago(61, 30, 1)), NOW)
    assert not due(ON, Past(ago(30, 1)), NOW)
    assert due(ON._replace(interruptions=2), Past(ago(30, 1)), NOW)


def test_what_was_before_the_answer_counts_no_more() -> None:
    answered = NOW - 5 * MINUTE
    assert not due(ON, Past(ago(40, 30, 20, 4), ago(6), answered), NOW)
    assert due(ON, Past(ago(40, 4, 3, 2), (), answered), NOW)
    assert due(ON, Past((), ago(4), answered), NOW)


def test_what_is_yet_to_come_by_a_clock_put_back_counts_not() -> None:
    assert not due(ON, Past(ago(-1, -2, -3), ago(-1)), NOW)
