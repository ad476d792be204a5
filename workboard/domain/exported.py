"""A ticket as an export tells it: the names ``import`` reads, so that it comes back as it was; and CSV that no
spreadsheet takes for a formula. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from workboard.domain.text import clean
from workboard.domain.ticket import Ticket
from workboard.domain.working_time import utc

NOBODY: Final = "Nobody"
"""how an export says that a ticket has no owner; an empty cell means *mine* to ``import``"""
COLUMNS: Final = (
    "number", "title", "body", "status", "status_word", "priority", "band", "urgent", "impact", "tier", "type",
    "company", "contact", "contact_mail", "owner", "queue", "next_step", "created_at", "updated_at", "due_at",
    "window_from_at", "window_until_at", "url",
)  # fmt: skip

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BREAKS: Final = ("\t", "\r", "\n")


def ticket_row(ticket: Ticket, owner: str | None, body: str | None, next_step: str | None) -> dict[str, Any]:
    """``status`` is the category, which means the same at every help desk; ``status_word`` is the remote's own."""
    found = {**ticket._asdict(), **{name: exact(getattr(ticket, name)) for name in COLUMNS if name.endswith("_at")}}
    found |= {
        "body": body,
        "status": ticket.category,
        "status_word": ticket.status,
        "band": ticket.default_band,
        "contact": ticket.contact_name,
        "owner": NOBODY if ticket.owner_id is None else owner or ticket.owner_id,
        "next_step": next_step,
    }
    return {name: found[name] for name in COLUMNS}


def exact(at: int | None) -> str | None:
    """ISO in UTC, with milliseconds only where there are any: nothing is rounded away."""
    if at is None:
        return None
    return utc(at).isoformat(timespec="milliseconds" if at % 1000 else "seconds").replace("+00:00", "Z")


def csv_header() -> str:
    return csv_line(COLUMNS)


def csv_row(row: Mapping[str, Any]) -> str:
    return csv_line([_cell(row[name]) for name in COLUMNS])


def csv_line(cells: Sequence[str]) -> str:
    """One record of RFC 4180, every cell in quotes."""
    return ",".join('"' + harmless(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and never computes: an apostrophe goes before what could begin a formula, also
    behind blanks; NUL, at which some programs stop reading, goes."""
    cell = clean(cell.replace("\0", ""))
    if cell.startswith(_BREAKS) or cell.lstrip().startswith(_FORMULA):
        return "'" + cell
    return cell


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
