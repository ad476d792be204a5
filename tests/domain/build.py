"""Tickets, activities and instants for the tests of the trade, in as few words as can be."""

from __future__ import annotations

from datetime import datetime
from typing import Final, get_args
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from workboard.domain.activity import Activity, Kind, State
from workboard.domain.policy import Candidate
from workboard.domain.rules import OrderRules, Policy, Shift
from workboard.domain.ticket import Category, Message, StatusSpan, Ticket

ZONE: Final = "Europe/London"
SHIFT: Final = Shift(zone=ZONE)
POLICY: Final = Policy()
MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


def at(text: str, zone: str = ZONE) -> int:
    """``2026-11-24 10:42`` on the clock of the zone, in milliseconds UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000


NOW: Final = at("2026-11-24 10:42")
"""a Tuesday"""


def ticket(
    number: str = "1",
    band: int = 3,
    created_at: int = NOW - HOUR,
    *,
    category: Category = "open",
    due_at: int | None = None,
    window: tuple[int | None, int | None] = (None, None),
    updated_at: int | None = None,
) -> Ticket:
    return Ticket(
        id=f"rt:ticket:{number}",
        number=number,
        title=f"Trouble {number}",
        status=category,
        category=category,
        owner_id="7",
        created_at=created_at,
        updated_at=created_at if updated_at is None else updated_at,
        due_at=due_at,
        window_from_at=window[0],
        window_until_at=window[1],
        presence="mine",
        default_band=band,
    )


def work(
    its: Ticket,
    *,
    kind: Kind = "derived",
    key: str | None = None,
    start_at: int | None = None,
    estimate: int | None = None,
    fixed: bool = False,
    state: State = "planned",
    sleep_until_at: int | None = None,
    spans: tuple[StatusSpan, ...] = (),
) -> Candidate:
    """An activity on the ticket; without ``spans`` its history is not known."""
    activity = Activity(f"rt:{kind}:{key or its.number}", kind, its.id, "7", its.title, start_at, estimate, fixed)
    return Candidate(activity, its, spans, state, sleep_until_at)


def fixed_at(its: Ticket, start_at: int, estimate: int | None = None) -> Candidate:
    return work(its, kind="appointment", start_at=start_at, estimate=estimate, fixed=True)


def message(
    when: int, author: str = "client", origin: str = "reply", visibility: str = "public", number: str = "1"
) -> Message:
    return Message(
        f"rt:message:{number}-{when}", f"rt:ticket:{number}", when, author, author.title(),
        author, visibility, origin, "Still broken.",  # type: ignore[arg-type]
    )  # fmt: skip


# -- anything that may come in --------------------------------------------------------------------------------

_NEAR: Final = st.sampled_from([-30 * DAY, -12 * DAY, -3 * DAY, -DAY, -HOUR, -4 * MINUTE, -1, 0, 1, 4 * MINUTE, HOUR])
_INSTANTS: Final = st.one_of(_NEAR, st.integers(-40 * DAY, 2 * DAY)).map(lambda offset: NOW + offset)
_PAST: Final = st.one_of(
    st.sampled_from([NOW - 30 * DAY, NOW - 2 * DAY, NOW - HOUR]), st.integers(NOW - 40 * DAY, NOW - 1)
)
_NUMBERS: Final = st.one_of(
    st.integers(1, 30).map(str), st.from_regex(r"T[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True), st.text(max_size=6)
)


@st.composite
def candidates(draw: st.DrawFn, place: int = 0) -> Candidate:
    """Any activity, offerable or not; ``place`` keeps its id apart from the others'."""
    its = ticket(
        draw(_NUMBERS),
        draw(st.integers(1, 4)),
        draw(_PAST),
        category=draw(st.sampled_from([one for one in get_args(Category) if one not in ("done", "gone")])),
        due_at=draw(st.none() | _INSTANTS),
        window=(draw(st.none() | _INSTANTS), draw(st.none() | _INSTANTS)),
        updated_at=draw(_PAST),
    )
    start_at = draw(st.none() | _INSTANTS)
    return work(
        its,
        kind=draw(st.sampled_from(get_args(Kind))),
        key=f"{its.number}-{place}",
        start_at=start_at,
        estimate=draw(st.sampled_from([None, 1, 15, 90])),
        fixed=start_at is not None and draw(st.booleans()),
        state=draw(st.sampled_from(["planned", "planned", "planned", "parked", "skipped"])),
        sleep_until_at=draw(st.none() | _INSTANTS),
        spans=draw(_spans(its)),
    )


@st.composite
def _spans(draw: st.DrawFn, its: Ticket) -> tuple[StatusSpan, ...]:
    cuts = sorted(draw(st.lists(st.integers(its.created_at, NOW), max_size=3)))
    begins, ends = [its.created_at, *cuts], [*cuts, None]
    words = draw(st.lists(st.sampled_from(get_args(Category)), min_size=len(begins), max_size=len(begins)))
    return tuple(StatusSpan(its.id, *span) for span in zip(words, begins, ends, strict=True))


@st.composite
def desks(draw: st.DrawFn, most: int = 7) -> list[Candidate]:
    """What one technician may have in hand: several activities, each with an id of its own."""
    return [draw(candidates(place)) for place in range(draw(st.integers(0, most)))]


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    order = OrderRules(fixed_lead=draw(st.sampled_from([0, 5, 30])), window_near=draw(st.sampled_from([0, 60, 600])))
    return Policy(order=order)
