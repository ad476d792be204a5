"""An Autotask tenant: its rows, its picklists, who may sign in, what its rules still have to do.

It is a ``HelpDesk`` whose truth is in ``tables``; ``tickets`` and ``entries`` are kept beside them for the oracle,
which knows no vendor: each note, time entry and change of status leaves an entry there. Instants in rows are
milliseconds UTC, dates ``YYYY-MM-DD``. All of it is plain data, so that ``twin`` copies it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Final

from tests.desk.at_fields import ENTITIES
from tests.desk.at_picklists import Value, picklists
from tests.desk.at_switches import USUAL, Switches
from tests.desk.at_values import Row
from tests.desk.state import HelpDesk
from tests.desk.state import Ticket as Shadow

ADMINISTRATOR: Final = 4
"""The built-in resource under whose name workflow rules write (confidence A, *Vocabulary*)."""
API_LICENSE: Final = 7
"""``licenseType`` of API users (confidence A, *People and goals*)."""
HOUR: Final = 3_600_000
FIRST_ID: Final = {"Tickets": 81422, "TicketNotes": 30777658, "TimeEntries": 51200, "ServiceCalls": 6120,
                   "ServiceCallTickets": 7311, "ServiceCallTicketResources": 8800}  # fmt: skip


@dataclass
class ApiUser:
    """Who may call: name, secret and tracking code. ``failures`` in a row lock it until somebody unlocks it."""

    name: str
    secret: str
    code: str
    resource: int
    failures: int = 0
    locked: bool = False


@dataclass
class Pending:
    """What a queued workflow rule will do to a ticket when so many more calls have come in."""

    calls: int
    ticket: int
    status: int
    quiet: bool = False
    """a rule that undoes what was set, and leaves no trace for the oracle"""


@dataclass
class Tenant(HelpDesk):
    """``calls``: instants of the calls of the last hour; ``others``: calls of other integrations in the same hour.
    ``young``: records that cannot be read yet, and for how many calls. ``undone``: tickets whose status a rule took
    back once already."""

    switches: Switches = USUAL
    tables: dict[str, dict[int, Row]] = made(default_factory=lambda: {name: {} for name in ENTITIES})
    api_users: dict[str, ApiUser] = made(default_factory=dict)
    deleted: dict[str, int] = made(default_factory=dict)
    pending: list[Pending] = made(default_factory=list)
    young: dict[tuple[str, int], int] = made(default_factory=dict)
    undone: set[int] = made(default_factory=set)
    calls: list[int] = made(default_factory=list)
    others: int = 0
    threshold: int = 10_000
    locks_after: int = 5
    """failed sign-ins in a row; how many it takes is not told (confidence B that it locks, *Account lock-out*)"""

    # -- rows

    def add(self, entity: str, **values: Any) -> Row:
        """A new row with the next free id; what is not given is null."""
        table = self.tables[entity]
        row: Row = dict.fromkeys(ENTITIES[entity].fields) | {"id": self.next_id(entity)} | values
        if ENTITIES[entity].udf:
            row.setdefault("userDefinedFields", [])
        table[row["id"]] = row
        return row

    def next_id(self, entity: str) -> int:
        """Greater than all before, those of deleted rows too."""
        return max([FIRST_ID.get(entity, 101) - 1, *self.tables[entity], self.deleted.get(entity, 0)]) + 1

    def remove(self, entity: str, number: int) -> None:
        """Gone without a trace; its id is not given again."""
        del self.tables[entity][number]
        self.deleted[entity] = max(number, self.deleted.get(entity, 0))

    def rows(self, entity: str, **wanted: Any) -> list[Row]:
        """In order of id, which is the only order there is (confidence A, *Paging and order*)."""
        table = self.tables[entity]
        found = (table[number] for number in sorted(table))
        return [row for row in found if all(row[key] == value for key, value in wanted.items())]

    def one(self, entity: str, number: int) -> Row:
        return self.tables[entity][number]

    def readable(self, entity: str, number: int) -> bool:
        return not self.young.get((entity, number))

    # -- names

    def values(self, name: str) -> tuple[Value, ...]:
        """The picklist ``Entity.field``; none for one that is not known."""
        return picklists(self.switches).get(name, ())

    def value(self, name: str, label: str) -> int:
        return next(one.value for one in self.values(name) if one.label == label)

    def label(self, name: str, value: int | None) -> str:
        return next((one.label for one in self.values(name) if one.value == value), "")

    def status(self, label: str) -> int:
        return self.value("Tickets.status", label)

    def role_of(self, resource: int) -> int:
        """The default role; ``StopIteration`` for somebody who has none."""
        held = self.rows("ResourceServiceDeskRoles", resourceID=resource, isDefault=True)
        return int(next(iter(held))["roleID"])

    def contact_of(self, ticket: Row) -> int:
        return int(ticket["contactID"])

    # -- the oracle's side

    def shadow(self, ticket: int) -> Shadow:
        return self.tickets[ticket]

    def cast(self, ticket: Row) -> Shadow:
        """What the oracle knows of a ticket, made when the ticket is."""
        now = self.now()
        label = self.label("Tickets.status", ticket["status"])
        one = Shadow(ticket["id"], 1, ticket["title"], None, [], label, now, now, effective=ticket["id"])
        self.tickets[one.number] = one
        return one

    # -- time

    def count_call(self) -> None:
        now = self.now()
        self.calls = [at for at in self.calls if at > now - HOUR] + [now]

    @property
    def used(self) -> int:
        """Calls of the rolling hour, all integrations together (confidence A, *Hourly*)."""
        return len(self.calls) + self.others

    def grow(self) -> None:
        """One call later: what was too young to be read is a call older."""
        self.young = {key: left - 1 for key, left in self.young.items() if left > 1}

    def unlock(self, names: Iterable[str]) -> None:
        """An administrator does."""
        for name in names:
            self.api_users[name].failures, self.api_users[name].locked = 0, False
