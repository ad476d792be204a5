"""The way into the outbox. Apart from the desk, because a question wishes for nothing."""

from __future__ import annotations

from workboard.board.desk import Desk
from workboard.domain.intent import Answer, Intent
from workboard.domain.note_lines import format_marker
from workboard.store import outbox
from workboard.store.database import Transaction
from workboard.store.entries import Wish
from workboard.store.states import PROMISED
from workboard.sync.schedule import UNDO_HOLD_MS

BOARD_HOLD_MS = UNDO_HOLD_MS


def wish(
    desk: Desk, transaction: Transaction, act: str, intent: Intent, hold_ms: int, next_step: str | None = None
) -> str:
    """Put one intent into the outbox inside the caller's transaction; its id.

    On a board an answer that may be taken back is only promised: ``keep`` it once it is stored."""
    one = new_wish(desk, act, intent, next_step)
    leaves_at = desk.wall() + hold_ms
    if promises(desk, intent, hold_ms):
        outbox.enqueue(transaction, one, desk.now(), PROMISED, leaves_at)
    else:
        outbox.enqueue(transaction, one, desk.now(), leaves_at)
    return one.id


def new_wish(desk: Desk, act: str, intent: Intent, next_step: str | None = None) -> Wish:
    """With an id and a marker of its own."""
    return Wish(desk.new_id(), act, format_marker(desk.chance(60)), intent, next_step)


def promises(desk: Desk, intent: Intent, hold_ms: int) -> bool:
    """Whether it is to be kept by this very process, or not at all."""
    return desk.promises is not None and hold_ms > 0 and isinstance(intent, Answer)


def keep(desk: Desk, identifiers: tuple[str, ...], hold_ms: int) -> None:
    """These rows are stored: what of them is promised leaves when its time has come."""
    if desk.promises is not None and hold_ms > 0:
        desk.promises.make(desk.database, identifiers, desk.wall, hold_ms)
