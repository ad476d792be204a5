"""How fresh the board is, and the one quiet line about what is stuck."""

from __future__ import annotations

from workboard.board import quiet_lines
from workboard.board.desk import Desk
from workboard.board.view import SyncState
from workboard.board.words import when
from workboard.domain.reason import length
from workboard.domain.text import safe
from workboard.domain.typed import NamedTuple
from workboard.domain.working_time import MINUTE
from workboard.store.account import Account
from workboard.store.database import Reader
from workboard.store.states import counts

STALE_MS = 15 * MINUTE


class Freshness(NamedTuple):
    """``words`` say what is, ``age`` how old what is shown has become; none while it is fresh."""

    state: SyncState
    words: str
    age: str | None = None


def freshness(desk: Desk, found: Account | None) -> Freshness:
    """How fresh the board is, in a few words."""
    if not desk.capabilities.network:
        return Freshness("local", "saved on this machine")
    if found is None or found.state == "never":
        return Freshness("never", "not synced yet")
    if found.state == "auth":
        return Freshness("attention", "signed out", _as_of(desk, found))
    if found.state in ("offline", "throttled"):
        word = "offline" if found.state == "offline" else "slowed"
        return Freshness("offline", f"{word} since {when(desk, found.state_at or desk.now())}", _as_of(desk, found))
    if found.first_total:
        return Freshness("syncing", f"reading {found.first_done or 0} of {found.first_total}")
    if found.synced_at is None:
        return Freshness("syncing", "reading")
    old = desk.now() - found.synced_at
    words = f"synced {when(desk, found.synced_at)}"
    return Freshness("stale", words, f"{length(old // MINUTE)} ago") if old > STALE_MS else Freshness("synced", words)


def _as_of(desk: Desk, found: Account) -> str | None:
    return None if found.synced_at is None else f"as of {when(desk, found.synced_at)}"


def notice_of(desk: Desk, reader: Reader, found: Account | None) -> tuple[str | None, bool]:
    """The one quiet line under it all, and whether it is about refused work."""
    states = counts(reader)
    refused = states.get("rejected", 0) + states.get("conflict", 0)
    state = "ok" if found is None else found.state
    on_its_way = _on_its_way(states, refused, state in ("offline", "auth"), desk.capabilities.label)
    if refused:
        return on_its_way, True
    if found is not None and state == "auth":
        return _signed_out(found, states), False
    if on_its_way is not None:
        return on_its_way, False
    left = quiet_lines.line(desk, reader)
    if left is None and desk.warnings:
        return safe(desk.warnings[0]), False
    return left, False


def _signed_out(found: Account, states: dict[str, int]) -> str:
    """What to do about it, and what waits for it."""
    waits = _waiting(states)
    why = safe(found.reason) if found.reason else "signed out: workboard doctor says what to do"
    return f"{waits} saved here · {why}" if waits else why


def _on_its_way(states: dict[str, int], refused: int, cut_off: bool, label: str) -> str | None:
    """What is stuck, in words and numbers; a note in its undo time is nothing to tell of."""
    checking, waits = states.get("uncertain", 0), _waiting(states)
    if refused and not checking and not (waits and cut_off):
        return f"{refused} not accepted by {label}: ! shows what to do"
    if refused or (checking and waits and cut_off):
        told = ((refused, "not accepted"), (checking, "being checked"), (waits, "waiting"))
        return " · ".join(f"{count} {words}" for count, words in told if count) + ": ! shows them"
    if checking:
        return f"{checking} sent without an answer: being checked"
    return f"{waits} saved here, sent when {label} answers again" if waits and cut_off else None


def _waiting(states: dict[str, int]) -> int:
    return states.get("pending", 0) + states.get("held", 0)
