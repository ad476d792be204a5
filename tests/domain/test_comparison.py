"""Why A goes before B, held against the second telling of the rules."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given

from tests.domain.build import DAY, NOW, POLICY, SHIFT, ZONE, candidates, fixed_at, ticket, work
from tests.domain.test_acceptance import before, sample
from workboard.domain.comparison import MOST_CELLS, compare
from workboard.domain.policy import Candidate, Ranked, place
from workboard.domain.reason import first_difference
from workboard.domain.text import cell_width


def placed(one: Candidate) -> Ranked:
    return place(one, POLICY, SHIFT, NOW)


def test_ac04_every_pair_of_100_tickets_agrees_with_the_order_and_names_the_first_rule() -> None:
    ranked = [placed(one) for one in sample(3, 100)]
    seen = set()
    for one, other in combinations(ranked, 2):
        found = compare(one, other, ZONE, NOW)
        rule, sign = before(one.candidate, other.candidate, NOW)
        assert found.first is (one if sign < 0 else other)
        assert first_difference(found.first, found.second) == rule
        raised = found.first.climbed != found.first.band
        assert found.rule == rule or (found.rule == "overdue" and raised)
        assert cell_width(found.sentence) <= MOST_CELLS
        assert found.sentence.endswith("."), "it is not cut"
        seen.add(found.rule)
    assert seen >= {"emergency", "band", "age", "overdue"}


@given(candidates(1), candidates(2))
def test_ac04_whichever_is_named_first(one: Candidate, other: Candidate) -> None:
    found = compare(placed(one), placed(other), ZONE, NOW)
    assert found == compare(placed(other), placed(one), ZONE, NOW)
    assert found.first.key < found.second.key
    assert cell_width(found.sentence) <= MOST_CELLS


def said(one: Candidate, other: Candidate) -> str:
    return compare(placed(one), placed(other), ZONE, NOW).sentence


def test_the_words_for_each_rule() -> None:
    p2, p3, old = ticket("2", 2), ticket("3", 3), ticket("9", 3, NOW - 2 * DAY)
    assert said(work(ticket("1", 1)), work(p2)) == "#1 before #2: an emergency (P1) goes first."
    assert said(work(p3), work(p2)) == "#2 before #3: P2 before P3."
    assert said(work(p3), work(old)) == "#9 before #3: older (Sun 10:42)."
    assert said(fixed_at(p3, NOW), work(p2)) == "#3 before #2: fixed at 10:42."
    near = ticket("4", 3, window=(NOW - DAY, NOW + 60_000 * 48))
    assert said(work(near), work(old)) == "#4 before #9: client free until 11:30."
    twin = ticket("10", 3)
    assert said(work(twin), work(p3)) == "#3 before #10: of one age, lower number."
    dated = work(twin, kind="scheduled", start_at=NOW)
    assert said(dated, work(p3)) == "#10 before #3: of one age, it has a date."
    assert said(work(p3, kind="call", start_at=NOW - 1), dated) == "#3 before #10: of one age, planned earlier."
    assert said(work(p3), work(p3, kind="call", key="a")) == "#3 before #3: of one age, first by its id."


def test_a_raised_one_says_so() -> None:
    late = ticket("7", 4, NOW - 40 * DAY, due_at=NOW - DAY)
    assert said(work(late), work(ticket("8", 4))) == "#7 before #8: P3 before P4, raised from P4."
    assert said(work(late), work(ticket("9", 3))).startswith("#7 before #9: older (15 Oct), raised from P4.")


def test_long_numbers_keep_the_sentence_short() -> None:
    one, other = ticket("T20261110.0042" * 4, 2), ticket("\u6f22" * 40, 3)
    assert cell_width(said(work(one), work(other))) <= MOST_CELLS
