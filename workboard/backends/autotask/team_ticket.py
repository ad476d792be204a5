"""The team's own ticket: of its notes the newest are read, and the goals that were ever said on it. It gets a note a
day from everybody, so nobody reads all of it."""

from __future__ import annotations

from typing import Final

from workboard.backends.autotask.calls import Calls
from workboard.backends.autotask.errors import Puzzling
from workboard.backends.autotask.query import AnyOf, Condition, Is, Where, equal
from workboard.backends.autotask.shapes import Row, utc
from workboard.backends.autotask.window import DAY_MS
from workboard.domain.errors import Refused
from workboard.domain.team_notes import GOAL

LATELY_MS: Final = 35 * DAY_MS
"""sums are asked of days, weeks and a month"""
TITLED: Final = Where("title", Is.BEGINS, GOAL)
"""a note's title is its first line"""


async def notes(calls: Calls, ticket: int, fields: tuple[str, ...], now: int) -> list[Row]:
    """Rows of notes; all of them at a tenant that does not look for titles."""
    its = equal("ticketID", ticket)
    lately = Where("createDateTime", Is.FROM, utc(max(0, now - LATELY_MS)))
    wanted: Condition = AnyOf((lately, TITLED))
    try:
        return await calls.rows("TicketNotes", (its, wanted), fields)
    except (Refused, Puzzling):
        return await calls.rows("TicketNotes", (its,), fields)
