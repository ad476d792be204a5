"""The sentence for a caller, from its parts."""

from __future__ import annotations

import pytest

from tests.corpus.hostile import HOSTILE
from tests.domain.build import DAY, HOUR, NOW, POLICY, ZONE
from workboard.domain.caller import Told, promise, sentence, spoken
from workboard.domain.rules import OrderRules, Policy, ReplyRules, Span
from workboard.domain.text import cell_width, safe

TOLD = Told("48213", "Dana", False, "Call Ruth.", "today at 14:00", "due by 16:00")


def test_owner_next_step_when_and_due() -> None:
    assert sentence(TOLD) == "Dana has #48213; next step: Call Ruth; today at 14:00; due by 16:00."


@pytest.mark.parametrize(("change", "words"), [
    ({"owner": None}, "#48213 is with nobody yet; next step: Call Ruth; today at 14:00; due by 16:00."),
    ({"next_step": None}, "Dana has #48213; its next step is not decided yet; today at 14:00; due by 16:00."),
    ({"due": None}, "Dana has #48213; next step: Call Ruth; today at 14:00."),
    ({"closed": True}, "#48213 is done; Dana had it."),
    ({"closed": True, "owner": None}, "#48213 is done."),
])  # fmt: skip
def test_what_is_not_known_is_left_out(change: dict[str, object], words: str) -> None:
    assert sentence(TOLD._replace(**change)) == words  # type: ignore[arg-type]


def test_ac36_hostile_parts_make_one_clean_line_of_bounded_length() -> None:
    for text in HOSTILE:
        said = sentence(TOLD._replace(next_step=text, owner=safe(text)[:80] or "x"))
        assert said == safe(said)
        assert "\n" not in said
        assert said.endswith(".")
        assert cell_width(said) < 420


@pytest.mark.parametrize(("at", "words"), [
    (NOW + 3 * HOUR, "today at 13:42"),
    (NOW + DAY, "on Wed 10:42"),
    (NOW + 30 * DAY, "on 24 Dec"),
    (NOW + 400 * DAY, "on 2027-12-29"),
])  # fmt: skip
def test_a_moment_as_it_is_said(at: int, words: str) -> None:
    assert spoken(at, ZONE, NOW) == words


def test_the_companys_promise() -> None:
    assert promise(POLICY) == (
        "We answer messages at 09:00, 11:30 and 15:30, within 4 h of working time at most; "
        "what cannot wait is best phoned in."
    )
    assert "a ticket like this one (P3) should be done within 3 working days;" in promise(POLICY, 3)
    assert "(P1) should be done within 1 h of working time;" in promise(POLICY, 1)


def test_a_promise_without_windows_or_with_one() -> None:
    none, one = (Policy(replies=ReplyRules(windows=windows)) for windows in ((), (600,)))
    assert promise(none).startswith("We answer messages as they come in, within")
    assert promise(one).startswith("We answer messages at 10:00, within")


def test_a_target_of_a_day_and_hours() -> None:
    targets = (Span(60), Span(90, 1), Span(days=2), Span(days=3))
    policy = Policy(order=OrderRules(targets=targets))
    assert "within 1 working day and 1 h 30 of working time;" in promise(policy, 2)
