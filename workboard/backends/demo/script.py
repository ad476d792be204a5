"""How the demo's tickets are written down: a case is a title, where it stands, and what was said, in order.

Times are *working minutes before the first instant* (``age``), so that a thread begun yesterday afternoon is
in yesterday afternoon whatever the weekday; ``ago`` is wall minutes before it, for what happened just now.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from workboard.domain.ticket import Category


class Line(NamedTuple):
    """Something said on a ticket. ``by`` is a colleague's key; ``None``: the ticket's owner (or the client)."""

    who: Literal["client", "staff"]
    text: str
    public: bool = True
    minutes: int = 0
    next_step: str | None = None
    blocked: str | None = None
    help_wanted: str | None = None
    by: str | None = None
    ago: int | None = None


class Plan(NamedTuple):
    """The scheduled piece of work. ``day`` counts days of work from today, ``at`` minutes after midnight."""

    title: str
    minutes: int = 30
    day: int = 0
    at: int | None = None
    fixed: bool = False


class Case(NamedTuple):
    """A ticket as a short script. ``contact`` ``None``: somebody of ``firm``, or of any firm."""

    title: str
    band: int
    category: Category
    lines: tuple[Line, ...]
    plan: Plan | None = None
    number: int | None = None
    contact: str | None = None
    firm: str | None = None
    site: bool = False
    """the whole site is touched (P2 without urgency)"""
    age: int | None = None
    prior: Category = "waiting_client"
    """where a ticket in *reply* stood before"""
    due: tuple[int, int] | None = None
    """(day, minute after midnight)"""
    window: tuple[int, int] | None = None
    """the client's own hours today, minutes after midnight"""


def told(text: str, ago: int | None = None) -> Line:
    """The client says."""
    return Line("client", text, ago=ago)


def answered(text: str, minutes: int = 5, by: str | None = None, ago: int | None = None) -> Line:
    """We say to the client."""
    return Line("staff", text, minutes=minutes, by=by, ago=ago)


def noted(
    text: str,
    minutes: int = 10,
    *,
    next_step: str | None = None,
    blocked: str | None = None,
    help_wanted: str | None = None,
    by: str | None = None,
    ago: int | None = None,
) -> Line:
    """We say among ourselves."""
    return Line("staff", text, False, minutes, next_step, blocked, help_wanted, by, ago)


def clock(hour: int, minute: int = 0) -> int:
    """Minutes after midnight."""
    return hour * 60 + minute
