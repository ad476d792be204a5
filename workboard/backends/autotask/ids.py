"""Workboard's ids for what Autotask numbers.

An appointment has no ticket in Autotask; here it has one of its own, ``at:ticket:appointment-77``, so that it can be
offered, noted on and finished like everything else.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from workboard.domain.activity import split_id
from workboard.domain.errors import Refused
from workboard.domain.ticket import STAND_IN

APPOINTMENT: Final = STAND_IN
_CALL: Final = re.compile(r"(\d{1,16})-(\d{1,16})")


class Ids(NamedTuple):
    """``account`` is the slug of ``[account] name``."""

    account: str

    def ticket(self, number: int) -> str:
        return f"{self.account}:ticket:{number}"

    def calendar(self, appointment: int) -> str:
        """The ticket that stands for an appointment."""
        return f"{self.account}:ticket:{APPOINTMENT}{appointment}"

    def team_calendar(self) -> str:
        """The ticket on which the time stands that colleagues' appointments take."""
        return f"{self.account}:ticket:{APPOINTMENT}team"

    def call(self, call: int, call_ticket: int, colleague: int = 0) -> str:
        """One ticket on a service call: mine, or as a ``colleague`` is to come."""
        return f"{self.account}:call:{call}-{call_ticket}" + (f"-{colleague}" if colleague else "")

    def call_done(self, call: int, call_ticket: int, colleague: int) -> str:
        return f"{self.account}:done:call-{call}-{call_ticket}-{colleague}"

    def appointment(self, number: int) -> str:
        return f"{self.account}:appointment:{number}"

    def note(self, number: int) -> str:
        return f"{self.account}:message:{number}"

    def time_note(self, entry: int) -> str:
        """What a time entry says."""
        return f"{self.account}:message:time-{entry}"

    def description(self, ticket: int) -> str:
        """The words a ticket was opened with."""
        return f"{self.account}:message:ticket-{ticket}"

    def time(self, number: int) -> str:
        return f"{self.account}:time:{number}"

    def done(self, ticket: int) -> str:
        return f"{self.account}:done:{ticket}"

    def contact(self, number: int) -> str:
        return f"contact:{number}"


def number_of(identifier: str) -> int:
    """``at:ticket:7`` → 7. Raises ``Refused`` for a ticket that has no number yet, or is none of Autotask's."""
    remote = split_id(identifier)[2]
    if remote.startswith(APPOINTMENT):
        raise Refused("an appointment is no ticket in Autotask: there is nothing there to be changed")
    if not (remote.isdecimal() and remote.isascii()) or len(remote) > 16:
        raise Refused("this ticket has no number at the help desk yet: send it first")
    return int(remote)


def appointment_of(identifier: str) -> int | None:
    """The appointment behind an id of its ticket or activity; ``None`` for every other."""
    _, kind, remote = split_id(identifier)
    bare = remote.removeprefix(APPOINTMENT)
    if (kind == "appointment" or bare != remote) and bare.isdecimal() and bare.isascii() and len(bare) <= 16:
        return int(bare)
    return None


def call_of(identifier: str) -> tuple[int, int] | None:
    """(service call, its ticket row) behind an activity's id; ``None`` for every other."""
    _, kind, remote = split_id(identifier)
    match = _CALL.fullmatch(remote) if kind == "call" else None
    return (int(match[1]), int(match[2])) if match else None
