"""Rules that can never decide, against trying them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import ticket
from workboard.domain.bands import band
from workboard.domain.rules import BandRule, Policy
from workboard.domain.ticket import Ticket
from workboard.domain.unreachable import covers, dead_bands, dead_reasons

NUMBERS = st.sampled_from([None, 10.0, 50.0, 90.0])


@st.composite
def rules(draw: st.DrawFn) -> BandRule:
    return BandRule(
        draw(st.integers(1, 4)),
        draw(st.sampled_from([None, True, False])),
        draw(st.sampled_from([None, "site", "person"])),
        queue=draw(st.sampled_from([None, "Service Desk"])),
        priority_min=draw(NUMBERS),
        priority_max=draw(NUMBERS),
    )


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    return ticket()._replace(
        urgent=draw(st.booleans()),
        impact=draw(st.sampled_from([None, "site", "person"])),
        queue=draw(st.sampled_from([None, "Service Desk", "Other"])),
        priority=draw(st.sampled_from([None, "high", "5", "10", "30", "50", "70", "90", "99"])),
        default_band=0,
    )


def fits(rule: BandRule, one: Ticket) -> bool:
    return band(one, Policy(bands=(rule._replace(band=9),))) == 9


@given(rules(), rules(), st.lists(tickets(), min_size=1, max_size=20))
def test_who_covers_takes_every_ticket(wide: BandRule, narrow: BandRule, some: list[Ticket]) -> None:
    if covers(wide, narrow):
        assert all(fits(wide, one) for one in some if fits(narrow, one))


@given(st.lists(rules(), max_size=5), st.lists(tickets(), min_size=1, max_size=20))
def test_a_dead_rule_decides_nothing(some: list[BandRule], them: list[Ticket]) -> None:
    marked = Policy(bands=tuple(rule._replace(band=100 + at) for at, rule in enumerate(some)))
    dead = {100 + at for at, _ in dead_bands(marked)}
    assert not dead & {band(one, marked) for one in them}


@pytest.mark.parametrize(("above", "below", "why"), [
    (BandRule(1, urgent=True), BandRule(2, urgent=True, impact="site"), "number 1 above it"),
    (BandRule(3), BandRule(2, urgent=True), "number 1 above it"),
    (BandRule(1, priority_min=50), BandRule(2, priority_min=90), "number 1 above it"),
    (BandRule(1, urgent=True), BandRule(2, priority_min=90, priority_max=10), "no number is both"),
])  # fmt: skip
def test_the_reason_is_told(above: BandRule, below: BandRule, why: str) -> None:
    ((at, words),) = dead_bands(Policy(bands=(above, below)))
    assert at == 1
    assert why in words


def test_a_sound_policy_has_none() -> None:
    sound = (
        BandRule(1, urgent=True, impact="site"),
        BandRule(2, urgent=True),
        BandRule(2, priority_min=90),
        BandRule(4),
    )
    assert list(dead_bands(Policy(bands=sound))) == []
    assert dead_reasons(Policy()) == ()
    assert dead_reasons(Policy(skip_reasons=("needs vendor", "no mood"))) == ("no mood",)
