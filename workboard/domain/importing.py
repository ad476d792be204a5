"""Tickets from another system's export: which column is what, and each row read on its own. Pure.

CSV with a header line, or a JSON list of objects. Column names of several help desks are known; ``--map``
names the rest. A row that cannot be read is rejected with its line, its field and the reason; the others come
through untouched.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeVar

from workboard.domain.errors import UsageError
from workboard.domain.import_dates import DayFirst, day_order, instant
from workboard.domain.text import clean, first_line, safe
from workboard.domain.ticket import Category

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "number": (
        "number", "ticketnumber", "ticketid", "ticketno", "ticket", "id", "displayid", "caseid", "casenumber",
        "requestid", "incidentnumber", "key", "issuekey",
    ),
    "title": (
        "title", "subject", "summary", "summarydescription", "ticketsummary", "tickettitle", "shortdescription",
    ),
    "body": ("description", "body", "details", "problem", "initialdescription", "detaildescription", "symptom"),
    "status": ("status", "ticketstatus", "statusname", "state"),
    "priority": ("priority", "priorityname", "prioritylevel", "ticketpriority"),
    "urgent": ("urgent", "isurgent"),
    "band": ("band",),
    "impact": ("impact",),
    "tier": ("tier",),
    "company": (
        "company", "companyname", "account", "accountname", "client", "clientname", "customer", "customername",
        "organization", "organisation", "organizationname",
    ),
    "contact": (
        "contact", "contactname", "requester", "requestername", "requestor", "requestors", "user", "username",
        "enduser", "reportedby", "caller", "reporter",
    ),
    "contact_mail": (
        "email", "mail", "contactmail", "contactemail", "emailaddress", "contactemailaddress", "requesteremail",
        "useremail", "customeremail",
    ),
    "owner": (
        "owner", "assignedto", "assignee", "primaryresource", "primaryresourcename", "resource", "resources",
        "technician", "agent", "agentname", "assignedresource", "ticketowner",
    ),
    "queue": ("queue", "queuename", "board", "serviceboard", "team", "group", "department"),
    "type": ("type", "tickettype", "requesttype"),
    "next_step": ("nextstep", "nextaction"),
    "created_at": (
        "createdat", "created", "createdate", "createddate", "createdtime", "createtime", "datecreated",
        "creationdate", "dateentered", "dateopened", "opened", "openedat", "openeddate", "dateoccurred",
        "datereported", "reporteddate",
    ),
    "updated_at": (
        "updatedat", "updated", "lastupdated", "lastupdate", "updatetime", "lastactivity", "lastactivitydate",
        "lastactivitytime", "lastmodified", "modifieddate", "dateupdated", "lastactiondate",
    ),
    "due_at": ("dueat", "due", "duedate", "duedatetime", "dueby", "datedue", "requireddate", "fixbydate", "deadline"),
    "window_from_at": ("windowfromat",),
    "window_until_at": ("windowuntilat",),
    "url": ("url", "link", "weburl"),
}  # fmt: skip
"""field → the names exports give it, small letters and digits only; the first field that knows a name has it"""

DATES: Final = ("created_at", "updated_at", "due_at", "window_from_at", "window_until_at")
MOST_ROWS: Final = 200_000
MOST_LINES: Final = 2_000
"""a quoted text longer than this is a quote that was never closed"""

_STATUSES: Final[dict[Category, tuple[str, ...]]] = {
    "new": ("new", "unassigned", "submitted"),
    "planned": ("scheduled", "planned", "dispatched", "visitbooked"),
    "reply": (
        "customernoteadded", "mailreply", "clientresponded", "customerresponded", "customerreplied", "clientreplied",
        "userresponded", "updatedbyclient", "customerupdated", "reply",
    ),
    "waiting_client": (
        "waitingcustomer", "waitingclient", "waitingoncustomer", "waitingonclient", "waitingforcustomer",
        "waitingforclient", "waitingonuser", "waitinguser", "awaitinguserresponse", "awaitingcustomer", "awaitinguser",
        "withuser", "pending", "stalled", "waitingonclientresponse", "waitingcustomerresponse",
    ),
    "waiting_other": (
        "waitingvendor", "waitingonvendor", "waitingonthirdparty", "withsupplier", "waitingmaterials", "waitingparts",
        "waitingonparts", "waitingapproval", "waitingonapproval", "changeorder", "onhold", "hold", "waitingother",
    ),
    "done": (
        "done", "complete", "completed", "workcomplete", "closed", "resolved", "solved", "rejected", "cancelled",
        "canceled", "finished", "rmmresolved", "completedautomatically",
    ),
    "gone": ("gone", "deleted", "merged", "spam"),
}  # fmt: skip
_CATEGORY: Final = {word: category for category, words in _STATUSES.items() for word in words}
_BANDS: Final = {
    "critical": 1, "emergency": 1, "urgent": 1, "highest": 1, "high": 2, "medium": 3, "normal": 3, "moderate": 3,
    "low": 4, "lowest": 4, "none": 4, "planning": 4,
}  # fmt: skip
Word = TypeVar("Word", bound=str)
_YES: Final = frozenset({"yes", "y", "true", "1", "urgent", "x", "ja", "oui", "si"})


class Rejected(NamedTuple):
    """``line`` counts from 1 (in JSON: the record); ``column`` is the field's name where one is to blame."""

    line: int
    column: str | None
    why: str


class Row(NamedTuple):
    """One ticket as the export tells it. Instants are milliseconds UTC, ``None`` where the export says nothing."""

    line: int
    number: str | None
    title: str
    body: str
    status: str
    category: Category
    priority: str | None
    band: int
    urgent: bool
    company: str | None
    contact: str | None
    contact_mail: str | None
    owner: str | None
    queue: str | None
    type: Literal["incident", "request"] | None
    impact: Literal["person", "site"] | None
    tier: str | None
    next_step: str | None
    created_at: int | None
    updated_at: int | None
    due_at: int | None
    window_from_at: int | None
    window_until_at: int | None
    url: str | None


class Read(NamedTuple):
    """``read`` is how many records there were; ``columns`` which column became which field."""

    read: int
    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]
    columns: tuple[tuple[str, str], ...]


class Record(NamedTuple):
    line: int
    values: dict[str, str]


class _Bad(Exception):
    def __init__(self, column: str | None, why: str) -> None:
        super().__init__(why)
        self.rejected = (column, why)


def parse(text: str, maps: Mapping[str, str], zone: str, dates: DayFirst | None = None) -> Read:
    """The whole export. ``UsageError`` when it is neither CSV nor JSON, or no column holds the title."""
    spoiled: list[Rejected] = []
    columns, records = _json(text, spoiled) if text.lstrip()[:1] in ("[", "{") else _csv(text, spoiled)
    fields = mapping(columns, maps)
    kept = list(records)
    order = {name: dates or day_order(one.values.get(name, "") for one in _renamed(kept, fields)) for name in DATES}
    rows: list[Row] = []
    for record in _renamed(kept, fields):
        try:
            rows.append(_row(record, zone, order))
        except _Bad as bad:
            spoiled.append(Rejected(record.line, *bad.rejected))
    found = tuple(sorted(spoiled, key=lambda one: one.line))
    return Read(len(rows) + len(found), tuple(rows), found, tuple(fields.items()))


def mapping(columns: Sequence[str], maps: Mapping[str, str]) -> dict[str, str]:
    """Column → field: what ``--map`` says, then the known names, each field once."""
    found: dict[str, str] = {}
    for column, field in maps.items():
        if field not in FIELDS:
            raise UsageError(f"--map: there is no field {safe(field)[:40]}; choose one of {', '.join(FIELDS)}")
        if column not in columns:
            shown = ", ".join(safe(one)[:30] for one in columns[:30])
            raise UsageError(f"--map: the file has no column {safe(column)[:40]}; it has: {shown}")
        found[column] = field
    for field, names in FIELDS.items():
        if field not in found.values():
            free = {_word(one): one for one in reversed(columns) if one not in found}
            if name := next((one for one in names if one in free), None):
                found[free[name]] = field
    if "title" not in found.values():
        shown = ", ".join(safe(one)[:30] for one in columns[:30])
        raise UsageError(f'no column holds the title: name it with --map "COLUMN=title"; the file has: {shown}')
    return found


def _word(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _renamed(records: Iterable[Record], fields: Mapping[str, str]) -> Iterator[Record]:
    for record in records:
        named = {field: clean(record.values.get(column, "")).strip() for column, field in fields.items()}
        yield Record(record.line, named)


# -- records ------------------------------------------------------------------------------------------------


def _json(text: str, spoiled: list[Rejected]) -> tuple[list[str], list[Record]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the file is not JSON that can be read ({safe(str(error))[:80]})") from None
    items = value if isinstance(value, list) else _list_inside(value)
    columns: dict[str, None] = {}
    records: list[Record] = []
    for at, item in enumerate(items[: MOST_ROWS + 1], start=1):
        if isinstance(item, dict):
            values = {str(key): _text(inner) for key, inner in item.items()}
            columns |= dict.fromkeys(values)
            records.append(Record(at, values))
        else:
            spoiled.append(Rejected(at, None, "is not an object"))
    return list(columns), _limited(records)


def _list_inside(value: dict[str, Any]) -> list[Any]:
    """``{"tickets": […]}`` under any name: the longest list there is."""
    lists = [inner for inner in value.values() if isinstance(inner, list)]
    if not lists:
        raise UsageError("the file holds no list of tickets: wanted is [{…}, …]")
    return max(lists, key=len)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return next((str(value[key]) for key in ("name", "title", "value") if value.get(key)), "")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return str(value)


def _csv(text: str, spoiled: list[Rejected]) -> tuple[list[str], list[Record]]:
    """Lines are counted as an editor counts them. A quote that is never closed costs its own line only."""
    csv.field_size_limit(1 << 24)
    lines = text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip()), None)
    if at is None:
        raise UsageError("the file is empty")
    mark = max(",;\t|", key=lines[at].count)
    header, at = _record(lines, at, mark)
    columns = [name.strip() for name in header]
    records: list[Record] = []
    while at < len(lines):
        cells, after = _record(lines, at, mark)
        if after > at + 1 and len(cells) != len(columns):
            spoiled.append(Rejected(at + 1, None, "a quote is opened here and not closed"))
            after = at + 1
        elif any(cell.strip() for cell in cells[len(columns) :]):
            spoiled.append(Rejected(at + 1, None, f"has {len(cells)} fields, the header {len(columns)}"))
        elif any(cell.strip() for cell in cells):
            records.append(Record(at + 1, dict(zip(columns, cells, strict=False))))
        at = after
    return columns, _limited(records)


def _record(lines: Sequence[str], at: int, mark: str) -> tuple[list[str], int]:
    """The cells of the record that begins at a line, and the line after it."""
    if '"' not in lines[at]:
        return lines[at].split(mark), at + 1
    reader = csv.reader((f"{line}\n" for line in lines[at : at + MOST_LINES]), delimiter=mark)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return [], at + 2  # told as an unclosed quote
    return cells, at + reader.line_num


def _limited(records: list[Record]) -> list[Record]:
    if len(records) > MOST_ROWS:
        raise UsageError(f"the file has more than {MOST_ROWS} tickets: import it in parts")
    return records


# -- one row ------------------------------------------------------------------------------------------------


def _row(record: Record, zone: str, order: Mapping[str, DayFirst | None]) -> Row:
    said = record.values
    title = first_line(said.get("title", ""))[:500]
    if not title:
        raise _Bad("title", "is empty")
    created, updated, due, begin, until = (_date(said.get(name, ""), name, zone, order[name]) for name in DATES)
    status = safe(said.get("status", ""))[:80]
    category = _CATEGORY.get(_word(status), "open" if status else "new")
    priority = safe(said.get("priority", ""))[:80]
    urgent = said.get("urgent", "").casefold() in _YES
    band = _band(said.get("band") or priority, urgent)
    return Row(
        line=record.line,
        number=_number(said.get("number", "")),
        title=title,
        body=said.get("body", ""),
        status=status or category,
        category=category,
        priority=priority or None,
        band=band,
        urgent=urgent if "urgent" in said else band <= 2,
        company=_short(said.get("company")),
        contact=_short(said.get("contact")),
        contact_mail=_mail(said.get("contact_mail")),
        owner=_short(said.get("owner")),
        queue=_short(said.get("queue")),
        type=_named(said.get("type", ""), "request", "incident"),
        impact=_named(said.get("impact", ""), "person", "site"),
        tier=_short(said.get("tier")),
        next_step=_short(said.get("next_step")),
        created_at=created,
        updated_at=updated,
        due_at=due,
        window_from_at=begin,
        window_until_at=until,
        url=_link(said.get("url")),
    )


def _date(text: str, name: str, zone: str, order: DayFirst | None) -> int | None:
    try:
        return instant(text, zone, order) if text else None
    except ValueError as error:
        raise _Bad(name, str(error)) from None


def _named(text: str, one: Word, other: Word) -> Word | None:
    """Which of two words the cell has in it, if any."""
    words = text.casefold()
    return one if one in words else other if other in words else None


def _number(text: str) -> str | None:
    number = safe(text).lstrip("#").strip()
    if len(number) > 60:
        raise _Bad("number", "is too long for a ticket number")
    return number.removesuffix(".0") or None


def _band(text: str, urgent: bool) -> int:
    """``P1``, ``1 - Critical``, ``Priority 2``, ``High``; numbers above 4 count upwards (90, 60, 30)."""
    digits = "".join(char if char.isascii() and char.isdigit() else " " for char in text).split()
    value = int(digits[0][:9]) if digits else None
    if value is not None and 1 <= value <= 4:
        return value
    word = next((_BANDS[one] for one in text.casefold().replace("-", " ").split() if one in _BANDS), None)
    if word is not None:
        return word
    if value is not None and value > 4:
        return 1 if value >= 90 else 2 if value >= 60 else 3 if value >= 30 else 4
    return 4 if value == 0 else 2 if urgent else 3


def _short(text: str | None) -> str | None:
    return safe(text)[:200] or None if text else None


def _mail(text: str | None) -> str | None:
    """The first address in the cell."""
    for word in (text or "").replace(",", " ").replace(";", " ").replace("<", " ").replace(">", " ").split():
        if "@" in word[1:-1]:
            return safe(word)[:200]
    return None


def _link(text: str | None) -> str | None:
    found = safe(text or "")
    return found[:1000] if found.startswith(("https://", "http://")) else None
