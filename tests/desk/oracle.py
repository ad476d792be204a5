"""Did everything arrive, once, in order? Asked of the desk's own state and of the file, never of workboard.

A *mark* is any text that names one wish beyond doubt: the marker of a note, the words of an answer, the title of a
new ticket, ``status:resolved`` for a change of status.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import NamedTuple

from tests.desk.state import Entry, HelpDesk
from workboard.domain.markers import MARKER


class Acknowledged(NamedTuple):
    """What the program said was saved: the ticket's number at the desk, and the mark."""

    ticket: int
    mark: str


class Verdict(NamedTuple):
    """All empty when all is well. ``disordered`` are tickets whose marks stand in another order than they were
    written in; ``strangers`` are marks that nobody wrote."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    misplaced: tuple[str, ...]
    disordered: tuple[int, ...]
    strangers: tuple[str, ...]


WELL = Verdict((), (), (), (), ())


class Written(NamedTuple):
    """A mark found at the desk."""

    ticket: int
    mark: str


def marks(desk: HelpDesk) -> list[Written]:
    """All that people did at the desk, in the order in which it took effect, each by its mark."""
    with desk.lock:
        return [Written(_about(one, desk), mark) for one in desk.entries if (mark := _mark(one, desk)) is not None]


def _about(one: Entry, desk: HelpDesk) -> int:
    """A reminder is opened on the ticket it refers to; what is done to it later is its own."""
    return (desk.tickets[one.ticket].refers_to if one.kind == "Create" else None) or one.ticket


def markers(desk: HelpDesk) -> list[Written]:
    """Only what bears one of our markers."""
    return [one for one in marks(desk) if MARKER.fullmatch(one.mark)]


def _mark(one: Entry, desk: HelpDesk) -> str | None:
    found = MARKER.search("\n".join([one.subject, one.text or "", *one.fields.values()]))
    if found is not None:
        return found[0]
    match one.kind:
        case "Create":
            return desk.tickets[one.ticket].subject
        case "Comment" | "Correspond":
            return (one.text or "").strip()
        case "Status":
            return f"status:{one.new}"
    return None


def judge(acknowledged: Sequence[Acknowledged], found: Sequence[Written], *, late: Iterable[str] = ()) -> Verdict:
    """Compare, in the order in which things were acknowledged. ``late`` are marks for which a person had to be
    asked: others may have gone before them."""
    times = Counter(found)
    wanted = Counter(Written(*one) for one in acknowledged)
    places = {one.mark: one.ticket for one in acknowledged}
    here = Counter(one.mark for one in found)
    return Verdict(
        lost=tuple(sorted({one.mark for one in wanted if not here[one.mark]})),
        doubled=tuple(sorted({one.mark for one in times if times[one] > max(1, wanted[one])})),
        misplaced=tuple(sorted({one.mark for one in found if one.mark in places and one not in wanted})),
        disordered=_disordered(acknowledged, found, frozenset(late)),
        strangers=tuple(sorted({one.mark for one in found if one.mark not in places})),
    )


def _disordered(
    acknowledged: Sequence[Acknowledged], found: Sequence[Written], late: frozenset[str]
) -> tuple[int, ...]:
    def order(ticket: int, told: Iterable[Acknowledged | Written]) -> list[str]:
        return [one.mark for one in told if one.ticket == ticket and one.mark in both]

    both = ({one.mark for one in acknowledged} & {one.mark for one in found}) - late
    return tuple(sorted({t for t, _ in acknowledged if order(t, acknowledged) != order(t, dict.fromkeys(found))}))


def integrity_errors(path: str) -> list[str]:
    """What SQLite's own check and the foreign keys have to say about a file; empty when it is sound."""
    with closing(sqlite3.connect(path)) as database:
        told = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
        return [one for one in told if one != "ok"] + [str(row) for row in database.execute("PRAGMA foreign_key_check")]
