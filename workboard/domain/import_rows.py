"""One row of an export as a ticket is described: its state, its band, its dates, each cell cleaned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeVar

from workboard.domain.import_columns import DATES, letters
from workboard.domain.import_dates import DayFirst, instant
from workboard.domain.import_records import Record
from workboard.domain.text import first_line, safe
from workboard.domain.ticket import Category

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


class Spoiled(Exception):
    """The row cannot be read: the field that is to blame, where one is, and why."""

    def __init__(self, column: str | None, why: str) -> None:
        super().__init__(why)
        self.rejected = (column, why)


def row_of(record: Record, zone: str, order: Mapping[str, DayFirst | None]) -> Row:
    said = record.values
    title = first_line(said.get("title", ""))[:500]
    if not title:
        raise Spoiled("title", "is empty")
    created, updated, due, begin, until = (_date(said.get(name, ""), name, zone, order[name]) for name in DATES)
    status = safe(said.get("status", ""))[:80]
    category = _CATEGORY.get(letters(status), "open" if status else "new")
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
        raise Spoiled(name, str(error)) from None


def _named(text: str, one: Word, other: Word) -> Word | None:
    """Which of two words the cell has in it, if any."""
    words = text.casefold()
    return one if one in words else other if other in words else None


def _number(text: str) -> str | None:
    number = safe(text).lstrip("#").strip()
    if len(number) > 60:
        raise Spoiled("number", "is too long for a ticket number")
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
