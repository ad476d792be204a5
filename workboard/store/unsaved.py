"""Words the database would not take: written down as drafts, and brought back when it works again."""

from __future__ import annotations

import json
import os
from typing import Any

from workboard.domain.note_lines import read
from workboard.store import drafts
from workboard.store.connection import Reader, Transaction
from workboard.store.drafts import Draft
from workboard.store.spool import Line, Spool, unsaved_of

_KINDS = {"note": "note", "answer": "answer"}
"""verb of a wish → the draft its words are"""
_WITHOUT_DRAFT = ("open", "schedule")


def draft_of(said: dict[str, Any]) -> Line | None:
    """The words of a wish as they could have been typed; ``None`` where there are none to be lost. A ticket never
    opened and a date never set have no draft: their words stay in the file."""
    verb = said.get("verb")
    if verb not in ("note", "answer", *_WITHOUT_DRAFT):
        return None
    fields = json.loads(str(said["payload"]))
    text = fields.get("text") or fields.get("body") or fields.get("title") or ""
    return {
        "ticket_id": fields["ticket_id"],
        "kind": _KINDS.get(verb),
        "body": _typed(text, said.get("next_step"), fields.get("minutes") or 0, solution=fields.get("solution", False)),
        "text": text,
        "public": verb == "answer",
        "saved_at": said["created_at"],
        "fields": fields if verb in _WITHOUT_DRAFT else None,
    }


def _typed(text: str, next_step: str | None, minutes: int, *, solution: bool) -> str:
    """The one-line grammar on a line of its own, so that no word before it is taken for a part of it."""
    found = read(text)
    words = found.text if (next_step or solution) and not (found.blocked or found.help_wanted) else text
    tokens = [f"+{minutes}m"] if minutes else []
    tokens += ["#kb"] if solution else []
    tokens += [f">{next_step}"] if next_step else []
    return "\n".join(filter(None, (words, " ".join(tokens))))


def waiting(database: str) -> list[Spool]:
    """The files with such words."""
    return [place for place in unsaved_of(database) if os.path.exists(place.path)]


def bring_back(transaction: Transaction, lines: tuple[Line, ...]) -> list[Line]:
    """Each as the draft of its ticket, unless it was saved or typed anew since; what finds no place is returned, to
    stay where it is."""
    return [line for line in lines if not _back(transaction, line)]


def _back(transaction: Transaction, line: Line) -> bool:
    if line.get("kind") is None:
        return False
    one = Draft(line["ticket_id"], line["kind"], line["body"], public=line["public"], saved_at=line["saved_at"])
    if _saved_since(transaction, one, line["text"]):
        return True
    there = drafts.find(transaction, one.ticket_id, one.kind)
    if there is not None and there.saved_at > one.saved_at:
        return one.body in there.body
    drafts.save(transaction, one)
    return True


def _saved_since(reader: Reader, one: Draft, text: str) -> bool:
    return bool(
        reader.value(
            "SELECT 1 FROM note WHERE ticket_id = ? AND body = ? AND created_at >= ?",
            (one.ticket_id, text, one.saved_at),
        )
    )
