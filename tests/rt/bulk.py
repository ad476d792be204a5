"""Multiply the tickets of a freshly seeded Request Tracker, straight in its database.

    python bulk.py RT.SQLITE3 CLONES NOW

Creating a ticket through Request Tracker takes a tenth of a second and more, so thousands of them
are copies: of every row that makes up a ticket (people, history, texts, custom fields), under new
and lower ids, with dates further back.  seed.pl left room for the ids.  Some four in a hundred are
active and ana's, three each ben's and chi's, two nobody's and new; the rest is resolved.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

Row = dict[str, Any]

SHARE_OF_ACTIVE = {"ana": 0.04, "ben": 0.03, "chi": 0.03, "Nobody": 0.02}
YOUNGEST_DAYS = 20  # older than anything that seed.pl made, so that ids and dates go together
ACTIVE_DAYS = 60
RESOLVED_DAYS = 1000
LAYOUT = "%Y-%m-%d %H:%M:%S"
PLANNED = {"Starts", "Due"}


@dataclass
class Template:
    """A ticket that is copied, with all that belongs to it."""

    ticket: Row
    owner: str
    transactions: list[Row]
    attachments: list[Row]
    groups: list[Row]
    members: list[Row]
    cached: list[Row]
    values: list[Row]


@dataclass
class Clone:
    template: Template
    number: int
    back: timedelta  # how far its past is moved
    plan: timedelta  # how far its plans are moved
    new_id: int = 0


class Table:
    """Collects new rows of one table; ids are given out in the order of adding."""

    def __init__(self, connection: sqlite3.Connection, name: str, first_id: int = 0) -> None:
        self.connection = connection
        self.name = name
        self.rows: list[Row] = []
        self.next_id = first_id

    def add(self, row: Row) -> int:
        self.next_id += 1
        self.rows.append(row | {"id": self.next_id})
        return self.next_id

    def write(self) -> None:
        if self.rows:
            columns = list(self.rows[0])
            marks = ", ".join("?" * len(columns))
            self.connection.executemany(
                f"INSERT INTO {self.name} ({', '.join(columns)}) VALUES ({marks})",
                ([row[column] for column in columns] for row in self.rows),
            )


def select(connection: sqlite3.Connection, table: str, column: str, ids: list[int]) -> list[Row]:
    marks = ", ".join("?" * len(ids))
    found = connection.execute(f"SELECT * FROM {table} WHERE {column} IN ({marks}) ORDER BY id", ids)
    return [dict(row) for row in found]


def of_type(rows: list[Row], column: str, value: str) -> list[Row]:
    return [row for row in rows if row[column] == value]


def read_template(connection: sqlite3.Connection, ticket: Row) -> Template:
    ids = [int(ticket["id"])]
    transactions = of_type(select(connection, "Transactions", "ObjectId", ids), "ObjectType", "RT::Ticket")
    transaction_ids = [int(row["id"]) for row in transactions]
    groups = of_type(select(connection, "Groups", "Instance", ids), "Domain", "RT::Ticket-Role")
    group_ids = [int(row["id"]) for row in groups]
    values = "ObjectCustomFieldValues"
    (owner,) = connection.execute("SELECT Name FROM Users WHERE id = ?", [ticket["Owner"]]).fetchone()
    return Template(
        ticket=ticket,
        owner=str(owner),
        transactions=transactions,
        attachments=select(connection, "Attachments", "TransactionId", transaction_ids),
        groups=groups,
        members=select(connection, "GroupMembers", "GroupId", group_ids),
        cached=select(connection, "CachedGroupMembers", "GroupId", group_ids),
        values=of_type(select(connection, values, "ObjectId", ids), "ObjectType", "RT::Ticket")
        + of_type(select(connection, values, "ObjectId", transaction_ids), "ObjectType", "RT::Transaction"),
    )


def read_templates(connection: sqlite3.Connection) -> list[Template]:
    """Ordinary tickets only: a copy of a link would need a copy of its other end."""
    found = connection.execute(
        "SELECT * FROM Tickets WHERE Type = 'ticket' AND EffectiveId = id"
        " AND Status NOT IN ('deleted', 'rejected') AND id NOT IN"
        " (SELECT LocalBase FROM Links UNION SELECT LocalTarget FROM Links) ORDER BY id"
    ).fetchall()
    return [read_template(connection, dict(row)) for row in found]


def spread(number: int) -> float:
    """Between 0 and 1, evenly and out of order, the same each time."""
    return number * 0.6180339887 % 1


def moment(text: str) -> datetime:
    return datetime.strptime(text, LAYOUT).replace(tzinfo=UTC)


def move(text: str | None, by: timedelta) -> str | None:
    if not text or text.startswith("1970"):
        return text
    return (moment(text) - by).strftime(LAYOUT)


def clones_of(kind: list[Template], count: int, days: tuple[int, int], now: datetime) -> Iterator[Clone]:
    for number in range(count if kind else 0):
        template = kind[number % len(kind)]
        age = timedelta(days=days[0] + (days[1] - days[0]) * spread(number), minutes=number % 53)
        back = moment(template.ticket["Created"]) - (now - age)
        # What is still to be done is planned for the days around now, what is done for then.
        planned = timedelta(days=2 - 24 * spread(number + 7), minutes=15 * (number % 40))
        resolved = template.ticket["Status"] == "resolved"
        yield Clone(template, number, back, back if resolved else planned)


def cast(templates: list[Template], count: int, now: datetime) -> list[Clone]:
    """Which tickets there will be, the oldest first."""
    active = [one for one in templates if one.ticket["Status"] != "resolved"]
    resolved = [one for one in templates if one.ticket["Status"] == "resolved"]
    clones: list[Clone] = []
    for owner, share in SHARE_OF_ACTIVE.items():
        owned = [one for one in active if one.owner == owner]
        clones += clones_of(owned, round(count * share), (YOUNGEST_DAYS, ACTIVE_DAYS), now)
    clones += clones_of(resolved, count - len(clones), (YOUNGEST_DAYS, RESOLVED_DAYS), now)
    for number, clone in enumerate(clones, 1):
        clone.number = number
    return sorted(clones, key=lambda clone: str(move(clone.template.ticket["Created"], clone.back)))


def last_id_before_room(connection: sqlite3.Connection, table: str) -> int:
    """seed.pl left room for our ids: it is the widest gap."""
    (found,) = connection.execute(
        "SELECT id FROM (SELECT id, lead(id) OVER (ORDER BY id) - id AS room"
        f" FROM (SELECT 0 AS id UNION SELECT id FROM {table})) ORDER BY room DESC LIMIT 1"
    ).fetchone()
    return int(found)


class Copier:
    def __init__(self, connection: sqlite3.Connection, clones: list[Clone]) -> None:
        def table(name: str) -> Table:
            return Table(connection, name, last_id_before_room(connection, name))

        self.clones = clones
        self.tickets = table("Tickets")
        self.transactions = table("Transactions")
        self.attachments = table("Attachments")
        self.principals = table("Principals")
        self.groups = Table(connection, "Groups")
        self.members = table("GroupMembers")
        self.cached = table("CachedGroupMembers")
        self.values = table("ObjectCustomFieldValues")

    def run(self) -> None:
        for clone in self.clones:
            self.copy_ticket(clone)
            self.copy_people(clone)
        self.copy_history()
        everything = (
            self.tickets, self.transactions, self.attachments, self.principals,
            self.groups, self.members, self.cached, self.values,
        )  # fmt: skip
        for table in everything:
            table.write()

    @staticmethod
    def dated(row: Row, clone: Clone, *columns: str) -> Row:
        names = ("Created", "LastUpdated", *columns)
        return row | {name: move(row[name], clone.back) for name in names if name in row}

    def copy_ticket(self, clone: Clone) -> None:
        old = clone.template.ticket
        subject = f"{old['Subject']} ({clone.number})"
        if len(subject.encode()) > 200:
            subject = old["Subject"]
        row = self.dated(old, clone, "Told", "Started", "Resolved") | {"Subject": subject}
        row |= {name: move(old[name], clone.plan) for name in PLANNED}
        clone.new_id = self.tickets.add(row)
        self.tickets.rows[-1]["EffectiveId"] = clone.new_id
        for value in of_type(clone.template.values, "ObjectType", "RT::Ticket"):
            self.values.add(self.dated(value, clone) | {"ObjectId": clone.new_id})

    def copy_people(self, clone: Clone) -> None:
        """The role groups, and their members in both tables; a group is a member of itself in one."""
        new_ids: dict[int, int] = {}
        for group in clone.template.groups:
            new_id = self.principals.add({"PrincipalType": "Group", "Disabled": 0})
            new_ids[group["id"]] = new_id
            self.groups.rows.append(self.dated(group, clone) | {"id": new_id, "Instance": clone.new_id})
        for member in clone.template.members:
            self.members.add(self.dated(member, clone) | {"GroupId": new_ids[member["GroupId"]]})
        cached_ids: dict[int, int] = {}
        for line in clone.template.cached:
            new_id = self.cached.add(
                line
                | {
                    "GroupId": new_ids[line["GroupId"]],
                    "MemberId": new_ids.get(line["MemberId"], line["MemberId"]),
                    "ImmediateParentId": new_ids[line["ImmediateParentId"]],
                }
            )
            cached_ids[line["id"]] = new_id
            self.cached.rows[-1]["Via"] = cached_ids.get(line["Via"], new_id)

    def copy_history(self) -> None:
        """All transactions in the order of time, as if they had happened."""
        moments = sorted(
            (str(move(row["Created"], clone.back)), row["id"], clone.new_id, clone, row)
            for clone in self.clones
            for row in clone.template.transactions
        )
        texts: dict[int, list[Row]] = defaultdict(list)
        kinds: dict[int, list[Row]] = defaultdict(list)
        for template in {id(clone.template): clone.template for clone in self.clones}.values():
            for text in template.attachments:
                texts[text["TransactionId"]].append(text)
            for value in of_type(template.values, "ObjectType", "RT::Transaction"):
                kinds[value["ObjectId"]].append(value)
        for created, old_id, ticket_id, clone, old in moments:
            row = old | {"Created": created, "ObjectId": ticket_id}
            if old["Field"] in PLANNED:
                row["NewValue"] = move(old["NewValue"], clone.plan)
            new_id = self.transactions.add(row)
            for value in kinds[old_id]:
                self.values.add(self.dated(value, clone) | {"ObjectId": new_id})
            parents: dict[int, int] = {}
            for text in texts[old_id]:
                copy = text | {"Created": created, "TransactionId": new_id}
                copy["Parent"] = parents.get(text["Parent"], 0)
                for name in ("Subject", "Headers"):  # "Re: [support #12] ..."
                    copy[name] = (text[name] or "").replace(f" #{old['ObjectId']}]", f" #{ticket_id}]")
                parents[text["id"]] = self.attachments.add(copy)


def multiply(path: str, count: int, now: datetime) -> None:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = OFF")
    clones = cast(read_templates(connection), count, now)
    with connection:
        Copier(connection, clones).run()
    connection.execute("ANALYZE")
    connection.close()


if __name__ == "__main__":
    multiply(sys.argv[1], int(sys.argv[2]), datetime.fromtimestamp(int(sys.argv[3]), UTC))
