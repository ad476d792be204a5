"""Every figure of the lead screen once more, the slow way: all rows into lists, then loops. Shares no code with it.

It reads the tables as they are, knows the default policy (bands as the help desk says, targets of one hour, one, three
and ten days of nine to five, Monday to Friday, half an hour for what nobody estimated), and one zone.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Rows = list[dict[str, Any]]
OPEN = ("new", "open", "planned", "reply", "waiting_client", "waiting_other")
ON_US = ("new", "open", "planned", "reply")
TARGETS = {1: 60, 2: 480, 3: 1440, 4: 4800}


class Desk(NamedTuple):
    tables: dict[str, Rows]
    people: tuple[str, ...]
    now: datetime
    team_ticket: str | None

    def tickets(self) -> Rows:
        return [
            one
            for one in self.tables["ticket"]
            if one["presence"] != "gone"
            and one["id"] != self.team_ticket
            and (one["owner_id"] is None or one["owner_id"] in self.people)
        ]

    def open(self) -> Rows:
        return [one for one in self.tickets() if one["category"] in OPEN]

    def at(self, milliseconds: int) -> datetime:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
        return moment.astimezone(self.now.tzinfo)

    def day(self, milliseconds: int) -> date:
        return self.at(milliseconds).date()

    @property
    def today(self) -> date:
        return self.now.date()


def read(path: str, people: tuple[str, ...], now_ms: int, zone: str, team_ticket: str | None) -> Desk:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = ("ticket", "message", "activity", "time_entry", "done_event", "status_span", "dismissal", "note", "person")
    tables = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
    connection.close()
    now = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now_ms)).astimezone(ZoneInfo(zone))
    return Desk(tables, people, now, team_ticket)


def working(start: datetime, end: datetime) -> int:
    """Minutes of nine to five on weekdays between two instants."""
    total, day = timedelta(), start.date() - timedelta(days=1)
    while day <= end.date() + timedelta(days=1):
        if day.weekday() < 5:
            opens = datetime(day.year, day.month, day.day, 9, tzinfo=start.tzinfo)
            closes = datetime(day.year, day.month, day.day, 17, tzinfo=start.tzinfo)
            lasted = min(closes.astimezone(UTC), end.astimezone(UTC)) - max(
                opens.astimezone(UTC), start.astimezone(UTC)
            )
            total += max(timedelta(), lasted)
        day += timedelta(days=1)
    return total // timedelta(minutes=1)


def days_back(desk: Desk, many: int) -> list[date]:
    return [desk.today - timedelta(days=back) for back in range(many - 1, -1, -1)]


def finished(desk: Desk, day: date) -> int:
    """Activities, and tickets without one, that are still closed."""
    category = {one["id"]: one["category"] for one in desk.tables["ticket"]}
    events = [
        one
        for one in desk.tables["done_event"]
        if one["person_id"] in desk.people
        and desk.day(one["at"]) == day
        and (one["activity_id"] or category.get(one["ticket_id"], "done") in ("done", "gone"))
    ]
    activities = {one["activity_id"] for one in events if one["activity_id"]}
    with_activity = {one["ticket_id"] for one in events if one["activity_id"]}
    alone = {one["ticket_id"] or one["id"] for one in events if not one["activity_id"]}
    return len(activities) + len(alone - with_activity)


def worked(desk: Desk, day: date) -> int:
    return sum(
        one["minutes"]
        for one in desk.tables["time_entry"]
        if one["person_id"] in desk.people and desk.day(one["ended_at"]) == day
    )


def kept(desk: Desk) -> tuple[int, int]:
    due = [
        one
        for one in desk.tables["activity"]
        if one["owner_id"] in desk.people
        and one["start_at"] is not None
        and one["remote_state"] != "cancelled"
        and desk.day(one["start_at"]) == desk.today
        and desk.at(one["start_at"]) < desk.now
    ]
    done = {one["activity_id"] for one in desk.tables["done_event"] if desk.day(one["at"]) == desk.today}
    return sum(one["id"] in done for one in due), len(due)


def load(desk: Desk) -> tuple[int, int, int]:
    planned = sum(
        30 if one["estimate_minutes"] is None else one["estimate_minutes"]
        for one in desk.tables["activity"]
        if one["owner_id"] in desk.people
        and one["remote_state"] == "open"
        and one["start_at"] is not None
        and desk.day(one["start_at"]) <= desk.today
    )
    interrupted = sum(
        one["minutes"]
        for one in desk.tables["time_entry"]
        if one["person_id"] in desk.people
        and one["kind"] == "interruption"
        and desk.day(one["ended_at"]) == desk.today
        and desk.at(one["ended_at"]) < desk.now
    )
    midnight = desk.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return planned, interrupted, len(desk.people) * working(midnight, midnight + timedelta(days=1))


def came(desk: Desk) -> list[int]:
    return [sum(desk.day(one["created_at"]) == day for one in desk.tickets()) for day in days_back(desk, 7)]


def went(desk: Desk) -> list[int]:
    closed = {one["id"] for one in desk.tables["ticket"] if one["category"] in ("done", "gone")}
    first: dict[str, int] = {}
    for one in desk.tables["done_event"]:
        if one["ticket_id"]:
            first[one["ticket_id"]] = min(one["at"], first.get(one["ticket_id"], one["at"]))
    counted = []
    for day in days_back(desk, 7):
        by_us = {
            one["ticket_id"]
            for one in desk.tables["done_event"]
            if one["person_id"] in desk.people and one["ticket_id"] in closed and desk.day(one["at"]) == day
        }
        counted.append(sum(desk.day(first[one]) == day for one in by_us))
    return counted


def queue(desk: Desk) -> tuple[int, int]:
    minutes = 0
    for ticket in desk.open():
        plans = [
            30 if one["estimate_minutes"] is None else one["estimate_minutes"]
            for one in desk.tables["activity"]
            if one["ticket_id"] == ticket["id"] and one["remote_state"] == "open"
        ]
        minutes += sum(plans) if plans else 30
    return len(desk.open()), minutes


def worked_a_day(desk: Desk) -> float:
    days = [desk.today - timedelta(days=back) for back in range(1, 28)]
    weekdays = [day for day in days if day.weekday() < 5][:7]
    return sum(worked(desk, day) for day in weekdays) / 7


def past_due(desk: Desk) -> list[int]:
    past = [0, 0, 0, 0]
    for ticket in desk.open():
        if ticket["category"] not in ON_US:
            continue
        band = ticket["default_band"]
        if ticket["due_at"] is not None:
            late = desk.at(ticket["due_at"]) < desk.now
        else:
            late = on_us(desk, ticket) > TARGETS[band]
        past[band - 1] += late
    return past


def on_us(desk: Desk, ticket: dict[str, Any]) -> int:
    spans = [one for one in desk.tables["status_span"] if one["ticket_id"] == ticket["id"]]
    spans = spans or [{"category": ticket["category"], "from_at": ticket["created_at"], "until_at": None}]
    return sum(
        working(desk.at(one["from_at"]), desk.now if one["until_at"] is None else desk.at(one["until_at"]))
        for one in spans
        if one["category"] in ON_US
    )


def due_soon(desk: Desk) -> int:
    return sum(
        one["due_at"] is not None
        and one["category"] in ON_US
        and desk.now <= desk.at(one["due_at"]) < desk.now + timedelta(hours=2)
        for one in desk.open()
    )


def waiting(desk: Desk) -> tuple[int, int | None]:
    """Clients who wait, and the longest of them in minutes."""
    waits = []
    for ticket in desk.open():
        public = [
            one
            for one in desk.tables["message"]
            if one["ticket_id"] == ticket["id"] and one["visibility"] == "public" and one["author"] != "system"
        ]
        public.sort(key=lambda one: (one["at"], one["id"]))
        staff = [one["at"] for one in public if one["author"] == "staff"]
        said = [one for one in public if one["author"] == "client"]
        dismissed = [one["until_at"] for one in desk.tables["dismissal"] if one["ticket_id"] == ticket["id"]]
        since = [
            one["from_at"]
            for one in desk.tables["status_span"]
            if one["ticket_id"] == ticket["id"] and one["category"] == "reply" and one["until_at"] is None
        ]
        after = max([0, *staff, *dismissed])
        unanswered = [one["at"] for one in said if one["origin"] != "create" and one["at"] > after]
        by_author = bool(public) and public[-1]["author"] == "client" and public[-1]["origin"] != "create"
        signal = ticket["reply_signal"]
        by_status = ticket["category"] == "reply" and not (since and max(staff, default=0) >= since[0])
        wants = (signal != "author" and by_status) or (signal != "status" and by_author)
        if wants and (not dismissed or unanswered):
            begun = min(unanswered) if unanswered else since[0] if since else ticket["updated_at"]
            waits.append((desk.now - desk.at(begun)) // timedelta(minutes=1))
    return len(waits), max(waits, default=None)


def last_line(desk: Desk, ticket: dict[str, Any], label: str) -> dict[str, Any] | None:
    """The newest internal note on a ticket with this line at its end."""
    notes = [
        one
        for one in desk.tables["message"]
        if one["ticket_id"] == ticket["id"] and one["visibility"] == "internal" and f"\n{label}: " in f"\n{one['body']}"
    ]
    return max(notes, key=lambda one: one["at"], default=None)


def last_step(desk: Desk, ticket: dict[str, Any]) -> int:
    return max(
        (one["at"] for one in desk.tables["message"] if one["ticket_id"] == ticket["id"] and one["next_step"]),
        default=0,
    )


def blocked(desk: Desk) -> dict[str, int]:
    found: dict[str, int] = {}
    for ticket in desk.open():
        waits = ticket["category"] in ("waiting_client", "waiting_other")
        note = last_line(desk, ticket, "Blocked by")
        reason = {"waiting_client": "client", "waiting_other": "others"}.get(ticket["category"])
        if note is not None and (waits or last_step(desk, ticket) <= note["at"]):
            match = re.search(r"Blocked by: (\w+)", note["body"])
            assert match is not None
            reason = match[1]
        if reason:
            found[reason] = found.get(reason, 0) + 1
    return found


def help_wanted(desk: Desk) -> list[tuple[str, str]]:
    """(ticket number, who asked) of requests that nobody answered and after which no next step was written."""
    found = []
    for ticket in desk.open():
        note = last_line(desk, ticket, "Help wanted")
        given = last_line(desk, ticket, "Help given")
        if note and last_step(desk, ticket) <= note["at"] and (given is None or given["at"] <= note["at"]):
            found.append((note["at"], ticket["number"], note["author_name"]))
    return [(number, name) for _, number, name in sorted(found)]


def interrupted(desk: Desk, days: int, least: int) -> dict[str, tuple[int, int]]:
    """Source → (times, minutes) of the days on which at least so many people shared."""
    newest: dict[tuple[str, str], tuple[int, str]] = {}
    for one in desk.tables["message"]:
        head = re.match(r"Workboard sums 1 (\d{4}-\d\d-\d\d)\n", one["body"])
        if one["ticket_id"] == desk.team_ticket and one["author_id"] in desk.people and head:
            key = (one["author_id"], head[1])
            newest[key] = max(newest.get(key, (0, "")), (one["at"], one["body"]))
    by_day: dict[str, list[str]] = {}
    for (_, day), (_, body) in newest.items():
        if desk.today - timedelta(days=days) <= date.fromisoformat(day) < desk.today:
            by_day.setdefault(day, []).append(body)
    total: dict[str, tuple[int, int]] = {}
    for bodies in by_day.values():
        for body in bodies if len(bodies) >= least else ():
            line = re.search(r"Interrupted: (.*)", body)
            assert line is not None
            for name, times, minutes in re.findall(r"([a-z-]+) (\d+)/(\d+)", line[1]):
                before = total.get(name, (0, 0))
                total[name] = (before[0] + int(times), before[1] + int(minutes))
    return total


def free(desk: Desk) -> dict[str, int]:
    """Person → minutes left today; only those with any."""
    midnight = desk.now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    left = working(desk.now, midnight)
    found = {}
    for person in desk.people:
        planned = sum(
            30 if one["estimate_minutes"] is None else one["estimate_minutes"]
            for one in desk.tables["activity"]
            if one["owner_id"] == person
            and one["remote_state"] == "open"
            and one["start_at"] is not None
            and desk.day(one["start_at"]) <= desk.today
        )
        if left - planned > 0:
            found[person] = left - planned
    return found


def same_titles(desk: Desk) -> dict[str, tuple[int, int, bool]]:
    """Title → tickets of the last thirty days (three at least), clients, and whether a note on one of them says that
    it is a known fix; for desks on which no two titles are merely alike."""
    since = desk.today - timedelta(days=30)
    same: dict[str, Rows] = {}
    for one in desk.tickets():
        if desk.day(one["created_at"]) >= since:
            same.setdefault(one["title"], []).append(one)
    found = {}
    for title, tickets in same.items():
        ids = [one["id"] for one in tickets]
        fixes = [
            one
            for one in desk.tables["message"]
            if one["ticket_id"] in ids and one["visibility"] == "internal" and "Known fix: " in one["body"]
        ]
        if len(tickets) >= 3:
            clients = {one["company"] for one in tickets if one["company"]}
            found[title] = (len(tickets), len(clients), bool(fixes))
    return found
