"""Why this one: a sentence for the first rule in which it differs from the next."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given

from tests.domain.build import DAY, HOUR, MINUTE, NOW, POLICY, SHIFT, ZONE, at, desks, fixed_at, policies, ticket, work
from workboard.domain.policy import Candidate, Ranked, rank
from workboard.domain.reason import RULES, clock, first_difference, length, moment, rule_of, why
from workboard.domain.rules import Policy
from workboard.domain.ticket import StatusSpan

OLD, YOUNG = NOW - 2 * HOUR, NOW - HOUR


def first(*some: Candidate, now: int = NOW) -> tuple[str, str]:
    """Rule and sentence of the best."""
    ranked = rank(some, POLICY, SHIFT, ZONE, now)
    return rule_of(ranked, 0), why(ranked, 0, POLICY, SHIFT, ZONE, now)


def climber(number: str, band: int, working_days: int) -> Candidate:
    """A ticket that waits on us for so many days of work, until now."""
    weeks, days = divmod(working_days, 5)
    begin = NOW - weeks * 7 * DAY - (days if days < 2 else days + 2) * DAY
    its = ticket(number, band, begin)
    return work(its, spans=(StatusSpan(its.id, "open", begin),))


# -- the examples people were promised ---------------------------------------------------------------------------


def test_emergency() -> None:
    assert first(work(ticket("1", 1)), work(ticket("2", 2))) == ("emergency", "Emergency (P1).")


def test_fixed() -> None:
    visit = fixed_at(ticket("1", 4), at("2026-11-24 14:00"))
    other = work(ticket("2", 2))
    assert first(visit, other, now=at("2026-11-24 13:55")) == ("fixed", "Fixed at 14:00.")


def test_band() -> None:
    rest = [work(ticket(str(number), 3)) for number in (2, 3, 4)]
    assert first(work(ticket("1", 2)), *rest, work(ticket("5", 4))) == ("band", "P2, before 3 of P3.")


def test_overdue() -> None:
    late = climber("1", 4, 12)
    assert first(late, work(ticket("2", 4))) == ("overdue", "P4 raised to P3: 2 d past target.")
    assert first(climber("1", 4, 21), work(ticket("2", 3))) == ("overdue", "P4 raised to P2: 11 d past target.")


def test_window() -> None:
    free = work(ticket("1", 3, YOUNG, window=(OLD, at("2026-11-24 11:30"))))
    assert first(free, work(ticket("2", 3, OLD))) == ("window", "Client free until 11:30.")


def test_age_and_when_it_is_due() -> None:
    oldest = ticket("1", 2, OLD)
    assert first(work(oldest), work(ticket("2", 2, YOUNG))) == ("age", "Oldest P2 waiting.")
    due = work(oldest._replace(due_at=at("2026-11-24 14:00")))
    assert first(due, work(ticket("2", 2, YOUNG))) == ("age", "Oldest P2 waiting. Due by 14:00.")


def test_alone() -> None:
    assert first(work(ticket())) == ("alone", "Only one left.")
    due = work(ticket(due_at=at("2026-11-27 14:00")))
    assert first(due) == ("alone", "Only one left. Due by Fri 14:00.")


# -- the finer points --------------------------------------------------------------------------------------------


def test_among_emergencies_the_next_rule_is_named() -> None:
    assert first(work(ticket("1", 1, OLD)), work(ticket("2", 1, YOUNG)))[1] == "Oldest P1 waiting."
    visit = fixed_at(ticket("3", 1, YOUNG), NOW)
    assert first(visit, work(ticket("1", 1, OLD)))[1] == "Fixed at 10:42."


def test_of_two_fixed_times_the_band_is_named() -> None:
    assert first(fixed_at(ticket("1", 2), NOW), fixed_at(ticket("2", 3), NOW)) == ("band", "P2, before 1 of P3.")


def test_raised_into_a_band_the_climb_is_what_put_it_before_those_who_began_there() -> None:
    late = climber("1", 4, 12)
    assert first(late, work(ticket("2", 3))) == ("overdue", "P4 raised to P3: 2 d past target.")
    assert first(late, climber("2", 4, 11)) == ("age", "Oldest P3 waiting."), "both climbed: age decided"
    assert first(work(ticket("2", 3, NOW - 90 * DAY), spans=()), late)[0] == "overdue"
    assert first(work(ticket("2", 3, NOW - 90 * DAY, category="waiting_client"), kind="dated"), late)[0] == "age"


def test_of_one_age_the_sentence_says_what_decided() -> None:
    one, two = work(ticket("1", 3, OLD), kind="dated", start_at=YOUNG), work(ticket("2", 3, OLD))
    assert first(one, two) == ("start", "P3, as old as the next, planned earlier.")
    assert first(work(ticket("9", 3, OLD)), work(ticket("10", 3, OLD))) == (
        "number",
        "P3, as old as the next, lower number.",
    )
    parts = [work(ticket("1", 3, OLD), kind="reminder", key=key) for key in "ab"]
    assert first(*parts) == ("id", "P3, as old as the next, first by its id.")


def test_oldest_is_said_of_the_oldest_only() -> None:
    three = [work(ticket(str(n), 3, OLD + n * MINUTE)) for n in (1, 2, 3)]
    ranked = rank(three, POLICY, SHIFT, ZONE, NOW)
    said = [why(ranked, index, POLICY, SHIFT, ZONE, NOW) for index in range(3)]
    assert said == ["Oldest P3 waiting.", "P3, older than the next.", "Only one left."]
    older_p4 = work(ticket("4", 4, OLD))
    assert first(*three, older_p4)[1] == "Oldest P3 waiting.", "of its band, that is"


def test_past_a_due_time_it_goes_by_the_clock_on_the_wall() -> None:
    def raised(due_at: int) -> str:
        return first(work(ticket("1", 4, due_at - 90 * DAY, due_at=due_at)), work(ticket("2", 4)))[1]

    assert raised(NOW - 1) == "P4 raised to P3: 1 m past target."
    assert raised(NOW - 40 * MINUTE) == "P4 raised to P3: 40 m past target."
    assert raised(NOW - 110 * MINUTE) == "P4 raised to P3: 1 h 50 past target."
    assert raised(at("2026-11-20 10:42")) == "P4 raised to P3: 4 d past target."


def test_past_a_target_it_goes_by_working_time() -> None:
    its = ticket("1", 3, at("2026-11-19 09:00"))
    late = work(its, spans=(StatusSpan(its.id, "open", its.created_at),))
    assert first(late, work(ticket("2", 3)))[1] == "P3 raised to P2: 1 h 42 past target."
    assert first(late._replace(spans=()), work(ticket("2", 3)))[1] == "P3 raised to P2: 1 h 42 past target."


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-11-24 10:42", "Due by 10:42."),
        ("2026-11-24 23:59", "Due by 23:59."),
        ("2026-11-25 00:00", "Due by Wed 00:00."),
        ("2026-11-30 23:59", "Due by Mon 23:59."),
        ("2026-12-01 00:00", "Due by 1 Dec."),  # the weekday of today would mislead
        ("2027-01-05 09:00", "Due by 2027-01-05."),
        ("9999-12-31 23:59", "Due by 9999-01-01."),  # never
    ],
)
def test_when_it_is_due(due: str, words: str) -> None:
    assert first(work(ticket(due_at=at(due))))[1] == f"Only one left. {words}"


def test_a_due_time_gone_by_is_not_announced() -> None:
    assert first(work(ticket(due_at=NOW - 1)))[1] == "Only one left."


def test_the_week_the_clocks_go_back_names_no_weekday_twice() -> None:
    sunday = at("2026-10-25 12:00")  # 25 hours long
    assert moment(at("2026-10-31 23:30"), ZONE, sunday) == "Sat 23:30"
    assert moment(at("2026-11-01 04:00"), ZONE, sunday) == "1 Nov"


def test_a_time_that_began_yesterday_says_so() -> None:
    night = at("2026-11-25 02:00")
    visit = fixed_at(ticket("1", 4), at("2026-11-24 22:00"), 8 * 60)
    assert first(visit, work(ticket("2", 2)), now=night)[1] == "Fixed at Tue 22:00."
    assert moment(at("2026-11-19 22:00"), ZONE, night) == "Thu 22:00"
    assert moment(at("2026-11-18 22:00"), ZONE, night) == "18 Nov"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 m"),
        (59, "59 m"),
        (60, "1 h"),
        (110, "1 h 50"),
        (121, "2 h 01"),
        (1439, "23 h 59"),
        (1440, "1 d"),
        (3000, "2 d"),
    ],
)
def test_lengths(minutes: int, words: str) -> None:
    assert length(minutes) == words


def test_a_day_may_be_a_working_day() -> None:
    assert length(479, 480) == "7 h 59"
    assert length(480, 480) == "1 d"
    assert length(1500, 480) == "3 d"


def test_times_are_read_in_the_zone() -> None:
    assert clock(at("2026-07-01 14:00"), ZONE) == "14:00"
    assert clock(at("2026-07-01 14:00"), "UTC") == "13:00"


# -- what holds whatever comes in --------------------------------------------------------------------------------

SENTENCES = {
    "alone": r"Only one left\.",
    "emergency": r"Emergency \(P1\)\.",
    "fixed": r"Fixed at [A-Z0-9].*\.",
    "band": r"P[123], before [1-9][0-9]* of P[234]\.",
    "overdue": r"P[34] raised to P[23]: ([1-9][0-9]* [md]|[1-9][0-9]* h( [0-5][0-9])?) past target\.",
    "window": r"Client free until [A-Z0-9].*\.",
    "age": r"(Oldest P[1-4] waiting|P[1-4], older than the next)\.",
    "start": r"P[1-4], as old as the next, planned earlier\.",
    "number": r"P[1-4], as old as the next, lower number\.",
    "id": r"P[1-4], as old as the next, first by its id\.",
}


@given(desks(), policies())
def test_every_sentence_names_its_rule_in_80_columns(desk: list[Candidate], policy: Policy) -> None:
    ranked = rank(desk, policy, SHIFT, ZONE, NOW)
    for index in range(len(ranked)):
        sentence = why(ranked, index, policy, SHIFT, ZONE, NOW)
        assert sentence.isascii()
        assert len(sentence) <= 80
        assert re.fullmatch(SENTENCES[rule_of(ranked, index)] + r"( Due by .*\.)?", sentence)


def differs_first_in(one: Ranked, other: Ranked) -> str:
    """The comparison once more, in the words of the rule."""
    mine, theirs = one.ticket, other.ticket
    if (one.band == 1) != (other.band == 1):
        return "emergency"
    for rule, same in [
        ("fixed", one.key[1] == other.key[1]),
        ("moved", one.candidate.moved == other.candidate.moved),
        ("band", one.climbed == other.climbed),
        ("window", one.key[4] == other.key[4]),
        ("age", mine.created_at == theirs.created_at),
        ("start", one.activity.start_at == other.activity.start_at),
    ]:
        if not same:
            return rule
    return "number or id"


@given(desks())
def test_the_rule_is_the_first_that_differs_from_the_runner_up(desk: list[Candidate]) -> None:
    ranked = rank(desk, POLICY, SHIFT, ZONE, NOW)
    for index, (one, other) in enumerate(pairwise(ranked)):
        named, wanted = rule_of(ranked, index), differs_first_in(one, other)
        assert first_difference(one, other) in RULES
        if named == "overdue":
            assert one.climbed < one.band
            assert wanted == "band" or one.band > other.band
        else:
            assert named == wanted or (named in ("number", "id") and wanted == "number or id")
    if ranked:
        assert rule_of(ranked, len(ranked) - 1) == "alone"


@given(desks())
def test_oldest_means_that_nothing_in_its_band_is_older(desk: list[Candidate]) -> None:
    ranked = rank(desk, POLICY, SHIFT, ZONE, NOW)
    for index, one in enumerate(ranked):
        if why(ranked, index, POLICY, SHIFT, ZONE, NOW).startswith("Oldest"):
            band = [other.ticket.created_at for other in ranked if other.climbed == one.climbed]
            assert one.ticket.created_at == min(band)
