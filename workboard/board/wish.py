"""The way into the outbox. Apart from the desk, because a question wishes for nothing."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.intent import Intent
from workboard.domain.note_lines import format_marker
from workboard.store import outbox
from workboard.store.database import Transaction
from workboard.store.outbox import Wish
from workboard.sync.schedule import UNDO_HOLD_MS

BOARD_HOLD_MS = UNDO_HOLD_MS


def wish(
    desk: Desk, transaction: Transaction, act: str, intent: Intent, hold_ms: int, next_step: str | None = None
) -> str:
    """Put one intent into the outbox inside the caller's transaction; its id."""
    one = Wish(desk.new_id(), act, format_marker(desk.chance(60)), intent, next_step)
    outbox.enqueue(transaction, one, desk.now(), desk.wall() + hold_ms)
    return one.id
