"""Workboard's ids for what Request Tracker numbers."""

from __future__ import annotations

from typing import NamedTuple

from workboard.domain.activity import split_id
from workboard.domain.errors import Refused


class Ids(NamedTuple):
    """``account`` is the slug of ``[account] name``."""

    account: str

    def ticket(self, number: int) -> str:
        return f"{self.account}:ticket:{number}"

    def dated(self, number: int) -> str:
        return f"{self.account}:dated:{number}"

    def reminder(self, number: int) -> str:
        return f"{self.account}:reminder:{number}"

    def message(self, transaction: int) -> str:
        return f"{self.account}:message:{transaction}"

    def time(self, transaction: int) -> str:
        return f"{self.account}:time:{transaction}"

    def done(self, transaction: int) -> str:
        return f"{self.account}:done:{transaction}"


def number_of(identifier: str) -> int:
    """``rt:ticket:7`` → 7. Raises ``Refused`` for a ticket that has no number yet."""
    _, _, remote = split_id(identifier)
    if not remote.isdecimal():
        raise Refused("this ticket has no number at the help desk yet: send it first")
    return int(remote)
