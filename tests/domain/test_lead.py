"""The parts of a lead's figures: sums that leave nobody alone, subjects that come again, the instant a target ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.build import NOW, SHIFT
from tests.domain.test_team_notes import SUMS
from workboard.domain.goals import BLOCKS, day_ends, spark
from workboard.domain.lead.figures import Load, Room, room
from workboard.domain.lead.interruptions import Interruptions, counted, interruptions, sum_of
from workboard.domain.lead.membership import near
from workboard.domain.lead.similar import Repeat, Titled, repeats, words
from workboard.domain.rules import Shift
from workboard.domain.team_notes import DaySums, Times
from workboard.domain.working_time import latest_start, local, working_minutes


def day(name: str, phone: int = 1, hour: int = 9) -> DaySums:
    return DaySums(name, (("phone", Times(phone, 5 * phone)),), ((hour, Times(phone, 5 * phone)),), 1, 2)


# -- sums --------------------------------------------------------------------------------------------------------


def test_a_day_on_which_too_few_wrote_does_not_count() -> None:
    notes = [day("2026-11-23"), day("2026-11-23", 2), day("2026-11-23", 3, 14), day("2026-11-24"), day("2026-11-24")]
    found = interruptions(notes, 3)
    assert (found.days, found.people) == (1, 3)
    assert found.by_source == (("phone", Times(6, 30)),)
    assert found.worst_hour == 9
    assert (found.focus_kept, found.focus_blocks) == (3, 6)
    assert interruptions(notes, 4) == Interruptions()


@settings(max_examples=50)
@given(st.lists(SUMS, max_size=12), st.integers(-1, 5))
def test_no_difference_of_sums_leaves_fewer_people_than_the_group(notes: list[DaySums], least: int) -> None:
    """Every day that counts has enough people, so a sum less another sum is again one over enough of them; three at
    least, whatever a policy asks for."""
    for some in counted(notes, least):
        assert len(some) >= max(least, 3)
    found = interruptions(notes, least)
    assert found.total == sum_of(each for some in counted(notes, least) for one in some for _, each in one.interrupted)
    minutes = [each.minutes for _, each in found.by_source]
    assert minutes == sorted(minutes, reverse=True)


PEOPLE = st.frozensets(st.sampled_from("abcdefgh"))


@given(st.lists(PEOPLE, max_size=6), st.integers(3, 5))
def test_of_the_teams_that_are_told_none_less_another_is_too_few(teams: list[frozenset[str]], least: int) -> None:
    """Every team that has another one's people and too few besides is found, and no other."""
    named = [(str(at), people) for at, people in enumerate(teams)]
    found = list(near(named, least))
    silent = {one.larger for one in found}
    told = [people for name, people in named if name not in silent and people]
    for one in told:
        for other in told:
            if one >= other:
                assert len(one - other) == 0 or len(one - other) >= least
    of_name = dict(named)
    for larger, smaller, more in found:
        assert of_name[smaller] | (of_name[larger] - of_name[smaller]) == of_name[larger]
        assert 0 < more == len(of_name[larger]) - len(of_name[smaller]) < least


def test_teams_that_share_some_are_not_near() -> None:
    all_, day, night = (frozenset(one) for one in ("abcdef", "abcd", "bcde"))
    teams = [("all", all_), ("day", day), ("night", night), ("day again", day), ("nobody", frozenset[str]())]
    assert list(near(teams, 3)) == [("all", "day", 2), ("all", "night", 2), ("all", "day again", 2)]


# -- again and again ---------------------------------------------------------------------------------------------


def test_titles_that_say_the_same_otherwise_are_one_subject() -> None:
    titled = [
        Titled("Outlook profile hangs", 3, frozenset({"Alder", "Birch"})),
        Titled("Re: Outlook profile hangs again", 2, frozenset({"Cedar"}), True),
        Titled("AW: outlook PROFILE hangs #4711", 1, frozenset({"Alder"})),
        Titled("Printer prints blank pages", 2, frozenset({"Alder"})),
        Titled("VPN drops", 1),
    ]
    assert repeats(titled) == [Repeat("Outlook profile hangs", 6, 3, True)]
    assert repeats(titled, 2)[1] == Repeat("Printer prints blank pages", 2, 1)


TITLES = st.builds(Titled, st.text(max_size=30), st.integers(1, 9))


@given(st.lists(TITLES, max_size=30, unique_by=lambda one: one.title))
def test_every_ticket_is_in_one_group_whatever_the_order(titled: list[Titled]) -> None:
    found = repeats(titled, 1)
    assert sum(one.tickets for one in found) == sum(one.tickets for one in titled)
    assert repeats(list(reversed(titled)), 1) == found


def test_words_of_a_title_in_any_script() -> None:
    assert words("Fwd: Der Drucker im 2. Stock druckt nicht (T4711)") == {"der", "drucker", "stock", "druckt", "nicht"}
    assert words("Re: Re: 12") == {"12"}
    assert words("Не печатает принтер") == {"печатает", "принтер"}


# -- load, room, targets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("planned", "interrupted", "share"), [(0, 0, 0.0), (240, 48, 0.6), (960, 0, 2.0)])
def test_load_is_a_share_of_the_hours_there_are(planned: int, interrupted: int, share: float) -> None:
    assert Load(planned, interrupted, 480).share == pytest.approx(share)
    assert Load(planned, interrupted, 0).share is None, "nobody works: nothing is divided by nothing"


def test_room_is_by_name_and_never_below_nothing() -> None:
    end = NOW + 12 * 3_600_000
    left = working_minutes(SHIFT, NOW, end)
    people = [("Zoe", SHIFT, 0), ("Ana", SHIFT, left - 10), ("Ben", SHIFT, left), ("Chi", SHIFT, left + 500)]
    assert room(people, NOW, end) == (Room("Ana", 10), Room("Zoe", left))


ONE_HOUR_A_WEEK = Shift(frozenset({2}), 9 * 60, 10 * 60, "Europe/London")


@settings(max_examples=60)
@given(
    st.sampled_from([SHIFT, Shift(), ONE_HOUR_A_WEEK, Shift(from_minute=22 * 60, until_minute=6 * 60)]),
    st.integers(0, 365 * 24 * 60),
    st.integers(0, 6000),
)  # fmt: skip
def test_who_came_before_the_latest_start_has_waited_longer(shift: Shift, later: int, target: int) -> None:
    now = NOW + later * 60_000
    at = latest_start(shift, now, target)
    assert working_minutes(shift, at, now) <= target
    assert working_minutes(shift, at - 1, now) > target
    assert latest_start(Shift(days=frozenset()), now, target) == 0


# -- a line of blocks --------------------------------------------------------------------------------------------


def test_a_line_of_blocks_is_as_long_as_the_days() -> None:
    assert spark([0, 1, 50, 100, None]) == "▁▂▄▇ "
    assert spark([0, 0]) == "▁▁"
    assert spark([None, 7]) == " ▇"
    assert spark([]) == ""
    days = day_ends(local(NOW, "UTC").date(), 14)
    assert len(days) == 14
    assert days[-1] == local(NOW, "UTC").date()


@given(st.lists(st.none() | st.integers(0, 10**9), max_size=40))
def test_more_is_never_drawn_lower(amounts: list[int | None]) -> None:
    line = spark(amounts)
    assert len(line) == len(amounts)
    drawn = sorted((one, BLOCKS.index(block)) for one, block in zip(amounts, line, strict=True) if one is not None)
    assert [height for _, height in drawn] == sorted(height for _, height in drawn)
