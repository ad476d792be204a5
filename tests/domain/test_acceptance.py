"""The order as a whole, against a second telling of the rules that shares no code with the first."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import cmp_to_key
from zoneinfo import ZoneInfo

import pytest

from tests.domain.build import DAY, HOUR, MINUTE, NOW, POLICY, SHIFT, ZONE, fixed_at, ticket, work
from workboard.backends.demo.sample import many
from workboard.domain.activity import Activity, derived_id
from workboard.domain.policy import Candidate, rank
from workboard.domain.reason import first_difference, rule_of, why
from workboard.domain.ticket import StatusSpan


def sample(seed: int, count: int) -> list[Candidate]:
    """The demo's activities, with a derived one for each ticket that has none."""
    page = many(seed, NOW, count)
    tickets = {one.id: one for one in page.tickets}
    spans = {one.ticket_id: (one,) for one in page.spans}
    busy = {one.ticket_id for one in page.activities}
    derived = [
        Activity(derived_id(one.id), "derived", one.id, one.owner_id, one.title)
        for one in page.tickets
        if one.id not in busy
    ]
    return [Candidate(one, tickets[one.ticket_id], spans[one.ticket_id]) for one in (*page.activities, *derived)]


# -- the second telling ------------------------------------------------------------------------------------------

TARGET_HOURS = {1: 1, 2: 8, 3: 24, 4: 80}


def wall(instant: int) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)).astimezone(ZoneInfo(ZONE))


def hours_on_us(one: Candidate, now: int) -> float:
    total = timedelta()
    for span in one.spans:
        if span.category not in ("new", "open", "planned", "reply"):
            continue
        begin, end = wall(span.from_at), wall(now if span.until_at is None else span.until_at)
        day = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        while day <= end:
            if day.weekday() < 5:
                opens, closes = day.replace(hour=9), day.replace(hour=17)
                total += max(timedelta(), min(closes, end) - max(opens, begin))
            day += timedelta(days=1)
    return total / timedelta(hours=1)


def climbs(one: Candidate, now: int) -> int:
    its = one.ticket
    if its.due_at is not None:
        if now > its.due_at + max(0, its.due_at - its.created_at):
            return 2
        return 1 if now > its.due_at else 0
    waited, target = hours_on_us(one, now), TARGET_HOURS[its.default_band]
    return 2 if waited > 2 * target else 1 if waited > target else 0


def effective_band(one: Candidate, now: int) -> int:
    base = one.ticket.default_band
    return 1 if base == 1 else max(2, base - climbs(one, now))


def is_out(one: Candidate, now: int) -> bool:
    start = one.activity.start_at
    if start is not None and wall(start).date() > wall(now).date():
        return True
    if one.activity.fixed and start is not None and now < start - 5 * MINUTE:
        return True
    return one.ticket.window_from_at is not None and now < one.ticket.window_from_at


def has_come(one: Candidate, now: int) -> bool:
    start = one.activity.start_at
    if not one.activity.fixed or start is None:
        return False
    return start - 5 * MINUTE <= now < start + (one.activity.estimate_minutes or 30) * MINUTE


def window_closes(one: Candidate, now: int) -> bool:
    begin, until = one.ticket.window_from_at, one.ticket.window_until_at
    if begin is None or until is None:
        return False
    return begin <= now <= until <= now + (one.activity.estimate_minutes or 30) * MINUTE + HOUR


def before(one: Candidate, two: Candidate, now: int) -> tuple[str, int]:
    """The rule that decides, and a negative number when the first goes first."""
    bands = effective_band(one, now), effective_band(two, now)
    if (bands[0] == 1) != (bands[1] == 1):
        return "emergency", -1 if bands[0] == 1 else 1
    if has_come(one, now) != has_come(two, now):
        return "fixed", -1 if has_come(one, now) else 1
    if bands[0] != bands[1]:
        return "band", bands[0] - bands[1]
    if window_closes(one, now) != window_closes(two, now):
        return "window", -1 if window_closes(one, now) else 1
    if one.ticket.created_at != two.ticket.created_at:
        return "age", one.ticket.created_at - two.ticket.created_at
    starts = [float("inf") if each.activity.start_at is None else each.activity.start_at for each in (one, two)]
    if starts[0] != starts[1]:
        return "start", -1 if starts[0] < starts[1] else 1
    if one.ticket.number != two.ticket.number:
        return "number", int(one.ticket.number) - int(two.ticket.number)
    return "id", -1 if one.activity.id < two.activity.id else 1


def by_hand(some: list[Candidate], now: int) -> list[str]:
    left = [one for one in some if not is_out(one, now)]

    def compare(one: Candidate, two: Candidate) -> int:
        return before(one, two, now)[1]

    return [one.activity.id for one in sorted(left, key=cmp_to_key(compare))]


def ids(some: list[Candidate], now: int = NOW) -> list[str]:
    return [one.activity.id for one in rank(some, POLICY, SHIFT, ZONE, now)]


# -- the order is the rules' -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_ac01_the_order_of_200_activities_is_what_the_rules_say(seed: int) -> None:
    some = sample(seed, 200)
    for now in (NOW, NOW + 3 * HOUR, NOW + 20 * HOUR, NOW + 3 * DAY):
        assert ids(some, now) == by_hand(some, now)
    assert len(ids(some)) > 100, "a sample with too little in it proves nothing"


def test_ac01_a_thousand_shuffles_give_the_same_order() -> None:
    some = sample(7, 200)
    wanted = ids(some)
    dice = random.Random(1)
    for _ in range(1000):
        dice.shuffle(some)
        assert ids(some) == wanted


def test_the_sample_asks_every_rule() -> None:
    asked: set[str] = set()
    for seed in range(5):
        ranked = rank(sample(seed, 200), POLICY, SHIFT, ZONE, NOW)
        asked |= {rule_of(ranked, index) for index in range(len(ranked))}
    assert asked >= {"emergency", "fixed", "overdue", "window", "age", "number", "alone"}


def test_the_rule_named_is_the_one_that_decides_for_all_pairs_of_100() -> None:
    ranked = rank(sample(3, 100), POLICY, SHIFT, ZONE, NOW)
    for place, one in enumerate(ranked):
        for other in ranked[place + 1 :]:
            rule, sign = before(one.candidate, other.candidate, NOW)
            assert sign < 0
            assert first_difference(one, other) == rule
            pair = (one, other)
            assert len(why(pair, 0, POLICY, SHIFT, ZONE, NOW)) <= 80
            assert rule_of(pair, 0) in (rule, "overdue")


# -- nobody waits for ever ---------------------------------------------------------------------------------------


def waiting(number: str, band: int, days: float, on_us: bool = True) -> Candidate:
    """A ticket made so many days ago, and since then on us, or on the client."""
    its = ticket(number, band, NOW - round(days * DAY))
    return work(its, spans=(StatusSpan(its.id, "open" if on_us else "waiting_client", its.created_at),))


FRESH_P3 = [waiting(str(100 + n), 3, (n + 1) / 60) for n in range(50)]
FRESH_P2, FRESH_P1 = waiting("2", 2, 0.01), waiting("1", 1, 0.01)


def order(*some: Candidate) -> list[str]:
    return [one.ticket.number for one in rank([*FRESH_P3, FRESH_P2, FRESH_P1, *some], POLICY, SHIFT, ZONE, NOW)]


def test_ac03_a_p4_past_its_target_is_before_50_fresh_p3_and_behind_a_fresh_p1_and_p2() -> None:
    assert order(waiting("4", 4, 12))[-1] == "4", "eight days of work: within its target, so last of all"
    late = waiting("4", 4, 15)  # eleven days of work
    assert order(late)[:3] == ["1", "2", "4"]


def test_ac03_at_twice_its_target_it_is_before_a_fresh_p2_and_never_before_a_p1() -> None:
    assert order(waiting("4", 4, 28))[:3] == ["1", "2", "4"], "twenty days are not more than twice ten"
    assert order(waiting("4", 4, 29))[:3] == ["1", "4", "2"]
    assert order(waiting("4", 4, 2000))[:3] == ["1", "4", "2"]


def test_raised_it_still_takes_its_turn_by_age() -> None:
    late = waiting("4", 4, 15)
    older_p3 = waiting("3", 3, 16, on_us=False)  # waited for its client: within its own target
    assert order(late, older_p3)[:4] == ["1", "2", "3", "4"]
    younger_p3 = waiting("3", 3, 14, on_us=False)
    assert order(late, younger_p3)[:4] == ["1", "2", "4", "3"]


def test_only_time_on_us_raises_it() -> None:
    assert order(waiting("4", 4, 90, on_us=False))[-1] == "4"


def test_a_fixed_time_that_has_come_is_before_what_was_raised_but_not_before_a_p1() -> None:
    visit = fixed_at(ticket("9", 4), NOW)
    assert order(waiting("4", 4, 29), visit)[:4] == ["1", "9", "4", "2"]
