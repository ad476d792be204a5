"""What of a remote's answer is to be believed, decided without asking it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workboard.backends.base import Page, Spoiled
from workboard.domain.activity import split_id
from workboard.domain.text import clean
from workboard.domain.ticket import CLOSED


def implausible(before: frozenset[str], listed: frozenset[str]) -> bool:
    """Whether a list of my tickets lost so many at once that a second, independent look is needed."""
    lost = len(before - listed)
    return bool(before) and lost > 0 and (not listed or (lost > 5 and lost * 2 > len(before)))


def taken_away(mine: frozenset[str], page: Page, me: str) -> frozenset[str]:
    """Which of my open tickets this page would end: somebody else's, closed, or not there."""
    ended = (one.id for one in page.tickets if one.owner_id != me or one.category in CLOSED)
    return mine & {*ended, *page.gone, *page.missing}


def without(page: Page, doubted: frozenset[str], why: str) -> Page:
    """The page, what it says of these tickets set aside; words, minutes and closures on them are kept."""
    return page._replace(
        tickets=tuple(one for one in page.tickets if one.id not in doubted),
        spans=tuple(one for one in page.spans if one.ticket_id not in doubted),
        activities=tuple(one for one in page.activities if one.ticket_id not in doubted),
        gone=tuple(one for one in page.gone if one not in doubted),
        missing=tuple(one for one in page.missing if one not in doubted),
        complete=page.complete - doubted,
        spoiled=(*page.spoiled, *(Spoiled("tickets", split_id(one)[2], why, one) for one in sorted(doubted))),
    )


def read_well(aside: Iterable[tuple[str, str]], page: Page) -> frozenset[tuple[str, str]]:
    """Which of the rows set aside, (stream, remote id), this page brings as values."""
    waiting = frozenset(aside)
    brought = {
        (stream, _remote_id(stream, one))
        for stream in {stream for stream, _ in waiting} & {*_STREAMS, "people"}
        for one in getattr(page, stream)
    }
    return (waiting & brought) - {(one.stream, one.remote_id) for one in page.spoiled}


def values(page: Page) -> list[NamedTuple]:
    """Everything on the page that becomes a row here."""
    return [one for stream in (*sorted(_STREAMS), "people") for one in getattr(page, stream)]


def fitting(page: Page, unfit: Sequence[tuple[NamedTuple, str]]) -> Page:
    """The page without the values that do not fit, these set aside; no ticket counts as complete then, because an
    activity that is not on the page is none that is gone."""
    why = dict(unfit)
    spoiled: list[Spoiled] = []
    kept: dict[str, Any] = {}
    for stream in (*_STREAMS, "people"):
        all_of_it = getattr(page, stream)
        kept[stream] = tuple(one for one in all_of_it if one not in why)
        spoiled += (_does_not_fit(stream, one, why[one]) for one in all_of_it if one in why)
    complete = page.complete if kept["activities"] == page.activities else frozenset[str]()
    return page._replace(**kept, complete=complete, spoiled=(*page.spoiled, *spoiled))


def _does_not_fit(stream: str, value: NamedTuple, why: str) -> Spoiled:
    raw = clean(repr(tuple(value)), RAW_LIMIT)
    return Spoiled(stream, clean(_remote_id(stream, value), 40), f"does not fit in the mirror: {clean(why, 120)}", raw)


def _remote_id(stream: str, value: object) -> str:
    """The last part of the id a value has; a stretch has its ticket's, a person the whole of it."""
    if stream == "people":
        return str(getattr(value, "id", ""))
    return split_id(getattr(value, "ticket_id" if stream == "spans" else "id"))[2]


RAW_LIMIT = 4000
_STREAMS = frozenset({"tickets", "spans", "messages", "activities", "time_entries", "done_events"})
