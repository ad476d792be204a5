"""Letting go of what was only offered: a reason, perhaps a word of one's own, perhaps a text to the client."""

from __future__ import annotations

from typing import Literal

from workboard.board import notes, snippets
from workboard.board.acts import WRONG_ORDER, end_draft, set_category, wake_wrong_order
from workboard.board.desk import Desk, candidate_of
from workboard.board.trace import Trace
from workboard.board.wish import BOARD_HOLD_MS, keep, wish
from workboard.domain.activity import Work
from workboard.domain.errors import ImpossibleAct, UsageError
from workboard.domain.intent import AddNote, Answer
from workboard.domain.note_lines import compose
from workboard.domain.policy import Candidate
from workboard.domain.skipping import REASONS, SkipReason, sleep_until
from workboard.domain.snippets import FIELDS, fill
from workboard.domain.text import clean
from workboard.store import journal
from workboard.store.database import Transaction


def skip_reasons(desk: Desk) -> tuple[SkipReason, ...]:
    """The policy's reasons, each with the one key that picks it."""
    return tuple(REASONS[name] for name in desk.policy.skip_reasons if name in REASONS)


def text_to_client(desk: Desk, ticket_id: str, reason: str) -> str | None:
    """What the policy lets one tell the client with this reason, filled in for the ticket; ``None``: nothing."""
    text = dict(desk.policy.skip_tell).get(reason)
    return None if text is None else clean(fill(text, snippets.facts(desk, ticket_id))).strip()


async def skip(
    desk: Desk, activity_id: str, reason: str, *, words: str = "", tell: bool = False, hold_ms: int | None = None
) -> None:
    """Let go of what was offered, with a reason; it sleeps until the reason is likely to be over.

    ``words`` stand in the internal note before the line of the reason. With ``tell`` the client gets the policy's
    text; ``UsageError`` where there is none, or a name in it is not known.
    """
    found = _reason(desk, reason)
    words = clean(notes.whole(words)).strip()
    if hold_ms is None:
        hold_ms = 1000 * desk.policy.limits.undo_send_s if tell else BOARD_HOLD_MS
    held = hold_ms

    def work(transaction: Transaction) -> tuple[str, ...]:
        one = candidate_of(transaction, activity_id)
        if one.state == "running":
            raise ImpossibleAct(f"#{one.ticket.number} is running: finish (f) or park (p) it instead")
        text = _to_be_sent(desk, one.ticket.id, reason) if tell else None
        trace = Trace(desk, transaction, "skip", one.ticket.id, activity_id)
        rows = _write(desk, transaction, one, trace.act, found, words, text, held)
        wake_wrong_order(transaction)
        sleep = sleep_until(found, desk.policy, desk.shift, desk.now())
        wake: Literal["client"] | None = "client" if found.wakes_on_client else None
        journal.set_work(transaction, Work(activity_id, one.ticket.id, "skipped", desk.now(), sleep, wake, reason))
        if reason == WRONG_ORDER:  # nothing on the ticket tells of it
            journal.count_skip(transaction, trace.act, reason, desk.now())
        end_draft(desk, transaction, one.ticket.id, "skip", rows[0] if rows else None, held)
        trace.end()
        return rows

    keep(desk, await desk.database.awrite(work), held)


def _reason(desk: Desk, reason: str) -> SkipReason:
    found = next((one for one in skip_reasons(desk) if one.name == reason), None)
    if found is None:
        names = ", ".join(one.name for one in skip_reasons(desk))
        raise UsageError(f"no skip reason {reason!r}: choose one of {names}")
    return found


def _to_be_sent(desk: Desk, ticket_id: str, reason: str) -> str:
    text = text_to_client(desk, ticket_id, reason)
    if not text:
        raise UsageError(f"the policy has no text to the client for {reason}: [skip] tell")
    unknown = next((name for name in FIELDS if f"{{{name}}}" in text), None)
    if unknown is not None:
        raise UsageError(f"the text to the client names {{{unknown}}}, which this ticket does not have: write a note")
    return text


def _write(
    desk: Desk, transaction: Transaction, one: Candidate, act: str, reason: SkipReason, words: str, text: str | None,
    hold_ms: int,
) -> tuple[str, ...]:  # fmt: skip
    """The rows: what the client reads, the note, and the status where no text brings it along."""
    rows: list[str] = []
    if text is not None:
        then = reason.category if reason.category in desk.capabilities.writes else None
        rows.append(wish(desk, transaction, act, Answer(one.ticket.id, text, 0, then), hold_ms))
    if words or reason.blocked or reason.help_wanted:
        body = compose(words, blocked=reason.blocked, help_wanted=reason.help_wanted)
        rows.append(wish(desk, transaction, act, AddNote(one.ticket.id, body), hold_ms))
    if text is None and reason.category is not None and one.ticket.category != reason.category:
        set_category(desk, transaction, one, reason.category, act, hold_ms)
    return tuple(rows)
